// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// One process as its card describes it.
public struct ProcessCard: Sendable, Equatable {
    public enum Amplitude: String, Sendable, CaseIterable {
        /// Closed leading-order formulas of top-pair production.
        case topPair = "top-pair"
        /// Tree amplitudes by recursion.
        case tree
        /// The parameterised minimum-bias collision.
        case minimumBias = "minimum-bias"
    }
    public enum Mapping: String, Sendable, CaseIterable {
        /// Transverse momenta and rapidities, or a chain of two-body decays.
        case transverse, cascade
    }
    public var name: String
    public var title: String
    public var amplitude: Amplitude
    public var channels: [ChannelCard] = []
    /// Power of alpha_s in the cross-section; the other couplings are electroweak.
    public var strongPower = 2
    /// Quarks that count as light partons of the proton.
    public var lightFlavours = 5
    public var mapping = Mapping.cascade
    public var renormalisation = ScaleChoice(kind: .meanSquare)
    public var factorisation = ScaleChoice(kind: .meanSquare)
    public var cuts = PartonCuts()
    /// Whether events carry weights for other couplings of the top quark to the Higgs boson.
    public var yukawaWeights = false
    /// Cross-section of a better calculation over the one here, at the published energy.
    public var kFactor = 1.0
    /// Published cross-section in pb at `publishedEnergy` GeV, and where it stands; 0 and empty for none.
    public var publishedCrossSection = 0.0
    public var publishedEnergy = 0.0
    public var publishedSource = ""
    /// In what it differs from this card; nil if in nothing.
    public var publishedSetup: PublishedSetup?

    /// PDG numbers of the final particles of the first channel.
    public var finalState: [Int32] { channels.first?.final ?? [] }

    init(_ section: Section) {
        name = section.text("name")
        title = section.text("title")
        amplitude = section.choice("amplitude", default: .minimumBias)
        if amplitude != .minimumBias {
            strongPower = section.integer("strong_power", in: 0...6)
            lightFlavours = section.integer("light_flavours", in: 3...5, default: 5)
            mapping = section.choice("mapping", default: .cascade)
            renormalisation = Self.scale(section.group("renormalisation"))
            factorisation = Self.scale(section.group("factorisation"))
            kFactor = section.number("k_factor", in: 0...100, default: 1)
            yukawaWeights = section.flag("yukawa_weights", default: false)
            if section.has("cuts") { cuts = PartonCuts(section.group("cuts")) }
            let texts = section.texts("channels")
            channels = texts.compactMap(ChannelCard.init)
            if channels.count != texts.count || channels.isEmpty {
                section.report(
                    "bad-channel", at: "channels", "a channel is not `a b -> c d ...` with two to four known particles")
            }
        }
        if amplitude == .minimumBias || section.has("published") {
            let published = section.group("published")
            publishedCrossSection = published.number("cross_section", in: 0...1e12)
            publishedEnergy = published.number("energy", in: 1...1e6)
            publishedSource = published.text("source")
            if published.has("setup") { publishedSetup = PublishedSetup(published.group("setup")) }
            published.finish()
        }
        if amplitude == .topPair && channels.contains(where: { $0.final != [6, -6] }) {
            section.report("contradiction", at: "channels", "a top-pair amplitude makes t tbar")
        }
        section.finish()
    }

    private static func scale(_ section: Section) -> ScaleChoice {
        defer { section.finish() }
        return ScaleChoice(
            kind: section.choice("scale", default: .meanSquare),
            factor: section.number("factor", in: 0.01...1e5, default: 1))
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
    /// Mass of the bottom quark where it is massive, mass in the top quark's Yukawa coupling, GeV.
    public var bottomMass: Double
    public var yukawaMass: Double
    public var mixing: QuarkMixing
    /// Couplings of the top quark to the Higgs boson for which events carry weights.
    public var yukawaVariations: [YukawaVariation]
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
        bottomMass = card.number("bottom_mass", in: 1...20)
        yukawaMass = card.number("top_yukawa_mass", in: 1...1000)
        let elements = card.numbers("ckm", in: 0...1, count: 6)
        mixing =
            elements.count == 6
            ? QuarkMixing(
                ud: elements[0], us: elements[1], ub: elements[2], cd: elements[3], cs: elements[4], cb: elements[5])
            : QuarkMixing(ud: 1, us: 0, ub: 0, cd: 0, cs: 1, cb: 0)
        yukawaVariations = card.sections("yukawa_variations", required: false).map { section in
            defer { section.finish() }
            return YukawaVariation(
                strength: section.number("strength", in: 0...10), angle: section.number("angle", in: -180...180))
        }
        if yukawaVariations.count > EventWeights.maximumYukawa {
            card.report("too-many", at: "yukawa_variations", "at most ten variations have room")
        }
        processes = card.sections("processes").map(ProcessCard.init)
        card.finish()
    }

    /// Mass, width and window of a final particle of a hard process.
    func resonance(_ pdgID: Int32) -> Resonance {
        switch abs(pdgID) {
        case 6: top
        case 24: w
        case 23: z
        case 25: higgs
        case 5: Resonance(mass: bottomMass, width: 0, window: 1)
        default: Resonance(mass: 0, width: 0, window: 1)
        }
    }

    /// Masses and couplings of the amplitudes.
    var model: StandardModel {
        StandardModel(
            topMass: top.mass, bottomMass: bottomMass, wMass: w.mass, zMass: z.mass, higgsMass: higgs.mass,
            yukawaMass: yukawaMass)
    }
}
