// SPDX-License-Identifier: GPL-3.0-or-later

/// Walks the radial stations in the order in which a helix enters them.
struct RadialCursor {
    /// Station entered next, or -1 for the boundary of the volume.
    var station: Int
    /// Path at which it is entered (0 if the start lies inside) and left, mm.
    var entry: Double
    var exit = Double.infinity
    private var isOutward: Bool

    init(_ motion: RadialMotion, _ navigator: Navigator) {
        isOutward = motion.b >= 0
        // First station whose outer bound lies beyond the start.
        var low = 0
        var high = navigator.radialCount
        while low < high {
            let middle = (low + high) / 2
            let upper = navigator.radial[middle].upper
            if upper * upper < motion.radius2 { low = middle + 1 } else { high = middle }
        }
        station = low
        entry = 0
        if low < navigator.radialCount {
            let lower = navigator.radial[low].lower
            if motion.radius2 >= lower * lower && lower > 0 || lower <= 0 { return }
        }
        crossGap(outer: low, after: 0, motion, navigator)
    }

    /// Finds where the current station is left, and which way.
    mutating func findExit(_ motion: RadialMotion, _ navigator: Navigator) {
        let bounds = navigator.radial[station]
        let start = entry
        if isOutward {
            exit = motion.outward(through: bounds.upper, after: start)
            if exit < .infinity { return }
            isOutward = false
            exit = bounds.lower > 0 ? motion.inward(through: bounds.lower, after: start) : .infinity
        } else {
            exit = bounds.lower > 0 ? motion.inward(through: bounds.lower, after: start) : .infinity
            if exit < .infinity { return }
            isOutward = true
            exit = motion.outward(through: bounds.upper, after: start)
        }
    }

    /// Goes on to the station after the current one, whose exit is known.
    mutating func moveOn(_ motion: RadialMotion, _ navigator: Navigator) {
        guard exit < .infinity else {
            entry = .infinity
            return
        }
        crossGap(outer: isOutward ? station + 1 : station, after: exit, motion, navigator)
    }

    /// From the gap below station `outer`: finds the station entered next.
    private mutating func crossGap(
        outer: Int, after start: Double, _ motion: RadialMotion, _ navigator: Navigator
    ) {
        let isLast = outer == navigator.radialCount
        let above = isLast ? navigator.boundaryRadius : navigator.radial[outer].lower
        let below = outer > 0 ? navigator.radial[outer - 1].upper : -1
        if isOutward {
            entry = motion.outward(through: above, after: start)
            station = isLast ? -1 : outer
            if entry < .infinity { return }
            isOutward = false
            entry = below > 0 ? motion.inward(through: below, after: start) : .infinity
            station = outer - 1
        } else {
            entry = below > 0 ? motion.inward(through: below, after: start) : .infinity
            station = outer - 1
            if entry < .infinity { return }
            isOutward = true
            entry = motion.outward(through: above, after: start)
            station = isLast ? -1 : outer
        }
        if !(entry < .infinity) { entry = .infinity }
    }
}

/// Walks the axial stations in the order in which a helix enters them; z moves one way only.
struct AxialCursor {
    /// Station entered next, or -1 for the boundary of the volume.
    var station: Int
    /// Path at which it is entered (0 if the start lies inside) and left, mm.
    var entry: Double
    var exit: Double

    init(_ helix: Helix, _ navigator: Navigator) {
        var low = 0
        var high = navigator.axialCount
        if helix.uz >= 0 {
            while low < high {
                let middle = (low + high) / 2
                if navigator.axial[middle].upper < helix.z { low = middle + 1 } else { high = middle }
            }
        } else {
            while low < high {
                let middle = (low + high) / 2
                if navigator.axial[middle].lower <= helix.z { low = middle + 1 } else { high = middle }
            }
            low -= 1
        }
        station = low
        entry = 0
        exit = 0
        place(helix, navigator)
    }

    mutating func moveOn(_ helix: Helix, _ navigator: Navigator) {
        station += helix.uz >= 0 ? 1 : -1
        place(helix, navigator)
    }

    private mutating func place(_ helix: Helix, _ navigator: Navigator) {
        let isForward = helix.uz >= 0
        if station < 0 || station >= navigator.axialCount {
            station = -1
            let wall = isForward ? navigator.boundaryHalfLength : -navigator.boundaryHalfLength
            let path = (wall - helix.z) / helix.uz
            entry = path >= 0 ? path : .infinity
            exit = .infinity
            return
        }
        let bounds = navigator.axial[station]
        if helix.uz == 0 {
            // Stays where it is: inside this station for ever, or in a gap for ever.
            let isInside = bounds.lower <= helix.z && helix.z <= bounds.upper
            entry = isInside ? 0 : .infinity
            exit = .infinity
            return
        }
        let inverse = 1 / helix.uz
        let near = ((isForward ? bounds.lower : bounds.upper) - helix.z) * inverse
        entry = max(0, near)
        exit = ((isForward ? bounds.upper : bounds.lower) - helix.z) * inverse
    }
}
