// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Foundation
import Generation

/// Where the geometries and cards that come with Eidolon are.
public struct ResourceDirectories: Sendable {
    /// The directory that holds `Geometries` and `Generators`.
    public var home: String

    /// `EIDOLON_HOME`, or the first directory above the program, or the current one, that has both folders.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        if let named = environment["EIDOLON_HOME"], !named.isEmpty {
            home = named
            return
        }
        var candidates: [String] = []
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var directory = program.deletingLastPathComponent()
        for _ in 0..<8 {
            candidates.append(directory.path)
            directory.deleteLastPathComponent()
        }
        candidates.append(FileManager.default.currentDirectoryPath)
        home = candidates.first(where: Self.isHome) ?? FileManager.default.currentDirectoryPath
    }

    private static func isHome(_ directory: String) -> Bool {
        ["Geometries", "Generators"].allSatisfy {
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: directory + "/" + $0, isDirectory: &isDirectory)
                && isDirectory.boolValue
        }
    }

    /// Where geometries are looked for by name: the user's folder first.
    public var geometries: [String] {
        let local = FileManager.default.currentDirectoryPath + "/Geometries"
        let own = home + "/Geometries"
        return local == own ? [own] : [local, own]
    }
    public var generators: String { home + "/Generators" }

    /// Reads recipes whose processes are those of these cards.
    func loader(_ cards: GeneratorCards) -> RecipeLoader {
        RecipeLoader(
            geometryDirectories: geometries,
            context: RecipeContext(
                processes: cards.processes.processes.map(\.name), higgsDecays: DecayCard.higgsNames))
    }

    /// The generator cards that come with Eidolon.
    public func cards() throws(Diagnostics) -> GeneratorCards { try GeneratorCards.load(directory: generators) }

    /// Resolves a recipe that has been read, with these cards.
    public func plan(_ loaded: LoadedRecipe, cards: GeneratorCards) throws(Diagnostics) -> Plan {
        let texts = zip(GeneratorCards.names, cards.texts).map { Plan.Text(name: $0, text: $1) }
        let plan = try loaded.plan(cards: texts)
        let settings = plan.collisionSettings(inputPaths: loaded.inputPaths)
        let generation = try GenerationPlan.make(settings: settings, cards: cards)
        return try plan.adding(tables: generation.tables)
    }
}
