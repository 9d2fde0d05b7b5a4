// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in a text file, both numbers from 1.
public struct SourcePosition: Sendable, Equatable {
    public var line: Int
    public var column: Int
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
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
}
