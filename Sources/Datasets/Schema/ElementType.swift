// SPDX-License-Identifier: GPL-3.0-or-later

/// The types a column can have in the file: little endian and of fixed width on every machine.
public enum ElementType: String, Sendable, CaseIterable, Codable {
    case int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64

    /// Bytes per value.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }
}

/// A Swift type that a column can hold; its memory on a little-endian machine is what the file stores.
public protocol ColumnElement: BitwiseCopyable, Sendable, Equatable {
    static var elementType: ElementType { get }
}

extension Int8: ColumnElement { public static var elementType: ElementType { .int8 } }
extension Int16: ColumnElement { public static var elementType: ElementType { .int16 } }
extension Int32: ColumnElement { public static var elementType: ElementType { .int32 } }
extension Int64: ColumnElement { public static var elementType: ElementType { .int64 } }
extension UInt8: ColumnElement { public static var elementType: ElementType { .uint8 } }
extension UInt16: ColumnElement { public static var elementType: ElementType { .uint16 } }
extension UInt32: ColumnElement { public static var elementType: ElementType { .uint32 } }
extension UInt64: ColumnElement { public static var elementType: ElementType { .uint64 } }
extension Float: ColumnElement { public static var elementType: ElementType { .float32 } }
extension Double: ColumnElement { public static var elementType: ElementType { .float64 } }
