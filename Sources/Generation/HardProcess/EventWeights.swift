// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A coupling of the top quark to the Higgs boson other than the nominal one.
public struct YukawaVariation: Sendable, Equatable {
    /// Multiplies the coupling.
    public var strength: Double
    /// CP angle in degrees: 0 for a scalar, 90 for a pseudoscalar.
    public var angle: Double

    /// Name of the weight, such as `kappa_1p5_alpha_45`.
    public var name: String {
        func text(_ value: Double) -> String {
            let rounded = (value * 100).rounded() / 100
            let plain = rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
            return String(plain.map { $0 == "." ? "p" : $0 == "-" ? "m" : $0 })
        }
        return "kappa_\(text(strength))_alpha_\(text(angle))"
    }
}

/// The named weights of hard events, as ratios to the nominal weight.
///
/// Six variations of the renormalisation and factorisation scales by factors of two, and the card's variations of the
/// top-Yukawa coupling for processes that have it; then the members of LHAPDF6 sets that the recipe names, with their own
/// strong coupling, at the nominal scales.
public enum EventWeights {
    /// Factors of the renormalisation and factorisation scales (the seven points less the nominal one).
    static let scales: [(renormalisation: Double, factorisation: Double)] = [
        (2, 1), (0.5, 1), (1, 2), (1, 0.5), (2, 2), (0.5, 0.5),
    ]
    /// Largest numbers of variations of the Yukawa coupling and of the densities.
    static let maximumYukawa = 10
    public static let maximumDensities = 200

    /// Names in the order of the ratios.
    static func names(_ yukawa: [YukawaVariation], densities: [DensityGridFiles]) -> [String] {
        func text(_ factor: Double) -> String { factor == 0.5 ? "0p5" : "\(Int(factor))" }
        return scales.map { "muR_\(text($0.renormalisation))_muF_\(text($0.factorisation))" } + yukawa.map(\.name)
            + densities.map { "pdf_\($0.name)" }
    }
}

extension UnweightedProcess {
    /// Fills the ratios of the named weights of an event that was just generated.
    func weigh(_ event: inout HardEvent, scratch: inout AmplitudeScratch) {
        let channel = channels[event.channel]
        let sampler = channel.sampler
        let point = event.point
        func densities(_ factor: Double) -> Double {
            let (a, b) = sampler.densities.values(x1: point.x1, x2: point.x2, scale: factor * point.scale)
            return a[Int(event.pair.first)] * b[Int(event.pair.second)]
        }
        let (low, middle, high) = (densities(0.5), densities(1), densities(2))
        let coupling = sampler.coupling(point.renormalisationScale)
        event.weightRatios.removeAll()
        for factors in EventWeights.scales {
            let product = factors.factorisation == 1 ? middle : factors.factorisation == 2 ? high : low
            let ratio = sampler.coupling(factors.renormalisation * point.renormalisationScale) / coupling
            event.weightRatios.append(middle > 0 ? ratio * product / middle : 1)
        }
        weighYukawa(&event, channel, scratch: &scratch)
        weighDensities(&event, sampler)
    }

    private func weighYukawa(_ event: inout HardEvent, _ channel: PreparedChannel, scratch: inout AmplitudeScratch) {
        guard !channel.variants.isEmpty else { return event.weightRatios.append(repeating: 1, count: yukawaCount) }
        let (sampler, point) = (channel.sampler, event.point)
        // The nominal amplitude squared, then the others at the same point.
        let momenta = point.onShell(sampler.channel.masses, swapped: event.pair.swapped)
        let alphaS = sampler.densities.alphaS(scale: point.renormalisationScale)
        scratch.replacement = 1 / (PhysicalConstants.twoPi * alphaS)
        sampler.channel.program.prepare(momenta, &scratch)
        let nominal = sampler.channel.program.squaredAmplitude(&scratch)
        for variant in channel.variants {
            variant.prepare(momenta, &scratch)
            event.weightRatios.append(nominal > 0 ? variant.squaredAmplitude(&scratch) / nominal : 1)
        }
    }

    private func weighDensities(_ event: inout HardEvent, _ sampler: ChannelSampler) {
        guard !densityVariations.isEmpty else { return }
        let point = DensityPoint(
            first: event.pair.first, second: event.pair.second, x1: event.point.x1, x2: event.point.x2,
            factorisationScale: event.point.scale, renormalisationScale: event.point.renormalisationScale,
            couplingPower: sampler.channel.strongPower)
        let nominal = sampler.densities.factor(at: point)
        for varied in densityVariations {
            event.weightRatios.append(nominal > 0 ? varied.factor(at: point) / nominal : 1)
        }
    }
}
