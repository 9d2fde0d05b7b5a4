// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Hadrons in matter: interaction lengths against the Review of Particle Physics and measurements, books that balance,
/// multiplicities.
///
/// Means over thousands of collisions with ranges many standard deviations wide: the false-alarm probability of all together
/// is below 1e-6.
@Suite struct HadronModelTests {
    static let names = ["beryllium", "graphite", "aluminium", "silicon", "iron", "copper", "tungsten", "lead"]
    static let species: [Int32] = [
        211, -211, 321, -321, 130, 310, 2212, 2112, -2212, -2112, 3122, -3122, 3112, 3222, 3312, -3312, 3334,
    ]

    private static func models() -> (MaterialModels, [Material]) {
        let materials = names.compactMap { MaterialTable.material($0) }
        return (MaterialModels(materials, photonCut: 1e-3), materials)
    }

    /// Nuclear and pion interaction lengths in g/cm² (PDG, Atomic and Nuclear Properties of Materials), which leave
    /// out elastic and quasi-elastic collisions, at 100 GeV/c within 6 %.
    @Test func interactionLengths() throws {
        let reference: [(nucleon: Double, pion: Double)] = [
            (77.8, 109.9), (85.8, 117.8), (107.2, 136.7), (108.4, 137.7), (132.1, 160.8), (137.3, 165.9),
            (191.9, 218.7), (199.6, 226.2),
        ]
        let (models, materials) = Self.models()
        let logMomentum = Elementary.log(100)
        for (i, material) in materials.enumerated() {
            let nucleon = models.hadrons.pointer[i].inverseLengths(.neutron, logMomentum: logMomentum).inelastic
            let pion = models.hadrons.pointer[i].inverseLengths(.piPlus, logMomentum: logMomentum).inelastic
            let nucleonLength = 0.1 * material.density / nucleon
            let pionLength = 0.1 * material.density / pion
            #expect(abs(nucleonLength / reference[i].nucleon - 1) < 0.06, "\(material.name) \(nucleonLength)")
            #expect(abs(pionLength / reference[i].pion - 1) < 0.06, "\(material.name) \(pionLength)")
            // The table of materials has Geant4's 35 g/cm² A^(1/3), which is another convention.
            let own = material.interactionLength / 10 * material.density
            #expect(abs(nucleonLength / own - 1) < 0.13, "\(material.name) \(nucleonLength) \(own)")
        }
        withExtendedLifetime(models) {}
    }

    /// Compounds: nuclear interaction lengths of the PDG in g/cm², at 100 GeV/c within 6 %.
    @Test(arguments: [
        ("water", 83.3), ("kapton", 85.5), ("polystyrene", 77.1), ("lead_tungstate", 168.3), ("air", 90.1),
    ])
    func compounds(name: String, expected: Double) throws {
        let material = try #require(MaterialTable.material(name))
        let models = MaterialModels([material], photonCut: 1e-3)
        let rate = models.hadrons.pointer[0].inverseLengths(.neutron, logMomentum: Elementary.log(100)).inelastic
        let length = 0.1 * material.density / rate
        #expect(abs(length / expected - 1) < 0.06, "\(length)")
        withExtendedLifetime(models) {}
    }

    /// The Δ(1232) in carbon: the total cross-section of pions has its peak between 0.2 and 0.34 GeV/c (it lies below the
    /// 0.30 GeV/c of a free nucleon or at it), at least twice what there is at 0.7 GeV/c, and knows no charge.
    @Test func deltaOnCarbon() {
        let (models, _) = Self.models()
        let carbon = models.hadrons.pointer[1]
        let total = { (species: HadronSpecies, momentum: Double) -> Double in
            let sections = carbon.crossSections(species, momentum: momentum)
            return sections.coherent + sections.quasiElastic + sections.inelastic
        }
        var place = 0.0
        var most = 0.0
        for i in 0..<100 {
            let momentum = 0.1 + 0.01 * Double(i)
            let now = total(.piPlus, momentum)
            #expect(abs(total(.piMinus, momentum) / now - 1) < 0.02)
            if now > most { (most, place) = (now, momentum) }
        }
        #expect(place > 0.2 && place < 0.34, "\(place)")
        #expect(most > 2 * total(.piPlus, 0.7) && most > 500 && most < 800, "\(most)")
        withExtendedLifetime(models) {}
    }

    /// Cross-sections are positive and smooth, kaons and antiparticles in the order that is known.
    @Test func order() {
        let (models, _) = Self.models()
        for material in 0..<Self.names.count {
            let model = models.hadrons.pointer[material]
            for species in HadronSpecies.allCases {
                var before = 0.0
                for i in 0..<200 {
                    let (elastic, inelastic) = model.inverseLengths(species, logMomentum: -2.5 + 0.055 * Double(i))
                    #expect(elastic > 0 && inelastic > 0)
                    if i > 0 { #expect(inelastic < 1.5 * before && inelastic > before / 1.5) }
                    before = inelastic
                }
            }
            for momentum in [1.0, 3, 10, 100] {
                let section = { (s: HadronSpecies) in model.crossSections(s, momentum: momentum).inelastic }
                #expect(section(.kaonPlus) < section(.piPlus) && section(.kaonPlus) < section(.kaonMinus))
                #expect(section(.piPlus) < section(.proton) && section(.proton) < section(.antiproton))
                #expect(section(.cascade) < section(.hyperon) && section(.hyperon) < section(.proton))
            }
        }
        withExtendedLifetime(models) {}
    }

    @Test func massesAreThoseOfTheTable() {
        #expect(ParticleData.mass(211) == HadronMass.chargedPion && ParticleData.mass(111) == HadronMass.neutralPion)
        #expect(ParticleData.mass(321) == HadronMass.chargedKaon && ParticleData.mass(310) == HadronMass.neutralKaon)
        #expect(ParticleData.mass(130) == HadronMass.neutralKaon)
        #expect(ParticleData.mass(2212) == HadronMass.proton && ParticleData.mass(2112) == HadronMass.neutron)
    }

    private static func baryonNumber(_ id: Int32) -> Int { abs(id) > 1000 ? (id > 0 ? 1 : -1) : 0 }

    /// Energy, charge and baryon number for every species from 0.06 GeV/c to 3 TeV/c in light and heavy nuclei.
    @Test func booksBalance() throws {
        let (models, _) = Self.models()
        var random = RandomStream(seed: 17, event: 0, stage: .test, identity: 1)
        var buffer = SecondaryBuffer()
        for material in [0, 1, 3, 7] {
            for id in Self.species {
                let mass = try #require(ParticleData.mass(id))
                let charge = Int(try #require(ParticleData.charge3(id))) / 3
                for step in 0..<24 {
                    let size = 0.06 * Elementary.exp(0.47 * Double(step))
                    let momentum = Momentum(x: 0.36 * size, y: -0.48 * size, z: 0.8 * size)
                    let energy = (size * size + mass * mass).squareRoot()
                    for _ in 0..<25 {
                        buffer.removeAll()
                        let outcome = models.hadrons.pointer[material].collide(
                            id, momentum, mass: mass, &random, into: &buffer)
                        var sum = 0.0
                        var charges = 0
                        var baryons = 0
                        for i in 0..<buffer.count {
                            sum += buffer.energy(i)
                            charges += Int(ParticleData.charge3(buffer.pdgID[i]) ?? 99) / 3
                            baryons += Self.baryonNumber(buffer.pdgID[i])
                        }
                        let nucleons = outcome.protons + outcome.neutrons
                        let masses =
                            Double(outcome.protons) * HadronMass.proton + Double(outcome.neutrons) * HadronMass.neutron
                        let lack = energy + masses - sum - outcome.missing
                        #expect(abs(lack) < 1e-9 * (energy + masses), "\(id) at \(size): \(lack)")
                        #expect(outcome.missing >= -1e-12 && outcome.protons >= 0 && outcome.neutrons >= 0)
                        #expect(charges == charge + outcome.protons)
                        #expect(baryons == Self.baryonNumber(id) + nucleons)
                        #expect(buffer.count > 0)
                    }
                }
            }
        }
        withExtendedLifetime(models) {}
    }

    /// Means over inelastic collisions of one kind.
    private struct Means {
        var charged = 0.0
        var fast = 0.0
        var pT = 0.0
        var pions = 0.0
        var leading = 0.0
        var grey = 0.0
        var count = 0.0
    }

    private static func means(_ id: Int32, _ size: Double, material: Int, count: Int, identity: UInt64) throws -> Means
    {
        let (models, _) = Self.models()
        var random = RandomStream(seed: 17, event: 0, stage: .test, identity: identity)
        var buffer = SecondaryBuffer()
        var means = Means()
        let mass = try #require(ParticleData.mass(id))
        let energy = (size * size + mass * mass).squareRoot()
        while means.count < Double(count) {
            buffer.removeAll()
            let outcome = models.hadrons.pointer[material].collide(
                id, Momentum(x: 0, y: 0, z: size), mass: mass, &random, into: &buffer)
            guard outcome.kind == .inelastic else { continue }
            means.count += 1
            var most = 0.0
            for i in 0..<buffer.count {
                let p = buffer.momentum(i)
                let isCharged = ParticleData.charge3(buffer.pdgID[i]) != 0
                let isSlow = abs(buffer.pdgID[i]) == 2212 && p.size < 1.0
                if isCharged { means.charged += 1 }
                if isCharged && !isSlow { means.fast += 1 }
                if isSlow && p.size > 0.2 { means.grey += 1 }
                if abs(buffer.pdgID[i]) == 211 {
                    means.pT += (p.x * p.x + p.y * p.y).squareRoot()
                    means.pions += 1
                }
                most = max(most, buffer.energy(i))
            }
            means.leading += most / energy
        }
        withExtendedLifetime(models) {}
        return means
    }

    /// Charged multiplicity in beryllium, close to that of hadron-nucleon collisions times (1 + ν)/2 with ν = 1.5: at 100
    /// GeV/c the Thomé formula gives 6.3 for protons; between it and 1.5 times it. Mean transverse momentum of pions
    /// 0.30 to 0.40 GeV/c, and the fastest particle has 35 to 60 % of the energy.
    @Test func multiplicity() throws {
        let light = try Self.means(2212, 100, material: 0, count: 3000, identity: 2)
        #expect(light.fast / light.count > 6.3 && light.fast / light.count < 9.5, "\(light.fast / light.count)")
        let pT = light.pT / light.pions
        #expect(pT > 0.28 && pT < 0.42, "\(pT)")
        let leading = light.leading / light.count
        #expect(leading > 0.35 && leading < 0.60, "\(leading)")
        // Heavier nuclei make more, and knock out more.
        let heavy = try Self.means(2212, 100, material: 7, count: 3000, identity: 3)
        #expect(heavy.fast / heavy.count > 1.3 * light.fast / light.count)
        #expect(heavy.grey / heavy.count > 1.5 * light.grey / light.count)
        // More energy makes more.
        let slow = try Self.means(2212, 10, material: 0, count: 3000, identity: 4)
        #expect(slow.fast / slow.count < 0.7 * light.fast / light.count)
        let pions = try Self.means(211, 100, material: 0, count: 3000, identity: 5)
        let pionLeading = pions.leading / pions.count
        #expect(pionLeading > 0.35 && pionLeading < 0.65, "\(pionLeading)")
    }

    /// The multiplicity has a spread, not only a mean: Wróblewski's 0.58 (n − 1) within a third.
    @Test func spread() throws {
        let (models, _) = Self.models()
        var random = RandomStream(seed: 17, event: 0, stage: .test, identity: 6)
        var buffer = SecondaryBuffer()
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for _ in 0..<6000 {
            buffer.removeAll()
            let outcome = models.hadrons.pointer[0].collide(
                211, Momentum(x: 0, y: 0, z: 100), mass: HadronMass.chargedPion, &random, into: &buffer)
            guard outcome.kind == .inelastic else { continue }
            var charged = 0.0
            for i in 0..<buffer.count where ParticleData.charge3(buffer.pdgID[i]) != 0 { charged += 1 }
            sum += charged
            squares += charged * charged
            count += 1
        }
        let mean = sum / count
        let deviation = (squares / count - mean * mean).squareRoot()
        #expect(abs(deviation / (0.58 * (mean - 1)) - 1) < 0.33, "\(mean) \(deviation)")
        withExtendedLifetime(models) {}
    }

    /// Elastic scattering is forward: the mean of −t from carbon's nucleus is 1/b = 1/75 GeV², of a single nucleon about
    /// 1/9, and nothing flies faster than before.
    @Test func elastic() throws {
        let (models, _) = Self.models()
        var random = RandomStream(seed: 17, event: 0, stage: .test, identity: 7)
        var buffer = SecondaryBuffer()
        var coherent = (sum: 0.0, count: 0.0)
        var single = (sum: 0.0, count: 0.0)
        for _ in 0..<40_000 {
            buffer.removeAll()
            let outcome = models.hadrons.pointer[1].collide(
                2212, Momentum(x: 0, y: 0, z: 20), mass: HadronMass.proton, &random, into: &buffer)
            let p = buffer.momentum(0)
            let across2 = p.x * p.x + p.y * p.y
            switch outcome.kind {
            case .elastic:
                coherent = (coherent.sum + across2, coherent.count + 1)
                #expect(buffer.count == 1 && p.size <= 20)
            case .quasiElastic:
                single = (single.sum + across2, single.count + 1)
                #expect(buffer.count <= 2 && p.size <= 20)
            case .inelastic: break
            }
        }
        let meanCoherent = coherent.sum / coherent.count
        let meanSingle = single.sum / single.count
        #expect(abs(meanCoherent * 74.9 - 1) < 0.05, "\(meanCoherent)")
        // Pauli's principle takes the smallest transfers away.
        #expect(meanSingle * 9 > 0.95 && meanSingle * 9 < 1.6, "\(meanSingle)")
        // More than a quarter of all collisions on carbon are with the whole nucleus, fewer with one nucleon.
        #expect(coherent.count > 8000 && single.count > 2000 && single.count < coherent.count)
        withExtendedLifetime(models) {}
    }

    /// Antiprotons that come to rest annihilate into about five pions; captured pions knock out nucleons only.
    @Test func annihilationAndCapture() throws {
        let (models, _) = Self.models()
        var random = RandomStream(seed: 17, event: 0, stage: .test, identity: 8)
        var buffer = SecondaryBuffer()
        var mesons = 0.0
        var annihilations = 0.0
        for _ in 0..<4000 {
            buffer.removeAll()
            let outcome = models.hadrons.pointer[1].collide(
                -2212, Momentum(x: 0, y: 0, z: 0.4), mass: HadronMass.proton, &random, into: &buffer)
            guard outcome.kind == .inelastic else { continue }
            var count = 0.0
            var isGone = true
            for i in 0..<buffer.count {
                if abs(buffer.pdgID[i]) < 1000 { count += 1 }
                if Self.baryonNumber(buffer.pdgID[i]) < 0 { isGone = false }
            }
            if isGone {
                annihilations += 1
                mesons += count
            }
        }
        #expect(annihilations > 500)
        #expect(abs(mesons / annihilations - 5) < 0.6, "\(mesons / annihilations)")
        var captures = 0
        for _ in 0..<2000 {
            buffer.removeAll()
            let outcome = models.hadrons.pointer[1].collide(
                211, Momentum(x: 0, y: 0, z: 0.3), mass: HadronMass.chargedPion, &random, into: &buffer)
            guard outcome.kind == .inelastic else { continue }
            var pions = 0
            for i in 0..<buffer.count where abs(buffer.pdgID[i]) < 1000 { pions += 1 }
            if pions == 0 { captures += 1 }
        }
        #expect(captures > 200)
        withExtendedLifetime(models) {}
    }
}
