// SPDX-License-Identifier: GPL-3.0-or-later

extension ElementaryLanes {
    /// The integers below 2^53 in the bits, as doubles; exact.
    @inlinable @inline(__always)
    init(integers: Bits) {
        let high = integers.shiftedDown(by: 32).united(with: Bits(every: 0x4530_0000_0000_0000))
        let low = integers.masked(by: Bits(every: 0xFFFF_FFFF)).united(with: Bits(every: 0x4330_0000_0000_0000))
        self = (Self(bits: high) - Self(every: 0x1p84 + 0x1p52)) + Self(bits: low)
    }
}

/// Standard normals (r cos φ, r sin φ) from two words (Box and Muller, Ann. Math. Stat. 29 (1958) 610).
///
/// r = √(-2 log u) with u the top 53 bits of the first word, plus one. φ is uniform over the circle: an angle within a
/// quarter turn centred on an axis from the top 52 bits of the second word, axis and sign from its two lowest bits.
/// Branch-free, the same bits for scalars and lanes.
@inlinable @inline(__always)
func boxMuller<V: ElementaryLanes>(_ first: V.Bits, _ second: V.Bits) -> (V, V) {
    let u = V(integers: first.shiftedDown(by: 11).adding(V.Bits(every: 1))) * 0x1p-53
    let radius = (Elementary.ordinaryLogarithm(u) * -2).root()
    let fraction = V(bits: second.shiftedDown(by: 12).united(with: V.Bits(every: 0x3FF0_0000_0000_0000)))
    let angle = (fraction - 1.5) * 0x1.921fb54442d18p+0
    let zero = V(every: 0)
    let sine = angle + Elementary.sineTail(angle, zero)
    let (high, rest) = Elementary.cosineParts(angle, zero)
    let cosine = high + rest
    let swap = Elementary.oddMask(second)
    let signed = radius.flippingSign(Elementary.signBit(ofQuadrant: second))
    return (signed * Elementary.blend(swap, sine, cosine), signed * Elementary.blend(swap, cosine, sine))
}

/// Two independent standard normals and a uniform in [0, 1) from the 128 bits of a block: 42 for the radius of the
/// normals, 40 and 2 for their angle, 44 for the uniform. Normals reach ±8.57, with a probability of 2⁻⁴² per step of the
/// radius.
@inlinable @inline(__always)
func normalPairAndUniform<V: ElementaryLanes>(_ first: V.Bits, _ second: V.Bits) -> (V, V, V) {
    let low = V.Bits(every: 0x3F_FFFF)
    let middle = V.Bits(every: 0xFF_FFFC)
    let (a, b): (V, V) = boxMuller(
        first.masked(by: V.Bits(every: ~0x3F_FFFF)), second.masked(by: V.Bits(every: ~0xFF_FFFC)))
    // 22 bits from each word: 2⁴⁴ values.
    let rest = first.masked(by: low).shiftedUp(by: 22).united(with: second.masked(by: middle).shiftedDown(by: 2))
    return (a, b, V(integers: rest) * 0x1p-44)
}
