// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A cheap stand-in for a squared amplitude: the exponential of a linear form of logarithms of invariants.
///
/// Its terms: a constant, the partonic energy, transverse masses and energies in the partonic centre of mass, and
/// invariant masses of pairs, summed over like particles. It decides early which points are worth the amplitude; what is
/// kept is corrected exactly, so that its quality only costs time.
struct SurrogateAmplitude: Sendable {
    static let maximumTerms = 16
    /// For each particle the place of its transverse mass (its energy follows), for each pair that of its mass.
    private let particlePlaces: InlineArray<4, Int>
    private let pairPlaces: InlineArray<16, Int>
    let terms: Int
    private let count: Int

    /// - Parameter finalState: PDG numbers of the amplitude; antiparticles count like particles.
    init(finalState: [Int32]) {
        count = finalState.count
        var kinds: [Int32: Int] = [:]
        var next = 2
        var particles = InlineArray<4, Int>(repeating: 0)
        for (i, number) in finalState.enumerated() {
            if kinds[abs(number)] == nil {
                kinds[abs(number)] = next
                next += 2
            }
            particles[i] = kinds[abs(number)] ?? 2
        }
        var pairKinds: [[Int32]: Int] = [:]
        var pairs = InlineArray<16, Int>(repeating: 0)
        for i in 0..<finalState.count {
            for j in i + 1..<max(finalState.count, i + 1) {
                let (a, b) = (finalState[i], finalState[j])
                let key = [min(abs(a), abs(b)), max(abs(a), abs(b)), a == b ? 1 : 0]
                if pairKinds[key] == nil {
                    pairKinds[key] = next
                    next += 1
                }
                pairs[4 * i + j] = pairKinds[key] ?? 2
            }
        }
        particlePlaces = particles
        pairPlaces = pairs
        terms = next
    }

    /// The logarithms at a point.
    func logarithms(_ point: borrowing HardPoint) -> InlineArray<16, Double> {
        var values = InlineArray<16, Double>(repeating: 0)
        let logS = Elementary.log(point.sHat)
        values[0] = 1
        values[1] = logS
        // Along z into the partonic centre of mass.
        let shift = (point.x2 / point.x1).squareRoot()
        for i in 0..<count {
            let p = point.momenta[i]
            let mT2 = max(p.energy * p.energy - p.pz * p.pz, 1e-6)
            let energy = 0.5 * ((p.energy + p.pz) * shift + (p.energy - p.pz) / shift)
            values[particlePlaces[i]] += Elementary.log(mT2) - logS
            values[particlePlaces[i] + 1] += Elementary.log(energy * energy / mT2)
        }
        guard count > 2 else { return values }
        for i in 0..<count {
            for j in i + 1..<count {
                let mass2 = max((point.momenta[i] + point.momenta[j]).mass2, 1e-6)
                values[pairPlaces[4 * i + j]] += Elementary.log(mass2) - logS
            }
        }
        return values
    }

    /// The stand-in for given coefficients.
    @inline(__always)
    func value(_ point: borrowing HardPoint, _ coefficients: borrowing InlineArray<16, Double>) -> Double {
        let values = logarithms(point)
        var sum = 0.0
        for i in 0..<terms { sum += coefficients[i] * values[i] }
        return Elementary.exp(sum)
    }
}

/// Fits the coefficients of a surrogate to weighted points by least squares of the logarithm.
struct SurrogateFit {
    private let terms: Int
    private var matrix: [Double]
    private var vector: [Double]

    init(terms: Int) {
        self.terms = terms
        matrix = [Double](repeating: 0, count: terms * terms)
        vector = [Double](repeating: 0, count: terms)
    }

    mutating func add(_ values: borrowing InlineArray<16, Double>, logarithm: Double, weight: Double) {
        for i in 0..<terms {
            vector[i] += weight * values[i] * logarithm
            for j in 0...i { matrix[i * terms + j] += weight * values[i] * values[j] }
        }
    }

    /// Solves the normal equations by Cholesky's decomposition; a tiny ridge keeps terms without effect at zero.
    func coefficients() -> [Double] {
        var lower = matrix
        let scale = (0..<terms).map { matrix[$0 * terms + $0] }.max() ?? 1
        for i in 0..<terms {
            for j in 0...i {
                var sum = matrix[i * terms + j]
                if i == j { sum += 1e-10 * scale }
                for k in 0..<j { sum -= lower[i * terms + k] * lower[j * terms + k] }
                lower[i * terms + j] = i == j ? max(sum, 1e-12 * scale).squareRoot() : sum / lower[j * terms + j]
            }
        }
        var solution = vector
        for i in 0..<terms {
            for k in 0..<i { solution[i] -= lower[i * terms + k] * solution[k] }
            solution[i] /= lower[i * terms + i]
        }
        for i in stride(from: terms - 1, through: 0, by: -1) {
            for k in i + 1..<max(terms, i + 1) { solution[i] -= lower[k * terms + i] * solution[k] }
            solution[i] /= lower[i * terms + i]
        }
        return solution
    }
}
