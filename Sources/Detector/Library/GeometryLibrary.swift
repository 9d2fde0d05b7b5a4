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
        /// The files that a geometry names.
        public var files: GeometryFiles
        public init(file: String, text: String, files: GeometryFiles = GeometryFiles()) {
            self.file = file
            self.text = text
            self.files = files
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
    /// - Throws: `missing-geometry` or `missing-conditions`, naming those that exist, or what reading the file or
    ///   one that it names threw.
    public static func locate(
        _ nameOrPath: String, searchDirectories: [String], kind: Kind = .geometry
    ) throws(Diagnostics) -> Source {
        let isPath = isPath(nameOrPath)
        var candidates = isPath ? [nameOrPath] : []
        if !nameOrPath.hasPrefix("/") && !nameOrPath.isEmpty {
            candidates += searchDirectories.map { join($0, isPath ? nameOrPath : nameOrPath + ".yaml") }
        }
        for candidate in candidates where access(candidate, F_OK) == 0 {
            let text = try TextFile.read(path: candidate, limit: sizeLimit)
            guard kind == .geometry else { return Source(file: candidate, text: text) }
            return Source(
                file: candidate, text: text, files: try GeometryFiles.find(geometry: text, file: candidate))
        }
        let known = list(searchDirectories: searchDirectories).map(\.name)
        let meant = Suggestion.nearest(to: nameOrPath, among: known).map { "did you mean `\($0)`? " } ?? ""
        throw Diagnostics([
            Diagnostic(
                code: "missing-\(kind.rawValue)", file: nameOrPath.isEmpty ? "\"\"" : nameOrPath,
                problem: "no \(kind.rawValue) of this name or path can be found",
                reason: known.isEmpty
                    ? "no \(kind.rawValue) exists in \(searchDirectories.joined(separator: ", "))"
                    : "there is: \(known.joined(separator: ", "))",
                remedy: "\(meant)give one of these names or the path of a \(kind.rawValue) file")
        ])
    }

    /// Locates, decodes and checks a geometry.
    public static func description(
        _ nameOrPath: String, searchDirectories: [String]
    ) throws(Diagnostics) -> TrackerDescription {
        let source = try locate(nameOrPath, searchDirectories: searchDirectories)
        return try TrackerDescription.read(text: source.text, file: source.file, files: source.files)
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

    /// Whether this is the path of a file rather than a name: it holds a slash or ends in `.yaml` or `.yml`.
    public static func isPath(_ nameOrPath: String) -> Bool {
        nameOrPath.contains("/") || isGeometryFile(nameOrPath)
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
