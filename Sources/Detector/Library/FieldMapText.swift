// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// The file of a field map that a geometry names, as read.
public struct FieldMapText: Sendable, Equatable {
    /// The file's path, as it stands in messages.
    public var file: String
    public var text: String
    public init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// Reads the file that `field.map` of a geometry names, relative to the geometry's folder; nil if it names none.
    ///
    /// Whatever else is wrong with the geometry is left to its decoder.
    /// - Throws: why the file cannot be read, at the key's place.
    static func find(geometry text: String, file: String) throws(Diagnostics) -> FieldMapText? {
        guard let (name, position) = mapName(in: text, file: file) else { return nil }
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        let path = name.hasPrefix("/") ? name : folder + name
        do throws(Diagnostics) {
            return FieldMapText(file: path, text: try TextFile.read(path: path, limit: FieldMap.sizeLimit))
        } catch {
            throw Diagnostics(
                error.all.map {
                    Diagnostic(
                        code: $0.code, file: file, line: position.line, column: position.column, key: "field.map",
                        problem: "\($0.file): \($0.problem)", reason: $0.reason, remedy: $0.remedy)
                })
        }
    }

    private static func mapName(in text: String, file: String) -> (name: String, position: SourcePosition)? {
        guard let root = try? YAMLReader.read(text: text, file: file), case .mapping(let entries) = root.content,
            let field = entries.first(where: { $0.key == "field" }), case .mapping(let keys) = field.value.content,
            let map = keys.first(where: { $0.key == "map" })?.value, !map.isNull,
            case .scalar(let name, _) = map.content, !name.isEmpty
        else { return nil }
        return (name, map.position)
    }
}
