// SPDX-License-Identifier: GPL-3.0-or-later

/// The blank-separated fields of a line of bytes.
struct RecordFields {
    private let bytes: UnsafeRawBufferPointer
    private var position: Int

    init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func next() -> UnsafeRawBufferPointer? {
        while position < bytes.count && Self.isBlank(bytes[position]) { position += 1 }
        let start = position
        while position < bytes.count && !Self.isBlank(bytes[position]) { position += 1 }
        return position > start ? UnsafeRawBufferPointer(rebasing: bytes[start..<position]) : nil
    }

    /// Bytes of the line up to the end of the field given last.
    var consumed: Int { position }

    /// The next field as a whole number.
    mutating func integer() -> Int? { next().flatMap(RecordText.integer) }
    /// The next field as a number.
    mutating func number() -> Double? { next().flatMap(RecordText.number) }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Numbers in the text of event records.
///
/// Fortran's forms are read too: `1.5D+03`, and `1.5-103` where the letter of an exponent of three digits is left out.
enum RecordText {
    /// A finite number; nil for anything else. Exponents beyond ±250 are refused, so that no sum overflows.
    static func number(_ field: UnsafeRawBufferPointer) -> Double? {
        guard field.count <= 60, let form = form(field) else { return nil }
        if form.isPlain { return text(field[...]).flatMap { Double($0) } }
        guard let mantissa = text(field[..<form.exponentStart]), let value = Double(mantissa + "e\(form.exponent)")
        else { return nil }
        return value
    }

    /// Whether the bytes are a number as `number` reads it.
    static func isNumber(_ field: UnsafeRawBufferPointer) -> Bool { field.count <= 60 && form(field) != nil }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// Where the exponent begins, and its value.
    private static func form(
        _ field: UnsafeRawBufferPointer
    ) -> (exponentStart: Int, exponent: Int, isPlain: Bool)? {
        var i = 0
        if i < field.count && isSign(field[i]) { i += 1 }
        let first = i
        var digits = 0
        while i < field.count, isDigit(field[i]) {
            digits += 1
            i += 1
        }
        guard i - first <= 40 else { return nil }
        if i < field.count && field[i] == UInt8(ascii: ".") {
            i += 1
            while i < field.count, isDigit(field[i]) {
                digits += 1
                i += 1
            }
        }
        guard digits > 0 else { return nil }
        let start = i
        guard i < field.count else { return (start, 0, true) }
        let letter = field[i] | 0x20
        if letter == UInt8(ascii: "e") || letter == UInt8(ascii: "d") {
            i += 1
        } else if !isSign(field[i]) {
            return nil
        }
        guard let exponent = integer(UnsafeRawBufferPointer(rebasing: field[i...])), abs(exponent) <= 250 else {
            return nil
        }
        return (start, exponent, letter == UInt8(ascii: "e"))
    }

    /// A whole number of at most 15 digits.
    static func integer(_ field: UnsafeRawBufferPointer) -> Int? {
        var i = 0
        if i < field.count && isSign(field[i]) { i += 1 }
        guard i < field.count, field.count - i <= 15 else { return nil }
        var value = 0
        for position in i..<field.count {
            guard isDigit(field[position]) else { return nil }
            value = value * 10 + Int(field[position] - UInt8(ascii: "0"))
        }
        return field[0] == UInt8(ascii: "-") ? -value : value
    }

    static func begins(_ bytes: UnsafeRawBufferPointer, with text: StaticString) -> Bool {
        guard bytes.count >= text.utf8CodeUnitCount else { return false }
        for i in 0..<text.utf8CodeUnitCount where bytes[i] != text.utf8Start[i] { return false }
        return true
    }

    static func string(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
}
