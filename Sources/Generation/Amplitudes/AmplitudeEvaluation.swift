// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension RecursionProgram {
    /// Largest number of external particles and of colour flows.
    static var maximumParticles: Int { 7 }
    static var maximumFlows: Int { 32 }

    /// Prepares momenta and external wave functions.
    ///
    /// - Parameter momenta: of the external particles, on their mass shells, positive energies; as many as particles.
    func prepare(_ momenta: borrowing InlineArray<7, FourVector>, _ scratch: inout AmplitudeScratch) {
        scratch.reserve(currents: currents.count, amplitudes: spins.groups * spins.rootStates * flowCount)
        for i in 0..<externals {
            let p = momenta[i]
            scratch.momenta[1 << i] = particles[i].isIncoming ? p : FourVector.zero - p
            for state in 0..<spinStates[i] { scratch.states[3 * i + state] = waveFunction(i, p, state) }
        }
        for set in 1..<(1 << externals) where set & (set - 1) != 0 {
            let lowest = set & -set
            scratch.momenta[set] = scratch.momenta[set ^ lowest] + scratch.momenta[lowest]
        }
    }

    /// One wave function of the external particle at a position.
    func waveFunction(_ position: Int, _ p: FourVector, _ state: Int) -> WaveFunction {
        let particle = particles[position]
        let mass = masses[position]
        switch abs(particle.pdgID) {
        case 1...6:
            return particle.pdgID > 0
                ? WaveFunctions.particle(p, mass, spin: state, conjugate: !particle.isIncoming)
                : WaveFunctions.antiparticle(p, mass, spin: state, conjugate: particle.isIncoming)
        case 23, 24: return WaveFunctions.massive(p, mass, state: state)
        case 25: return [Complex(1), Complex(0), Complex(0), Complex(0)]
        default: return WaveFunctions.massless(p, state: state)
        }
    }

    @inline(__always)
    func set(_ particle: Int, _ lane: Int, _ wave: WaveFunction, _ scratch: inout AmplitudeScratch) {
        let place = scratch.currents + particle
        place.pointee.a.re[lane] = wave[0].re
        place.pointee.a.im[lane] = wave[0].im
        place.pointee.b.re[lane] = wave[1].re
        place.pointee.b.im[lane] = wave[1].im
        place.pointee.c.re[lane] = wave[2].re
        place.pointee.c.im[lane] = wave[2].im
        place.pointee.d.re[lane] = wave[3].re
        place.pointee.d.im[lane] = wave[3].im
    }

    /// Computes the amplitudes of all colour flows for all spins at the prepared point.
    ///
    /// Four configurations of all particles but the closing one at a time; of one group after the other, only currents
    /// above particles whose spins changed are computed again.
    func evaluate(_ scratch: inout AmplitudeScratch) {
        let memory = scratch.currents
        var place = 0
        for group in 0..<spins.groups {
            let changed = spins.changed[group]
            for i in 0..<externals where changed >> UInt8(i) & 1 == 1 {
                for lane in 0..<4 {
                    set(i, lane, scratch.states[3 * i + spins.state(group, lane, i)], &scratch)
                }
            }
            for position in externals..<currents.count where currents[position].particles & changed != 0 {
                compute(position, memory, scratch.momenta)
            }
            for state in 0..<spins.rootStates {
                for lane in 0..<4 { set(root, lane, scratch.states[3 * root + state], &scratch) }
                let flows = scratch.amplitudes + place
                for flow in 0..<flowCount { flows[flow] = .zero }
                for i in 0..<closings.count {
                    let closing = closings[i]
                    let last = memory[Int(closing.current)]
                    var value = closesWithVector ? memory[root].dot(last) : memory[root].contracted(last)
                    for _ in 0..<closing.replaced { value = scratch.replacement * value }
                    flows[Int(closing.flow)] += value
                }
                place += flowCount
            }
        }
    }

    @inline(__always)
    private func compute(
        _ position: Int, _ memory: UnsafeMutablePointer<CurrentLanes>,
        _ momenta: UnsafeMutablePointer<FourVector>
    ) {
        let current = currents[position]
        var source = CurrentLanes.zero
        let first = Int(current.firstTerm)
        for place in first..<first + Int(current.termCount) { add(terms[place], to: &source, memory, momenta) }
        memory[position] = VertexKernels.propagate(source, current, momenta[Int(current.particles)])
    }

    @inline(__always)
    private func add(
        _ term: RecursionTerm, to source: inout CurrentLanes, _ memory: UnsafeMutablePointer<CurrentLanes>,
        _ momenta: UnsafeMutablePointer<FourVector>
    ) {
        let x = memory + Int(term.first)
        let y = memory + Int(term.second)
        switch term.kind {
        case .vectorOnQuark: source += VertexKernels.onQuark(x.pointee, y.pointee, term.left, term.right)
        case .vectorOnAntiquark: source += VertexKernels.onAntiquark(x.pointee, y.pointee, term.left, term.right)
        case .pairToVector: source += VertexKernels.vector(x.pointee, y.pointee, term.left, term.right)
        case .scalarOnQuark, .scalarOnAntiquark:
            source += VertexKernels.scalar(x.pointee.a, y.pointee, term.left, term.right)
        case .pairToScalar: source.a += VertexKernels.scalar(x.pointee, y.pointee, term.left, term.right)
        case .threeVectors:
            let k1 = momenta[Int(currents[Int(term.first)].particles)]
            let k2 = momenta[Int(currents[Int(term.second)].particles)]
            source += term.left * VertexKernels.three(x.pointee, k1, y.pointee, k2)
        case .fourVectors:
            source += term.left * VertexKernels.four(x.pointee, y.pointee, memory[Int(term.third)])
        case .scalarOnVector: source += term.left * (x.pointee.a * y.pointee)
        case .vectorsToScalar: source.a += term.left * x.pointee.dot(y.pointee)
        }
    }

    /// Sum over colours of a squared amplitude in four lanes, without averages and couplings.
    @inline(__always)
    private func colourSum(_ flows: UnsafeMutablePointer<ComplexLanes>) -> SIMD4<Double> {
        var total = SIMD4<Double>(repeating: 0)
        var place = 0
        for a in 0..<flowCount {
            let first = flows[a]
            var re = SIMD4<Double>(repeating: 0)
            var im = SIMD4<Double>(repeating: 0)
            for b in a..<flowCount {
                let factor = colourSums[place]
                re = re + factor * flows[b].re
                im = im + factor * flows[b].im
                place += 1
            }
            total = total + (first.re * re + first.im * im)
        }
        return total
    }

    /// Sum over all spins and colours of the amplitudes that were evaluated.
    func summed(_ scratch: borrowing AmplitudeScratch) -> Double {
        var total = 0.0
        for group in 0..<spins.groups {
            let lanes = spins.lanes(group)
            for state in 0..<spins.rootStates {
                let sums = colourSum(scratch.amplitudes + (group * spins.rootStates + state) * flowCount)
                for lane in 0..<lanes { total += sums[lane] }
            }
        }
        return total
    }

    /// (2 pi)^n, which with alpha_s^n completes the strong coupling, and the averages over the initial state.
    var normalisation: Double {
        var factor = averaging
        for _ in 0..<strongPower { factor *= PhysicalConstants.twoPi }
        return factor
    }

    /// Squared amplitude, summed over all spins and colours with the averages of the initial state, for alpha_s = 1.
    ///
    /// - Precondition: `prepare` was called for the point.
    func squaredAmplitude(_ scratch: inout AmplitudeScratch) -> Double {
        evaluate(&scratch)
        return summed(scratch) * normalisation
    }
}
