// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

struct MaterialTests {
    /// Rows of Geant4's table that have no fit of their own follow the general formula, and so must ours.
    @Test(arguments: ["stainless_steel", "brass", "lead_tungstate", "liquid_argon"])
    func densityEffectOfUnfittedMaterials(name: String) throws {
        let material = try #require(MaterialTable.material(name))
        let general = MaterialMixture.densityEffect(
            excitation: material.meanExcitationEnergy, plasma: material.plasmaEnergy, isGas: false)
        let table = material.densityEffect
        #expect(abs(general.x0 - table.x0) < 2e-3 && general.x1 == table.x1 && general.m == table.m)
        // The table prints I and the plasma energy with four digits.
        #expect(abs(general.cBar - table.cBar) < 2e-3 && abs(general.a - table.a) < 3e-4)
    }

    @Test(arguments: MaterialTable.names)
    func tableIsConsistent(name: String) throws {
        let material = try #require(MaterialTable.material(name))
        // Of compounds the table gives Z and A averaged by mass, whose ratio is not Z/A; of elements it is.
        let isElement = material.atomicNumber == material.atomicNumber.rounded()
        #expect(abs(material.ratioZA * material.atomicMass / material.atomicNumber - 1) < (isElement ? 1e-3 : 0.11))
        let plasma = 28.816e-9 * (material.density * material.ratioZA).squareRoot()
        #expect(abs(material.plasmaEnergy / plasma - 1) < 8e-3)
        #expect(material.interactionLength > 0.1 * material.radiationLength)
    }

    /// RPP 2024, table of atomic and nuclear properties: g/cm³ and X0 in mm.
    @Test(arguments: [
        ("silicon", 2.329, 93.7), ("beryllium", 1.848, 352.8), ("copper", 8.96, 14.36), ("lead", 11.35, 5.612),
    ])
    func radiationLengthsOfTheReview(name: String, density: Double, radiationLength: Double) throws {
        let material = try #require(MaterialTable.material(name))
        #expect(abs(material.density / density - 1) < 1e-3)
        #expect(abs(material.radiationLength / radiationLength - 1) < 1e-3)
    }

    @Test(arguments: [0.0, 0.2, 0.5, 0.9, 1.0])
    func aMixtureWeighsAsMuchAsItsParts(fraction: Double) throws {
        let carbon = try #require(MaterialTable.material("carbon"))
        let copper = try #require(MaterialTable.material("copper"))
        let parts = [(material: carbon, fraction: fraction), (material: copper, fraction: 1 - fraction)]
        let mixture = MaterialMixture.byMass(
            name: "mixture", density: 3, parts: parts.filter { $0.fraction > 0 })
        // One gram per cm² of the mixture is as many radiation lengths as its parts in layers.
        let carbonPart = fraction / (carbon.density * carbon.radiationLength)
        let layered = carbonPart + (1 - fraction) / (copper.density * copper.radiationLength)
        #expect(abs(1 / (3 * mixture.radiationLength) / layered - 1) < 1e-12)
        let (low, high) = (carbon.meanExcitationEnergy, copper.meanExcitationEnergy)
        let excitation = mixture.meanExcitationEnergy
        #expect(excitation >= low * (1 - 1e-12) && excitation <= high * (1 + 1e-12))
        if fraction == 1 { #expect(abs(mixture.atomicMass - carbon.atomicMass) < 1e-12) }
    }
}

struct MaterialScanTests {
    /// Straight tracks through ACTS's Generic detector (pyacts 48.1.0), X/X0, averaged over bins of pseudorapidity.
    static let reference: [(eta: Double, radiationLengths: Double)] = [
        (0, 0.237), (1.1, 0.370), (1.7, 0.514), (2.5, 0.471), (3.5, 0.172),
    ]

    @Test(arguments: reference)
    func trackMLHasTheMaterialOfTheReference(eta: Double, radiationLengths: Double) throws {
        let scan = MaterialScan(try GeometrySupport.tracker("trackml"))
        for side in [-eta, eta] {
            let found = scan.profile(eta: (side - 0.1)...(side + 0.1), bins: 1, lines: 4000).total[0]
            #expect(abs(found.radiationLengths / radiationLengths - 1) < 0.03)
        }
    }

    /// The same source, at eta 0 by component.
    @Test(arguments: [
        ("pixel", 0.0715), ("short strip", 0.097), ("long strip", 0.061), ("beam pipe", 0.0023),
        ("pixel support tube", 0.0051),
    ])
    func trackMLHasTheMaterialOfTheReference(component: String, radiationLengths: Double) throws {
        let scan = MaterialScan(try GeometrySupport.tracker("trackml"))
        let profile = scan.profile(eta: -0.05...0.05, bins: 1, lines: 4000)
        let index = try #require(profile.components.firstIndex(of: component))
        #expect(abs(profile.budgets[index][0].radiationLengths / radiationLengths - 1) < 0.03)
    }

    @Test(arguments: [-3.0, -1.2, 0, 0.4, 2.1])
    func aPipeIsSeenUnderItsAngle(eta: Double) throws {
        var tracker = try GeometrySupport.tracker("teaching")
        tracker.layers = []
        tracker.modules = []
        tracker.passive = [tracker.passive[0]]
        let material = tracker.materials[tracker.passive[0].slab.material]
        let found = MaterialScan(tracker).budgets(eta: eta, phi: 1)[0]
        let expected = 1.0 / material.radiationLength * Elementary.cosh(eta)
        #expect(abs(found.radiationLengths / expected - 1) < 1e-12)
        let ratio = material.radiationLength / material.interactionLength
        #expect(abs(found.interactionLengths / found.radiationLengths - ratio) < 1e-12)
    }

    @Test func twiceTheThicknessIsTwiceTheMaterial() throws {
        var tracker = try GeometrySupport.tracker("teaching")
        let before = MaterialScan(tracker).profile(eta: -1...1, bins: 4, lines: 50).total
        for index in tracker.layers.indices { tracker.layers[index].sensor.slab.thickness *= 2 }
        for index in tracker.passive.indices { tracker.passive[index].slab.thickness *= 2 }
        let after = MaterialScan(tracker).profile(eta: -1...1, bins: 4, lines: 50).total
        for (a, b) in zip(before, after) { #expect(abs(b.radiationLengths / a.radiationLengths - 2) < 1e-12) }
    }
}
