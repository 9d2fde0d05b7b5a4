// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A relativistic Breit-Wigner of fixed width, 1 / ((m² - m0²)² + m0² Γ²) in m², cut to a window of masses.
struct BreitWigner: Sendable, BitwiseCopyable {
    let mass: Double
    let width: Double

    /// Mass at which the share `u` (0...1) of the distribution between the bounds lies below.
    func sample(_ u: Double, from lower: Double, to upper: Double) -> Double {
        guard width > 0, upper > lower else { return min(max(mass, lower), upper) }
        let low = angle(lower)
        let high = angle(upper)
        let m2 = mass * mass + mass * width * Elementary.tan(low + (high - low) * u)
        return min(max(m2, lower * lower), upper * upper).squareRoot()
    }

    /// The part of the distribution between the bounds, in units of π: 1 for the whole real axis of m².
    func share(from lower: Double, to upper: Double) -> Double {
        upper > lower ? (angle(upper) - angle(lower)) / PhysicalConstants.pi : 0
    }

    private func angle(_ m: Double) -> Double {
        Elementary.atan2(m * m - mass * mass, mass * width)
    }
}
