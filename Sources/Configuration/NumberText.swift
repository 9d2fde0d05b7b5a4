// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers as people write them in configuration files.
///
/// Accepted: `42`, `-1.5`, `.5`, `2.`, `1e3`, `40e3`, and exact hexadecimal floats as plans print them (`0x1.8p+1`).
/// Not accepted: `1_000`, `1,5`, `0x10`, `nan`, `inf`, numbers with units.
public enum NumberText {
    public enum Reading: Equatable, Sendable {
        case number(Double)
        /// Not a number; with a reason worth saying, if there is one.
        case notANumber(String?)
        /// A number whose size a Double cannot hold.
        case unrepresentable
    }

    /// The number nearest to a text.
    public static func read(_ text: String) -> Reading {
        guard text.utf8.count <= 64 else { return .notANumber("it is too long") }
        guard isDecimal(text) || isHexadecimalFloat(text) else { return .notANumber(reason(text)) }
        guard let value = Double(text), value.isFinite else { return .unrepresentable }
        if value == 0 && hasNonzeroDigit(text) { return .unrepresentable }
        return .number(value)
    }

    /// A whole number; `40e3` and `2.0` are accepted as far as they are exact.
    public static func readInteger(_ text: String) -> Int? {
        if let integer = Int(text) { return text.utf8.first == UInt8(ascii: "+") ? nil : integer }
        guard case .number(let value) = read(text), abs(value) <= 0x1p53 else { return nil }
        return Int(exactly: value)
    }

    /// A whole number from 0 to 2⁶⁴ − 1, decimal or hexadecimal (`0xC0FFEE`).
    public static func readUnsigned(_ text: String) -> UInt64? {
        if text.hasPrefix("0x") || text.hasPrefix("0X") {
            let digits = text.dropFirst(2)
            guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit) else { return nil }
            return UInt64(digits, radix: 16)
        }
        if !text.isEmpty, text.utf8.allSatisfy(isDigit), let value = UInt64(text) { return value }
        return readInteger(text).flatMap { UInt64(exactly: $0) }
    }

    /// A number as short as it can be written without loss, without a trailing `.0`.
    public static func write(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    // MARK: Grammar

    private static func isDigit(_ c: UInt8) -> Bool { c >= UInt8(ascii: "0") && c <= UInt8(ascii: "9") }

    /// `[-+]? digits [. digits] [e [-+]? digits]` with a digit before or after the point.
    private static func isDecimal(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        skipSign(&rest)
        let whole = skipDigits(&rest)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = skipDigits(&rest)
        }
        guard whole + fraction > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            skipSign(&rest)
            guard skipDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func isHexadecimalFloat(_ text: String) -> Bool {
        let bytes = Array(text.utf8.drop { $0 == UInt8(ascii: "-") })
        guard text.utf8.count - bytes.count <= 1, bytes.starts(with: Array("0x".utf8)) else { return false }
        return bytes.contains(UInt8(ascii: "p")) && Double(text) != nil
    }

    private static func skipSign(_ rest: inout Substring.UTF8View) {
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    }

    private static func skipDigits(_ rest: inout Substring.UTF8View) -> Int {
        let digits = rest.prefix(while: isDigit).count
        rest.removeFirst(digits)
        return digits
    }

    private static func hasNonzeroDigit(_ text: String) -> Bool {
        let isHexadecimal = text.contains("x")
        let mantissa = text.prefix { isHexadecimal ? $0 != "p" : $0 != "e" && $0 != "E" }
        return mantissa.contains { $0 != "0" && $0.isHexDigit }
    }

    private static func reason(_ text: String) -> String? {
        if text.contains("_") { return "underscores are not accepted in numbers: write 1000 or 1e3" }
        if text.contains(",") { return "a decimal point is wanted, not a comma" }
        if text.first?.isNumber == true && text.last?.isLetter == true {
            return "units are not written: the documentation of the key names its unit"
        }
        return nil
    }
}
