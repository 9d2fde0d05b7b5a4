// SPDX-License-Identifier: GPL-3.0-or-later

/// How the colour indices of the external particles below a current are connected.
///
/// In the colour-flow decomposition (Maltoni, Paul, Stelzer, Willenbrock, Phys. Rev. D 67 (2003) 014026) every index is
/// carried unchanged: the upper index of an external quark or gluon meets the lower one of an external antiquark or
/// gluon, or leaves through the current's own index.
struct ColourState: Hashable, Sendable {
    static let none: Int8 = -1
    /// External particle whose upper (lower) index leaves through the current; `none` for a current without it.
    var upper = none
    var lower = none
    /// For the external particle at a position with an upper index: the one whose lower index it meets, or `none`.
    var partners = InlinePartners()

    /// Combines the connections of two currents.
    func joined(with other: ColourState) -> ColourState {
        var state = ColourState()
        state.partners = partners.united(with: other.partners)
        return state
    }

    mutating func connect(upper: Int8, lower: Int8) { partners[Int(upper)] = lower }
}

/// Eight small positions with value semantics that can be a key.
struct InlinePartners: Hashable, Sendable {
    /// Four bits each: 0 for none, else position + 1.
    private var bits: UInt32 = 0

    subscript(position: Int) -> Int8 {
        get { Int8((bits >> UInt32(4 * position)) & 15) - 1 }
        set {
            let shift = UInt32(4 * position)
            bits = (bits & ~(15 << shift)) | (UInt32(newValue + 1) << shift)
        }
    }

    func united(with other: InlinePartners) -> InlinePartners {
        var result = self
        result.bits |= other.bits
        return result
    }
}

/// The colour flows of an amplitude and the matrix that sums their products over colours.
struct ColourFlows: Sendable {
    /// Partners of the upper indices, one entry per flow.
    let flows: [InlinePartners]
    /// Sums over all colours of products of flows, row by row, gluons with eight colours.
    let matrix: [Double]

    /// - Parameters:
    ///   - uppers: external particles with an upper index (quark fields and gluons); `lowers` likewise.
    init(flows: [InlinePartners], uppers: [Int], lowers: [Int]) {
        self.flows = flows
        let gluons = uppers.filter { lowers.contains($0) }
        var matrix: [Double] = []
        for a in flows {
            for b in flows { matrix.append(Self.sum(a, b, uppers: uppers, gluons: gluons)) }
        }
        self.matrix = matrix
    }

    /// Each gluon's pair of indices is summed with δ δ - δ δ / 3, which takes out the singlet.
    private static func sum(_ a: InlinePartners, _ b: InlinePartners, uppers: [Int], gluons: [Int]) -> Double {
        var total = 0.0
        for subset in 0..<(1 << gluons.count) {
            let traced = gluons.enumerated().filter { subset >> $0.offset & 1 == 1 }.map(\.element)
            var term = 1.0
            for _ in traced { term /= -3 }
            for _ in 0..<cycles(a, b, uppers: uppers, traced: traced) { term *= 3 }
            total += term
        }
        return total
    }

    /// Closed loops of the indices: upper and lower ones of both amplitudes are nodes, joined by the flows and by the
    /// sum over colours.
    private static func cycles(_ a: InlinePartners, _ b: InlinePartners, uppers: [Int], traced: [Int]) -> Int {
        // Nodes: 0...7 upper and 8...15 lower of the amplitude, 16 more for the conjugate one.
        var root = Array(0..<32)
        func find(_ node: Int) -> Int {
            var node = node
            while root[node] != node { node = root[node] }
            return node
        }
        func join(_ x: Int, _ y: Int) { root[find(x)] = find(y) }
        var used: Set<Int> = []
        for u in uppers {
            let (la, lb) = (Int(a[u]), Int(b[u]))
            join(u, 8 + la)
            join(16 + u, 24 + lb)
            used.formUnion([u, 8 + la, 16 + u, 24 + lb])
        }
        for node in used where node < 16 {
            let particle = node & 7
            if !traced.contains(particle) { join(node, node + 16) }
        }
        for particle in traced {
            join(particle, 8 + particle)
            join(16 + particle, 24 + particle)
        }
        return Set(used.map(find)).count
    }
}
