// SPDX-License-Identifier: GPL-3.0-or-later
import Yams

extension YAMLReader {
    /// What the parser found wrong, in words for a person.
    static func diagnostic(for error: any Error, file: String) -> Diagnostic {
        guard let error = error as? YamlError else {
            return Diagnostic(
                code: "bad-yaml", file: file, problem: "this is not valid YAML", reason: "\(error)".shortened(200))
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // A quoted text that never ends is best shown where it begins.
            let place = problem == "found unexpected end of stream" ? context?.mark ?? mark : mark
            let (sentence, remedy) = sentence(for: problem)
            return Diagnostic(
                code: "bad-yaml", file: file, line: place.line, column: place.column, problem: sentence,
                reason: context.map { "\($0.text) that begins in line \($0.mark.line)" }, remedy: remedy)
        case .duplicatedKeysInMapping(let keys, let context):
            return Diagnostic(
                code: "duplicate-key", file: file, line: context.mark.line, column: context.mark.column,
                key: keys.first?.shortened(), problem: "this key is given twice", remedy: "keep one of them")
        default:
            return Diagnostic(code: "bad-yaml", file: file, problem: "this is not valid YAML")
        }
    }

    /// The parser's terse problem as a sentence, and what to do.
    static func sentence(for problem: String) -> (problem: String, remedy: String) {
        switch problem {
        case "could not find expected ':'":
            return ("a colon is missing after a key", "write `key: value`")
        case "mapping values are not allowed in this context":
            return (
                "a `key:` cannot stand here",
                "give each key its own line with the indentation of its neighbours; put a text with `: ` in quotes"
            )
        case "block sequence entries are not allowed in this context":
            return ("a list item cannot begin here", "begin it on a new line, or write the list as `[1, 2]`")
        case "did not find expected key":
            return ("a key is expected here", "check the indentation of this line and the quotes before it")
        case "did not find expected '-' indicator":
            return ("a list item is expected here", "check the indentation of this line")
        case "did not find expected ',' or ']'":
            return ("`,` or `]` is expected here", "separate the items of a list by commas")
        case "did not find expected ',' or '}'":
            return ("`,` or `}` is expected here", "separate `key: value` pairs by commas")
        case "found unexpected end of stream":
            return ("a quoted text is never closed", "close it with the same quote")
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            return ("a backslash in this text begins nothing known", "write `\\\\`, or use single quotes")
        case "did not find expected node content":
            return ("a value is expected here", "write one, or delete the comma or bracket")
        case "did not find expected comment or line break":
            return ("text cannot follow `|` or `>` on the same line", "begin it on the next line")
        case "found unexpected ':'":
            return ("a colon cannot stand here", "put a blank after it, or put the text in quotes")
        case "found unexpected document indicator":
            return ("a document marker stands inside a quoted text", "close the quote, or indent the line")
        case "did not find expected <document start>":
            return ("this line belongs to nothing before it", "write `key: value` lines")
        case "found character that cannot start any token":
            return ("a value cannot begin with this character", "put it in quotes")
        default:
            return ("this is not valid YAML: \(problem.shortened(120))", "check this line and the one before")
        }
    }
}
