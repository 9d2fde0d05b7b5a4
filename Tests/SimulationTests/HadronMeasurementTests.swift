// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Cross-sections of hadrons with nuclei against measurements; `Benchmarks/Physics/hadron_cross_sections.py` has many more.
/// The tolerances are those that `HadronModel` claims, with room for the errors of the measurements.
@Suite struct HadronMeasurementTests {
    enum Quantity {
        /// All collisions but elastic ones with the whole nucleus; all collisions; elastic ones alone.
        case reaction, total, elastic
    }

    struct Measurement: CustomTestStringConvertible {
        let species: HadronSpecies
        let material: String
        /// Kinetic energy, GeV, and mb.
        let energy, value: Double
        let quantity: Quantity
        let tolerance: Double

        init(
            _ species: HadronSpecies, _ material: String, _ energy: Double, _ value: Double, _ quantity: Quantity,
            within tolerance: Double
        ) {
            self.species = species
            self.material = material
            self.energy = energy
            self.value = value
            self.quantity = quantity
            self.tolerance = tolerance
        }

        var testDescription: String { "\(species) \(material) \(energy) GeV" }
    }

    static let measurements: [Measurement] = [
        // D. Ashery et al., Phys. Rev. C23 (1981) 2173; O. Meirav et al., Phys. Rev. C36 (1987) 1066.
        Measurement(.piMinus, "graphite", 0.065, 251, .reaction, within: 0.15),
        Measurement(.piPlus, "graphite", 0.125, 417, .reaction, within: 0.1),
        Measurement(.piPlus, "graphite", 0.165, 447, .reaction, within: 0.1),
        Measurement(.piPlus, "graphite", 0.245, 366, .reaction, within: 0.1),
        Measurement(.piPlus, "iron", 0.165, 1154, .reaction, within: 0.12),
        Measurement(.piPlus, "iron", 0.315, 807, .reaction, within: 0.1),
        // A. S. Clough et al., Nucl. Phys. B76 (1974) 15.
        Measurement(.piPlus, "graphite", 0.128, 647, .total, within: 0.1),
        Measurement(.piMinus, "graphite", 0.482, 314, .total, within: 0.1),
        Measurement(.piPlus, "graphite", 0.855, 322, .total, within: 0.1),
        // B. W. Allardyce et al., Nucl. Phys. A209 (1973) 1.
        Measurement(.piPlus, "aluminium", 0.711, 429, .reaction, within: 0.07),
        Measurement(.piMinus, "graphite", 1.446, 246, .reaction, within: 0.07),
        Measurement(.piMinus, "lead", 1.213, 1817, .reaction, within: 0.1),
        // E. Friedman et al., Phys. Rev. C55 (1997) 1304; D. V. Bugg et al., Phys. Rev. 168 (1968) 1466.
        Measurement(.kaonPlus, "graphite", 0.3744, 149.3, .reaction, within: 0.07),
        Measurement(.kaonPlus, "graphite", 0.9984, 202.6, .total, within: 0.05),
        Measurement(.kaonMinus, "graphite", 0.5145, 351.5, .total, within: 0.05),
        Measurement(.kaonMinus, "graphite", 2.1587, 251.7, .total, within: 0.07),
        // A. Auce et al., Phys. Rev. C71 (2005) 064606; F. S. Dietrich et al., J. Nucl. Sci. Tech. Suppl. 2 (2002) 269;
        // P. U. Renberg et al., Nucl. Phys. A183 (1972) 81.
        Measurement(.proton, "graphite", 0.081, 279, .reaction, within: 0.07),
        Measurement(.proton, "graphite", 0.158, 212, .reaction, within: 0.1),
        Measurement(.proton, "graphite", 1.101, 274, .reaction, within: 0.05),
        Measurement(.proton, "iron", 0.345, 678, .reaction, within: 0.06),
        Measurement(.proton, "copper", 0.8044, 841, .reaction, within: 0.05),
        Measurement(.proton, "lead", 3.512, 1860, .reaction, within: 0.07),
        // W. P. Abfalterer et al., Phys. Rev. C63 (2001) 044608.
        Measurement(.neutron, "graphite", 0.2, 298, .total, within: 0.12),
        Measurement(.neutron, "iron", 0.1, 1817, .total, within: 0.12),
        Measurement(.neutron, "lead", 0.5, 3029, .total, within: 0.1),
    ]

    @Test(arguments: measurements) func agrees(with measurement: Measurement) throws {
        let material = try #require(MaterialTable.material(measurement.material))
        let models = MaterialModels([material], photonCut: 1e-3)
        let mass = try #require(ParticleData.mass(Self.number(measurement.species)))
        let momentum = (measurement.energy * (measurement.energy + 2 * mass)).squareRoot()
        let sections = models.hadrons.pointer[0].crossSections(measurement.species, momentum: momentum)
        let reaction = sections.quasiElastic + sections.inelastic
        let value =
            switch measurement.quantity {
            case .reaction: reaction
            case .total: reaction + sections.coherent
            case .elastic: sections.coherent
            }
        #expect(abs(value / measurement.value - 1) < measurement.tolerance, "\(value) of \(measurement.value)")
        withExtendedLifetime(models) {}
    }

    private static func number(_ species: HadronSpecies) -> Int32 {
        switch species {
        case .piPlus, .piMinus: 211
        case .kaonPlus, .kaonMinus: 321
        case .neutron: 2112
        default: 2212
        }
    }

    /// Slow antiprotons have cross-sections of a long range: V. V. Uzhinsky et al., Phys. Lett. B705 (2011) 235, within 8 %.
    @Test(arguments: [(0.5, 598.0), (1, 489), (2, 421), (10, 323), (100, 277)])
    func antiprotonsOnCarbon(momentum: Double, expected: Double) throws {
        let models = MaterialModels([try #require(MaterialTable.material("graphite"))], photonCut: 1e-3)
        let sections = models.hadrons.pointer[0].crossSections(.antiproton, momentum: momentum)
        let reaction = sections.quasiElastic + sections.inelastic
        #expect(abs(reaction / expected - 1) < 0.08, "\(reaction)")
        withExtendedLifetime(models) {}
    }

    /// Pions that end in the nucleus: 166 ± 26 and 194 ± 36 mb in carbon, 527 ± 74 and 577 ± 87 mb in iron at 125 and 165
    /// MeV (Ashery et al.); charge exchange with one nucleon 38 ± 12 to 103 ± 50 mb. Counted over 4000 collisions, within the
    /// errors and 10 %.
    @Test(arguments: [
        ("graphite", 0.125, 166.0, 26.0), ("graphite", 0.165, 194, 36), ("iron", 0.125, 527, 74),
        ("iron", 0.165, 577, 87),
    ])
    func captureInFlight(name: String, energy: Double, expected: Double, error: Double) throws {
        let models = MaterialModels([try #require(MaterialTable.material(name))], photonCut: 1e-3)
        let model = models.hadrons.pointer[0]
        let mass = HadronMass.chargedPion
        let momentum = (energy * (energy + 2 * mass)).squareRoot()
        let sections = model.crossSections(.piPlus, momentum: momentum)
        let total = sections.coherent + sections.quasiElastic + sections.inelastic
        var random = RandomStream(seed: 17, event: 0, stage: .test, identity: 21)
        var buffer = SecondaryBuffer()
        var captures = 0.0
        for _ in 0..<4000 {
            buffer.removeAll()
            let outcome = model.collide(
                211, Momentum(x: 0, y: 0, z: momentum), mass: mass, &random, into: &buffer)
            guard outcome.kind == .inelastic else { continue }
            if !(0..<buffer.count).contains(where: { abs(buffer.pdgID[$0]) < 1000 }) { captures += 1 }
        }
        let section = total * captures / 4000
        #expect(abs(section - expected) < error + 0.1 * expected, "\(section)")
        withExtendedLifetime(models) {}
    }
}
