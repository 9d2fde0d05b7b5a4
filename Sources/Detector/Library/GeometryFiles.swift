// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// The files that a geometry names, as read: a field map and a table of modules.
public struct GeometryFiles: Sendable, Equatable {
    /// A file with its path, as it stands in messages.
    public struct File: Sendable, Equatable {
        public var path: String
        public var text: String
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// What `field.map` names; nil where the geometry has no such key.
    public var fieldMap: File?
    /// What `modules.file` names; nil where the geometry has no such key.
    public var modules: File?

    public init(fieldMap: File? = nil, modules: File? = nil) {
        self.fieldMap = fieldMap
        self.modules = modules
    }

    /// Reads the files that a geometry's text names, relative to the geometry's folder.
    ///
    /// Whatever else is wrong with the geometry is left to its decoder.
    /// - Throws: why a file cannot be read, at the key's place.
    static func find(geometry text: String, file: String) throws(Diagnostics) -> GeometryFiles {
        guard let root = try? YAMLReader.read(text: text, file: file) else { return GeometryFiles() }
        return GeometryFiles(
            fieldMap: try read(["field", "map"], of: root, limit: FieldMap.sizeLimit),
            modules: try read(["modules", "file"], of: root, limit: ModuleTable.Limits.fileSize))
    }

    private static func read(_ keys: [String], of root: Node, limit: Int) throws(Diagnostics) -> File? {
        guard let node = root.value(at: keys), !node.isNull, case .scalar(let name, _) = node.content, !name.isEmpty
        else { return nil }
        let path = TextFile.path(name, besides: root.file)
        do throws(Diagnostics) {
            return File(path: path, text: try TextFile.read(path: path, limit: limit))
        } catch {
            throw Diagnostics(
                error.all.map {
                    Diagnostic(
                        code: $0.code, file: root.file, line: node.position.line, column: node.position.column,
                        key: keys.joined(separator: "."), problem: "\($0.file): \($0.problem)", reason: $0.reason,
                        remedy: $0.remedy)
                })
        }
    }
}
