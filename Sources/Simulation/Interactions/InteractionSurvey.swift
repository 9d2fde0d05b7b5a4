// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// How often particles interact in materials, process by process, as the transport reckons.
public struct InteractionSurvey: Sendable, Encodable {
    public struct Row: Sendable, Encodable {
        /// Name of the material.
        public let material: String
        public let pdgID: Int32
        /// GeV/c.
        public let momentum: Double
        /// `elastic` with the nucleus as a whole, `quasi-elastic` with one of its nucleons, `inelastic`; `conversion` and
        /// `Compton scattering` of photons; `annihilation` of positrons.
        public let process: String
        /// Per atom of the mean mass, mb.
        public let crossSection: Double
        /// Mean free path, mm.
        public let length: Double
    }
    /// In the order of materials, particles, momenta and processes; processes that do not happen are left out.
    public private(set) var rows: [Row] = []

    /// Whether there is anything to say of a species.
    public static func covers(_ pdgID: Int32) -> Bool {
        pdgID == 22 || pdgID == -11 || HadronSpecies(pdgID: pdgID) != nil
    }

    /// - Parameters:
    ///   - particles: PDG numbers; those that are not covered have no rows.
    ///   - momenta: GeV/c, positive; the models are good above 0.1.
    public init(_ materials: [Material], particles: [Int32], momenta: [Double]) {
        let models = MaterialModels(materials, photonCut: TrackerTransport.photonCut)
        for (i, material) in materials.enumerated() {
            // 1 mb = 1e-25 mm².
            let perMillibarn = 6.02214076e23 * material.density / material.atomicMass * 1e-28
            for pdgID in particles {
                for momentum in momenta {
                    for (process, rate) in InteractionSurvey.rates(pdgID, momentum, material, i, models)
                    where rate > 0 {
                        rows.append(
                            Row(
                                material: material.name, pdgID: pdgID, momentum: momentum, process: process,
                                crossSection: rate / perMillibarn, length: 1 / rate))
                    }
                }
            }
        }
        withExtendedLifetime(models) {}
    }

    /// Processes and how often they happen per mm.
    private static func rates(
        _ pdgID: Int32, _ momentum: Double, _ material: Material, _ index: Int, _ models: MaterialModels
    ) -> [(String, Double)] {
        if pdgID == 22 {
            let rates = models.photons.pointer[index].inverseLengths(energy: momentum)
            return [("conversion", rates.conversion), ("Compton scattering", rates.compton)]
        }
        if pdgID == -11 {
            let section = PositronAnnihilation.crossSection(betaGamma: momentum / PhysicsConstants.electronMass)
            return [("annihilation", material.electronDensity * section)]
        }
        guard let species = HadronSpecies(pdgID: pdgID) else { return [] }
        let model = models.hadrons.pointer[index]
        let sections = model.crossSections(species, momentum: momentum)
        return [
            ("elastic", model.density * sections.coherent),
            ("quasi-elastic", model.density * sections.quasiElastic),
            ("inelastic", model.density * sections.inelastic),
        ]
    }
}
