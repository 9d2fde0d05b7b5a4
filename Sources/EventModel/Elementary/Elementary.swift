// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Deterministic elementary functions.
public enum Elementary {
    @inlinable public static func exp(_ x: Double) -> Double { Glibc.exp(x) }
    @inlinable public static func log(_ x: Double) -> Double { Glibc.log(x) }
    @inlinable public static func pow(_ x: Double, _ y: Double) -> Double { Glibc.pow(x, y) }
    @inlinable public static func sin(_ x: Double) -> Double { Glibc.sin(x) }
    @inlinable public static func cos(_ x: Double) -> Double { Glibc.cos(x) }
    @inlinable public static func sincos(_ x: Double) -> (sine: Double, cosine: Double) { (Glibc.sin(x), Glibc.cos(x)) }
    @inlinable public static func tan(_ x: Double) -> Double { Glibc.sin(x) / Glibc.cos(x) }
    @inlinable public static func atan2(_ y: Double, _ x: Double) -> Double { Glibc.atan2(y, x) }
    @inlinable public static func acos(_ x: Double) -> Double { Glibc.atan2((1 - x * x).squareRoot(), x) }
    @inlinable public static func asinh(_ x: Double) -> Double { Glibc.asinh(x) }
    @inlinable public static func sinh(_ x: Double) -> Double { Glibc.sinh(x) }
    @inlinable public static func cosh(_ x: Double) -> Double { Glibc.cosh(x) }
    @inlinable public static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
}
