// SPDX-License-Identifier: GPL-3.0-or-later

/// Who a particle in flight is, for random streams: the generated particle it stems from, and the numbers of the
/// daughters on the way from there to it. 48 bits, different for any two particles of an event.
///
/// From the high end: 20 bits for the root's position in the event, then the daughter's number in each generation, from
/// 1, in 10, 6, 5, 4 and 3 bits; 0 where the way has ended. A particle's identity depends on nothing but its own
/// ancestors, in the order in which each of them made its daughters along its path: what other particles do, and what the
/// detector is like where these have not been, cannot change it. In the order of identities, ancestors precede their
/// descendants and older daughters with all of theirs precede younger ones.
struct FlightIdentity: Equatable, BitwiseCopyable {
    /// Below 2⁴⁸.
    let rawValue: UInt64
    /// Decays and interactions since the generated particle.
    let generation: Int32

    /// Largest generation.
    static let generations = 5
    /// Largest number of generated particles that can be told apart.
    static let maximumRoots = 1 << 20
    private static let rootShift: UInt64 = 28

    /// A generated particle at a position of the event.
    ///
    /// - Precondition: `root` < `maximumRoots`.
    @inline(__always)
    init(root: Int) {
        precondition(root >= 0 && root < FlightIdentity.maximumRoots, "too many particles")
        rawValue = UInt64(root) << FlightIdentity.rootShift
        generation = 0
    }

    @inline(__always)
    init(rawValue: UInt64, generation: Int32) {
        self.rawValue = rawValue
        self.generation = generation
    }

    /// Bits below a generation's number, and the bits of that number.
    @inline(__always)
    private static func place(_ generation: Int32) -> (shift: UInt64, width: UInt64) {
        switch generation {
        case 1: (18, 10)
        case 2: (12, 6)
        case 3: (7, 5)
        case 4: (3, 4)
        default: (0, 3)
        }
    }

    /// The daughter with a number from 1; nil beyond the last generation or number.
    @inline(__always)
    func daughter(_ number: Int32) -> FlightIdentity? {
        guard generation < Int32(FlightIdentity.generations), number > 0 else { return nil }
        let (shift, width) = FlightIdentity.place(generation + 1)
        guard UInt64(number) >> width == 0 else { return nil }
        return FlightIdentity(rawValue: rawValue | UInt64(number) << shift, generation: generation + 1)
    }

    /// Position of the generated particle.
    @inline(__always)
    var root: Int { Int(rawValue >> FlightIdentity.rootShift) }
}
