// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in a YAML text that moves over blanks, comments and scalars as the parser does.
struct YAMLCursor {
    /// The text and four zero bytes, so that looking ahead needs no bounds.
    private let bytes: [UInt8]
    private let end: Int
    private(set) var index = 0
    /// From 1.
    private(set) var line = 1
    /// From 0, in Unicode scalars.
    private(set) var column = 0

    init(_ text: [UInt8]) {
        bytes = text + [0, 0, 0, 0]
        end = text.count
    }

    var isAtEnd: Bool { index >= end }
    var current: UInt8 { bytes[index] }
    var position: SourcePosition { SourcePosition(line: line, column: column + 1) }
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func isBlankOrEnd(_ offset: Int) -> Bool {
        index + offset >= end || bytes[index + offset] == UInt8(ascii: " ")
            || bytes[index + offset] == UInt8(ascii: "\n")
    }
    private var isSpace: Bool { index < end && bytes[index] == UInt8(ascii: " ") }
    private var isBreak: Bool { index < end && bytes[index] == UInt8(ascii: "\n") }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < end {
            if bytes[index] == UInt8(ascii: "\n") {
                line += 1
                column = 0
            } else if bytes[index] & 0xC0 != 0x80 {
                column += 1
            }
            index += 1
        }
    }

    private mutating func skipLine() {
        while !isAtEnd && !isBreak { advance() }
    }

    /// Over blanks, comments and line breaks; true when a line break was among them.
    mutating func skipToToken() -> Bool {
        var newLine = false
        while true {
            while isSpace { advance() }
            if current == UInt8(ascii: "#") { skipLine() }
            guard isBreak else { return newLine }
            newLine = true
            advance()
        }
    }

    /// `-` or `.` when `---` or `...` stands alone at the beginning of this line.
    var documentMarker: UInt8? {
        guard column == 0, current == UInt8(ascii: "-") || current == UInt8(ascii: ".") else { return nil }
        guard bytes[index + 1] == current, bytes[index + 2] == current, isBlankOrEnd(3) else { return nil }
        return current
    }

    /// Over an alias, an anchor or a tag.
    mutating func skipWord(inFlow: Bool) {
        while !isBlankOrEnd(0) && !(inFlow && Self.endsWordInFlow(current)) { advance() }
    }

    private static func endsWordInFlow(_ c: UInt8) -> Bool {
        switch c {
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            return true
        default: return false
        }
    }

    // MARK: Scalars; each returns the bytes of its text

    mutating func skipSingleQuoted() -> Range<Int> {
        advance()
        let start = index
        while !isAtEnd {
            if current == UInt8(ascii: "'") {
                guard bytes[index + 1] == UInt8(ascii: "'") else { break }
                advance()
            }
            advance()
        }
        defer { advance() }
        return start..<index
    }

    mutating func skipDoubleQuoted() -> Range<Int> {
        advance()
        let start = index
        while !isAtEnd && current != UInt8(ascii: "\"") { advance(current == UInt8(ascii: "\\") ? 2 : 1) }
        defer { advance() }
        return start..<index
    }

    /// A text without quotes goes on over lines that lie deeper than the innermost collection.
    mutating func skipPlain(indent: Int, inFlow: Bool) -> Range<Int> {
        let start = index
        var last = index
        while !isAtEnd {
            if documentMarker != nil || current == UInt8(ascii: "#") { break }
            while !isBlankOrEnd(0) {
                if current == UInt8(ascii: ":") && isBlankOrEnd(1) { break }
                if inFlow && Self.endsWordInFlow(current) { break }
                advance()
                last = index
            }
            guard isSpace || isBreak else { break }
            while isSpace || isBreak { advance() }
            if !inFlow && column <= indent { break }
        }
        return start..<last
    }

    /// A text after `|` or `>`.
    mutating func skipBlockScalar(indent parent: Int) {
        advance()
        var increment = 0
        for _ in 0..<2 {
            if current >= UInt8(ascii: "1") && current <= UInt8(ascii: "9") {
                increment = Int(current - UInt8(ascii: "0"))
                advance()
            } else if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") {
                advance()
            }
        }
        skipLine()
        advance()
        var indent = increment == 0 ? 0 : max(parent, 0) + increment
        skipIndentation(&indent, parent: parent)
        while !isAtEnd && column == indent {
            skipLine()
            advance()
            skipIndentation(&indent, parent: parent)
        }
    }

    /// Over empty lines and indentation; finds the indentation of the text when it is not known yet (0).
    private mutating func skipIndentation(_ indent: inout Int, parent: Int) {
        var deepest = 0
        while true {
            while (indent == 0 || column < indent) && isSpace { advance() }
            deepest = max(deepest, column)
            guard isBreak else { break }
            advance()
        }
        if indent == 0 { indent = max(deepest, parent + 1, 1) }
    }
}
