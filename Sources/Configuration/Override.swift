// SPDX-License-Identifier: GPL-3.0-or-later

/// One `--set KEY=VALUE`: a value that replaces or adds one key of a configuration before it is decoded.
///
/// KEY is a dotted path with list positions from 0, such as `processes[1].fraction`. VALUE is read as YAML: a number,
/// a text, or a list or mapping in brackets. Groups on the way that are not there are made, so that a mistyped key
/// is reported when the configuration is decoded, exactly as one in the file. `null` removes the key.
public struct Override: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case key(String)
        case index(Int)
    }
    /// What was written, with the flag: the `file` of the messages.
    public let source: String
    let steps: [Step]
    let value: Node

    /// The argument of `--set`, KEY=VALUE.
    /// - Throws: `bad-override` when there is no `=` or the path is malformed; what is wrong with the value otherwise.
    public init(_ argument: String) throws(Diagnostics) {
        let source = "--set \(argument.shortened(80))"
        guard let equals = argument.firstIndex(of: "=") else {
            throw Self.mistake(source, "there is no `=`", remedy: "write KEY=VALUE")
        }
        let value = argument[argument.index(after: equals)...]
        try self.init(key: argument[..<equals], value: String(value), source: source)
    }

    /// A flag of its own that sets a key, such as `--events 100`.
    /// - Throws: what is wrong with the value.
    public init(flag: String, key: String, value: String) throws(Diagnostics) {
        try self.init(key: Substring(key), value: value, source: "\(flag) \(value.shortened(80))")
    }

    private init(key: Substring, value text: String, source: String) throws(Diagnostics) {
        self.source = source
        guard key.utf8.count + text.utf8.count <= 1 << 16 else {
            throw Self.mistake(source, "this is too long", remedy: "write it into the recipe")
        }
        steps = try Self.steps(key, source: source)
        guard !text.contains(where: \.isNewline) else {
            throw Self.mistake(source, "the value holds a line break", remedy: "write lists as `[1, 2]`")
        }
        do {
            value = try YAMLReader.readValue(text: text, file: source).moved(to: .nowhere)
        } catch {
            throw Diagnostics(
                error.all.map {
                    Diagnostic(
                        code: $0.code, file: source, problem: $0.problem, reason: $0.reason, remedy: $0.remedy)
                })
        }
    }

    /// The configuration with this value in it.
    public func applied(to root: Node) throws(Diagnostics) -> Node {
        try replace(in: root, steps[...], path: "")
    }

    private func replace(in node: Node, _ rest: ArraySlice<Step>, path: String) throws(Diagnostics) -> Node {
        guard let step = rest.first else { return value }
        switch step {
        case .key(let key): return try replace(in: node, key: key, rest.dropFirst(), path: path)
        case .index(let index): return try replace(in: node, index: index, rest.dropFirst(), path: path)
        }
    }

    private func replace(
        in node: Node, key: String, _ rest: ArraySlice<Step>, path: String
    ) throws(Diagnostics) -> Node {
        var entries: [Node.Entry] = []
        if case .mapping(let present) = node.content {
            entries = present
        } else if !node.isNull {
            throw Self.mistake(source, "`\(path)` is \(node.summary) and has no keys", remedy: "check the path")
        }
        var result = node
        let path = path.isEmpty ? key : "\(path).\(key)"
        let found = entries.firstIndex { $0.key == key }
        if rest.isEmpty && value.isNull {
            if let found { entries.remove(at: found) }
        } else {
            let empty = Node(content: .mapping([]), position: .nowhere, file: source)
            let child = try replace(in: found.map { entries[$0].value } ?? empty, rest, path: path)
            if let found {
                entries[found].value = child
                if rest.isEmpty { entries[found].keyPosition = .nowhere }
            } else {
                entries.append(Node.Entry(key: key, keyPosition: .nowhere, value: child))
            }
        }
        result.content = .mapping(entries)
        return result
    }

    private func replace(
        in node: Node, index: Int, _ rest: ArraySlice<Step>, path: String
    ) throws(Diagnostics) -> Node {
        guard case .list(var items) = node.content else {
            throw Self.mistake(source, "`\(path)` is not a list", remedy: "check the path")
        }
        guard items.indices.contains(index) else {
            let there = items.isEmpty ? "the list is empty" : "its items are 0 to \(items.count - 1)"
            throw Self.mistake(source, "`\(path)` has no item \(index)", reason: there, remedy: "check the position")
        }
        if rest.isEmpty && value.isNull {
            items.remove(at: index)
        } else {
            items[index] = try replace(in: items[index], rest, path: "\(path)[\(index)]")
        }
        var result = node
        result.content = .list(items)
        return result
    }

    // MARK: Path

    private static func steps(_ path: Substring, source: String) throws(Diagnostics) -> [Step] {
        var steps: [Step] = []
        for part in path.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            let name = pieces[0]
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else {
                throw malformed(source)
            }
            steps.append(.key(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.last == "]", let index = Int(piece.dropLast()), index >= 0, piece.first != "+" else {
                    throw malformed(source)
                }
                steps.append(.index(index))
            }
        }
        guard steps.count <= YAMLLimits.depth else {
            throw mistake(source, "the path is too deep", remedy: "check it")
        }
        return steps
    }

    private static func malformed(_ source: String) -> Diagnostics {
        mistake(
            source, "the path of the key is malformed",
            remedy: "write names with dots and list positions, such as `processes[1].fraction`")
    }

    private static func mistake(
        _ source: String, _ problem: String, reason: String? = nil, remedy: String
    ) -> Diagnostics {
        Diagnostics([
            Diagnostic(code: "bad-override", file: source, problem: problem, reason: reason, remedy: remedy)
        ])
    }
}

extension Node {
    /// The configuration with all values of `--set` in it, in their order; every malformed one is reported.
    public func applying(_ overrides: [Override]) throws(Diagnostics) -> Node {
        var node = self
        var mistakes: [Diagnostic] = []
        for override in overrides {
            do { node = try override.applied(to: node) } catch { mistakes += error.all }
        }
        guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
        return node
    }
}
