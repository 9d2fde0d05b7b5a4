// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How much azimuth and length modules cover, from the parameters alone.
enum Coverage {
    /// Azimuth that a barrel module spans seen from the beam, radians, at its largest radius.
    static func span(_ layer: BarrelLayerDescription) -> Double {
        let (sine, cosine) = Elementary.sincos(layer.tilt)
        let across = layer.halfWidth * cosine
        let along = layer.halfWidth * sine
        // Edges at (radius ∓ along, ± across) in the frame whose first axis points to the module's centre.
        let radius = layer.outermostRadius
        return Elementary.atan2(across, radius - along) + Elementary.atan2(across, radius + along)
    }

    /// The smallest number of modules around the beam such that neighbours overlap by `overlap` mm; even when
    /// neighbours alternate in radius, and at most 100,000.
    static func phiCount(_ layer: BarrelLayerDescription, overlap: Double) -> Int {
        let step = span(layer) - overlap / layer.radius
        guard step > PhysicalConstants.twoPi / 1e5 else { return 100_000 }
        let count = Int((PhysicalConstants.twoPi / step).rounded(.up))
        return layer.phiStagger != 0 && count % 2 == 1 ? count + 1 : max(count, 1)
    }

    /// What a barrel layer leaves open, in words; nil when neighbours meet.
    static func gap(_ layer: BarrelLayerDescription) -> String? {
        let step = PhysicalConstants.twoPi / Double(layer.phiCount)
        let span = span(layer)
        if span < step {
            return "neighbours leave a gap of \(DecimalText.fixed((step - span) * layer.radius, 3)) mm in azimuth"
        }
        if layer.zCount > 1 && layer.zOverlap < 0 {
            return "rows leave a gap of \(DecimalText.fixed(-layer.zOverlap, 3)) mm along z"
        }
        return nil
    }

    /// What a ring leaves open in azimuth, in words; nil when neighbours meet at both ends.
    static func gap(_ ring: RingDescription) -> String? {
        let step = PhysicalConstants.twoPi / Double(ring.count)
        let inner = 2 * Elementary.atan2(ring.innerHalfWidth, ring.radius - ring.halfLength)
        let outer = 2 * Elementary.atan2(ring.outerHalfWidth, ring.radius + ring.halfLength)
        guard min(inner, outer) < step else { return nil }
        let radius = outer < inner ? ring.radius + ring.halfLength : ring.radius - ring.halfLength
        let gap = DecimalText.fixed((step - min(inner, outer)) * radius, 3)
        return "neighbours leave a gap of \(gap) mm in azimuth at r = \(DecimalText.fixed(radius, 1)) mm"
    }

    /// What two rings leave open in radius, in words; nil when they meet.
    static func gap(_ first: RingDescription, _ second: RingDescription) -> String? {
        let (inner, outer) = first.radius <= second.radius ? (first, second) : (second, first)
        // The straight inner edge of a module recedes towards the boundary with its neighbour.
        let halfStep = PhysicalConstants.pi / Double(outer.count)
        let begin = (outer.radius - outer.halfLength) / max(Elementary.cos(halfStep), 1e-3)
        let gap = begin - (inner.radius + inner.halfLength)
        return gap > 0 ? "rings leave a gap of \(DecimalText.fixed(gap, 3)) mm in radius" : nil
    }
}
