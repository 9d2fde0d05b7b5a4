// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector

/// Reads recipes: the file, the values of `--set`, the geometry and the particle files it names.
public struct RecipeLoader: Sendable {
    /// A geometry's text, given its name or path and the directories to look in.
    public typealias GeometryFinder =
        @Sendable (_ nameOrPath: String, _ directories: [String]) throws(Diagnostics) -> Geometry

    public struct Geometry: Sendable, Equatable {
        /// The file's path, for messages.
        public var file: String
        public var text: String
        /// The field map and the text of the table of modules that it names, if it names them.
        public var fieldMapText: String?
        public var modulesText: String?
        public init(file: String, text: String, fieldMapText: String? = nil, modulesText: String? = nil) {
            self.file = file
            self.text = text
            self.fieldMapText = fieldMapText
            self.modulesText = modulesText
        }
    }

    /// Largest recipe and geometry, bytes.
    public static let textLimit = 1 << 20
    /// Largest particle file, bytes.
    public static let particleFileLimit = 1 << 37

    public var context: RecipeContext
    /// Where geometries are looked for by name.
    public var geometryDirectories: [String]
    public var findGeometry: GeometryFinder

    public init(
        geometryDirectories: [String] = ["Geometries"], context: RecipeContext = RecipeContext(),
        findGeometry: @escaping GeometryFinder = RecipeLoader.findGeometryFile
    ) {
        self.geometryDirectories = geometryDirectories
        self.context = context
        self.findGeometry = findGeometry
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
        let directory = Self.directory(of: file)
        var loaded = LoadedRecipe(recipe: recipe, file: file, text: text)
        if !root.isWrong("detector") {
            do throws(Diagnostics) {
                loaded.geometry = try findGeometry(
                    Self.resolved(geometry: recipe.detector, in: directory), geometryDirectories)
            } catch {
                Self.report(error, at: "detector", in: root)
            }
        }
        if !recipe.conditions.isEmpty, !root.isWrong("conditions") {
            do throws(Diagnostics) {
                let source = try GeometryLibrary.locate(
                    Self.resolved(geometry: recipe.conditions, in: directory),
                    searchDirectories: GeometryLibrary.conditionsDirectories(geometryDirectories), kind: .conditions)
                loaded.conditionsText = source.text
            } catch {
                Self.report(error, at: "conditions", in: root)
            }
        }
        for (key, name) in recipe.inputFiles where !root.isWrong(key) {
            let path = Self.joined(directory, name)
            do throws(Diagnostics) {
                let digest = try SHA256Text.digest(ofFile: path, limit: Self.particleFileLimit)
                loaded.inputPaths.append(path)
                loaded.inputs.append(
                    Plan.InputFile(name: Plan.lastComponent(name), byteCount: digest.byteCount, sha256: digest.sha256))
            } catch {
                Self.report(error, at: key, in: root)
            }
        }
        if !collector.hasErrors, recipe.events == 0, case .file(let file) = recipe.source {
            let paths = Array(loaded.inputPaths.prefix(file.files.count))
            do throws(Diagnostics) { loaded.recordCount = try file.source(paths: paths).recordCount() } catch {
                for mistake in error.all { collector.report(mistake) }
            }
        }
        try collector.check()
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

    /// Paths of geometry files are relative to the recipe; plain names are not paths.
    private static func resolved(geometry: String, in directory: String) -> String {
        isPath(geometry) ? joined(directory, geometry) : geometry
    }

    private static func isPath(_ geometry: String) -> Bool {
        geometry.contains("/") || geometry.hasSuffix(".yaml") || geometry.hasSuffix(".yml")
    }

    private static func directory(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    private static func joined(_ directory: String, _ path: String) -> String {
        path.hasPrefix("/") ? path : directory + path
    }

    /// The geometry library: `NAME.yaml` in the directories, or the path.
    public static let findGeometryFile: GeometryFinder = { (name, directories) throws(Diagnostics) -> Geometry in
        let source = try GeometryLibrary.locate(name, searchDirectories: directories)
        return Geometry(
            file: source.file, text: source.text, fieldMapText: source.fieldMap?.text,
            modulesText: source.modulesText)
    }
}

/// A recipe with the files it names.
public struct LoadedRecipe: Sendable, Equatable {
    public var recipe: Recipe
    /// Path of the recipe, for messages.
    public var file: String
    public var text: String
    public var geometry = RecipeLoader.Geometry(file: "", text: "")
    /// Nil where the recipe names no conditions.
    public var conditionsText: String?
    /// Where the particle files, densities and pile-up are, in the order of `inputs`; paths never reach the plan.
    public var inputPaths: [String] = []
    public var inputs: [Plan.InputFile] = []
    /// Events in the files, where the recipe does not say how many are wanted; 0 for files that are used again.
    public var recordCount = 0
    public var warnings: [Diagnostic] = []

    /// The plan, with the generator's cards.
    public func plan(cards: [Plan.Text] = [], tables: [Plan.Table] = []) throws(Diagnostics) -> Plan {
        let inputs = PlanInputs(
            recipeText: text, geometryText: geometry.text, modulesText: geometry.modulesText,
            conditionsText: conditionsText, fieldMapText: geometry.fieldMapText, cards: cards, files: inputs,
            recordCount: recordCount)
        return try Plan.make(recipe: recipe, inputs: inputs, tables: tables)
    }
}
