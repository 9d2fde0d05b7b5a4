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
    /// Amplitudes of one set of other spins by spins of the tops (16) and colour flow (32).
    let spinAmplitudes = UnsafeMutablePointer<Complex>.allocate(capacity: 512)
    /// Sums of a density matrix (16 x 16).
    let density = UnsafeMutablePointer<Complex>.allocate(capacity: 256)

    init() {
        capacity = 512
        currents = .allocate(capacity: capacity)
        amplitudeCapacity = 1024
        amplitudes = .allocate(capacity: amplitudeCapacity)
        momenta.initialize(repeating: .zero, count: 128)
        states.initialize(repeating: WaveFunction(repeating: Complex(0)), count: 21)
        spinAmplitudes.initialize(repeating: Complex(0), count: 512)
        density.initialize(repeating: Complex(0), count: 256)
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
}
