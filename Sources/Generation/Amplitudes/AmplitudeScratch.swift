// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Memory in which amplitudes are computed: one per worker, used again for every program.
struct AmplitudeScratch: ~Copyable, @unchecked Sendable {
    private(set) var currents: UnsafeMutablePointer<CurrentLanes>
    private var capacity: Int
    /// Momentum flowing in for every set of external particles.
    let momenta = UnsafeMutablePointer<FourVector>.allocate(capacity: 128)
    /// Wave functions of the spin states of each external particle, three places each.
    let states = UnsafeMutablePointer<WaveFunction>.allocate(capacity: 21)
    /// Amplitudes of the colour flows: by group of four spin configurations, spin of the closing particle, flow.
    private(set) var amplitudes: UnsafeMutablePointer<ComplexLanes>
    private var amplitudeCapacity: Int
    /// 1 / (2 pi alpha_s): what an amplitude for alpha_s = 1 / (2 pi) gains where electroweak couplings replace two
    /// strong ones; it matters for programs that hold both.
    var replacement = 0.0
    /// Amplitudes of one set of other spins by spins of the unstable particles and colour flow (32).
    private(set) var spinAmplitudes: UnsafeMutablePointer<Complex>
    /// Sums of the density matrix of the unstable particles.
    private(set) var density: UnsafeMutablePointer<Complex>
    private var patternCapacity: Int

    init() {
        capacity = 512
        currents = .allocate(capacity: capacity)
        amplitudeCapacity = 1024
        amplitudes = .allocate(capacity: amplitudeCapacity)
        patternCapacity = 16
        spinAmplitudes = .allocate(capacity: patternCapacity * RecursionProgram.maximumFlows)
        density = .allocate(capacity: patternCapacity * patternCapacity)
        momenta.initialize(repeating: .zero, count: 128)
        states.initialize(repeating: WaveFunction(repeating: Complex(0)), count: 21)
    }

    deinit {
        currents.deallocate()
        amplitudes.deallocate()
        momenta.deallocate()
        states.deallocate()
        spinAmplitudes.deallocate()
        density.deallocate()
    }

    /// Grows to these numbers of currents and amplitudes; what was there is lost.
    mutating func reserve(currents count: Int, amplitudes amplitudeCount: Int) {
        if count > capacity {
            currents.deallocate()
            capacity = count
            currents = .allocate(capacity: count)
        }
        if amplitudeCount > amplitudeCapacity {
            amplitudes.deallocate()
            amplitudeCapacity = amplitudeCount
            amplitudes = .allocate(capacity: amplitudeCount)
        }
    }

    /// Grows to this number of joint spin states of the unstable particles; what was there is lost.
    mutating func reserve(patterns: Int) {
        guard patterns > patternCapacity else { return }
        spinAmplitudes.deallocate()
        density.deallocate()
        patternCapacity = patterns
        spinAmplitudes = .allocate(capacity: patterns * RecursionProgram.maximumFlows)
        density = .allocate(capacity: patterns * patterns)
    }
}
