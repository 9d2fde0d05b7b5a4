// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension PhysicalConstants {
    /// GeV⁻² in pb (CODATA 2018).
    static let picobarn = 0.389_379_372_1e9
}

/// How points of phase space are drawn.
enum PhaseSpaceMapping: Sendable {
    case transverse(TransverseMapping)
    case cascade(CascadeMapping)

    var particles: FinalParticles {
        switch self {
        case .transverse(let mapping): mapping.particles
        case .cascade(let mapping): mapping.particles
        }
    }

    /// Virtual masses, two for the partons, two for each but one direction: 4 n - 2.
    var dimensions: Int { 4 * particles.count - 2 }

    func point(_ numbers: borrowing InlineArray<14, Double>, energy: Double, _ point: inout HardPoint) -> Double {
        switch self {
        case .transverse(let mapping): mapping.point(numbers, energy: energy, &point)
        case .cascade(let mapping): mapping.point(numbers, energy: energy, &point)
        }
    }
}

/// Samples one channel of a process: phase space, densities, coupling, amplitude.
struct ChannelSampler: Sendable {
    let channel: PartonicChannel
    let mapping: PhaseSpaceMapping
    let densities: PartonDensities
    let energy: Double
    let renormalisation: ScaleChoice
    let factorisation: ScaleChoice

    var dimensions: Int { mapping.dimensions }

    /// A weighted point: d sigma per unit of the hypercube in pb and the orientation of the partons.
    struct Weighted: BitwiseCopyable {
        var value = 0.0
        var swapped = false
        /// Sum of the products of densities of this orientation.
        var luminosity = 0.0
    }

    /// Draws a point; returns its measure without densities and amplitude, 0 outside phase space or cuts.
    func draw(
        _ map: FixedMap, bins: inout InlineArray<14, UInt8>, _ point: inout HardPoint,
        using stream: inout RandomStream
    ) -> Double {
        var numbers = InlineArray<14, Double>(repeating: 0)
        var jacobian = 1.0
        for axis in 0..<dimensions {
            let (value, factor, bin) = map.position(axis: axis, stream.uniform())
            numbers[axis] = value
            bins[axis] = UInt8(truncatingIfNeeded: bin)
            jacobian *= factor
        }
        return measure(numbers, &point) * jacobian
    }

    /// The point of given numbers, and its measure.
    func measure(_ numbers: borrowing InlineArray<14, Double>, _ point: inout HardPoint) -> Double {
        let measure = mapping.point(numbers, energy: energy, &point)
        guard measure > 0, mapping.particles.accepts(point) else { return 0 }
        point.scale = factorisation.value(point) * densities.scales.factorisationFactor
        point.renormalisationScale = renormalisation.value(point) * densities.scales.renormalisationFactor
        return measure
    }

    /// A point's weight without the amplitude squared. A uniform number chooses between the two orientations.
    func weigh(_ point: HardPoint, measure: Double, orientation u: Double) -> Weighted {
        guard measure > 0 else { return Weighted() }
        let (straight, swapped) = luminosities(point, scale: point.scale)
        var weighted = Weighted()
        weighted.swapped = u * (straight + swapped) < swapped
        weighted.luminosity = weighted.swapped ? swapped : straight
        weighted.value = measure * (straight + swapped) * coupling(point.renormalisationScale)
        return weighted
    }

    /// The same with the amplitude squared.
    func weigh(
        _ point: HardPoint, measure: Double, orientation u: Double, _ scratch: inout AmplitudeScratch
    ) -> Weighted {
        var weighted = weigh(point, measure: measure, orientation: u)
        guard weighted.value > 0 else { return weighted }
        weighted.value *= channel.squaredAmplitude(at: point, swapped: weighted.swapped, &scratch)
        return weighted
    }

    /// alpha_s to the power of the squared amplitude.
    func coupling(_ scale: Double) -> Double {
        let alphaS = densities.alphaS(scale: scale)
        var coupling = 1.0
        for _ in 0..<channel.strongPower { coupling *= alphaS }
        return coupling
    }

    /// Sums of x1 f1 x2 f2 over the pairs of either orientation.
    func luminosities(_ point: borrowing HardPoint, scale: Double) -> (straight: Double, swapped: Double) {
        let (a, b) = densities.values(x1: point.x1, x2: point.x2, scale: scale)
        var (straight, swapped) = (0.0, 0.0)
        for i in 0..<channel.pairs.count {
            let pair = channel.pairs[i]
            let product = pair.factor * a[Int(pair.first)] * b[Int(pair.second)]
            if pair.swapped { swapped += product } else { straight += product }
        }
        return (straight, swapped)
    }

    /// One of the pairs of an orientation, with its share of the luminosity.
    func choosePair(_ point: borrowing HardPoint, _ weighted: Weighted, _ u: Double) -> PartonPair {
        let (a, b) = densities.values(x1: point.x1, x2: point.x2, scale: point.scale)
        var left = u * weighted.luminosity
        var chosen = channel.pairs[0]
        for i in 0..<channel.pairs.count where channel.pairs[i].swapped == weighted.swapped {
            chosen = channel.pairs[i]
            left -= chosen.factor * a[Int(chosen.first)] * b[Int(chosen.second)]
            if left < 0 { break }
        }
        return chosen
    }
}
