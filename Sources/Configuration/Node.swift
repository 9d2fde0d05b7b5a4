// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in a text file, both numbers from 1.
public struct SourcePosition: Sendable, Equatable {
    public var line: Int
    public var column: Int
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// For values that stand in no file, such as those of `--set`; messages then name no line.
    public static let nowhere = SourcePosition(line: 0, column: 0)
}

/// A YAML value with the place where it stands.
public struct Node: Sendable, Equatable {
    public indirect enum Content: Sendable, Equatable {
        /// The text of a scalar, and whether it was quoted (then it is never a number, flag or null).
        case scalar(String, quoted: Bool)
        case list([Node])
        /// In the order of the file; keys are unique.
        case mapping([Entry])
    }
    public struct Entry: Sendable, Equatable {
        public var key: String
        public var keyPosition: SourcePosition
        public var value: Node
        public init(key: String, keyPosition: SourcePosition, value: Node) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    public var content: Content
    public var position: SourcePosition
    /// File the value came from; overrides carry the flag that set them.
    public var file: String

    public init(content: Content, position: SourcePosition, file: String) {
        self.content = content
        self.position = position
        self.file = file
    }

    /// Nothing after the colon, `~` or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, false) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// The value under keys, one within the other; nil where there is none.
    public func value(at keys: [String]) -> Node? {
        var node = self
        for key in keys {
            guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key == key })
            else { return nil }
            node = entry.value
        }
        return node
    }

    /// What stands here, for a message: "`abc`", "a list", "nothing".
    var summary: String {
        switch content {
        case .scalar(let text, let quoted):
            if isNull { return "nothing" }
            return quoted ? "the text \"\(text.shortened())\"" : "`\(text.shortened())`"
        case .list: return "a list"
        case .mapping: return "a group of keys"
        }
    }

    /// The same value (with all within it) at another place.
    func moved(to position: SourcePosition) -> Node {
        var node = self
        node.position = position
        switch content {
        case .scalar: break
        case .list(let items): node.content = .list(items.map { $0.moved(to: position) })
        case .mapping(let entries):
            node.content = .mapping(
                entries.map {
                    Entry(key: $0.key, keyPosition: position, value: $0.value.moved(to: position))
                })
        }
        return node
    }
}

extension Diagnostic {
    /// A mistake at a place that may be nowhere.
    init(
        code: String, severity: Severity = .error, file: String, at position: SourcePosition, key: String? = nil,
        problem: String, reason: String? = nil, remedy: String? = nil
    ) {
        let isSomewhere = position.line > 0
        self.init(
            code: code, severity: severity, file: file, line: isSomewhere ? position.line : nil,
            column: isSomewhere ? position.column : nil, key: key, problem: problem, reason: reason, remedy: remedy)
    }
}
