// SPDX-License-Identifier: GPL-3.0-or-later

/// Exact text of Doubles, as in the C standard's `%a` with the shortest mantissa: `0x1.8p+1` for 3.
enum HexadecimalFloat {
    /// - Precondition: finite.
    static func write(_ value: Double) -> String {
        precondition(value.isFinite, "only finite numbers are written")
        let sign = value.sign == .minus ? "-" : ""
        if value == 0 { return sign + "0x0p+0" }
        let isSubnormal = value.isSubnormal
        let exponent = isSubnormal ? -1022 : Int(value.exponent)
        var digits = String(value.significandBitPattern, radix: 16)
        digits = String(repeating: "0", count: 13 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        let fraction = digits.isEmpty ? "" : "." + digits
        return "\(sign)0x\(isSubnormal ? "0" : "1")\(fraction)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
    }

    /// The number of a text that `write` made; nil for any other text.
    static func read(_ text: some StringProtocol) -> Double? {
        guard text.utf8.count <= 30, let value = Double(String(text)), value.isFinite, write(value) == text else {
            return nil
        }
        return value
    }
}
