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
        var low = 0
        var high = 0
        for i in 1..<count {
            if products.place[i] < products.place[low] { low = i }
            if products.place[i] > products.place[high] { high = i }
        }
        // Two particles at one place could not be driven apart.
        if products.place[high] - products.place[low] < 1e-3 {
            (low, high) = (1, 0)
            products.place[0] = products.place[1] + 1
        }
        let spread = stretch(products, energy, low, high)
        let middle = products.place[low]
        var forward = 0.0
        for i in 0..<count {
            products.place[i] = spread * (products.place[i] - middle)
            forward += products.transverseMass[i] * Elementary.exp(products.place[i])
        }
        let offset = Elementary.log(energy / forward)
        for i in 0..<count { products.place[i] += offset }
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

    /// Near a threshold transverse momenta are what energy allows: 70 % of what masses leave, about what they have where
    /// directions are even.
    private static func shrinkTransverse(_ products: inout CollisionProducts, _ energy: Double) {
        let masses = products.totalMass
        let most = masses + 0.7 * (energy - masses)
        for _ in 0..<40 {
            if products.setTransverseMasses() <= most { return }
            for i in 0..<products.count {
                products.px[i] *= 0.8
                products.py[i] *= 0.8
            }
        }
        for i in 0..<products.count {
            products.px[i] = 0
            products.py[i] = 0
        }
        _ = products.setTransverseMasses()
    }

    /// B from (Σ m_T e^(Bη)) (Σ m_T e^(−Bη)) = energy². The logarithm of the left side is a convex function of B that grows;
    /// the outermost two particles alone give a B that is too large, from which Newton's method falls to the root.
    private static func stretch(
        _ products: borrowing CollisionProducts, _ energy: Double, _ low: Int, _ high: Int
    ) -> Double {
        let places = products.place
        let transverseMasses = products.transverseMass
        let wanted = 2 * Elementary.log(energy)
        let bottom = products.place[low]
        let range = products.place[high] - bottom
        let outermost = Elementary.log(products.transverseMass[low] * products.transverseMass[high])
        var b = (wanted - outermost) / range
        for _ in 0..<60 {
            let whole = Elementary.exp(-b * range)
            var (plus, plusSlope, minus, minusSlope) = (0.0, 0.0, 0.0, 0.0)
            for i in 0..<products.count {
                // From the bottom and from the top: the exponentials' product is the whole range's.
                let height = places[i] - bottom
                let down = Elementary.exp(-b * height)
                let backward = transverseMasses[i] * down
                let forward = transverseMasses[i] * (whole / down)
                minus += backward
                minusSlope -= backward * height
                plus += forward
                plusSlope += forward * (height - range)
            }
            let value = Elementary.log(plus * minus) + b * range
            let step = (value - wanted) / (plusSlope / plus + minusSlope / minus + range)
            b -= step
            if abs(step) < 1e-13 * b || abs(value - wanted) < 2e-15 { break }
        }
        return b
    }
}
