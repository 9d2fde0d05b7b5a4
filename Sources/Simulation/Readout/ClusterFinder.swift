// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Clusters of fired channels: those that touch, at corners too, belong together. Strips, whose pitch along v spans the
/// module, have no neighbours along v.
///
/// Channels must be in the order of (u, v). Afterwards those with `root` equal to their own position begin a cluster,
/// and `next` leads through its channels in order.
struct ClusterFinder {
    let fired: UnsafeMutableBufferPointer<FiredChannel>

    /// One pass over the channels: each looks at its neighbour before it along v and at those of the row before.
    func link() {
        if fired.count == 1 { return }
        // The row before, of which those that are too far back are left out, and the beginning of this one.
        var near = 0
        var endBefore = 0
        var start = 0
        for i in 0..<fired.count {
            let u = fired[i].u
            let v = fired[i].v
            if u != fired[start].u {
                near = fired[start].u == u &- 1 ? start : i
                endBefore = i
                start = i
            }
            var root = i > start && fired[i &- 1].v == v &- 1 ? first(of: i &- 1) : i
            while near < endBefore && fired[near].v < v &- 1 { near &+= 1 }
            var j = near
            while j < endBefore && fired[j].v <= v &+ 1 {
                root = joined(root, first(of: j))
                j &+= 1
            }
            fired[i].root = Int32(truncatingIfNeeded: root)
        }
        for i in fired.indices {
            let root = first(of: i)
            fired[i].root = Int32(truncatingIfNeeded: root)
            if root == i { continue }
            fired[Int(fired[root].last)].next = Int32(truncatingIfNeeded: i)
            fired[root].last = Int32(truncatingIfNeeded: i)
        }
    }

    /// The first channel of the cluster as known so far.
    @inline(__always)
    private func first(of i: Int) -> Int {
        var root = i
        while Int(fired[root].root) != root {
            // Halves the way of those to come.
            fired[root].root = fired[Int(fired[root].root)].root
            root = Int(fired[root].root)
        }
        return root
    }

    /// Makes one cluster of two, named by their first channels.
    @inline(__always)
    private func joined(_ a: Int, _ b: Int) -> Int {
        let root = min(a, b)
        fired[max(a, b)].root = Int32(truncatingIfNeeded: root)
        return root
    }
}

/// What is measured of a cluster: its extent, and the charge of its outer rows of channels (electrons).
struct ClusterShape {
    let firstU: Int32
    let lastU: Int32
    var firstV: Int32 = .max
    var lastV: Int32 = .min
    var charge = 0.0
    var chargeFirstU = 0.0
    var chargeLastU = 0.0
    var chargeFirstV = 0.0
    var chargeLastV = 0.0
    /// Charge times the number of the channel.
    var sumU = 0.0
    var sumV = 0.0
    /// Position of the channel with the largest charge, the first of them.
    var leading = 0

    /// Number of channels.
    var count = 0

    /// The cluster that begins at `root`.
    @inline(__always)
    init(_ root: Int, _ fired: UnsafeMutableBufferPointer<FiredChannel>) {
        // They stand in the order of their u.
        firstU = fired[root].u
        lastU = fired[Int(fired[root].last)].u
        leading = root
        var i = root
        while i >= 0 {
            firstV = min(firstV, fired[i].v)
            lastV = max(lastV, fired[i].v)
            if fired[i].value > fired[leading].value { leading = i }
            count &+= 1
            i = Int(fired[i].next)
        }
        i = root
        while i >= 0 {
            let (u, v, value) = (fired[i].u, fired[i].v, fired[i].value)
            charge += value
            sumU += value * Double(u)
            sumV += value * Double(v)
            chargeFirstU += ClusterShape.part(value, u == firstU)
            chargeLastU += ClusterShape.part(value, u == lastU)
            chargeFirstV += ClusterShape.part(value, v == firstV)
            chargeLastV += ClusterShape.part(value, v == lastV)
            i = Int(fired[i].next)
        }
    }

    /// A charge if it belongs to a row, else 0; without a branch, which nobody could foresee.
    @inline(__always)
    private static func part(_ value: Double, _ belongs: Bool) -> Double {
        Double(bitPattern: value.bitPattern & (0 &- (belongs ? 1 : 0)))
    }

    /// Numbers of channels along u and v.
    var sizeU: Int { Int(lastU - firstU) + 1 }
    var sizeV: Int { Int(lastV - firstV) + 1 }
}
