// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Samples the phase space of n massive particles together with the momentum fractions of the partons.
///
/// Variables are the virtual masses, rapidities y_i, and transverse momenta of all but the last particle, which
/// balances them. With x1 and x2 fixed by energy and longitudinal momentum (RPP 2024 eq. 49.12 integrated),
///   d sigma = x1 f1 x2 f2 |M|² / s² (2 pi)^(4 - 3n) 2^-n product_(i<n) d²pT_i product_i dy_i    (s partonic).
struct HardSampler<Process: HardProcess>: Sendable {
    /// GeV⁻² in pb.
    static var picobarn: Double { 0.389_379_372_1e9 }

    let process: Process
    let densities: PartonDensities
    let energy: Double
    private let count: Int
    private let resonances: [BreitWigner]
    private let windows: [ClosedRange<Double>]
    private let prefactor: Double

    /// - Parameter windows: bounds of the virtual masses of the final particles, GeV.
    init(
        process: Process, densities: PartonDensities, energy: Double, resonances: [BreitWigner],
        windows: [ClosedRange<Double>]
    ) {
        self.process = process
        self.densities = densities
        self.energy = energy
        self.resonances = resonances
        self.windows = windows
        count = process.finalState.count
        var factor = Self.picobarn
        for _ in 0..<3 * count - 4 { factor /= PhysicalConstants.twoPi }
        for _ in 0..<count { factor /= 2 }
        prefactor = factor
    }

    /// Masses, rapidities, and two numbers for each but the last transverse momentum.
    var dimensions: Int { 4 * count - 2 }

    /// First guess of the rapidities: logistic of width `first`, the others around `pull` times the first one. Two
    /// particles, three, four; from the variances and correlations of the reference distributions.
    private var rapidityShape: (first: Double, other: Double, pull: Double) {
        switch count {
        case 2: (0.71, 0.59, 0.55)
        case 3: (0.64, 0.50, 0.60)
        default: (0.62, 0.61, 0.20)
        }
    }

    /// Fills a point; returns the cross-section per unit of the hypercube without amplitude and densities (pb GeV^...),
    /// 0 outside phase space.
    func point(_ map: FixedMap, bins: inout InlineArray<14, UInt8>, using stream: inout RandomStream) -> (
        HardPoint, Double
    ) {
        var point = HardPoint()
        point.count = count
        var weight = prefactor
        var numbers = InlineArray<14, Double>(repeating: 0)
        for axis in 0..<dimensions {
            let (value, jacobian, bin) = map.position(axis: axis, stream.uniform())
            numbers[axis] = value
            bins[axis] = UInt8(truncatingIfNeeded: bin)
            weight *= jacobian
        }
        for i in 0..<count {
            point.masses[i] = resonances[i].sample(
                numbers[i], from: windows[i].lowerBound, to: windows[i].upperBound)
        }
        var rapidities = InlineArray<4, Double>(repeating: 0)
        let shape = rapidityShape
        for i in 0..<count {
            let width = i == 0 ? shape.first : shape.other
            let u = min(max(numbers[count + i], 1e-12), 1 - 1e-12)
            let offset = width * Elementary.log(u / (1 - u))
            rapidities[i] = i == 0 ? offset : shape.pull * rapidities[0] + offset
            weight *= width / (u * (1 - u))
        }
        let squared = transverse(&point, &weight, numbers)
        guard let masses = place(&point, rapidities) else { return (point, 0) }
        point.scale = densities.scales.scale(squaredMasses: squared, masses: masses, count: count)
        return (point, weight / (point.sHat * point.sHat))
    }

    /// Sets the transverse momenta; returns the sum of the squared transverse masses.
    private func transverse(
        _ point: inout HardPoint, _ weight: inout Double, _ numbers: InlineArray<14, Double>
    ) -> Double {
        var (sumX, sumY, sum) = (0.0, 0.0, 0.0)
        for i in 0..<count - 1 {
            let scale2 = 1.69 * point.masses[i] * point.masses[i]
            let u = min(numbers[2 * count + 2 * i], 1 - 1e-9)
            // Density scale2 / (pT² + scale2)² in pT²; d²pT = pi dpT² du'.
            let pT2 = scale2 * u / (1 - u)
            weight *= PhysicalConstants.pi * scale2 / ((1 - u) * (1 - u))
            let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * numbers[2 * count + 2 * i + 1])
            let pT = pT2.squareRoot()
            point.momenta[i].px = pT * cosine
            point.momenta[i].py = pT * sine
            sumX += pT * cosine
            sumY += pT * sine
            sum += pT2 + point.masses[i] * point.masses[i]
        }
        let last = count - 1
        point.momenta[last].px = -sumX
        point.momenta[last].py = -sumY
        return sum + sumX * sumX + sumY * sumY + point.masses[last] * point.masses[last]
    }

    /// Completes the momenta from the rapidities; returns the sum of transverse masses, nil if the beams' energy does not
    /// suffice.
    private func place(_ point: inout HardPoint, _ rapidities: InlineArray<4, Double>) -> Double? {
        var (plus, minus, sum) = (0.0, 0.0, 0.0)
        for i in 0..<count {
            let mT = (point.momenta[i].pT2 + point.masses[i] * point.masses[i]).squareRoot()
            let growth = Elementary.exp(rapidities[i])
            point.momenta[i].energy = 0.5 * mT * (growth + 1 / growth)
            point.momenta[i].pz = 0.5 * mT * (growth - 1 / growth)
            sum += mT
            plus += mT * growth
            minus += mT / growth
        }
        point.x1 = plus / energy
        point.x2 = minus / energy
        point.sHat = plus * minus
        return point.x1 < 1 && point.x2 < 1 ? sum : nil
    }

    /// Cross-section at a point, per unit of the hypercube, and its parts.
    func contributions(at point: HardPoint, measure: Double) -> PartonicContributions {
        var parts = PartonicContributions()
        guard measure > 0 else { return parts }
        let (a, b) = densities.values(
            x1: point.x1, x2: point.x2, scale: point.scale * densities.scales.factorisationFactor)
        let amplitudes = process.squaredAmplitudes(at: point)
        var coupling = measure
        let alphaS = densities.alphaS(scale: point.scale * densities.scales.renormalisationFactor)
        for _ in 0..<process.couplingPower { coupling *= alphaS }
        parts.values[0] = coupling * amplitudes.gluons * a.gluon * b.gluon
        for quark in 1...5 {
            parts.values[quark] = coupling * amplitudes.quarks * a[quark] * b[-quark]
            parts.values[quark + 5] = coupling * amplitudes.quarks * a[-quark] * b[quark]
        }
        for i in 0..<11 { parts.sum += parts.values[i] }
        return parts
    }
}

/// What each initial state contributes: two gluons, then quarks 1...5 from the first beam, then antiquarks.
struct PartonicContributions: BitwiseCopyable {
    var values = InlineArray<11, Double>(repeating: 0)
    var sum = 0.0

    /// The PDG numbers of the partons from the two beams for a uniform number.
    func choose(_ u: Double) -> (Int32, Int32) {
        var left = u * sum
        for i in 0..<11 {
            left -= values[i]
            if left < 0 || i == 10 {
                switch i {
                case 0: return (21, 21)
                case 1...5: return (Int32(i), -Int32(i))
                default: return (-Int32(i - 5), Int32(i - 5))
                }
            }
        }
        return (21, 21)
    }
}
