// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// The interaction models against values from outside and against what must hold whatever the particle.
@Suite struct InteractionTests {
    static let pion = 0.13957039
    static let muon = 0.1056583755

    /// Minimum of dE/dx in silicon: 1.664 MeV cm²/g for muons (PDG atomic and nuclear properties; 1.663 with Geant4's
    /// constants).
    @Test func minimumIonisationOfSilicon() throws {
        let silicon = try SimulationSupport.silicon()
        let (tables, slab) = SimulationSupport.slab(silicon, thickness: 1)
        var least = Double.infinity
        var place = 0.0
        for i in 0..<200 {
            let betaGamma = 2 + 0.02 * Double(i)
            let passage = SimulationSupport.passage(momentum: betaGamma * Self.muon, mass: Self.muon)
            // GeV in 1 mm to MeV cm²/g.
            let loss = Ionisation.meanLoss(passage, slab) * 1e3 / (0.1 * silicon.density)
            if loss < least {
                least = loss
                place = betaGamma
            }
        }
        #expect(abs(least - 1.664) < 0.005)
        #expect(abs(place - 3.47) < 0.15)
        withExtendedLifetime(tables) {}
    }

    /// 1 GeV pion in 300 µm of silicon: mean loss 121.4 keV, most probable 78.1 keV, ξ = 5.454 keV (RPP formulas
    /// evaluated independently).
    @Test(arguments: [(300.0, 78.1), (150.0, 37.2), (100.0, 24.1)])
    func mostProbableLossInSilicon(micrometres: Double, expected: Double) throws {
        let silicon = try SimulationSupport.silicon()
        let (tables, slab) = SimulationSupport.slab(silicon, thickness: micrometres * Units.micrometre)
        let passage = SimulationSupport.passage(momentum: 1, mass: Self.pion)
        let (loss, xi) = Ionisation.mostProbableLoss(passage, slab)
        #expect(abs(loss / Units.keV - expected) < 0.006 * expected)
        #expect(abs(xi / Units.keV - 5.454 * micrometres / 300) < 0.02)
        if micrometres == 300 {
            let mean = Ionisation.meanLoss(passage, slab)
            #expect(abs(mean / Units.keV - 121.4) < 0.6)
        }
        withExtendedLifetime(tables) {}
    }

    @Test func thickerLosesMoreAndAntiparticlesAreEqual() throws {
        let silicon = try SimulationSupport.silicon()
        for mass in [PhysicsConstants.electronMass, Self.muon, Self.pion, 0.493677, 0.93827] {
            for momentum in [0.05, 0.2, 1, 5, 50, 500] {
                var before = 0.0
                for thickness in [0.1, 0.3, 1, 3] {
                    let (tables, slab) = SimulationSupport.slab(silicon, thickness: thickness)
                    let isElectron = mass == PhysicsConstants.electronMass
                    let passage = SimulationSupport.passage(momentum: momentum, mass: mass, isElectron: isElectron)
                    let anti = SimulationSupport.passage(
                        momentum: momentum, mass: mass, charge: -1, isElectron: isElectron)
                    let loss = Ionisation.meanLoss(passage, slab)
                    #expect(loss > before)
                    #expect(loss == Ionisation.meanLoss(anti, slab))
                    // A path of three thicknesses is a slab three times as thick.
                    let tilted = SimulationSupport.passage(
                        momentum: momentum, mass: mass, isElectron: isElectron, paths: 3)
                    let ratio = Ionisation.meanLoss(tilted, slab) / loss
                    #expect(abs(ratio - 3) < 1e-12)
                    before = loss
                    withExtendedLifetime(tables) {}
                }
            }
        }
    }

    /// The tables against the formula they were made from.
    @Test func tablesFollowTheDensityEffect() throws {
        let silicon = try SimulationSupport.silicon()
        let (tables, slab) = SimulationSupport.slab(silicon, thickness: 0.3)
        var worst = 0.0
        for i in 0..<4000 {
            let logBetaGamma = -3.9 + 0.0049 * Double(i)
            let exact = silicon.densityEffect.delta(logBetaGamma: logBetaGamma)
            worst = max(worst, abs(BetaGammaTable.value(slab.densityEffect, logBetaGamma) - exact))
        }
        #expect(worst < 4e-3)
        withExtendedLifetime(tables) {}
    }
}
