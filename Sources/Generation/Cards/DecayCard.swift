// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Decays of resonances, hadrons and the tau lepton.
public struct DecayCard: Sendable, Equatable {
    public struct Mode: Sendable, Equatable {
        /// Normalised to the sum of the particle's modes.
        public var branching: Double
        public var daughters: [Int32]
    }
    public struct Particle: Sendable, Equatable {
        public var pdgID: Int32
        public var modes: [Mode]
    }
    /// Mass and half the width difference of a neutral meson and its antiparticle over the mean width.
    public struct Mixing: Sendable, Equatable {
        public var x: Double
        public var y: Double
    }
    /// Largest number of daughters.
    public static let maximumDaughters = 8

    /// Particles with a longer proper decay length are left to the detector, mm.
    public var longestDecayLength: Double
    /// Of the W boson in top decays; nil for those at leading order.
    var topHelicities: HelicityFractions?
    public var bottomDown: Mixing
    public var bottomStrange: Mixing
    /// Branching ratio of the W+ to each lepton; the rest is to quarks.
    public var wLeptons: Double
    /// Of the Z: pairs of a particle and its antiparticle.
    public var zPairs: [(pdgID: Int32, branching: Double)]
    /// Names and branching ratios of the Higgs boson's modes, in the order of `higgsNames`.
    public static let higgsNames = ["bb", "WW", "gg", "tautau", "cc", "ZZ", "gammagamma", "Zgamma", "mumu", "ss"]
    public var higgs: [Double]
    public var particles: [Particle]

    init(_ card: Section) {
        _ = card.text("name")
        longestDecayLength = card.number("longest_decay_length", in: 1e-3...1e6)
        topHelicities = Self.topHelicities(card.group("top"))
        let mixing = card.group("mixing")
        bottomDown = Self.mixing(mixing.group("B0"))
        bottomStrange = Self.mixing(mixing.group("B_s0"))
        mixing.finish()
        let w = card.group("w")
        wLeptons = w.number("leptons", in: 0...1.0 / 3)
        w.finish()
        let z = card.group("z")
        let lepton = z.number("charged_lepton", in: 0...1)
        let neutrinos = z.number("neutrinos", in: 0...1)
        zPairs = [11, 13, 15].map { (pdgID: $0, branching: lepton) }
        zPairs += [12, 14, 16].map { (pdgID: $0, branching: neutrinos / 3) }
        let flavours: [(String, Int32)] = [("up", 2), ("charm", 4), ("down", 1), ("strange", 3), ("bottom", 5)]
        zPairs += flavours.map { (pdgID: $1, branching: z.number($0, in: 0...1)) }
        z.finish()
        let bosons = card.group("higgs")
        higgs = Self.higgsNames.map { bosons.number($0, in: 0...1) }
        bosons.finish()
        particles = card.sections("particles").map(Self.particle)
        card.finish()
    }

    private static func topHelicities(_ section: Section) -> HelicityFractions? {
        defer { section.finish() }
        let shares = section.numbers("w_helicities", in: 0...1, count: 3)
        guard shares.count == 3, shares.contains(where: { $0 > 0 }) else { return nil }
        return HelicityFractions(longitudinal: shares[0], left: shares[1], right: shares[2])
    }

    private static func mixing(_ section: Section) -> Mixing {
        defer { section.finish() }
        return Mixing(x: section.number("x", in: 0...100), y: section.number("y", in: 0...0.9))
    }

    private static func particle(_ section: Section) -> Particle {
        let pdgID = section.species("name")
        var modes = section.sections("modes").map { mode(of: pdgID, $0) }
        let total = modes.reduce(0) { $0 + $1.branching }
        if total <= 0 { section.report("out-of-range", at: "modes", "the branching ratios sum to zero") }
        for i in modes.indices where total > 0 { modes[i].branching /= total }
        section.finish()
        return Particle(pdgID: pdgID, modes: modes)
    }

    private static func mode(of parent: Int32, _ line: Section) -> Mode {
        let branching = line.number("br", in: 0...1)
        let names = line.text("to").split(separator: " ")
        let daughters = names.compactMap { ParticleData.pdgID(named: String($0)) }
        if daughters.count != names.count {
            line.report("unknown-species", at: "to", "one of these particles is not in the particle table")
        } else if daughters.isEmpty || daughters.count > maximumDaughters {
            line.report("out-of-range", at: "to", "one to \(maximumDaughters) products are possible")
        } else {
            let charge = daughters.reduce(0) { $0 + (ParticleData.charge3($1) ?? 0) }
            if charge != ParticleData.charge3(parent) {
                line.report("contradiction", at: "to", "the charges do not sum to that of \(ParticleData.name(parent))")
            }
            let mass = daughters.reduce(0) { $0 + (ParticleData.mass($1) ?? 0) }
            let widths = daughters.reduce(0) { $0 + (ParticleData.species($1)?.width ?? 0) }
            if mass > (ParticleData.mass(parent) ?? 0) + widths {
                line.report("contradiction", at: "to", "the products are heavier than \(ParticleData.name(parent))")
            }
        }
        line.finish()
        return Mode(branching: branching, daughters: daughters)
    }

    public static func == (a: DecayCard, b: DecayCard) -> Bool {
        a.longestDecayLength == b.longestDecayLength && a.topHelicities == b.topHelicities
            && a.bottomDown == b.bottomDown
            && a.bottomStrange == b.bottomStrange && a.wLeptons == b.wLeptons
            && a.zPairs.map(\.branching) == b.zPairs.map(\.branching) && a.higgs == b.higgs
            && a.particles == b.particles
    }
}
