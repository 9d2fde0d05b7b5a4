// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Multiple scattering: core against Highland's formula, whole shape against Molière's distribution, sub-slabs.
@Suite struct MixedScatteringTests {
    static let pion = 0.13957039

    /// Projected deflections of many particles, each through `pieces` slabs that make up the thickness together.
    private func deflections(
        _ material: Material, lengths: Double, momentum: Double, mass: Double, pieces: Int = 1, count: Int,
        seed: UInt64, isElectron: Bool = false
    ) -> [Double] {
        let thickness = lengths * material.radiationLength / Double(pieces)
        let constants = MixedScattering(MaterialSlab(material: 0, thickness: thickness), material)
        let passage = SimulationSupport.passage(momentum: momentum, mass: mass, isElectron: isElectron)
        let scattering = Scattering(passage, ScatteringValues(constants))
        let hard = HardScattering(
            chi2: scattering.chi2, screening2: scattering.screening2, momentum2: momentum * momentum,
            beta2: passage.beta2, nuclearShare: constants.nuclearShare, formFactorScale: constants.formFactorScale,
            inverseMass: 1 / mass, isElectron: isElectron)
        var random = RandomStream(seed: seed, event: 1, stage: .test, identity: 11)
        var result: [Double] = []
        for _ in 0..<count {
            var sum = (x: 0.0, y: 0.0)
            for _ in 0..<pieces {
                let (a, b) = random.normalPair()
                let width = scattering.width(random.next())
                sum.x += width * a
                sum.y += width * b
                var time = random.exponential()
                while time < scattering.hard {
                    let (first, second) = random.normalPair()
                    let kick = hard.deflection(at: time, first: first, second: second, uniform: random.uniform())
                    time += HardScattering<Double>.wait(first, second)
                    sum.x += kick.x
                    sum.y += kick.y
                }
            }
            result.append(sum.x)
            result.append(sum.y)
        }
        return result
    }

    /// Half of the central interval with a share of the deflections.
    private func halfWidth(_ values: [Double], share: Double) -> Double {
        let sizes = values.map { abs($0) }.sorted()
        return sizes[Int(share * Double(sizes.count))]
    }

    private static func material(_ name: String) throws -> Material {
        try #require(MaterialTable.material(name))
    }

    /// Highland's formula itself, for comparisons: pion of 1 GeV in 1 % of a radiation length 1.134 mrad, 2 % 1.655;
    /// 10 GeV 0.112; muon of 1 GeV in a whole one 13.68.
    @Test(arguments: [
        (1.0, 0.13957, 0.01, 1.134), (1, 0.13957, 0.02, 1.655), (10, 0.13957, 0.01, 0.112), (1, 0.10566, 1, 13.68),
    ])
    func highlandsWidth(momentum: Double, mass: Double, lengths: Double, milliradian: Double) throws {
        let silicon = try SimulationSupport.silicon()
        let slab = MixedScattering(
            MaterialSlab(material: 0, thickness: lengths * silicon.radiationLength), silicon)
        let passage = SimulationSupport.passage(momentum: momentum, mass: mass)
        let width = HighlandScattering.width(passage, ScatteringValues(slab))
        #expect(abs(width * 1e3 - milliradian) < 0.006 * milliradian)
        let empty = MixedScattering(MaterialSlab(material: 0, thickness: 0), silicon)
        #expect(HighlandScattering.width(passage, ScatteringValues(empty)) == 0)
    }

    /// The 68.27 % half-width within 5 % of Highland's θ₀ (RPP eq. 34.16) from 0.1 % to 10 % of a radiation length.
    /// 60,000 deflections: the half-width is known to 0.5 %.
    @Test(arguments: [0.001, 0.003, 0.01, 0.03, 0.1])
    func core(lengths: Double) throws {
        for name in ["silicon", "aluminium", "carbon"] {
            let values = deflections(
                try Self.material(name), lengths: lengths, momentum: 1, mass: Self.pion, count: 30_000, seed: 5)
            let beta = 1 / (1 + Self.pion * Self.pion).squareRoot()
            let highland =
                13.6e-3 / beta * lengths.squareRoot() * (1 + 0.038 * Elementary.log(lengths / (beta * beta)))
            let ratio = halfWidth(values, share: 0.6827) / highland
            #expect(abs(ratio - 1) < 0.05, "\(name) \(lengths): \(ratio)")
        }
    }

    /// Ten slabs of a tenth against one, in core and tail: widths that hold 68.27 %, 95.45 % and 99.73 %. 400,000
    /// deflections each: the differences have standard deviations of 0.26, 0.35 and 1.1 %; four of them are allowed.
    @Test func subSlabs() throws {
        let silicon = try Self.material("silicon")
        let one = deflections(silicon, lengths: 0.02, momentum: 1, mass: Self.pion, count: 200_000, seed: 1)
        let ten = deflections(
            silicon, lengths: 0.02, momentum: 1, mass: Self.pion, pieces: 10, count: 200_000, seed: 2)
        for (share, tolerance) in [(0.6827, 0.0104), (0.9545, 0.014), (0.9973, 0.044)] {
            let ratio = halfWidth(ten, share: share) / halfWidth(one, share: share)
            #expect(abs(ratio - 1) < tolerance, "\(share): \(ratio)")
        }
        // What they are made of adds exactly.
        let passage = SimulationSupport.passage(momentum: 1, mass: Self.pion)
        let whole = Scattering(
            passage, ScatteringValues(MixedScattering(MaterialSlab(material: 0, thickness: 2), silicon)))
        let tenth = Scattering(
            passage, ScatteringValues(MixedScattering(MaterialSlab(material: 0, thickness: 0.2), silicon)))
        #expect(abs(tenth.hard * 10 / whole.hard - 1) < 1e-12)
        #expect(abs(tenth.variance * 10 / whole.variance - 1) < 1e-12)
        // So do fourth cumulants, 3 s² times the variance squared.
        let fourth = { (s: Scattering<Double>) in s.variance * s.variance * s.spread * s.spread }
        #expect(abs(fourth(tenth) * 10 / fourth(whole) - 1) < 1e-12)
    }

    /// Molière's distribution in its exact form: the projected angle has the characteristic function
    /// exp(∫ χ_c²/(χ² + χ_a²)² (J₀(kχ) − 1) dχ²) = exp(−χ_c²/χ_a² (1 − kχ_a K₁(kχ_a))) (Bethe, Phys. Rev. 89 (1953)
    /// 1256, eqs. 6-8, with the screened cross-section). Compared: the share of deflections inside multiples of χ_c.
    @Test(arguments: [
        ("silicon", 0.001), ("silicon", 0.003), ("silicon", 0.01), ("silicon", 0.1), ("beryllium", 0.003),
    ])
    func moliere(name: String, lengths: Double) throws {
        let material = try Self.material(name)
        let constants = MixedScattering(
            MaterialSlab(material: 0, thickness: lengths * material.radiationLength), material)
        let passage = SimulationSupport.passage(momentum: 1, mass: Self.pion)
        let scattering = Scattering(passage, ScatteringValues(constants))
        let exact = MoliereDistribution(chi2: scattering.chi2, screening2: scattering.screening2)
        let values = deflections(material, lengths: lengths, momentum: 1, mass: Self.pion, count: 150_000, seed: 9)
        let scale = scattering.chi2.squareRoot()
        let core = exact.halfWidth(share: 0.6827)
        let ratio = halfWidth(values, share: 0.6827) / core
        // The soft part's shape is an approximation where hardly any hard scattering happens.
        let core68 = lengths < 0.01 ? 0.025 : 0.015
        #expect(abs(ratio - 1) < core68, "core \(ratio)")
        for multiple in [2.0, 5, 8, 12] {
            let outside = Double(values.count { abs($0) > multiple * scale }) / Double(values.count)
            let expected = 1 - exact.share(within: multiple * scale)
            // Electrons are too light for the far tail of a pion: 1/(Z + 1) of it, more in beryllium.
            let error = (expected / Double(values.count)).squareRoot()
            let model = (multiple < 4 ? 1.5 * core68 : 0.08 + 1 / (material.atomicNumber + 1)) * expected
            #expect(abs(outside - expected) < 5 * error + model, "\(multiple): \(outside) \(expected)")
        }
    }

    /// Beyond the nucleus's size there is no tail: at q = pχ above 1 GeV nothing is left of 1/χ⁴.
    @Test func formFactorEndsTheTail() throws {
        let lead = try Self.material("lead")
        let values = deflections(lead, lengths: 0.1, momentum: 10, mass: Self.pion, count: 100_000, seed: 3)
        let most = values.map { abs($0) }.max() ?? 0
        #expect(most < 0.1)
        let electrons = deflections(
            lead, lengths: 0.1, momentum: 0.02, mass: PhysicsConstants.electronMass, count: 20_000, seed: 4,
            isElectron: true)
        let farthest = electrons.map { abs($0) }.max() ?? 0
        #expect(farthest > 1 && farthest.isFinite)
    }

    /// Eight lanes have the bits of eight scalars.
    @Test func lanesAreScalars() throws {
        let slab = MixedScattering(MaterialSlab(material: 0, thickness: 0.4), try Self.material("silicon"))
        let momenta = SIMD8<Double>(0.05, 0.1, 0.3, 1, 3, 10, 100, 2000)
        let ones = SIMD8<Double>(repeating: 1)
        let energies = (momenta * momenta + 0.25).squareRoot()
        let lanes = Scattering(
            Passage<SIMD8<Double>>(
                energy: energies, inverseMomentum: ones / momenta, inverseMass: ones * 2, charge2: ones,
                isElectron: ones .< ones, logBetaGamma: Elementary.log(momenta * 2), paths: ones * 1.3),
            ScatteringValues<SIMD8<Double>>(
                hardScatterings: ones * slab.hardScatterings, hardScale: ones * slab.hardScale,
                screening: ones * slab.screening, coulomb: ones * slab.coulomb))
        for i in 0..<8 {
            let one = Scattering(
                SimulationSupport.passage(momentum: momenta[i], mass: 0.5, paths: 1.3), ScatteringValues(slab))
            #expect(lanes.width(.zero)[i] == one.width(0) && lanes.hard[i] == one.hard)
            #expect(lanes.width(.one)[i] == one.width(1) && one.width(1) < one.width(0))
            #expect(lanes.chi2[i] == one.chi2 && lanes.screening2[i] == one.screening2)
        }
    }

    @Test func thickerScattersMoreAndAntiparticlesAreEqual() throws {
        let silicon = try Self.material("silicon")
        for mass in [PhysicsConstants.electronMass, 0.10566, 0.13957, 0.93827] {
            for momentum in [0.05, 0.2, 1, 5, 50, 500] {
                var before = 0.0
                for thickness in [0.0, 0.1, 0.3, 1, 3] {
                    let slab = ScatteringValues(
                        MixedScattering(MaterialSlab(material: 0, thickness: thickness), silicon))
                    let scattering = Scattering(SimulationSupport.passage(momentum: momentum, mass: mass), slab)
                    let anti = Scattering(
                        SimulationSupport.passage(momentum: momentum, mass: mass, charge: -1), slab)
                    #expect(scattering.variance == anti.variance && scattering.hard == anti.hard)
                    #expect(thickness == 0 ? scattering.width(0) == 0 : scattering.variance > before)
                    #expect(thickness > 0 || scattering.hard == 0)
                    before = scattering.variance
                }
            }
        }
    }
}

/// Distribution of the projected deflection by Fourier inversion, without the nucleus's size.
struct MoliereDistribution {
    /// Characteristic function on a grid of k.
    private var values: [(k: Double, value: Double)] = []
    private let step: Double

    init(chi2: Double, screening2: Double) {
        let screening = screening2.squareRoot()
        let most = 8 / chi2.squareRoot()
        step = most / 4000
        for i in 0..<4000 {
            let k = (Double(i) + 0.5) * step
            let exponent = -chi2 / screening2 * MoliereDistribution.oneMinusXK1(k * screening)
            values.append((k, Elementary.exp(exponent)))
        }
    }

    /// 1 − x K₁(x) for small x: the series of Abramowitz and Stegun 9.6.11 (relative error below 1e-6 for x < 1).
    static func oneMinusXK1(_ x: Double) -> Double {
        let q = 0.25 * x * x
        let logarithm = Elementary.log(0.5 * x)
        let euler = 0.5772156649015329
        // x K₁(x) = 1 + x ln(x/2) I₁(x) − (x²/4) Σ (ψ(k+1) + ψ(k+2)) q^k/(k! (k+1)!)
        var power = 1.0
        var i1 = 0.0
        var series = 0.0
        var digamma = -euler
        for k in 0..<12 {
            let next = digamma + 1 / Double(k + 1)
            i1 += power
            series += (digamma + next) * power
            digamma = next
            power *= q / (Double(k + 1) * Double(k + 2))
        }
        return -(2 * q * logarithm * i1 - q * series)
    }

    /// Probability of a projected angle within ±`angle`.
    func share(within angle: Double) -> Double {
        var sum = 0.0
        for point in values { sum += point.value * Elementary.sin(point.k * angle) / point.k }
        return 2 / PhysicalConstants.pi * sum * step
    }

    func halfWidth(share wanted: Double) -> Double {
        var low = 0.0
        var high = 100 / values[values.count - 1].k * 8
        for _ in 0..<50 {
            let middle = 0.5 * (low + high)
            if share(within: middle) < wanted { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
