// SPDX-License-Identifier: GPL-3.0-or-later

extension Elementary {
    /// 2/π to 1216 binary places after 64 zeros, so that windows may begin before the point.
    static let twoOverPi: [UInt64] = [
        0x0000_0000_0000_0000, 0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041,
        0xFE51_63AB_DEBB_C561, 0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C, 0xFE1D_EB1C_B129_A73E,
        0xE882_35F5_2EBB_4484, 0xE99C_7026_B45F_7E41, 0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B,
        0x1FF8_97FF_DE05_980F, 0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D,
        0x7527_BAC7_EBE5_F17B, 0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08, 0x5603_3046_FC7B_6BAB,
    ]

    /// Sixty-four bits of 2/π from the given place on.
    static func bitsOfTwoOverPi(from place: Int) -> UInt64 {
        let word = place / 64
        let offset = UInt64(place % 64)
        let high = twoOverPi[word] &<< offset
        return offset == 0 ? high : high | twoOverPi[word + 1] &>> (64 - offset)
    }

    /// The angle x ≥ 0.5 less the nearest multiple of π/2, to more than 110 bits whatever x is (Payne and Hanek 1983):
    /// x is an integer times a power of two, and of 2/π only the places that matter to the fraction are multiplied.
    ///
    /// NaN for an infinite or undefined angle.
    @usableFromInline @inline(never)
    static func reduceLargeAngle(_ x: Double) -> (r: Double, low: Double, quadrant: UInt64) {
        guard x.isFinite, x >= 0.5 else { return (.nan, 0, 0) }
        let exponent = Int(x.bitPattern >> 52) - 1075
        let integer = (x.bitPattern & 0x000F_FFFF_FFFF_FFFF) | 0x0010_0000_0000_0000
        // Places of 2/π above this one contribute multiples of four quarter turns.
        let place = exponent + 62
        let w2 = bitsOfTwoOverPi(from: place)
        let w1 = bitsOfTwoOverPi(from: place + 64)
        let w0 = bitsOfTwoOverPi(from: place + 128)
        // integer × (w2 w1 w0) modulo 2^192, in units of 2^-190 quarter turns.
        let p0 = integer.multipliedFullWidth(by: w0)
        let p1 = integer.multipliedFullWidth(by: w1)
        let (middle, carry) = p1.low.addingReportingOverflow(p0.high)
        let top = (integer &* w2) &+ p1.high &+ (carry ? 1 : 0)
        var quadrant = top >> 62
        // The fraction of a quarter turn to 128 bits; beyond one half, its complement below the next quadrant.
        var high = (top << 2) | (middle >> 62)
        var low = (middle << 2) | (p0.low >> 62)
        let isBelow = high >> 63 == 1
        if isBelow {
            quadrant = (quadrant + 1) & 3
            high = ~high &+ (low == 0 ? 1 : 0)
            low = 0 &- low
        }
        let (r, rest) = timesHalfPi(high, low, more: isBelow ? 0 &- (p0.low << 2) : p0.low << 2)
        return isBelow ? (-r, -rest, quadrant) : (r, rest, quadrant)
    }

    /// π/2 times the fraction (high low more) / 2^192, as a double and what it lacks.
    static func timesHalfPi(_ high: UInt64, _ low: UInt64, more: UInt64) -> (Double, Double) {
        // Shift the leading bit to the top.
        var (a, b, c) = (high, low, more)
        var shift = 0
        if a == 0 { (a, b, c, shift) = (b, c, 0, 64) }
        let zeros = a.leadingZeroBitCount
        if zeros > 0 && zeros < 64 {
            a = (a &<< UInt64(zeros)) | (b &>> UInt64(64 - zeros))
            b = (b &<< UInt64(zeros)) | (c &>> UInt64(64 - zeros))
            shift += zeros
        }
        // π/2 = (0xC90FDAA22168C234 C4C6628B80DC1CD1) / 2^127.
        let halfPi: (UInt64, UInt64) = (0xC90F_DAA2_2168_C234, 0xC4C6_628B_80DC_1CD1)
        let leading = a.multipliedFullWidth(by: halfPi.0)
        let cross1 = a.multipliedFullWidth(by: halfPi.1).high
        let cross2 = b.multipliedFullWidth(by: halfPi.0).high
        let (sum1, carry1) = leading.low.addingReportingOverflow(cross1)
        let (sum2, carry2) = sum1.addingReportingOverflow(cross2)
        let top = leading.high &+ (carry1 ? 1 : 0) &+ (carry2 ? 1 : 0)
        // top × 2^-63 × 2^-shift, its 53 leading bits first.
        let unit = Double(bitPattern: UInt64(1023 - 63 - shift) << 52)
        let head = Double(top & ~0x7FF)
        let tail = Double(top & 0x7FF) + Double(sum2 >> 11) * 0x1p-53
        let r = (head + tail) * unit
        return (r, ((head - (head + tail)) + tail) * unit)
    }
}
