// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector

/// Reads recipes: the file, the values of `--set`, the geometry and the particle files it names.
public struct RecipeLoader: Sendable {
    /// Largest recipe and geometry, bytes.
    public static let textLimit = 1 << 20
    /// Largest particle file, bytes.
    public static let particleFileLimit = 1 << 37

    public var context: RecipeContext
    /// Where geometries are looked for by name.
    public var geometryDirectories: [String]

    public init(geometryDirectories: [String] = ["Geometries"], context: RecipeContext = RecipeContext()) {
        self.geometryDirectories = geometryDirectories
        self.context = context
    }

    /// Reads a recipe file and everything it names.
    /// - Throws: all mistakes of the recipe; a file that is missing is reported at the key that names it.
    public func load(path: String, overrides: [Override] = []) throws(Diagnostics) -> LoadedRecipe {
        let text = try TextFile.read(path: path, limit: Self.textLimit)
        return try load(text: text, file: path, overrides: overrides)
    }

    /// As `load(path:overrides:)`, with the recipe's text at hand; `file` names its place.
    public func load(text: String, file: String, overrides: [Override] = []) throws(Diagnostics) -> LoadedRecipe {
        let collector = DiagnosticCollector()
        let (recipe, root) = try decode(text: text, file: file, overrides: overrides, collector: collector)
        var loaded = LoadedRecipe(recipe: recipe, file: file, text: text)
        if !root.isWrong("detector") {
            do throws(Diagnostics) {
                loaded.geometry = try locate(recipe.detector, .geometry, geometryDirectories, in: root)
            } catch {
                Self.report(error, at: "detector", in: root)
            }
        }
        if !recipe.conditions.isEmpty, !root.isWrong("conditions") {
            do throws(Diagnostics) {
                loaded.conditions = try locate(
                    recipe.conditions, .conditions, GeometryLibrary.conditionsDirectories(geometryDirectories),
                    in: root)
            } catch {
                Self.report(error, at: "conditions", in: root)
            }
        }
        var failed: Set<String> = []
        for input in recipe.inputFiles where !root.isWrong(input.keys[0]) {
            let path = Self.path(input.name, at: input.keys, item: input.item, in: root.node)
            if failed.contains(path) { continue }
            do throws(Diagnostics) {
                let digest = try SHA256Text.digest(ofFile: path, limit: Self.particleFileLimit)
                loaded.inputPaths.append(path)
                loaded.inputs.append(
                    Plan.InputFile(
                        name: Plan.lastComponent(input.name), byteCount: digest.byteCount, sha256: digest.sha256))
            } catch {
                failed.insert(path)
                // At the file's own key, one group or two below the root.
                var group = root
                for key in input.keys.dropLast() { group = group.section(key, required: false) ?? group }
                Self.report(error, at: input.keys.last ?? "", in: group)
            }
        }
        if !collector.hasErrors, recipe.events == 0, case .file(let file) = recipe.source {
            let paths = Array(loaded.inputPaths.prefix(file.files.count))
            do throws(Diagnostics) { loaded.recordCount = try file.source(paths: paths).recordCount() } catch {
                for mistake in error.all { collector.report(mistake) }
            }
        }
        try collector.check()
        GunReach.warn(of: recipe, in: root)
        loaded.warnings = collector.sorted
        return loaded
    }

    /// Reads a recipe without the files it names.
    public func decode(text: String, file: String, overrides: [Override] = []) throws(Diagnostics) -> Recipe {
        let collector = DiagnosticCollector()
        let (recipe, _) = try decode(text: text, file: file, overrides: overrides, collector: collector)
        try collector.check()
        return recipe
    }

    private func decode(
        text: String, file: String, overrides: [Override], collector: DiagnosticCollector
    ) throws(Diagnostics) -> (Recipe, Section) {
        let node = try YAMLReader.read(text: text, file: file).applying(overrides)
        let root = Section(node, collector: collector)
        var recipe = Recipe()
        RecipeDecoder.read(&recipe, from: root, names: context)
        return (recipe, root)
    }

    /// What is wrong with a file that a key names, at the key.
    private static func report(_ error: Diagnostics, at key: String, in root: Section) {
        for mistake in error.all {
            root.report(
                mistake.code, at: key, "\(mistake.file): \(mistake.problem)", reason: mistake.reason,
                remedy: mistake.remedy)
        }
    }

    // MARK: Paths

    /// A geometry or conditions: of a name or, relative to where it was written, a path.
    private func locate(
        _ name: String, _ kind: GeometryLibrary.Kind, _ directories: [String], in root: Section
    ) throws(Diagnostics) -> GeometryLibrary.Source {
        let isPath = GeometryLibrary.isPath(name)
        let place = isPath ? Self.path(name, at: [kind == .geometry ? "detector" : "conditions"], in: root.node) : name
        return try GeometryLibrary.locate(place, searchDirectories: directories, kind: kind)
    }

    /// Where a file is that the recipe names at a key: what stands in the recipe is relative to its folder, what was
    /// given on the command line to the working directory.
    ///
    /// - Parameter item: position in the list of files, where the key has one.
    private static func path(_ name: String, at keys: [String], item: Int = 0, in root: Node) -> String {
        var node = root.value(at: keys)
        if case .list(let items) = node?.content, items.indices.contains(item) { node = items[item] }
        return node?.position == .nowhere ? name : TextFile.path(name, besides: root.file)
    }
}

/// A recipe with the files it names.
public struct LoadedRecipe: Sendable, Equatable {
    public var recipe: Recipe
    /// Path of the recipe, for messages.
    public var file: String
    public var text: String
    public var geometry = GeometryLibrary.Source(file: "", text: "")
    /// Nil where the recipe names no conditions.
    public var conditions: GeometryLibrary.Source?
    /// Where the particle files, densities and pile-up are, in the order of `inputs`; paths never reach the plan.
    public var inputPaths: [String] = []
    public var inputs: [Plan.InputFile] = []
    /// Events in the files, where the recipe does not say how many are wanted; 0 for files that are used again.
    public var recordCount = 0
    public var warnings: [Diagnostic] = []

    /// The plan, with the generator's cards.
    public func plan(cards: [Plan.Text] = [], tables: [Plan.Table] = []) throws(Diagnostics) -> Plan {
        let inputs = PlanInputs(
            recipeText: text, geometry: geometry, conditionsText: conditions?.text, cards: cards, files: inputs,
            recordCount: recordCount)
        do throws(Diagnostics) { return try Plan.make(recipe: recipe, inputs: inputs, tables: tables) } catch {
            throw withPaths(error)
        }
    }

    /// Mistakes found in the texts of the plan, with the paths of the files that these texts are from.
    func withPaths(_ error: Diagnostics) -> Diagnostics {
        let paths = [
            Plan.recipeTextName: file, Plan.geometryTextName: geometry.file,
            Plan.modulesTextName: geometry.files.modules?.path, Plan.fieldMapTextName: geometry.files.fieldMap?.path,
            Plan.conditionsTextName: conditions?.file,
        ]
        return Diagnostics(
            error.all.map { mistake in
                var mistake = mistake
                if let path = paths[mistake.file] ?? nil { mistake.file = path }
                return mistake
            })
    }
}
