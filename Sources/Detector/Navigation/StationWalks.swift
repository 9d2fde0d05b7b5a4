// SPDX-License-Identifier: GPL-3.0-or-later

/// What a helix comes to when it leaves a slot.
enum StationEvent {
    case gap
    case inside
    case boundary
    /// The single passive surface of a thin station.
    case thin(Int)
}

/// Walks the radial stations in the order in which a helix comes to them.
struct RadialWalk {
    /// Slot now, and the path at which it was entered, mm.
    private(set) var slot: Int32
    private(set) var start = 0.0
    /// Path at which it is left; infinite if never.
    private(set) var event = Double.infinity
    private var isOutward: Bool
    private var lastThin: Int32 = -1

    @inline(__always)
    init(_ cursor: NavigationCursor, _ motion: RadialMotion, _ navigator: Navigator) {
        isOutward = motion.b >= 0
        slot = cursor.radial
        if cursor.onRadial >= 0 { slot = 2 * cursor.onRadial + (isOutward ? 2 : 0) }
        findEvent(motion, navigator)
    }

    @inline(__always) var isInside: Bool { slot & 1 == 1 }
    @inline(__always) var station: Int { Int(slot >> 1) }
    @inline(__always) var span: (start: Double, end: Double) { (start, event) }

    /// The thin station crossed at exactly this path, -1 for none.
    @inline(__always)
    func thinStation(at path: Double) -> Int32 { start == path && path > 0 ? lastThin : -1 }

    /// Passes the event and finds the one after it.
    @inline(__always)
    mutating func moveOn(_ motion: RadialMotion, _ navigator: Navigator) -> StationEvent {
        start = event
        lastThin = -1
        if isInside {
            slot += isOutward ? 1 : -1
            findEvent(motion, navigator)
            return .gap
        }
        let reached = isOutward ? slot >> 1 : (slot >> 1) - 1
        if reached == navigator.radialCount {
            event = .infinity
            return .boundary
        }
        if navigator.radial[Int(reached)].isThin {
            lastThin = reached
            slot += isOutward ? 2 : -2
            findEvent(motion, navigator)
            return .thin(Int(reached))
        }
        slot = 2 * reached + 1
        findEvent(motion, navigator)
        return .inside
    }

    /// Finds where the slot is left, and which way: outward if the bound above can be reached before turning back.
    @inline(__always)
    private mutating func findEvent(_ motion: RadialMotion, _ navigator: Navigator) {
        if isOutward {
            event = motion.outward(through: above(navigator), after: start)
            if event < .infinity { return }
            isOutward = false
            event = reachBelow(motion, navigator)
        } else {
            event = reachBelow(motion, navigator)
            if event < .infinity { return }
            isOutward = true
            event = motion.outward(through: above(navigator), after: start)
        }
        if !(event < .infinity) { event = .infinity }
    }

    @inline(__always)
    private func above(_ navigator: Navigator) -> Double {
        if isInside { return navigator.radial[station].upper }
        return slot >> 1 == navigator.radialCount ? navigator.boundaryRadius : navigator.radial[station].lower
    }

    @inline(__always)
    private func reachBelow(_ motion: RadialMotion, _ navigator: Navigator) -> Double {
        if !isInside && slot == 0 { return .infinity }
        let radius = isInside ? navigator.radial[station].lower : navigator.radial[station - 1].upper
        return radius > 0 ? motion.inward(through: radius, after: start) : .infinity
    }
}

/// Walks the axial stations in the order in which a helix comes to them; z moves one way only.
struct AxialWalk {
    private(set) var slot: Int32
    private(set) var start = 0.0
    private(set) var event = Double.infinity
    private let isForward: Bool
    private let z: Double
    /// 1 / uz.
    private let inverse: Double
    private var lastThin: Int32 = -1

    @inline(__always)
    init(_ cursor: NavigationCursor, _ helix: Helix, _ navigator: Navigator) {
        isForward = helix.uz >= 0
        z = helix.z
        inverse = 1 / helix.uz
        slot = cursor.axial
        if cursor.onAxial >= 0 { slot = 2 * cursor.onAxial + (isForward ? 2 : 0) }
        findEvent(navigator)
    }

    @inline(__always) var isInside: Bool { slot & 1 == 1 }
    @inline(__always) var station: Int { Int(slot >> 1) }
    @inline(__always) var span: (start: Double, end: Double) { (start, event) }

    @inline(__always)
    func thinStation(at path: Double) -> Int32 { start == path && path > 0 ? lastThin : -1 }

    @inline(__always)
    mutating func moveOn(_ navigator: Navigator) -> StationEvent {
        start = event
        lastThin = -1
        if isInside {
            slot += isForward ? 1 : -1
            findEvent(navigator)
            return .gap
        }
        let reached = isForward ? slot >> 1 : (slot >> 1) - 1
        if reached < 0 || reached == navigator.axialCount {
            event = .infinity
            return .boundary
        }
        if navigator.axial[Int(reached)].isThin {
            lastThin = reached
            slot += isForward ? 2 : -2
            findEvent(navigator)
            return .thin(Int(reached))
        }
        slot = 2 * reached + 1
        findEvent(navigator)
        return .inside
    }

    @inline(__always)
    private mutating func findEvent(_ navigator: Navigator) {
        let wall: Double
        if isInside {
            wall = isForward ? navigator.axial[station].upper : navigator.axial[station].lower
        } else if isForward {
            wall = slot >> 1 == navigator.axialCount ? navigator.boundaryHalfLength : navigator.axial[station].lower
        } else {
            wall = slot == 0 ? -navigator.boundaryHalfLength : navigator.axial[station - 1].upper
        }
        let path = (wall - z) * inverse
        // A helix across the axis never moves in z; rounding must not take a path back.
        event = path.isFinite ? max(path, start) : .infinity
    }
}
