// SPDX-License-Identifier: GPL-3.0-or-later
import Yams

/// Reads YAML that other people wrote into nodes with positions.
///
/// The parser is only given texts that `YAMLCharacters` and `YAMLScan` let pass: at most `YAMLLimits.bytes` bytes and
/// `YAMLLimits.depth` levels, one document, no aliases, anchors, tags, tabs or duplicate keys.
public enum YAMLReader {
    /// Reads a file; the root must be a mapping.
    public static func read(path: String) throws(Diagnostics) -> Node {
        try read(text: try TextFile.read(path: path, limit: YAMLLimits.bytes), file: path)
    }

    /// Parses the text; the root must be a mapping.
    public static func read(text: String, file: String) throws(Diagnostics) -> Node {
        let root = try compose(text: text, file: file)
        guard let root, case .mapping = root.content else {
            throw Diagnostics([
                Diagnostic(
                    code: "not-a-mapping", file: file, line: 1, problem: "the file holds no keys",
                    remedy: "write `key: value` lines")
            ])
        }
        return root
    }

    /// Parses one value: a scalar, or a list or mapping in brackets; an empty text is an empty scalar.
    static func readValue(text: String, file: String) throws(Diagnostics) -> Node {
        try compose(text: text, file: file)
            ?? Node(content: .scalar("", quoted: false), position: SourcePosition(line: 1, column: 1), file: file)
    }

    private static func compose(text: String, file: String) throws(Diagnostics) -> Node? {
        guard text.utf8.count <= YAMLLimits.bytes else {
            throw Diagnostics([
                Diagnostic(
                    code: "too-large", file: file, problem: "this file is too large",
                    reason: "at most \(YAMLLimits.bytes >> 20) MiB are read",
                    remedy: "check that it is the file that was meant")
            ])
        }
        let characters = YAMLCharacters(text, file: file)
        guard characters.mistakes.isEmpty else { throw Diagnostics(characters.mistakes) }
        var scan = YAMLScan(characters.bytes, file: file)
        scan.run()
        guard scan.mistakes.isEmpty else { throw Diagnostics(scan.mistakes) }

        do {
            let yaml = String(decoding: characters.bytes, as: UTF8.self)
            // Without rules: types follow from the keys, and matching patterns on every scalar costs time.
            return try Yams.compose(yaml: yaml, .basic).map { convert($0, file: file) }
        } catch {
            throw Diagnostics([diagnostic(for: error, file: file)])
        }
    }

    static func convert(_ node: Yams.Node, file: String) -> Node {
        let position = place(node.mark)
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            return Node(content: .scalar(scalar.string, quoted: !isPlain), position: position, file: file)
        case .sequence(let sequence):
            return Node(content: .list(sequence.map { convert($0, file: file) }), position: position, file: file)
        case .mapping(let mapping):
            let entries = mapping.map { key, value in
                Node.Entry(
                    key: key.scalar?.string ?? "", keyPosition: place(key.mark), value: convert(value, file: file))
            }
            return Node(content: .mapping(entries), position: position, file: file)
        case .alias:
            return Node(content: .scalar("", quoted: false), position: position, file: file)
        }
    }

    private static func place(_ mark: Mark?) -> SourcePosition {
        SourcePosition(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }
}
