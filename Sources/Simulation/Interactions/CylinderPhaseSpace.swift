// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Momenta with bounded transverse parts: S. Jadach, Comp. Phys. Comm. 9 (1975) 297, as the UA5 collaboration used it
/// (Nucl. Phys. B291 (1987) 445). Transverse momenta fall like exp(−6 m_T/GeV); rapidities are A + B η with the given
/// places η, where A and B conserve energy and momentum exactly.
enum CylinderPhaseSpace {
    /// GeV⁻¹.
    static let slope = 6.0

    /// Gives momenta to particles of total energy `energy` at rest as a whole; places become rapidities.
    ///
    /// - Returns: false if their masses do not fit.
    static func fill(_ products: inout CollisionProducts, energy: Double, _ random: inout RandomStream) -> Bool {
        let count = products.count
        guard count >= 2, products.totalMass < energy * (1 - 1e-9) else { return false }
        drawTransverse(&products, &random)
        shrinkTransverse(&products, energy)
        var low = products.place[0]
        var high = low
        for i in 1..<count {
            low = min(low, products.place[i])
            high = max(high, products.place[i])
        }
        // Two particles at one place could not be driven apart.
        if high - low < 1e-3 {
            products.place[0] = low + 1
        }
        let spread = stretch(products, energy)
        var forward = 0.0
        for i in 0..<count {
            forward += products.transverseMass(i) * Elementary.exp(spread * products.place[i])
        }
        let offset = Elementary.log(energy / forward)
        for i in 0..<count { products.place[i] = offset + spread * products.place[i] }
        return true
    }

    private static func drawTransverse(_ products: inout CollisionProducts, _ random: inout RandomStream) {
        let count = products.count
        var sum = (x: 0.0, y: 0.0)
        for i in 0..<count {
            // (m + t) e^(−6 t) for t = m_T − m: an exponential or the sum of two.
            let mass = products.mass[i]
            let first = random.exponential()
            let isShort = random.uniform() * (mass + 1 / slope) < mass
            let excess = (isShort ? first : first + random.exponential()) / slope
            let size = (excess * (2 * mass + excess)).squareRoot()
            let around = random.azimuth()
            products.px[i] = size * around.cosine
            products.py[i] = size * around.sine
            sum.x += products.px[i]
            sum.y += products.py[i]
        }
        for i in 0..<count {
            products.px[i] -= sum.x / Double(count)
            products.py[i] -= sum.y / Double(count)
        }
    }

    /// Near a threshold transverse momenta are what energy allows: half of what masses leave.
    private static func shrinkTransverse(_ products: inout CollisionProducts, _ energy: Double) {
        let masses = products.totalMass
        let most = masses + 0.5 * (energy - masses)
        for _ in 0..<40 {
            var sum = 0.0
            for i in 0..<products.count { sum += products.transverseMass(i) }
            if sum <= most { return }
            for i in 0..<products.count {
                products.px[i] *= 0.8
                products.py[i] *= 0.8
            }
        }
        for i in 0..<products.count {
            products.px[i] = 0
            products.py[i] = 0
        }
    }

    /// B from (Σ m_T e^(Bη)) (Σ m_T e^(−Bη)) = energy², by bisection and Newton steps on the logarithm.
    private static func stretch(_ products: CollisionProducts, _ energy: Double) -> Double {
        var low = 0.0
        var high = 1.0
        let wanted = 2 * Elementary.log(energy)
        while logProduct(products, high).value < wanted && high < 1e6 {
            low = high
            high *= 2
        }
        var b = 0.5 * (low + high)
        for _ in 0..<200 {
            let (value, slope) = logProduct(products, b)
            if value < wanted { low = b } else { high = b }
            let next = b + (wanted - value) / max(slope, 1e-300)
            let inside = next > low && next < high
            let step = (inside ? next : 0.5 * (low + high)) - b
            b += step
            if abs(step) < 1e-14 * max(1, b) { break }
        }
        return b
    }

    /// ln of the product of both sums and its derivative; centred on the middle, so that nothing overflows.
    private static func logProduct(_ products: CollisionProducts, _ b: Double) -> (value: Double, slope: Double) {
        var low = products.place[0]
        var high = low
        for i in 1..<products.count {
            low = min(low, products.place[i])
            high = max(high, products.place[i])
        }
        var (plus, plusSlope, minus, minusSlope) = (0.0, 0.0, 0.0, 0.0)
        for i in 0..<products.count {
            let mass = products.transverseMass(i)
            let up = products.place[i] - high
            let down = low - products.place[i]
            let forward = mass * Elementary.exp(b * up)
            let backward = mass * Elementary.exp(b * down)
            plus += forward
            plusSlope += forward * up
            minus += backward
            minusSlope += backward * down
        }
        return (
            Elementary.log(plus) + Elementary.log(minus) + b * (high - low),
            plusSlope / plus + minusSlope / minus + high - low
        )
    }
}
