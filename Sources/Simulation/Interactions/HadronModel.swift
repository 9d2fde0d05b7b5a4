// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Hadrons in one material: how often they meet a nucleus, and what becomes of them.
///
/// Cross-sections: `GlauberNucleus` with `HadronNucleonReaction`. Elastic scattering is that of the whole nucleus or of
/// one of its nucleons, which it may knock out; in all other collisions see `HadronProduction`. A compound counts as
/// nuclei of its effective mass number, as many as its `interactionLength` says: it is 35 g/cm² A^(1/3) in an element, and
/// what is shorter than that holds more nuclei than the mean mass would tell. Valid from 0.1 GeV/c to some TeV, for A ≥ 9;
/// heavier nuclei than copper have 10 to 25 % more reactions of pions below 0.5 GeV/c. Momentum is conserved up to what the
/// nucleus takes, energy, charge and baryon number are accounted for in full by `HadronOutcome`; for
/// hadrons at rest see `captureAtRest`. Not there: fission, fragments heavier than nucleons, Fermi motion in flight,
/// Coulomb's force on slow hadrons, regeneration of neutral kaons.
struct HadronModel: BitwiseCopyable, @unchecked Sendable {
    let atomicMass: Double
    /// Z/A.
    let protonShare: Double
    /// Interactions per mm for a cross-section of 1 mb.
    let density: Double
    /// F(σ) of `GlauberNucleus`.
    private let nucleus: UnsafePointer<Double>
    private let nucleons: HadronNucleonTable.View

    /// Energy to take a nucleon out of a nucleus, GeV: the binding per nucleon.
    static let separation = 8 * Units.MeV
    /// Fermi momentum, GeV/c (E. J. Moniz et al., Phys. Rev. Lett. 26 (1971) 445: 221 to 265 MeV/c from carbon to lead).
    static let fermiMomentum = 0.24

    init(
        _ material: Material, nucleus: UnsafePointer<Double>, nucleons: HadronNucleonTable.View
    ) {
        atomicMass = material.atomicMass
        protonShare = min(1, material.ratioZA)
        let convention = 35 * Elementary.exp(Elementary.log(material.atomicMass) / 3)
        let length = material.interactionLength / Units.centimetre * material.density
        // 1 mb = 1e-27 cm².
        density = 6.02214076e23 * material.density / material.atomicMass * 1e-27 * 0.1 * (convention / length)
        self.nucleus = nucleus
        self.nucleons = nucleons
    }

    /// Cross-sections of a nucleus, mb.
    struct CrossSections {
        /// With the nucleus in its ground state; with one nucleon, above; everything else.
        var coherent, quasiElastic, inelastic: Double
        /// Of a nucleon, inelastic, mb.
        var nucleon: Double
    }

    /// - Parameter momentum: GeV/c.
    func crossSections(_ species: HadronSpecies, momentum: Double) -> CrossSections {
        let (total, absorptive) = nucleons.crossSections(species, momentum: momentum, protonShare: protonShare)
        let range = species.squaredRange(momentum: momentum)
        let inelastic = GlauberNucleus.value(nucleus, absorptive, squaredRange: range)
        let once = GlauberNucleus.value(nucleus, total, squaredRange: range)
        let shadow = 2 * GlauberNucleus.value(nucleus, 0.5 * total, squaredRange: range) - once
        return CrossSections(
            coherent: max(0, shadow) * species.elasticGain(momentum: momentum), quasiElastic: max(0, once - inelastic),
            inelastic: inelastic,
            nucleon: absorptive)
    }

    /// Elastic (with quasi-elastic) and inelastic collisions per mm.
    ///
    /// - Parameter logMomentum: of the momentum in GeV/c.
    func inverseLengths(_ species: HadronSpecies, logMomentum: Double) -> (elastic: Double, inelastic: Double) {
        let sections = crossSections(species, momentum: Elementary.exp(logMomentum))
        return (density * (sections.coherent + sections.quasiElastic), density * sections.inelastic)
    }

    /// A collision: appends what flies on. The first particle of an elastic or quasi-elastic one is the hadron itself.
    ///
    /// - Parameters:
    ///   - pdgID: of a `HadronSpecies`; others pass by.
    ///   - momentum: not zero.
    ///   - buffer: empty.
    func collide(
        _ pdgID: Int32, _ momentum: Momentum, mass: Double, _ random: inout RandomStream,
        into buffer: inout SecondaryBuffer
    ) -> HadronOutcome {
        guard let species = HadronSpecies(pdgID: pdgID) else {
            buffer.append(pdgID, momentum, mass: mass)
            return HadronOutcome(.elastic)
        }
        let projectile = HadronProjectile(species, pdgID, momentum, mass)
        let sections = crossSections(species, momentum: projectile.momentum)
        let elastic = sections.coherent + sections.quasiElastic
        let choice = random.uniform() * (elastic + sections.inelastic)
        let scattering = HadronScattering(
            atomicMass: atomicMass,
            protonChance: nucleons.protonChance(species, momentum: projectile.momentum, protonShare: protonShare))
        if choice < sections.coherent { return scattering.coherent(projectile, &random, into: &buffer) }
        if choice < elastic { return scattering.quasiElastic(projectile, &random, into: &buffer) }
        let production = HadronProduction(
            atomicMass: atomicMass, protonShare: protonShare,
            collisions: atomicMass * sections.nucleon / max(sections.inelastic, 1e-3))
        if let outcome = production.collide(projectile, absorptive: sections.nucleon, &random, into: &buffer) {
            return outcome
        }
        // Too slow for anything else.
        return scattering.coherent(projectile, &random, into: &buffer)
    }
}

/// The hadron that meets a nucleus.
struct HadronProjectile {
    let species: HadronSpecies
    let pdgID: Int32
    /// GeV/c, GeV/c², GeV.
    let momentum, mass, energy: Double
    let axes: FlightAxes

    init(_ species: HadronSpecies, _ pdgID: Int32, _ vector: Momentum, _ mass: Double) {
        self.species = species
        self.pdgID = pdgID
        self.mass = mass
        momentum = vector.size
        energy = (vector.squared + mass * mass).squareRoot()
        axes = FlightAxes(along: vector)
    }
}

/// What a collision did, beside the particles it made.
///
/// The energy of the hadron and the masses of the nucleons that left the nucleus are what the particles made carry and
/// `missing`; charge and baryon number of the particles made are those of the hadron and of these nucleons.
struct HadronOutcome {
    enum Kind {
        case elastic, quasiElastic, inelastic
    }
    var kind: Kind
    /// Nucleons taken from the nucleus; less than zero if it kept the hadron.
    var protons = 0
    var neutrons = 0
    /// Binding, excitation and recoil of the nucleus, GeV: never below zero.
    var missing = 0.0

    init(_ kind: Kind) { self.kind = kind }
}

/// Models of all materials of a tracker; owns the memory of their tables.
final class MaterialModels: Sendable {
    private let tables: [UnsafeTable<Double>]
    private let nucleons: HadronNucleonTable
    /// In the order of the materials.
    let photons: UnsafeTable<PhotonConversion>
    let bremsstrahlung: UnsafeTable<Bremsstrahlung>
    let hadrons: UnsafeTable<HadronModel>

    /// - Parameter photonCut: least energy of a radiated photon, GeV.
    init(_ materials: [Material], photonCut: Double) {
        let nucleons = HadronNucleonTable()
        var tables: [UnsafeTable<Double>] = []
        var photons: [PhotonConversion] = []
        var hadrons: [HadronModel] = []
        for material in materials {
            let pairs = UnsafeTable(PhotonConversion.table(material))
            let nucleus = UnsafeTable(GlauberNucleus.table(atomicMass: material.atomicMass))
            tables += [pairs, nucleus]
            photons.append(PhotonConversion(material, table: pairs.pointer))
            hadrons.append(HadronModel(material, nucleus: nucleus.pointer, nucleons: nucleons.view))
        }
        self.nucleons = nucleons
        self.tables = tables
        self.photons = UnsafeTable(photons)
        self.hadrons = UnsafeTable(hadrons)
        bremsstrahlung = UnsafeTable(materials.map { Bremsstrahlung($0, cut: photonCut) })
    }
}
