// SPDX-License-Identifier: GPL-3.0-or-later

/// Walks through a YAML text as the parser will, without building anything, and refuses what could hurt or mislead:
/// deep nesting, aliases and anchors (they expand without bound), tags, duplicate keys, merge keys, keys that are
/// lists, several documents.
///
/// It splits the text into the same tokens as the parser (YAML 1.1 with its rules for simple keys and for
/// indentation), so that a bracket inside a quoted text counts for neither. Time and memory are linear in the text.
struct YAMLScan {
    /// A list or mapping in block style that is open.
    private struct Block {
        var column: Int
        var isMapping: Bool
        /// A list at the same column as the mapping whose value it is.
        var hasIndentlessList = false
        var keys: [String: Int] = [:]
    }
    /// A list or mapping in brackets that is open.
    private struct Flow {
        var closing: UInt8
        var start: SourcePosition
        /// Within `[`: a `key: value` without braces, which is a mapping of its own up to the next comma.
        var hasPair = false
        var keys: [String: Int] = [:]
    }
    /// A scalar (or a collection) that is a key if a colon follows.
    private struct Candidate {
        var line: Int
        var column: Int
        /// Bytes of the text; nil for a collection.
        var text: Range<Int>?
    }

    private(set) var mistakes: [Diagnostic] = []
    /// Deepest nesting seen.
    private(set) var depth = 0
    private let file: String
    private var cursor: YAMLCursor
    private var blocks: [Block] = []
    private var flows: [Flow] = []
    private var candidates: [Candidate?] = [nil]
    private var keyAllowed = true
    private var tokens = 0
    private var started = false
    private var stopped = false

    /// - Parameter bytes: Text checked by `YAMLCharacters`.
    init(_ bytes: [UInt8], file: String) {
        self.file = file
        cursor = YAMLCursor(bytes)
    }

    private var indent: Int { blocks.last?.column ?? -1 }

    /// Looks at the whole text.
    mutating func run() {
        while !stopped && mistakes.count < YAMLLimits.mistakes {
            if cursor.skipToToken(), flows.isEmpty { keyAllowed = true }
            if flows.isEmpty { unroll(to: cursor.column) }
            if cursor.isAtEnd {
                if let open = flows.last { reportUnclosed(open) }
                return
            }
            tokens += 1
            if tokens > YAMLLimits.tokens { return tooManyTokens() }
            token()
        }
    }

    private mutating func token() {
        if cursor.column == 0 && documentMarker() { return }
        let blank = cursor.isBlankOrEnd(1)
        switch cursor.current {
        case UInt8(ascii: "["): open(closing: UInt8(ascii: "]"))
        case UInt8(ascii: "{"): open(closing: UInt8(ascii: "}"))
        case UInt8(ascii: "]"), UInt8(ascii: "}"): close()
        case UInt8(ascii: ","): comma()
        case UInt8(ascii: "-") where blank: listItem()
        case UInt8(ascii: "?") where blank || !flows.isEmpty:
            stop("complex-key", "a key that begins with `?` is not accepted", remedy: "write `key: value`")
        case UInt8(ascii: ":") where blank || !flows.isEmpty: colon()
        case UInt8(ascii: "*"):
            refuse("alias", "this is an alias", "aliases can expand without bound", "write the value out")
        case UInt8(ascii: "&"):
            refuse("anchor", "this is an anchor", "aliases can expand without bound", "write the value out")
        case UInt8(ascii: "!"): refuse("tag", "this is a tag", "types follow from the key", "delete it")
        case UInt8(ascii: "|") where flows.isEmpty, UInt8(ascii: ">") where flows.isEmpty:
            candidates[candidates.count - 1] = nil
            keyAllowed = true
            cursor.skipBlockScalar(indent: indent)
        case UInt8(ascii: "'"): scalar { $0.skipSingleQuoted() }
        case UInt8(ascii: "\""): scalar { $0.skipDoubleQuoted() }
        case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: ">"):
            let character = Character(Unicode.Scalar(cursor.current))
            stop("bad-yaml", "a value cannot begin with `\(character)`", remedy: "put it in quotes")
        default: plain()
        }
        started = true
    }

    // MARK: Scalars and keys

    private mutating func scalar(_ skip: (inout YAMLCursor) -> Range<Int>) {
        let line = cursor.line
        let column = cursor.column
        let text = skip(&cursor)
        if keyAllowed { candidates[candidates.count - 1] = Candidate(line: line, column: column, text: text) }
        keyAllowed = false
    }

    private mutating func plain() {
        let indent = indent
        let inFlow = !flows.isEmpty
        let line = cursor.line
        scalar { $0.skipPlain(indent: indent, inFlow: inFlow) }
        if cursor.line != line { keyAllowed = true }
    }

    private mutating func colon() {
        if let key = candidates[candidates.count - 1], key.line == cursor.line {
            candidates[candidates.count - 1] = nil
            keyAllowed = false
            guard let text = key.text else {
                return report(
                    "complex-key", line: key.line, column: key.column, "a list or mapping cannot be a key",
                    remedy: "write `key: value`")
            }
            if flows.isEmpty { roll(to: key.column, isList: false) }
            if !stopped { record(key: cursor.string(text), at: key) }
        } else if flows.isEmpty {
            guard keyAllowed else { return stop(at: "mapping values are not allowed in this context") }
            roll(to: cursor.column, isList: false)
        }
        if let last = flows.indices.last, flows[last].closing == UInt8(ascii: "]") {
            flows[last].hasPair = true
            measureDepth()
        }
        cursor.advance()
    }

    private mutating func record(key: String, at place: Candidate) {
        if key == "<<" {
            return report(
                "merge-key", line: place.line, column: place.column, "merge keys are not accepted",
                remedy: "write the keys out")
        }
        let first: Int?
        if flows.isEmpty {
            first = blocks[blocks.count - 1].keys.updateValue(place.line, forKey: key)
        } else if flows[flows.count - 1].closing == UInt8(ascii: "}") {
            first = flows[flows.count - 1].keys.updateValue(place.line, forKey: key)
        } else {
            first = nil
        }
        guard let first else { return }
        mistakes.append(
            Diagnostic(
                code: "duplicate-key", file: file, line: place.line, column: place.column + 1,
                key: key.shortened(), problem: "this key is given twice",
                reason: "the first one is in line \(first)", remedy: "keep one of them"))
    }

    // MARK: Collections

    private mutating func listItem() {
        guard flows.isEmpty else { return stop(at: "block sequence entries are not allowed in this context") }
        guard keyAllowed else { return stop(at: "block sequence entries are not allowed in this context") }
        roll(to: cursor.column, isList: true)
        candidates[candidates.count - 1] = nil
        cursor.advance()
    }

    private mutating func comma() {
        guard let last = flows.indices.last else {
            return stop("bad-yaml", "a comma cannot stand here", remedy: "put lists in brackets: `[1, 2]`")
        }
        flows[last].hasPair = false
        candidates[candidates.count - 1] = nil
        keyAllowed = true
        cursor.advance()
    }

    private mutating func open(closing: UInt8) {
        if keyAllowed {
            candidates[candidates.count - 1] = Candidate(line: cursor.line, column: cursor.column, text: nil)
        }
        flows.append(Flow(closing: closing, start: cursor.position))
        candidates.append(nil)
        keyAllowed = true
        measureDepth()
        cursor.advance()
    }

    private mutating func close() {
        guard let last = flows.last else {
            return stop("unbalanced-bracket", "this bracket closes nothing", remedy: "delete it, or open it before")
        }
        guard last.closing == cursor.current else {
            let wanted = Character(Unicode.Scalar(last.closing))
            return stop(
                "unbalanced-bracket", "this bracket is of the wrong kind",
                reason: "`\(wanted)` is wanted for the one in line \(last.start.line), column \(last.start.column)",
                remedy: "close it first")
        }
        flows.removeLast()
        candidates.removeLast()
        keyAllowed = false
        cursor.advance()
    }

    /// Opens a block collection when the column lies deeper than the innermost one.
    private mutating func roll(to column: Int, isList: Bool) {
        if indent < column {
            blocks.append(Block(column: column, isMapping: !isList))
        } else if let last = blocks.indices.last {
            blocks[last].hasIndentlessList = isList && blocks[last].isMapping
        }
        measureDepth()
    }

    private mutating func unroll(to column: Int) {
        while let last = blocks.last, last.column > column { blocks.removeLast() }
    }

    private mutating func measureDepth() {
        var now = flows.count + blocks.count
        for block in blocks where block.hasIndentlessList { now += 1 }
        for flow in flows where flow.hasPair { now += 1 }
        depth = max(depth, now)
        guard now > YAMLLimits.depth else { return }
        stop(
            "too-deep", "lists and mappings are nested too deeply",
            reason: "at most \(YAMLLimits.depth) levels are read", remedy: "check the brackets and the indentation")
    }

    // MARK: Documents

    /// Directives and document markers; true when one stood here and has been dealt with.
    private mutating func documentMarker() -> Bool {
        if cursor.current == UInt8(ascii: "%") {
            stop("directive", "YAML directives are not accepted", remedy: "delete this line")
            return true
        }
        guard let marker = cursor.documentMarker else { return false }
        if marker == UInt8(ascii: "-") && !started && flows.isEmpty {
            cursor.advance(3)
            keyAllowed = false
            started = true
            return true
        }
        stop(
            "many-documents", "a second document begins or ends here", reason: "one file holds one document",
            remedy: "delete this line and what follows, or make it a file of its own")
        return true
    }

    // MARK: Mistakes

    private mutating func report(
        _ code: String, line: Int, column: Int, _ problem: String, reason: String? = nil, remedy: String? = nil
    ) {
        mistakes.append(
            Diagnostic(
                code: code, file: file, line: line, column: column + 1, problem: problem, reason: reason,
                remedy: remedy))
    }

    /// Reports a mistake after which the rest of the text cannot be understood.
    private mutating func stop(_ code: String, _ problem: String, reason: String? = nil, remedy: String? = nil) {
        report(code, line: cursor.line, column: cursor.column, problem, reason: reason, remedy: remedy)
        stopped = true
    }

    private mutating func stop(at parserProblem: String) {
        let (problem, remedy) = YAMLReader.sentence(for: parserProblem)
        stop("bad-yaml", problem, remedy: remedy)
    }

    private mutating func refuse(_ code: String, _ problem: String, _ reason: String, _ remedy: String) {
        report(
            code, line: cursor.line, column: cursor.column, problem, reason: reason,
            remedy: remedy + "; put a text that begins with `\(Character(Unicode.Scalar(cursor.current)))` in quotes")
        cursor.skipWord(inFlow: !flows.isEmpty)
    }

    private mutating func reportUnclosed(_ flow: Flow) {
        mistakes.append(
            Diagnostic(
                code: "unbalanced-bracket", file: file, line: flow.start.line, column: flow.start.column,
                problem: "this bracket is never closed",
                remedy: "add `\(Character(Unicode.Scalar(flow.closing)))` where the list or mapping ends"))
    }

    private mutating func tooManyTokens() {
        stop(
            "too-large", "there are too many values in this file",
            reason: "at most \(YAMLLimits.tokens) keys and values are read", remedy: "split it, or check what it is")
    }
}
