// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Spins of W and Z bosons") struct BosonSpinTests {
    /// Incoming, outgoing, power of the strong coupling.
    private static let production: [(incoming: [Int32], outgoing: [Int32])] = [
        ([21, 21], [6, -6, 23]), ([2, -2], [6, -6, 23]), ([2, -1], [6, -6, 24]), ([1, -2], [6, -6, -24]),
        ([21, 21], [6, -6, 24, -24]), ([2, -2], [6, -6, 24, -24]), ([1, -1], [6, -6, 24, -24]),
    ]

    private static func isBoson(_ pdgID: Int32) -> Bool { [23, 24].contains(abs(pdgID)) }

    /// ubar(fermion) γ^μ P v(antifermion) of massless fermions, one left-handed or right-handed pair; `spins` 0...3.
    private static func current(
        _ boson: FourVector, antifermion n: UnitVector, isLeft: Bool, spins: Int
    ) -> WaveFunction {
        func lanes(_ wave: WaveFunction) -> CurrentLanes {
            func lane(_ z: Complex) -> ComplexLanes {
                ComplexLanes(re: SIMD4(repeating: z.re), im: SIMD4(repeating: z.im))
            }
            return CurrentLanes(a: lane(wave[0]), b: lane(wave[1]), c: lane(wave[2]), d: lane(wave[3]))
        }
        let half = 0.5 * boson.mass
        let antifermion = n.momentum(half, mass: 0).boosted(from: boson)
        let fermion = (-n).momentum(half, mass: 0).boosted(from: boson)
        let bar = WaveFunctions.particle(fermion, 0, spin: spins & 1, conjugate: true)
        let psi = WaveFunctions.antiparticle(antifermion, 0, spin: spins >> 1, conjugate: false)
        let j = VertexKernels.vector(lanes(bar), lanes(psi), isLeft ? 1 : 0, isLeft ? 0 : 1)
        return [
            Complex(j.a.re[0], j.a.im[0]), Complex(j.b.re[0], j.b.im[0]), Complex(j.c.re[0], j.c.im[0]),
            Complex(j.d.re[0], j.d.im[0]),
        ]
    }

    /// Squared amplitude with the decays' fermions in place of the bosons and quarks of definite spins.
    private static func explicit(
        _ program: RecursionProgram, _ momenta: InlineArray<7, FourVector>, _ directions: [UnitVector],
        _ areLeft: [Bool], _ scratch: inout AmplitudeScratch
    ) -> Double {
        let bosons = program.particles.indices.filter { $0 >= 2 && isBoson(program.particles[$0].pdgID) }
        program.prepare(momenta, &scratch)
        for i in program.particles.indices where i >= 2 && !bosons.contains(i) {
            let n = directions[i - 2]
            TopSpinTests.project(i, (n.x, n.y, n.z), &scratch)
        }
        var total = 0.0
        for combination in 0..<1 << (2 * bosons.count) {
            for (k, i) in bosons.enumerated() {
                scratch.states[3 * i] = current(
                    momenta[i], antifermion: directions[i - 2], isLeft: areLeft[i - 2],
                    spins: combination >> (2 * k) & 3)
                for state in 1..<3 { scratch.states[3 * i + state] = WaveFunction(repeating: Complex(0)) }
            }
            program.evaluate(&scratch)
            total += program.summed(scratch)
        }
        return total
    }

    /// ρ contracted with the states that decay, times J*·J = 2 m² for every boson.
    private static func contracted(
        _ program: RecursionProgram, _ spins: borrowing SpinDensity, _ directions: [UnitVector], _ areLeft: [Bool]
    ) -> Double {
        var state = SpinDensity()
        state.copy(spins)
        var factor = 1.0
        for i in 2..<program.particles.count {
            let n = directions[i - 2]
            if isBoson(program.particles[i].pdgID) {
                state.contract(VectorPolarisation.ket(n, spin: areLeft[i - 2] ? 1 : -1), states: 3)
                factor *= 2 * program.masses[i] * program.masses[i]
            } else {
                state.contract(SpinorPolarisation.ket(n), states: 2)
            }
        }
        return factor * state.trace
    }

    @Test("production and decay contracted are the amplitude with the fermions' currents")
    func currents() throws {
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(210)
        for (incoming, outgoing) in Self.production {
            let program = try AmplitudeSupport.program(incoming, outgoing, power: 2)
            for _ in 0..<4 {
                let momenta = AmplitudeSupport.point(program, energy: 900, &stream)
                program.prepare(momenta, &scratch)
                program.evaluate(&scratch)
                var spins = SpinDensity()
                _ = program.recordSpins(&spins, &scratch, flowNumber: 0.5)
                var directions: [UnitVector] = []
                for _ in outgoing { directions.append(UnitVector.isotropic(using: &stream)) }
                let areLeft = outgoing.map { abs($0) == 24 || ($0 == 23 && stream.uniform() < 0.5) }
                let wanted = Self.explicit(program, momenta, directions, areLeft, &scratch)
                let found = Self.contracted(program, spins, directions, areLeft)
                #expect(abs(found / wanted - 1) < 1e-9, "\(incoming) \(outgoing)")
            }
        }
    }

    /// Trace: the squared amplitude. Positivity: every pivot of ρ + 10⁻¹² tr ρ is positive.
    @Test("the matrix is hermitian, positive and its trace the squared amplitude") func positivity() throws {
        var scratch = AmplitudeScratch()
        var stream = AmplitudeSupport.stream(211)
        for (incoming, outgoing) in Self.production + [([21, 21], [6, -6, 6, -6])] {
            let power = outgoing.contains(where: Self.isBoson) ? 2 : 4
            let program = try AmplitudeSupport.program(incoming, outgoing, power: power)
            program.prepare(AmplitudeSupport.point(program, energy: 1200, &stream), &scratch)
            program.evaluate(&scratch)
            var spins = SpinDensity()
            _ = program.recordSpins(&spins, &scratch, flowNumber: 0.5)
            let size = outgoing.reduce(1) { $0 * (Self.isBoson($1) ? 3 : 2) }
            let trace = spins.trace
            #expect(spins.size == size && abs(trace / program.summed(scratch) - 1) < 1e-12)
            var (asymmetry, offDiagonal) = (0.0, 0.0)
            var matrix: [[Complex]] = []
            for row in 0..<size {
                matrix.append([])
                for column in 0..<size {
                    let value = spins.element(row, column)
                    asymmetry = max(asymmetry, (value - spins.element(column, row).conjugate).squared)
                    if row != column { offDiagonal = max(offDiagonal, value.squared) }
                    matrix[row].append((1 / trace) * value + Complex(row == column ? 1e-12 : 0))
                }
            }
            #expect(asymmetry.squareRoot() < 1e-12 * trace && offDiagonal.squareRoot() > 1e-3 * trace)
            #expect(Self.smallestPivot(&matrix) > 0, "\(incoming) \(outgoing)")
        }
    }

    /// Of Gaussian elimination without exchange: all positive for a positive matrix.
    private static func smallestPivot(_ matrix: inout [[Complex]]) -> Double {
        var smallest = Double.infinity
        for k in matrix.indices {
            let pivot = matrix[k][k].re
            smallest = min(smallest, pivot)
            for row in matrix.indices where row > k {
                let factor = (1 / pivot) * matrix[row][k]
                for column in matrix.indices where column > k {
                    matrix[row][column] = matrix[row][column] - factor * matrix[k][column]
                }
            }
        }
        return smallest
    }

    private static func decays() throws -> ResonanceDecays<DipoleShower> {
        let cards = try standardCards()
        return ResonanceDecays(
            cards: cards, shower: DipoleShower(card: cards.fragmentation, densities: cards.densities))
    }

    /// Shares of the helicities 0, -1, +1 of the boson at position 4 from amplitudes with helicity vectors, and its flight in
    /// the partons' frame.
    private static func helicities(
        _ process: UnweightedProcess, _ event: borrowing HardEvent, _ scratch: inout AmplitudeScratch
    ) -> (longitudinal: Double, left: Double, right: Double, flight: UnitVector) {
        let channel = process.channels[event.channel].sampler.channel
        let momenta = event.point.onShell(channel.masses, swapped: event.pair.swapped)
        let boson = momenta[4]
        let (mass, p) = (channel.masses[4], boson.momentum)
        let flight = UnitVector(of: boson)
        let (a, root) = (flight.perpendicular(), 0.5.squareRoot())
        let b = flight.cross(a)
        var shares: [Double] = []
        for helicity in [0.0, -1, 1] {
            channel.program.prepare(momenta, &scratch)
            let along = boson.energy / mass
            // An outgoing boson enters with the conjugate of its polarisation vector.
            scratch.states[12] =
                helicity == 0
                ? [Complex(p / mass), Complex(along * flight.x), Complex(along * flight.y), Complex(along * flight.z)]
                : [
                    Complex(0), Complex(root * a.x, -helicity * root * b.x),
                    Complex(root * a.y, -helicity * root * b.y), Complex(root * a.z, -helicity * root * b.z),
                ]
            for state in 13..<15 { scratch.states[state] = WaveFunction(repeating: Complex(0)) }
            channel.program.evaluate(&scratch)
            shares.append(channel.program.summed(scratch))
        }
        let sum = shares[0] + shares[1] + shares[2]
        return (shares[0] / sum, shares[1] / sum, shares[2] / sum, flight)
    }

    /// In ttW and ttZ events, with c the cosine of the antifermion to the boson's flight in the partons' frame:
    /// <c²> = 2/5 - f_0/5, <c> = ±(f_R - f_L)/2 for left- and right-handed fermions, and for both together that times the
    /// asymmetry of their couplings, event by event. Eight comparisons at five standard errors: false alarm one in 200,000.
    /// An isotropic decay has f_0 = 1/3 and f_R = f_L.
    @Test("angles of the fermions have the helicity fractions of the amplitudes", arguments: ["ttW", "ttZ"])
    func fractions(name: String) throws {
        let process = try HardProcessTests.prepared(name, energy: 13_600)
        let decays = try Self.decays()
        var event = HardEvent()
        var amplitudes = AmplitudeScratch()
        var scratch = ResonanceScratch()
        var (square, slope, together, along) = (Moments(), Moments(), Moments(), Moments())
        var (longitudinal, found) = (Moments(), Moments())
        for number in 0..<12_000 {
            var stream = RandomStream(seed: 31, event: UInt64(number), stage: .hardProcess, identity: 1)
            process.generate(into: &event, using: &stream, scratch: &amplitudes)
            var late = RandomStream(seed: 31, event: UInt64(number), stage: .resonanceDecay, identity: 0)
            scratch.removeAll()
            decays.correlateSpins(event, using: &late, scratch: &scratch)
            let plan = scratch.planned[2]
            let shares = Self.helicities(process, event, &amplitudes)
            let antifermion = plan.analyser < 0 ? plan.direction : -plan.direction
            let c = shares.flight.dot(antifermion)
            let sign = plan.fermionHelicity < 0 ? 1.0 : -1
            let isW = abs(event.partons[4].pdgID) == 24
            let asymmetry = isW ? 1 : 2 * WeakCouplings.neutral(plan.partner).leftShare - 1
            let difference = shares.right - shares.left
            square.add(c * c - 0.4 + 0.2 * shares.longitudinal)
            // Weighted with what is expected: its mean over all events is nearly zero.
            slope.add((sign * c - 0.5 * difference) * difference)
            together.add((c - 0.5 * asymmetry * difference) * asymmetry * difference)
            along.add(event.partons[0].pdgID > 0 ? -antifermion.z : antifermion.z)
            longitudinal.add(shares.longitudinal)
            found.add(2 - 5 * c * c)
        }
        #expect(abs(square.mean) < 5 * square.error && abs(slope.mean) < 5 * slope.error)
        #expect(abs(together.mean) < 5 * together.error)
        #expect(abs(found.mean - longitudinal.mean) < 5 * found.error)
        #expect(abs(found.mean - 1.0 / 3) > 5 * found.error, "\(found.mean) \(found.error)")
        // The spin of a W boson is along the antiquark that made it, and its antifermion goes there.
        if name == "ttW" { #expect(along.mean > 10 * along.error, "\(along.mean) \(along.error)") }
    }

    /// Of 20,000 Z bosons in a state of definite spin and in one of linear polarisation along z: the products are
    /// symmetric up to the asymmetry of their chiralities. Four comparisons at five standard errors.
    @Test("the angles of a polarised boson") func polarised() throws {
        var stream = AmplitudeSupport.stream(212)
        var state = SpinDensity()
        let (one, zero, i) = (Complex(0.5), Complex(0), Complex(0, 0.5))
        let right: [Complex] = [one, -1 * i, zero, i, one, zero, zero, zero, zero]
        let along: [Complex] = [zero, zero, zero, zero, zero, zero, zero, zero, Complex(1)]
        for spin in [1.0, -1] {
            var (linear, square, flat) = (Moments(), Moments(), Moments())
            for _ in 0..<20_000 {
                state.set(size: 3, right)
                let n = state.decayBoson(spin: spin, using: &stream)
                linear.add(n.z)
                square.add(n.z * n.z)
                state.set(size: 3, along)
                let m = state.decayBoson(spin: spin, using: &stream)
                flat.add(m.z * m.z)
            }
            #expect(abs(linear.mean - 0.5 * spin) < 5 * linear.error && abs(square.mean - 0.4) < 5 * square.error)
            #expect(abs(flat.mean - 0.2) < 5 * flat.error)
        }
    }

    /// The products of bosons fly where they were planned to, with the helicities of tau leptons chosen with them.
    @Test("bosons decay as was decided before radiation", arguments: ["ttW", "ttZ"]) func planned(name: String) throws {
        let process = try HardProcessTests.prepared(name, energy: 13_600)
        let decays = try Self.decays()
        var event = HardEvent()
        var amplitudes = AmplitudeScratch()
        var scratch = ResonanceScratch()
        var shower = ShowerScratch()
        var (seen, taus) = (0, 0)
        for number in 0..<600 {
            var stream = RandomStream(seed: 32, event: UInt64(number), stage: .hardProcess, identity: 1)
            process.generate(into: &event, using: &stream, scratch: &amplitudes)
            var late = RandomStream(seed: 32, event: UInt64(number), stage: .resonanceDecay, identity: 0)
            var radiation = RandomStream(seed: 32, event: UInt64(number), stage: .shower, identity: 0)
            scratch.removeAll()
            decays.correlateSpins(event, using: &late, scratch: &scratch)
            let plan = scratch.planned[2]
            let system = event.partons[0].momentum + event.partons[1].momentum
            decays.decayAll(
                &event, higgsMode: nil, decays: &late, radiation: &radiation, scratch: &scratch, shower: &shower)
            guard plan.analyser != 0, abs(plan.analyser) > 6 else { continue }
            let boson = event.partons[4].momentum.boosted(into: system)
            for i in event.partons.indices where event.partons[i].mother == 4 {
                let product = event.partons[i]
                if product.pdgID == plan.analyser {
                    let direction = UnitVector(of: product.momentum.boosted(into: system).boosted(into: boson))
                    #expect(direction.dot(plan.direction) > 1 - 1e-9)
                    seen += 1
                }
                for k in scratch.taus.indices where Int(scratch.taus[k].parton) == i {
                    let helicity = product.pdgID > 0 ? plan.fermionHelicity : -plan.fermionHelicity
                    let inside = product.momentum.boosted(into: event.partons[4].momentum)
                    let spin = scratch.taus[k].spin.boosted(into: event.partons[4].momentum)
                    #expect((UnitVector(of: inside).dot(UnitVector(of: spin)) > 0) == (helicity > 0))
                    taus += 1
                }
            }
        }
        #expect(seen > 100 && taus > 20)
    }
}
