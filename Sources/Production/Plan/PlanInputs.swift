// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector

/// The files a plan is made of, as read.
public struct PlanInputs: Sendable, Equatable {
    public var recipeText: String
    /// The geometry with the files that it names.
    public var geometry: GeometryLibrary.Source
    /// Text of the conditions; nil where the recipe names none.
    public var conditionsText: String?
    /// Generator cards, by name.
    public var cards: [Plan.Text]
    /// Files of particles, densities and pile-up.
    public var files: [Plan.InputFile]
    /// Events in the particle files; 0 where each file is one.
    public var recordCount: Int

    public init(
        recipeText: String, geometry: GeometryLibrary.Source, conditionsText: String? = nil, cards: [Plan.Text] = [],
        files: [Plan.InputFile] = [], recordCount: Int = 0
    ) {
        self.recipeText = recipeText
        self.geometry = geometry
        self.conditionsText = conditionsText
        self.cards = cards
        self.files = files
        self.recordCount = recordCount
    }
}

extension Plan {
    /// Resolves a recipe: fills in what depends on the files, reduces paths to names, divides shares by their sum, puts
    /// the beam spot where the conditions of the run have it.
    ///
    /// - Throws: mistakes of the conditions; `contradiction`, `wrong-length` or `out-of-range` for what only shows with
    ///   the files at hand, or when the recipe was not made by decoding. Their `file` is the name of a text of the plan.
    public static func make(recipe: Recipe, inputs: PlanInputs, tables: [Table] = []) throws(Diagnostics) -> Plan {
        var settings = recipe
        settings.detector = lastComponent(recipe.detector)
        settings.conditions = lastComponent(recipe.conditions)
        if case .collisions(var processes) = settings.source {
            let sum = processes.map(\.fraction).reduce(0, +)
            for index in processes.indices where sum > 0 { processes[index].fraction /= sum }
            settings.source = .collisions(processes)
        }
        settings.reduceInputsToNames()
        guard inputs.files.map(\.name) == settings.inputFiles.map(\.name) else {
            throw mistake("wrong-length", "source.file", "the files that the recipe names were not all read")
        }
        if case .file(let file) = settings.source, settings.events == 0 {
            let all = file.format == .trackmlParticles ? file.files.count : inputs.recordCount
            settings.events = all - (file.format == .trackmlParticles ? 0 : settings.firstEvent)
        }
        guard settings.events >= 1 else { throw mistake("out-of-range", "events", "there are no events") }
        if let found = settings.allContradictions().first {
            throw mistake(found.code, found.key, found.problem)
        }
        guard recipe.conditions.isEmpty == (inputs.conditionsText == nil) else {
            throw mistake("wrong-length", "conditions", "the conditions that the recipe names were not read")
        }
        var texts = [
            Text(name: recipeTextName, text: inputs.recipeText),
            Text(name: geometryTextName, text: inputs.geometry.text),
        ]
        if let modules = inputs.geometry.files.modules { texts.append(Text(name: modulesTextName, text: modules.text)) }
        if let text = inputs.conditionsText {
            texts.append(Text(name: conditionsTextName, text: text))
            let conditions = try DetectorConditions.read(text: text, file: conditionsTextName)
            let interval = try conditions.interval(run: settings.run, file: conditionsTextName)
            if let position = interval.beamSpot { settings.collisions.beamSpot.position = position }
        }
        if let map = inputs.geometry.files.fieldMap { texts.append(Text(name: fieldMapTextName, text: map.text)) }
        texts += inputs.cards
        var names: Set<String> = []
        for text in texts where !Recipe.isPlainName(text.name) || !names.insert(text.name).inserted {
            throw mistake("bad-card", text.name, "this is not a plain name, or two texts have it")
        }
        return try Plan(settings: settings, texts: texts, inputs: inputs.files, tables: []).adding(tables: tables)
    }

    private static func mistake(_ code: String, _ key: String, _ problem: String) -> Diagnostics {
        Diagnostics([Diagnostic(code: code, file: recipeTextName, key: key, problem: problem)])
    }

    static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension Recipe {
    /// The contradictions of this recipe and of all groups within it.
    func allContradictions() -> [Contradiction] {
        var found = contradictions() + collisions.contradictions() + splits.contradictions()
        found += select.contradictions() + select.masses.flatMap { $0.contradictions() }
        switch source {
        case .collisions(let processes): found += processes.flatMap { $0.contradictions() }
        case .gun(let gun): found += gun.contradictions()
        case .file(let file): found += file.contradictions()
        }
        return found
    }
}
