// SPDX-License-Identifier: GPL-3.0-or-later

/// One term of a current: a vertex with the currents that enter it.
struct RecursionTerm: Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// Vector (first) on a quark or antiquark current (second).
        case vectorOnQuark, vectorOnAntiquark
        /// Scalar (first) on a quark or antiquark current (second).
        case scalarOnQuark, scalarOnAntiquark
        /// Antiquark (first) and quark (second) to a vector or a scalar.
        case pairToVector, pairToScalar
        /// Three and four vectors, ordered.
        case threeVectors, fourVectors
        /// Scalar (first) and vector (second) to a vector; two vectors to a scalar.
        case scalarOnVector, vectorsToScalar
    }
    var kind: Kind
    var first: Int16
    var second: Int16
    var third: Int16 = -1
    /// Couplings to left- and right-handed quarks, or cosine and sine parts of a scalar's; one strength for others.
    var left: Double
    var right: Double
}

/// One current: the sum of its terms, with a propagator.
struct RecursionCurrent: Sendable, BitwiseCopyable {
    enum Propagator: UInt8, Sendable, BitwiseCopyable {
        case none, quark, antiquark, masslessVector, massiveVector, scalar
    }
    var propagator: Propagator
    /// External particles below it, one bit each.
    var particles: UInt8
    var mass: Double
    var firstTerm: Int32
    var termCount: Int32
}

/// The end of a current at the closing particle.
struct RecursionClosing: Sendable, BitwiseCopyable {
    var current: Int16
    var flow: Int16
    /// How many times two powers of the strong coupling are replaced by electroweak ones.
    var replaced: Int16
}

/// What to compute for a tree amplitude: currents in order, each after those it needs, and the colour flows at the end.
///
/// A current is an off-shell sum of diagrams with its external particles, its field, its connection of colours and its
/// power of the strong coupling (Berends and Giele, Nucl. Phys. B 306 (1988) 759; with colour as in HELAC, Cafarella,
/// Papadopoulos, Worek, Comput. Phys. Commun. 180 (2009) 1941). Currents are shared among all colour flows.
public struct RecursionProgram: Sendable {
    /// Currents 0..<externals are the external wave functions.
    let externals: Int
    let currents: ConstantTable<RecursionCurrent>
    let terms: ConstantTable<RecursionTerm>
    /// Position of the external particle that closes the amplitude, and the last current of each colour flow.
    let root: Int
    let closings: ConstantTable<RecursionClosing>
    let flowCount: Int
    let closesWithVector: Bool
    let flows: ColourFlows
    let colourMatrix: ConstantTable<Double>
    /// Colour matrix, upper triangle by rows with the off-diagonal doubled.
    let colourSums: ConstantTable<Double>
    let particles: [ExternalParticle]
    let masses: [Double]
    /// Spin states of each external particle.
    let spinStates: [Int]
    /// Average over spins and colours of the incoming particles, and identical outgoing ones.
    let averaging: Double
    /// Power of the strong coupling in the amplitude; that of alpha_s in its square.
    let strongPower: Int
    let spins: SpinEnumeration
}
