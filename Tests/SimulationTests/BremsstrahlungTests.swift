// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel
import Testing

@testable import Simulation

/// Radiation: mean and median loss, spectrum, conservation.
@Suite struct BremsstrahlungTests {
    /// Takes an electron through so many radiation lengths; returns its momentum and what it lost to photons that are not
    /// made.
    private func cross(
        _ model: Bremsstrahlung, _ start: Momentum, lengths: Double, threshold: Double = 0,
        _ random: inout RandomStream, into buffer: inout SecondaryBuffer
    ) -> (momentum: Momentum, absorbed: Double) {
        let mass = PhysicsConstants.electronMass
        let logRange = Bremsstrahlung.logRange(
            Elementary.log(start.size / mass), logCut: Bremsstrahlung.logCut(model.cut))
        let energy = (start.squared + mass * mass).squareRoot()
        let soft = min(lengths * Bremsstrahlung.softLoss(energy: energy, cut: model.cut), 0.5 * (energy - mass))
        let left = energy - soft
        var momentum = start
        if soft > 0 { momentum = start * (((left - mass) * (left + mass)).squareRoot() / start.size) }
        var absorbed = soft
        var candidate = random.exponential()
        while candidate < lengths * model.candidates * logRange {
            let outcome = model.radiate(momentum, logRange: logRange, threshold: threshold, &random, into: &buffer)
            momentum = outcome.momentum
            absorbed += outcome.absorbed
            candidate += random.exponential()
        }
        return (momentum, absorbed)
    }

    /// Energies of electrons behind some radiation lengths in equal slabs, as shares of what they had.
    private func survivors(
        energy: Double, lengths: Double, slabs: Int, count: Int, identity: UInt64, cut: Double = 1e-3,
        threshold: Double = 0
    ) throws -> [Double] {
        let model = Bremsstrahlung(try SimulationSupport.silicon(), cut: cut)
        var random = RandomStream(seed: 11, event: 0, stage: .test, identity: identity)
        var buffer = SecondaryBuffer()
        let mass = PhysicsConstants.electronMass
        return (0..<count).map { _ in
            var momentum = Momentum(x: 0, y: 0.6 * energy, z: 0.8 * energy)
            let start = (momentum.squared + mass * mass).squareRoot()
            var emitted = 0.0
            for _ in 0..<slabs {
                buffer.removeAll()
                let outcome = cross(
                    model, momentum, lengths: lengths / Double(slabs), threshold: threshold, &random, into: &buffer)
                momentum = outcome.momentum
                emitted += outcome.absorbed
                for i in 0..<buffer.count {
                    emitted += buffer.energy(i)
                    #expect(buffer.pdgID[i] == 22 && buffer.energy(i) >= max(cut, threshold) * (1 - 1e-12))
                }
            }
            let end = (momentum.squared + mass * mass).squareRoot()
            #expect(abs((end + emitted) / start - 1) < 1e-11)
            return end / start
        }
    }

    /// 1/e of the energy is left behind a radiation length, which is its definition; the spectrum has 1.2 % more than the
    /// radiation length counts (RPP, below eq. 34.29: 1.7 to 2.5 % of its first term). 20,000 electrons with a spread of
    /// 0.27: five standard deviations are 0.010.
    @Test(arguments: [0.3, 10.0, 200])
    func meanLoss(energy: Double) throws {
        let left = try survivors(energy: energy, lengths: 1, slabs: 1, count: 20_000, identity: 1)
        let mean = left.reduce(0, +) / Double(left.count)
        let tolerance = energy < 1 ? 0.025 : 0.014
        #expect(abs(mean - 0.3679) < tolerance, "\(mean)")
    }

    /// 10 GeV electrons through 0.237 radiation lengths, in one piece and in 24: both lose 1 − exp(−0.237) = 21.1 % in the
    /// mean (0.6 % for five standard deviations), and half of them less than 7.95 %: the median of an independent simulation
    /// of Tsai's spectrum in Python (60,000 electrons, ±0.1 %). Bethe and Heitler's approximation of the distribution,
    /// (−ln z)^(t/ln 2 − 1)/Γ(t/ln 2), has the same mean and a median of 9.7 %.
    @Test(arguments: [1, 24])
    func tracker(slabs: Int) throws {
        let left = try survivors(energy: 10, lengths: 0.237, slabs: slabs, count: 30_000, identity: 2)
        let mean = 1 - left.reduce(0, +) / Double(left.count)
        #expect(abs(mean - 0.211) < 0.008, "\(mean)")
        let median = 1 - left.sorted()[left.count / 2]
        #expect(abs(median - 0.0795) < 0.006, "\(median)")
    }

    /// The cut only says which photons are made: the mean loss does not know of it.
    @Test func cutDoesNotMatter() throws {
        let fine = try survivors(energy: 5, lengths: 0.5, slabs: 2, count: 20_000, identity: 3, cut: 1e-4)
        let coarse = try survivors(energy: 5, lengths: 0.5, slabs: 2, count: 20_000, identity: 4, cut: 5e-2)
        let difference = fine.reduce(0, +) - coarse.reduce(0, +)
        // Spread 0.27, two samples: five standard deviations.
        let allowed = 5 * 0.27 * (2 * 20_000.0).squareRoot()
        #expect(abs(difference) < allowed)
    }

    /// Nor does it of the threshold of photons that are made, but for the directions.
    @Test func thresholdDoesNotMatter() throws {
        let all = try survivors(energy: 5, lengths: 0.5, slabs: 2, count: 20_000, identity: 3)
        let few = try survivors(energy: 5, lengths: 0.5, slabs: 2, count: 20_000, identity: 7, threshold: 0.5)
        let difference = all.reduce(0, +) - few.reduce(0, +)
        // Spread 0.27, two samples: five standard deviations.
        let allowed = 5 * 0.27 * (2 * 20_000.0).squareRoot()
        #expect(abs(difference) < allowed)
    }

    /// Photons of a thin slab follow Tsai's (4/3 − 4/3 y + y²)/y (RPP eq. 34.29) in bins of y from 0.001 on, at 50 GeV.
    @Test func spectrum() throws {
        let silicon = try SimulationSupport.silicon()
        let model = Bremsstrahlung(silicon, cut: 0.05)
        var random = RandomStream(seed: 11, event: 0, stage: .test, identity: 5)
        var buffer = SecondaryBuffer()
        let edges = [0.001, 0.01, 0.1, 0.3, 0.6, 0.9]
        var counts = [Double](repeating: 0, count: edges.count - 1)
        let count = 400_000
        let lengths = 0.02
        for _ in 0..<count {
            buffer.removeAll()
            let start = Momentum(x: 50, y: 0, z: 0)
            _ = cross(model, start, lengths: lengths, &random, into: &buffer)
            if buffer.count > 0 {
                let y = buffer.energy(0) / 50
                for i in counts.indices where y >= edges[i] && y < edges[i + 1] { counts[i] += 1 }
            }
        }
        for i in counts.indices {
            let primitive = { (y: Double) in 4 / 3.0 * Elementary.log(y) - 4 / 3.0 * y + 0.5 * y * y }
            // First photons only: the mean chance that none came before.
            let all = primitive(1) - primitive(0.001)
            let first = (1 - Elementary.exp(-all * lengths)) / (all * lengths)
            let expected = (primitive(edges[i + 1]) - primitive(edges[i])) * lengths * first * Double(count)
            let allowed = 4 * expected.squareRoot() + 0.025 * expected
            #expect(abs(counts[i] - expected) < allowed, "\(i): \(counts[i]) \(expected)")
        }
    }

    @Test func nothingInNothingAndNothingFromSlowElectrons() throws {
        let model = Bremsstrahlung(try SimulationSupport.silicon())
        var random = RandomStream(seed: 11, event: 0, stage: .test, identity: 6)
        var buffer = SecondaryBuffer()
        let start = Momentum(x: 0, y: 3, z: 4)
        let outcome = cross(model, start, lengths: 0, &random, into: &buffer)
        #expect(outcome.momentum == start && outcome.absorbed == 0 && buffer.count == 0)
        for size in [1e-5, 1e-4, 5e-4, 9e-4] {
            let slow = cross(model, Momentum(x: 0, y: 0, z: size), lengths: 3, &random, into: &buffer)
            #expect(buffer.count == 0 && slow.momentum.size <= size && slow.momentum.size >= 0)
        }
        let logCut = Bremsstrahlung.logCut(1e-3)
        #expect(Bremsstrahlung.logRange(Elementary.log(0.8e-3 / PhysicsConstants.electronMass), logCut: logCut) == 0)
        // Never less than ln(E/cut).
        for momentum in [1e-3, 2e-3, 0.01, 0.1, 10, 1000] {
            let mass = PhysicsConstants.electronMass
            let energy = (momentum * momentum + mass * mass).squareRoot()
            let range = Bremsstrahlung.logRange(Elementary.log(momentum / mass), logCut: logCut)
            #expect(range >= Elementary.log(energy / 1e-3) && range < Elementary.log(energy / 1e-3) + 0.17)
        }
    }
}
