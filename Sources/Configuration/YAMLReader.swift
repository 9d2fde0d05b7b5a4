// SPDX-License-Identifier: GPL-3.0-or-later
import Yams

/// Reads YAML that other people wrote into nodes with positions.
public enum YAMLReader {
    /// Parses the text; the root must be a mapping.
    public static func read(text: String, file: String) throws(Diagnostics) -> Node {
        do {
            guard let root = try Yams.compose(yaml: text), case .mapping = root else {
                throw Diagnostics([
                    Diagnostic(
                        code: "not-a-mapping", file: file, line: 1, problem: "the file holds no keys",
                        remedy: "write `key: value` lines")
                ])
            }
            return convert(root, file: file)
        } catch let error as Diagnostics {
            throw error
        } catch {
            throw Diagnostics([Diagnostic(code: "bad-yaml", file: file, problem: "\(error)")])
        }
    }

    static func convert(_ node: Yams.Node, file: String) -> Node {
        let position = place(node.mark)
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            return Node(content: .scalar(scalar.string, quoted: quoted), position: position, file: file)
        case .sequence(let sequence):
            return Node(content: .list(sequence.map { convert($0, file: file) }), position: position, file: file)
        case .mapping(let mapping):
            let entries = mapping.map { key, value in
                Node.Entry(
                    key: key.string ?? "", keyPosition: place(key.mark), value: convert(value, file: file))
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
