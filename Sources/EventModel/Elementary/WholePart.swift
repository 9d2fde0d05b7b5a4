// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes

extension Elementary {
    /// The whole part of a number, towards zero, in one instruction: without the checks of a conversion.
    ///
    /// - Precondition: |x| < 2³¹; other numbers give −2³¹.
    @inlinable @inline(__always)
    public static func wholePart(_ x: Double) -> Int { Int(eidolon_whole_part(x)) }

    /// The largest integer that is not above a number.
    ///
    /// - Precondition: |x| < 2³¹.
    @inlinable @inline(__always)
    public static func floor(_ x: Double) -> Int {
        let whole = wholePart(x)
        return x < Double(whole) ? whole &- 1 : whole
    }
}
