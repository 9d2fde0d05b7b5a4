// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Constants of the effective amplitude of a process (see `EffectiveProduction`).
public struct EffectiveAmplitudeCard: Sendable, Equatable {
    public var couplingPower: Int
    public var energyPower: Double
    public var topPower: Double
    public var higgsPower: Double
    public var referenceEnergy: Double
    public var normalisation: Double
    public var quarkFactor: Double
}

/// One process as its card describes it.
public struct ProcessCard: Sendable, Equatable {
    public enum Amplitude: Sendable, Equatable {
        /// Closed leading-order formulas of top-pair production.
        case topPair
        case effective(EffectiveAmplitudeCard)
        /// The parameterised minimum-bias collision.
        case minimumBias
    }
    public var name: String
    public var title: String
    /// PDG numbers of the final particles of the hard process.
    public var finalState: [Int32]
    public var amplitude: Amplitude
    /// Published cross-section in pb at `publishedEnergy` GeV, and where it stands.
    public var publishedCrossSection: Double
    public var publishedEnergy: Double
    public var publishedSource: String

    init(_ section: Section) {
        name = section.text("name")
        title = section.text("title")
        let symbols = section.text("final_state", default: "").split(separator: " ")
        finalState = symbols.compactMap { ParticleData.pdgID(named: String($0)) }
        let kind = section.text("amplitude")
        switch kind {
        case "top-pair": amplitude = .topPair
        case "effective":
            let constants = section.group("effective")
            amplitude = .effective(
                EffectiveAmplitudeCard(
                    couplingPower: constants.integer("coupling_power", in: 0...8),
                    energyPower: constants.number("energy_power", in: -10...10),
                    topPower: constants.number("top_power", in: -10...10),
                    higgsPower: constants.number("higgs_power", in: -10...10),
                    referenceEnergy: constants.number("reference_energy", in: 1...1e6),
                    normalisation: constants.number("normalisation", in: 0...1e12),
                    quarkFactor: constants.number("quark_factor", in: 0...100)))
            constants.finish()
        case "minimum-bias": amplitude = .minimumBias
        default:
            amplitude = .minimumBias
            section.report(
                "unknown-choice", at: "amplitude", "this is none of the choices",
                reason: "choose from top-pair, effective, minimum-bias")
        }
        let published = section.group("published")
        publishedCrossSection = published.number("cross_section", in: 0...1e12)
        publishedEnergy = published.number("energy", in: 1...1e6)
        publishedSource = published.text("source")
        published.finish()
        if finalState.count != symbols.count {
            section.report("unknown-species", at: "final_state", "one of these particles is not in the particle table")
        }
        let allowed = 2...HardPoint.maximumCount
        if amplitude != .minimumBias && !allowed.contains(finalState.count) {
            section.report("out-of-range", at: "final_state", "two to four particles are possible")
        }
        if amplitude == .topPair && finalState != [6, -6] {
            section.report("contradiction", at: "final_state", "a top-pair amplitude makes t tbar")
        }
        section.finish()
    }
}

/// Masses, widths and the processes.
public struct ProcessListCard: Sendable, Equatable {
    public struct Resonance: Sendable, Equatable {
        public var mass: Double
        public var width: Double
        /// Half-width of the mass window in widths.
        public var window: Double
    }
    public var top: Resonance
    public var w: Resonance
    public var z: Resonance
    public var higgs: Resonance
    public var processes: [ProcessCard]

    init(_ card: Section) {
        _ = card.text("name")
        let masses = card.group("resonances")
        func resonance(_ key: String) -> Resonance {
            let section = masses.group(key)
            defer { section.finish() }
            return Resonance(
                mass: section.number("mass", in: 10...1000), width: section.number("width", in: 0...100),
                window: section.number("window", in: 0.1...1000))
        }
        top = resonance("top")
        w = resonance("W")
        z = resonance("Z")
        higgs = resonance("Higgs")
        masses.finish()
        processes = card.sections("processes").map(ProcessCard.init)
        card.finish()
    }

    func resonance(_ pdgID: Int32) -> Resonance {
        switch abs(pdgID) {
        case 6: top
        case 24: w
        case 23: z
        default: higgs
        }
    }
}
