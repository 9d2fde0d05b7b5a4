// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Decays of top quarks") struct TopDecayTests {
    private static let masses = (top: 172.6, bottom: 4.8)

    private func decay(wanted: HelicityFractions?) throws -> TopDecay {
        let cards = try standardCards()
        return TopDecay(
            top: cards.processes.top, w: cards.processes.w, bottomMass: Self.masses.bottom, wanted: wanted)
    }

    /// Closed form: with x = M_W/m_t, y = m_b/m_t and massless b the shares are 1/(1 + 2 x²), 2 x²/(1 + 2 x²), 0
    /// (Kane, Ladinsky and Yuan, Phys. Rev. D 45 (1992) 124); with m_b = 4.8 GeV F_R = 3.6e-4 (Czarnecki et al. 2010).
    @Test("helicity fractions at leading order are those of the closed formulas") func leadingOrder() {
        let x2 = 80.3625 * 80.3625 / (172.6 * 172.6)
        let massless = HelicityFractions.leadingOrder(top: 172.6, boson: 80.3625, quark: 0)
        #expect(abs(massless.longitudinal - 1 / (1 + 2 * x2)) < 1e-12)
        #expect(abs(massless.left - 2 * x2 / (1 + 2 * x2)) < 1e-12)
        #expect(abs(massless.right) < 1e-12)
        let massive = HelicityFractions.leadingOrder(top: 172.8, boson: 80.4, quark: 4.8)
        #expect(massive.right > 2e-4 && massive.right < 6e-4)
        #expect(abs(massive.longitudinal + massive.left + massive.right - 1) < 1e-12)
    }

    /// The angle of the charged lepton to the boson's flight: with the projections of the moments of c and c² on the
    /// three helicities. 60,000 decays; five standard errors, false alarm 2e-6 for each of nine numbers.
    @Test("the lepton's angle to the boson has the helicity fractions asked for", arguments: [false, true])
    func helicity(corrected: Bool) throws {
        let wanted = HelicityFractions(longitudinal: 0.687, left: 0.311, right: 0.0017)
        let top = try decay(wanted: corrected ? wanted : nil)
        var stream = RandomStream(seed: 11, event: 0, stage: .test, identity: corrected ? 1 : 0)
        var (first, second, cross) = (Moments(), Moments(), Moments())
        for _ in 0..<60_000 {
            let products = top.products(
                mass: Self.masses.top, quark: Self.masses.bottom, analyser: 0, partner: 0,
                direction: UnitVector.isotropic(using: &stream), using: &stream)
            let cosine = products.analyser.dot(products.flight)
            first.add(cosine)
            second.add(cosine * cosine)
            // <(1 - c)²> picks out the right-handed share together with the others.
            cross.add((1 - cosine) * (1 - cosine))
        }
        let shares =
            corrected ? wanted : HelicityFractions.leadingOrder(top: 172.6, boson: 80.3625, quark: 4.8)
        // <c> = (F_R - F_L)/2, <c²> = (F_0 + 2 F_L + 2 F_R)/5. The boson's line shape moves them by less than 0.002.
        let c1 = 0.5 * (shares.right - shares.left)
        let c2 = 0.2 * shares.longitudinal + 0.4 * (shares.left + shares.right)
        #expect(abs(first.mean - c1) < 5 * first.error + 0.002, "\(first.mean) \(c1)")
        #expect(abs(second.mean - c2) < 5 * second.error + 0.002, "\(second.mean) \(c2)")
        #expect(abs(cross.mean - (1 - 2 * c1 + c2)) < 5 * cross.error + 0.005)
    }

    /// Over all decays of a top quark at rest with the lepton along z: the distribution of the lepton's energy is that
    /// of |M|² ~ t·l b·n: x (1 - x) between M_W²/m_t² and 1, x = 2 E/m_t (Jeżabek and Kühn 1994), for a narrow W boson and a
    /// massless b. Mean and mean square of 60,000 within five standard errors.
    @Test("the lepton's energy in the top quark's rest frame is x (1 - x)") func leptonEnergy() throws {
        let cards = try standardCards()
        var narrow = cards.processes.w
        narrow.width = 1e-3
        let top = TopDecay(top: cards.processes.top, w: narrow, bottomMass: 1e-3, wanted: nil)
        let axis = UnitVector(x: 0, y: 0, z: 1)
        var stream = RandomStream(seed: 12, event: 0, stage: .test, identity: 0)
        var (first, second) = (Moments(), Moments())
        for _ in 0..<60_000 {
            let products = top.products(
                mass: 172.6, quark: 1e-3, analyser: 0, partner: 0, direction: axis, using: &stream)
            let lepton = products.analyser.momentum(0.5 * products.bosonMass, mass: 0).boosted(from: products.boson)
            #expect(lepton.pz > 0 && lepton.pT < 1e-9 * lepton.energy)
            let x = 2 * lepton.energy / 172.6
            first.add(x)
            second.add(x * x)
        }
        let low = 80.3625 * 80.3625 / (172.6 * 172.6)
        func power(_ n: Double) -> Double { (1 - Elementary.pow(low, n)) / n }
        let norm = power(2) - power(3)
        let one = (power(3) - power(4)) / norm
        let two = (power(4) - power(5)) / norm
        #expect(abs(first.mean - one) < 5 * first.error, "\(first.mean) \(one)")
        #expect(abs(second.mean - two) < 5 * second.error, "\(second.mean) \(two)")
    }

    /// Independent of the sampling: the three-body decay made flat in phase space and weighted with the whole squared
    /// amplitude (t·l)(b·n) / |propagator|² has the same mean W mass, b energy and angle between b and lepton.
    @Test("the decay equals flat phase space weighted with the amplitude") func amplitude() throws {
        let cards = try standardCards()
        let w = cards.processes.w
        let top = try decay(wanted: nil)
        var stream = RandomStream(seed: 13, event: 0, stage: .test, identity: 0)
        let parent = FourVector(px: 0, py: 0, pz: 0, energy: 172.6)
        var masses = DecayMasses(repeating: 0)
        masses[0] = 4.8
        var momenta = DecayMomenta(repeating: .zero)
        // Above 110 GeV, where the line is smooth enough for flat phase space.
        var (sums, weights, squares) = ([0.0, 0.0, 0.0], 0.0, 0.0)
        for _ in 0..<400_000 {
            PhaseSpaceDecay.generate(parent, mass: 172.6, masses: masses, count: 3, using: &stream, into: &momenta)
            let (b, lepton, neutrino) = (momenta[0], momenta[1], momenta[2])
            let m2 = (lepton + neutrino).mass2
            guard m2 > 110 * 110 else { continue }
            let d = m2 - w.mass * w.mass
            let running = m2 * w.width / w.mass
            let weight = 1e6 * parent.dot(lepton) * b.dot(neutrino) / (d * d + running * running) / 172.6
            sums[0] += weight * m2.squareRoot()
            sums[1] += weight * b.energy
            sums[2] += weight * UnitVector(of: b).dot(UnitVector(of: lepton))
            weights += weight
            squares += weight * weight
        }
        var found = (Moments(), Moments(), Moments())
        while found.0.count < 4000 {
            let axis = UnitVector.isotropic(using: &stream)
            let products = top.products(
                mass: 172.6, quark: 4.8, analyser: 0, partner: 0, direction: axis, using: &stream)
            guard products.bosonMass > 110 else { continue }
            found.0.add(products.bosonMass)
            found.1.add(products.quark.energy)
            found.2.add(UnitVector(of: products.quark).dot(axis))
        }
        let effective = weights * weights / squares
        for (moments, sum) in zip([found.0, found.1, found.2], sums) {
            let error = moments.deviation * (1 / 4000 + 1 / effective).squareRoot()
            #expect(abs(moments.mean - sum / weights) < 5 * error, "\(moments.mean) \(sum / weights) \(error)")
        }
        #expect(effective > 4000)
    }

    /// RPP 2024 sec. 50: the line with a width that grows with s; the area within the mass ± half the width.
    @Test("a running width is a fixed one with other constants, exactly") func runningWidth() {
        let (mass, width) = (80.3625, 2.1373)
        let line = BreitWigner.running(mass: mass, width: width)
        for m in stride(from: 20.0, through: 160, by: 7) {
            let s = m * m
            let growing = (s - mass * mass) * (s - mass * mass) + s * s * width * width / (mass * mass)
            let d = s - line.mass * line.mass
            let fixed = d * d + line.mass * line.mass * line.width * line.width
            let factor = 1 + width * width / (mass * mass)
            #expect(abs(growing / fixed / factor - 1) < 1e-12)
        }
        // M' = M - Γ²/(2 M) = M - 28 MeV.
        #expect(abs(mass - line.mass - 0.0284) < 1e-4)
    }

    /// m_W in top decays: 40,000 values; the share within ± 1.07 GeV is 0.50 x the fall of phase space; the mean is that
    /// of the numerically integrated shape within five standard errors.
    @Test("the W boson's mass has the shape of its line times phase space") func bosonMass() throws {
        let top = try decay(wanted: nil)
        let w = try standardCards().processes.w
        var stream = RandomStream(seed: 14, event: 0, stage: .test, identity: 0)
        var (inside, above) = (Moments(), Moments())
        for _ in 0..<40_000 {
            let products = top.products(
                mass: 172.6, quark: 4.8, analyser: 0, partner: 0, direction: UnitVector(x: 0, y: 0, z: 1),
                using: &stream)
            inside.add(abs(products.bosonMass - w.mass) < 0.5 * w.width ? 1 : 0)
            above.add(products.bosonMass > w.mass ? 1 : 0)
        }
        var (total, near, over) = (0.0, 0.0, 0.0)
        for i in 0..<330_000 {
            let m = 2 + (Double(i) + 0.5) * 5e-4
            let (s, t2, b2) = (m * m, 172.6 * 172.6, 4.8 * 4.8)
            guard m < 172.6 - 4.9 else { break }
            let d = s - w.mass * w.mass
            let bracket = 0.5 * (s * (t2 + b2 - s) + (t2 + s - b2) * (t2 - b2 - s))
            let running = s * w.width / w.mass
            let shape = m * PhaseSpaceDecay.momentum(172.6, m, 4.8) * bracket / (d * d + running * running)
            total += shape
            if abs(m - w.mass) < 0.5 * w.width { near += shape }
            if m > w.mass { over += shape }
        }
        #expect(abs(inside.mean - near / total) < 5 * inside.error, "\(inside.mean) \(near / total)")
        #expect(abs(above.mean - over / total) < 5 * above.error, "\(above.mean) \(over / total)")
    }
}
