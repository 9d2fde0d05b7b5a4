// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The strong coupling of showers: one loop, three to five flavours, continuous at 1.5 and 4.8 GeV.
///
/// alpha_s(Q²) = 1 / (b0 ln(Q²/Lambda²)), b0 = (33 - 2 nf) / (12 pi) (RPP 2024, eq. 9.5).
struct ShowerCoupling: Sendable {
    /// Scale above which one more flavour is active, GeV².
    static let bottom2 = 4.8 * 4.8
    static let charm2 = 1.5 * 1.5
    private static let z2 = 91.188 * 91.188
    /// Largest value given, GeV-independent: below, the perturbative formula has no meaning.
    private static let largest = 2.0
    /// ln(Lambda²/GeV²) with three, four and five flavours.
    private let log3, log4, log5: Double

    /// - Parameter value: at the Z mass.
    init(atZ value: Double) {
        log5 = Elementary.log(Self.z2) - 1 / (Self.slope(5) * value)
        let bottom = Elementary.log(Self.bottom2)
        log4 = bottom - Self.slope(5) / Self.slope(4) * (bottom - log5)
        let charm = Elementary.log(Self.charm2)
        log3 = charm - Self.slope(4) / Self.slope(3) * (charm - log4)
    }

    @inline(__always)
    private static func slope(_ flavours: Double) -> Double { (33 - 2 * flavours) / (12 * PhysicalConstants.pi) }

    @inline(__always)
    private func segment(_ scale2: Double) -> (slope: Double, logLambda2: Double, lower2: Double) {
        if scale2 > Self.bottom2 { return (Self.slope(5), log5, Self.bottom2) }
        if scale2 > Self.charm2 { return (Self.slope(4), log4, Self.charm2) }
        return (Self.slope(3), log3, 0)
    }

    /// The coupling at a scale in GeV².
    func value(at scale2: Double) -> Double {
        let (slope, lambda, _) = segment(scale2)
        let span = Elementary.log(max(scale2, 1e-6)) - lambda
        return span * slope * Self.largest > 1 ? 1 / (slope * span) : Self.largest
    }

    /// The largest scale below `scale2` at which something happens with density `strength` alpha_s/(2 pi) d ln Q².
    ///
    /// The probability of none between two scales is (ln(Q²/Lambda²) / ln(Q0²/Lambda²))^(strength / (2 pi b0)).
    ///
    /// - Parameter cutoff2: 0 is returned below it; above Lambda² of three flavours.
    func next(below scale2: Double, strength: Double, cutoff2: Double, using stream: inout RandomStream) -> Double {
        guard strength > 0 else { return 0 }
        var upper = scale2
        while upper > cutoff2 {
            let (slope, lambda, lower2) = segment(upper)
            let span = Elementary.log(upper) - lambda
            let exponent = PhysicalConstants.twoPi * slope / strength
            let u = stream.uniformPositive()
            let trial = Elementary.exp(lambda + span * Elementary.exp(exponent * Elementary.log(u)))
            if trial > lower2 { return trial > cutoff2 ? trial : 0 }
            upper = lower2
        }
        return 0
    }
}
