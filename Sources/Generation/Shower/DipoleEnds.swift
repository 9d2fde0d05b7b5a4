// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Radiation from the products of one decay.
///
/// This is the seam for another shower: it gets the positions of the products, may replace coloured ones by more
/// partons, and must keep the sum of their momenta and their colour lines to the outside.
protocol PartonShower: Sendable {
    func radiate(
        from products: Range<Int>, in event: inout HardEvent, using stream: inout RandomStream,
        scratch: inout ShowerScratch)
}

/// Memory of a shower.
public struct ShowerScratch: ~Copyable, Sendable {
    /// Positions of the outgoing partons of the system in the event.
    var members = Column<Int32>(capacity: 64)
    var ends = Column<DipoleEnd>(capacity: 64)

    public init() {}
}

/// A parton that can radiate, and the one at the other end of its colour line, which takes the recoil.
struct DipoleEnd: BitwiseCopyable {
    var radiator: Int32
    /// 0 or 1 for an incoming parton.
    var recoiler: Int32
    /// Radiates on its colour side, else on its anticolour side.
    var isColourSide: Bool
    /// Whether the trial is the splitting of a gluon to quarks.
    var splits = false
    /// Squared scale of the next trial branching; below 0 when it is still to be drawn, 0 for none.
    var trial = -1.0

    var recoilIsIncoming: Bool { recoiler < 2 }
}

/// Ends of the colour lines of a system of partons.
///
/// A line of an outgoing colour ends at an outgoing anticolour or at an incoming colour; where it leaves the system
/// (the bottom quark of a top decay), a colourless resonance of the system takes the recoil.
enum ColourLines {
    /// Appends the ends of one radiator, colour side first.
    static func appendEnds(
        of radiator: Int32, _ event: borrowing HardEvent, _ scratch: inout ShowerScratch, withBeams: Bool
    ) {
        let parton = event.partons[Int(radiator)]
        for isColourSide in [true, false] where (isColourSide ? parton.colour : parton.anticolour) != 0 {
            let recoiler = partner(of: radiator, isColourSide: isColourSide, event, scratch, withBeams: withBeams)
            guard recoiler >= 0 else { continue }
            scratch.ends.append(DipoleEnd(radiator: radiator, recoiler: recoiler, isColourSide: isColourSide))
        }
    }

    /// The parton at the other end of a line; -1 for none.
    static func partner(
        of radiator: Int32, isColourSide: Bool, _ event: borrowing HardEvent, _ scratch: borrowing ShowerScratch,
        withBeams: Bool
    ) -> Int32 {
        let parton = event.partons[Int(radiator)]
        let line = isColourSide ? parton.colour : parton.anticolour
        for j in scratch.members.indices where scratch.members[j] != radiator {
            let position = Int(scratch.members[j])
            let other = isColourSide ? event.partons[position].anticolour : event.partons[position].colour
            if other == line { return scratch.members[j] }
        }
        if withBeams {
            for beam: Int32 in 0..<2 {
                let incoming = event.partons[Int(beam)]
                if (isColourSide ? incoming.colour : incoming.anticolour) == line { return beam }
            }
            return -1
        }
        for j in scratch.members.indices where scratch.members[j] != radiator {
            let other = event.partons[Int(scratch.members[j])]
            if other.colour == 0 && other.anticolour == 0 { return scratch.members[j] }
        }
        return -1
    }

    /// After a branching: new ends for radiators that changed their colours, fresh trials wherever a momentum changed.
    ///
    /// - Parameters:
    ///   - first, second: the two products, whose ends are all made anew.
    ///   - recoiler: the parton that took the recoil.
    static func update(
        afterBranching first: Int32, _ second: Int32, recoiler: Int32, _ event: borrowing HardEvent,
        _ scratch: inout ShowerScratch, withBeams: Bool
    ) {
        var kept = 0
        for i in scratch.ends.indices {
            var end = scratch.ends[i]
            if end.radiator == first || end.radiator == second { continue }
            if end.recoiler == first || end.recoiler == second {
                end.recoiler = partner(
                    of: end.radiator, isColourSide: end.isColourSide, event, scratch, withBeams: withBeams)
                end.trial = -1
            }
            if end.radiator == recoiler || end.recoiler == recoiler { end.trial = -1 }
            scratch.ends[kept] = end
            kept += 1
        }
        scratch.ends.truncate(to: kept)
        appendEnds(of: first, event, &scratch, withBeams: withBeams)
        appendEnds(of: second, event, &scratch, withBeams: withBeams)
    }
}

/// A right-handed frame whose third axis is along a vector.
struct Frame: BitwiseCopyable {
    private let ux, uy, uz: Double
    private let vx, vy, vz: Double
    private let wx, wy, wz: Double

    init(along vector: FourVector) {
        let length = vector.momentum
        let (a, b, c) =
            length > 0 ? (vector.px / length, vector.py / length, vector.pz / length) : (0, 0, 1)
        (wx, wy, wz) = (a, b, c)
        // Perpendicular to the larger of the transverse and longitudinal parts.
        let rho = (a * a + b * b).squareRoot()
        if rho > 1e-9 {
            (ux, uy, uz) = (a * c / rho, b * c / rho, -rho)
            (vx, vy, vz) = (-b / rho, a / rho, 0)
        } else {
            (ux, uy, uz) = (1, 0, 0)
            (vx, vy, vz) = (0, c > 0 ? 1 : -1, 0)
        }
    }

    /// A vector given in this frame, in the frame of the axes.
    @inline(__always)
    func rotated(_ p: FourVector) -> FourVector {
        FourVector(
            px: p.px * ux + p.py * vx + p.pz * wx, py: p.px * uy + p.py * vy + p.pz * wy,
            pz: p.px * uz + p.py * vz + p.pz * wz, energy: p.energy)
    }
}
