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
        var row = 0
        for i in 0..<fired.count {
            let u = fired[i].u
            let v = fired[i].v
            while fired[row].u < u - 1 || (fired[row].u == u - 1 && fired[row].v < v - 1) { row += 1 }
            var j = row
            while fired[j].u < u && fired[j].v <= v + 1 {
                join(i, j)
                j += 1
            }
            if i > 0 && fired[i - 1].u == u && fired[i - 1].v == v - 1 { join(i, i - 1) }
        }
        for i in 0..<fired.count {
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

    @inline(__always)
    private func join(_ a: Int, _ b: Int) {
        let x = first(of: a)
        let y = first(of: b)
        if x < y {
            fired[y].root = Int32(truncatingIfNeeded: x)
        } else if y < x {
            fired[x].root = Int32(truncatingIfNeeded: y)
        }
    }
}

/// What is measured of a cluster: its extent, and the charge of its outer rows of channels (electrons).
struct ClusterShape {
    var firstU: Int32 = .max
    var lastU: Int32 = .min
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

    /// The cluster that begins at `root`.
    @inline(__always)
    init(_ root: Int, _ fired: borrowing Column<FiredChannel>) {
        var i = root
        leading = root
        while i >= 0 {
            let channel = fired[i]
            firstU = min(firstU, channel.u)
            lastU = max(lastU, channel.u)
            firstV = min(firstV, channel.v)
            lastV = max(lastV, channel.v)
            if channel.value > fired[leading].value { leading = i }
            i = Int(channel.next)
        }
        i = root
        while i >= 0 {
            let channel = fired[i]
            charge += channel.value
            sumU += channel.value * Double(channel.u)
            sumV += channel.value * Double(channel.v)
            if channel.u == firstU { chargeFirstU += channel.value }
            if channel.u == lastU { chargeLastU += channel.value }
            if channel.v == firstV { chargeFirstV += channel.value }
            if channel.v == lastV { chargeLastV += channel.value }
            i = Int(channel.next)
        }
    }

    /// Numbers of channels along u and v.
    var sizeU: Int { Int(lastU - firstU) + 1 }
    var sizeV: Int { Int(lastV - firstV) + 1 }
}
