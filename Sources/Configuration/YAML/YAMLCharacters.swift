// SPDX-License-Identifier: GPL-3.0-or-later

/// First look at a YAML text: only characters that a person can see, one kind of line break.
///
/// What a YAML parser would take for a line break although editors do not show one (a lone carriage return, the
/// Unicode line and paragraph separators) is refused, so that line numbers mean the same to everyone.
struct YAMLCharacters {
    /// The text without byte order mark and with `\n` for every line break.
    private(set) var bytes: [UInt8] = []
    private(set) var mistakes: [Diagnostic] = []
    private let file: String

    init(_ text: String, file: String) {
        self.file = file
        var text = text
        text.withUTF8 { check($0) }
    }

    private mutating func check(_ source: UnsafeBufferPointer<UInt8>) {
        func byte(_ index: Int) -> UInt8 { index < source.count ? source[index] : 0 }
        bytes.reserveCapacity(source.count + 4)
        var position = SourcePosition(line: 1, column: 1)
        var lastLineWithTab = 0
        var index = source.starts(with: TextFile.byteOrderMark) ? TextFile.byteOrderMark.count : 0

        while index < source.count, mistakes.count < YAMLLimits.mistakes {
            let c = source[index]
            if c == UInt8(ascii: "\r"), byte(index + 1) == UInt8(ascii: "\n") {
                index += 1
                continue
            }
            if c == UInt8(ascii: "\t") {
                if position.line != lastLineWithTab { reportTab(position) }
                lastLineWithTab = position.line
            } else if let name = Self.forbidden(c, byte(index + 1), byte(index + 2)) {
                report(name, position)
            }
            bytes.append(c)
            if c == UInt8(ascii: "\n") {
                position = SourcePosition(line: position.line + 1, column: 1)
            } else if c & 0xC0 != 0x80 {
                position.column += 1
            }
            index += 1
        }
    }

    /// What a forbidden character is called; nil for an allowed one. `c` is a byte with the two that follow.
    private static func forbidden(_ c: UInt8, _ second: UInt8, _ third: UInt8) -> String? {
        switch c {
        case 0x0A, 0x20...0x7E: return nil
        case 0x00: return "a NUL character"
        case 0x0D: return "a carriage return without a line feed"
        case 0x01...0x1F, 0x7F: return "a control character (0x\(String(c, radix: 16, uppercase: true)))"
        case 0xC2 where second < 0xA0: return "a control character (0x\(String(second, radix: 16, uppercase: true)))"
        case 0xE2 where second == 0x80 && (third == 0xA8 || third == 0xA9): return "an invisible line separator"
        case 0xEF where second == 0xBB && third == 0xBF: return "a byte order mark inside the text"
        case 0xEF where second == 0xBF && third >= 0xBE: return "a code that is no character"
        default: return nil
        }
    }

    private mutating func reportTab(_ position: SourcePosition) {
        mistakes.append(
            Diagnostic(
                code: "tab", file: file, line: position.line, column: position.column, problem: "this is a tab",
                reason: "how wide a tab is differs between editors, and the indentation has a meaning",
                remedy: "use spaces"))
    }

    private mutating func report(_ name: String, _ position: SourcePosition) {
        mistakes.append(
            Diagnostic(
                code: "control-character", file: file, line: position.line, column: position.column,
                problem: "\(name) stands here", remedy: "delete it"))
    }
}
