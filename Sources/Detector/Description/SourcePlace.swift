// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Where a described value was written, so that a contradiction found later still names its line and key.
public struct SourcePlace: Sendable, Equatable {
    public var file: String
    /// From 1; nil for a description that was made by a program.
    public var line: Int?
    public var column: Int?
    /// Dotted path of the key.
    public var key: String?

    public init(file: String, line: Int? = nil, column: Int? = nil, key: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
    }

    func diagnostic(_ code: String, _ problem: String, reason: String? = nil, remedy: String? = nil) -> Diagnostic {
        Diagnostic(
            code: code, file: file, line: line, column: column, key: key, problem: problem, reason: reason,
            remedy: remedy)
    }
}

extension Section {
    /// The place of a key's value, or of the whole mapping when the key is absent.
    func place(_ key: String) -> SourcePlace {
        let position = value(key)?.position ?? node.position
        return SourcePlace(file: node.file, line: position.line, column: position.column, key: keyPath(key))
    }

    /// The place of the mapping itself.
    var place: SourcePlace {
        SourcePlace(file: node.file, line: node.position.line, column: node.position.column, key: path)
    }
}
