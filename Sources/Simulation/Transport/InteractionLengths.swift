// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Interactions per millimetre of every species that interacts, in every material, as tables over ln βγ (for photons
/// ln E/m_e) that all lanes read alike. Beside each of them stands the material's density effect, which charged particles
/// need at the same place.
final class InteractionLengths: Sendable {
    /// The row of what never interacts.
    static let none: Int32 = 0
    /// The rows of photons and of positrons; hadrons follow.
    static let photon: Int32 = 1
    static let positron: Int32 = 2
    private static let firstHadron: Int32 = 3

    /// The row of a hadron; `none` for what has no strong interaction.
    @inline(__always)
    static func row(ofHadron pdgID: Int32) -> Int32 {
        guard let species = HadronSpecies(pdgID: pdgID) else { return none }
        return firstHadron + Int32(truncatingIfNeeded: species.rawValue)
    }
    /// At every node δ and the interactions per mm.
    private let tables: UnsafeTable<Double>
    private let materialCount: Int

    init(_ models: MaterialModels, _ materials: [Material]) {
        materialCount = materials.count
        let none = { (_: Int, _: Double) in 0.0 }
        let photon = { (material: Int, logEnergy: Double) in
            let energy = PhysicsConstants.electronMass * Elementary.exp(logEnergy)
            let rates = models.photons.pointer[material].inverseLengths(energy: energy)
            return rates.conversion + rates.compton
        }
        let positron = { (material: Int, logBetaGamma: Double) in
            let section = PositronAnnihilation.crossSection(betaGamma: Elementary.exp(logBetaGamma))
            return materials[material].electronDensity * section
        }
        let hadrons = HadronSpecies.allCases.map { species in
            let logMass = Elementary.log(InteractionLengths.mass(species))
            return { (material: Int, logBetaGamma: Double) in
                let model = models.hadrons.pointer[material]
                let rates = model.inverseLengths(species, logMomentum: logBetaGamma + logMass)
                return rates.elastic + rates.inelastic
            }
        }
        var values: [Double] = []
        for row in [none, photon, positron] + hadrons {
            for (i, material) in materials.enumerated() {
                values += BetaGammaTable.nodes.flatMap {
                    [material.densityEffect.delta(logBetaGamma: $0), row(i, $0)]
                }
            }
        }
        tables = UnsafeTable(values)
    }

    /// Mass by which the momenta of a species follow from βγ, GeV/c²: for groups that of their lightest member.
    private static func mass(_ species: HadronSpecies) -> Double {
        let pdgID: Int32 =
            switch species {
            case .piPlus, .piMinus: 211
            case .kaonPlus, .kaonMinus: 321
            case .kaonZero: 130
            case .proton, .antiproton: 2212
            case .neutron, .antineutron: 2112
            case .hyperon, .antihyperon: 3122
            case .cascade, .anticascade: 3322
            }
        return ParticleData.mass(pdgID) ?? 1
    }

    /// Where a row begins, and a material within it.
    @inline(__always)
    func start(row: Int32) -> Int { Int(row) &* materialCount &* InteractionLengths.start(material: 1) }
    @inline(__always)
    static func start(material: Int) -> Int { 2 &* BetaGammaTable.count &* material }

    /// The density effect and the interactions per mm at a node, and at the next one.
    ///
    /// - Parameter place: the starts of row and material and twice the node.
    @inline(__always)
    func pointer(place: Int) -> UnsafePointer<Double> { tables.pointer + place }

    @inline(__always)
    func pointer(row: Int32, material: Int32, node: Int) -> UnsafePointer<Double> {
        pointer(place: start(row: row) &+ InteractionLengths.start(material: Int(material)) &+ 2 &* node)
    }
}
