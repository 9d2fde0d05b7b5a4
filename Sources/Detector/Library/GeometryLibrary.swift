// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Glibc

/// Finds geometry and conditions files by name.
public enum GeometryLibrary {
    /// Largest geometry file, bytes.
    public static let sizeLimit = 1 << 20

    /// A geometry file that was found.
    public struct Source: Sendable, Equatable {
        /// The file's path, as it stands in messages.
        public var file: String
        public var text: String
        /// The file that `field.map` names, if it names one.
        public var fieldMap: FieldMapText?
        /// Text of the table of modules that a geometry names.
        public var modulesText: String?
        public init(file: String, text: String, fieldMap: FieldMapText? = nil, modulesText: String? = nil) {
            self.file = file
            self.text = text
            self.fieldMap = fieldMap
            self.modulesText = modulesText
        }
    }

    /// What is looked for.
    public enum Kind: String, Sendable { case geometry, conditions }

    /// Where conditions of the geometries of some directories are looked for by name.
    public static func conditionsDirectories(_ geometryDirectories: [String]) -> [String] {
        geometryDirectories.map { join($0, "Conditions") }
    }

    /// The text of a geometry or of conditions, given its name (`trackml`) or the path of a file.
    ///
    /// Whatever holds a slash or ends in `.yaml` or `.yml` is a path, tried as it is and then, when relative, from
    /// each search directory; anything else is the name of a file `NAME.yaml` in one of the search directories.
    ///
    /// - Throws: `missing-geometry` or `missing-conditions`, naming those that exist, or what reading the file or its
    ///   field map threw.
    public static func locate(
        _ nameOrPath: String, searchDirectories: [String], kind: Kind = .geometry
    ) throws(Diagnostics) -> Source {
        let isPath = nameOrPath.contains("/") || isGeometryFile(nameOrPath)
        var candidates = isPath ? [nameOrPath] : []
        if !nameOrPath.hasPrefix("/") && !nameOrPath.isEmpty {
            candidates += searchDirectories.map { join($0, isPath ? nameOrPath : nameOrPath + ".yaml") }
        }
        for candidate in candidates where access(candidate, F_OK) == 0 {
            let text = try TextFile.read(path: candidate, limit: sizeLimit)
            guard kind == .geometry else { return Source(file: candidate, text: text) }
            return Source(
                file: candidate, text: text, fieldMap: try FieldMapText.find(geometry: text, file: candidate),
                modulesText: try modulesText(text, file: candidate))
        }
        let known = list(searchDirectories: searchDirectories).map(\.name)
        throw Diagnostics([
            Diagnostic(
                code: "missing-\(kind.rawValue)", file: nameOrPath.isEmpty ? "\"\"" : nameOrPath,
                problem: "there is no such \(kind.rawValue)",
                reason: known.isEmpty
                    ? "no \(kind.rawValue) exists in \(searchDirectories.joined(separator: ", "))"
                    : "there is: \(known.joined(separator: ", "))",
                remedy: "give one of these names or the path of a \(kind.rawValue) file")
        ])
    }

    /// Locates, decodes and checks a geometry.
    public static func description(
        _ nameOrPath: String, searchDirectories: [String]
    ) throws(Diagnostics) -> TrackerDescription {
        let source = try locate(nameOrPath, searchDirectories: searchDirectories)
        return try TrackerDescription.read(
            text: source.text, file: source.file, fieldMap: source.fieldMap, modulesText: source.modulesText)
    }

    /// The text of the table of modules that a geometry names, relative to it; nil if it names none or cannot be read
    /// itself, which its own reading reports.
    static func modulesText(_ text: String, file: String) throws(Diagnostics) -> String? {
        guard text.contains("modules:") else { return nil }
        let root: Node
        do throws(Diagnostics) { root = try YAMLReader.read(text: text, file: file) } catch { return nil }
        guard let name = entry("modules", of: root).flatMap({ entry("file", of: $0) }),
            case .scalar(let path, _) = name.content, !path.isEmpty
        else { return nil }
        let directory = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        let place = path.hasPrefix("/") ? path : directory + path
        do throws(Diagnostics) {
            return try TextFile.read(path: place, limit: ModuleTable.Limits.fileSize)
        } catch {
            throw Diagnostics(
                error.all.map {
                    Diagnostic(
                        code: $0.code, file: file, line: name.position.line, column: name.position.column,
                        key: "modules.file", problem: "\($0.file): \($0.problem)", reason: $0.reason,
                        remedy: $0.remedy)
                })
        }
    }

    private static func entry(_ key: String, of node: Node) -> Node? {
        guard case .mapping(let entries) = node.content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The geometries of some directories, by name; of two with one name, the one found first.
    public static func list(searchDirectories: [String]) -> [(name: String, file: String)] {
        var found: [(name: String, file: String)] = []
        for directory in searchDirectories {
            for file in files(in: directory) where isGeometryFile(file) {
                let name = String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
                if found.contains(where: { $0.name == name }) { continue }
                found.append((name, join(directory, file)))
            }
        }
        return found.sorted { $0.name < $1.name }
    }

    private static func isGeometryFile(_ name: String) -> Bool {
        !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
    }

    private static func join(_ directory: String, _ file: String) -> String {
        directory.hasSuffix("/") ? directory + file : "\(directory)/\(file)"
    }

    /// Names in a directory, sorted; empty when it cannot be read.
    private static func files(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names.sorted()
    }
}
