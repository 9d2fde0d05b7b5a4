// SPDX-License-Identifier: GPL-3.0-or-later

extension Diagnostics {
    /// The stable machine-readable form, one object on one line:
    ///
    ///     {"diagnostics":[{"code":"unknown-key","severity":"error","file":"a.yaml","line":3,"column":1,
    ///     "key":"sede","problem":"...","reason":null,"remedy":"..."}]}
    ///
    /// Every member is always there, `null` where it has no value, in this order.
    public var json: String { "{\"diagnostics\":[\(all.map(\.json).joined(separator: ","))]}" }
}

extension Diagnostic {
    /// One JSON object; see `Diagnostics.json`.
    public var json: String {
        let members = [
            ("code", JSONText.string(code)), ("severity", JSONText.string(severity.rawValue)),
            ("file", JSONText.string(file)), ("line", line.map(String.init) ?? "null"),
            ("column", column.map(String.init) ?? "null"), ("key", JSONText.string(key)),
            ("problem", JSONText.string(problem)), ("reason", JSONText.string(reason)),
            ("remedy", JSONText.string(remedy)),
        ]
        return "{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}"
    }
}

/// Pieces of JSON.
public enum JSONText {
    /// A JSON string with its quotes; `null` for nil. Control characters are escaped (RFC 8259 section 7).
    public static func string(_ text: String?) -> String {
        guard let text else { return "null" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
