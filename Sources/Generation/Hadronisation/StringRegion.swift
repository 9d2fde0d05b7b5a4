// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A flat region of a string's world sheet: two light-like vectors that span it, and two transverse directions.
struct StringRegion: BitwiseCopyable {
    /// Momenta along the world sheet from the coloured and from the anticoloured side, light-like, GeV.
    var plus: FourVector
    var minus: FourVector
    /// Squared mass 2 plus.minus, GeV².
    var mass2: Double
    private var x: FourVector
    private var y: FourVector

    /// The region between two partons; their masses are moved into light-like vectors with the same sum.
    ///
    /// - Returns: nil if the partons are too collinear to span one.
    init?(partons a: FourVector, _ b: FourVector) {
        let (a2, b2, ab) = (max(a.mass2, 0), max(b.mass2, 0), a.dot(b))
        let root2 = ab * ab - a2 * b2
        guard ab > 0, root2 > 1e-12 * ab * ab else { return nil }
        let root = root2.squareRoot()
        let (k1, k2) = (0.5 * ((b2 + ab) / root - 1), 0.5 * ((a2 + ab) / root - 1))
        self.init(plus: (1 + k1) * a - k2 * b, minus: (1 + k2) * b - k1 * a)
    }

    /// The region spanned by two light-like vectors; nil if they are too parallel.
    init?(plus: FourVector, minus: FourVector) {
        let mass2 = 2 * plus.dot(minus)
        guard mass2 > 1e-8, mass2.isFinite else { return nil }
        self.plus = plus
        self.minus = minus
        self.mass2 = mass2
        // Of the coordinate axes, the one most across the region first.
        let (ax, ay, az) = (
            abs(plus.px / plus.energy - minus.px / minus.energy), abs(plus.py / plus.energy - minus.py / minus.energy),
            abs(plus.pz / plus.energy - minus.pz / minus.energy)
        )
        let axes = (
            FourVector(px: 1, py: 0, pz: 0, energy: 0), FourVector(px: 0, py: 1, pz: 0, energy: 0),
            FourVector(px: 0, py: 0, pz: 1, energy: 0)
        )
        let (first, second): (FourVector, FourVector)
        if ax <= ay && ax <= az {
            (first, second) = ay <= az ? (axes.0, axes.1) : (axes.0, axes.2)
        } else if ay <= az {
            (first, second) = ax <= az ? (axes.1, axes.0) : (axes.1, axes.2)
        } else {
            (first, second) = ax <= ay ? (axes.2, axes.0) : (axes.2, axes.1)
        }
        func across(_ e: FourVector) -> FourVector {
            e - (2 * e.dot(minus) / mass2) * plus - (2 * e.dot(plus) / mass2) * minus
        }
        let ex = across(first)
        let length2 = -ex.mass2
        guard length2 > 1e-12 else { return nil }
        x = (1 / length2.squareRoot()) * ex
        let ey = across(second)
        let straight = ey + ey.dot(x) * x
        let width2 = -straight.mass2
        guard width2 > 1e-12 else { return nil }
        y = (1 / width2.squareRoot()) * straight
    }

    @inline(__always)
    func along(_ plusShare: Double, _ minusShare: Double) -> FourVector { plusShare * plus + minusShare * minus }
    @inline(__always)
    func across(_ px: Double, _ py: Double) -> FourVector { px * x + py * y }
}

/// The regions of one string with any number of gluons, and walks over them.
///
/// `low[i]` is the region next to partons i and i + 1, of which a gluon gives half of its momentum to either side. A
/// region (i, j), i <= j, is spanned by low[i].plus and low[j].minus (Sjöstrand, Nucl. Phys. B 248 (1984) 469).
struct StringSheet: ~Copyable {
    var low = Column<StringRegion>(capacity: 32)
    var last: Int { low.count - 1 }

    /// Fills the regions; false if neighbouring partons are parallel.
    mutating func build(_ momenta: borrowing Column<FourVector>, _ range: Range<Int>) -> Bool {
        low.removeAll()
        for i in range.lowerBound..<range.upperBound - 1 {
            let a = i == range.lowerBound ? momenta[i] : 0.5 * momenta[i]
            let b = i == range.upperBound - 2 ? momenta[i + 1] : 0.5 * momenta[i + 1]
            guard let region = StringRegion(partons: a, b) else { return false }
            low.append(region)
        }
        return true
    }

    /// Light-like vector that an end eats up: number `k` counted from that end.
    @inline(__always)
    func eaten(_ k: Int, fromPlus: Bool) -> FourVector { fromPlus ? low[k].plus : low[last - k].minus }
    /// Light-like vector of the other direction, number `l` from the same end.
    @inline(__always)
    func opposite(_ l: Int, fromPlus: Bool) -> FourVector { fromPlus ? low[l].minus : low[last - l].plus }

    /// The region of these two vectors, k <= l.
    @inline(__always)
    func region(_ k: Int, _ l: Int, fromPlus: Bool) -> StringRegion? {
        if k == l { return low[fromPlus ? k : last - k] }
        return fromPlus
            ? StringRegion(plus: low[k].plus, minus: low[l].minus)
            : StringRegion(plus: low[last - l].plus, minus: low[last - k].minus)
    }
}

/// One end of the part of a string that is left, seen from the parton where it began.
struct StringEnd: BitwiseCopyable {
    var isPlus: Bool
    /// Flavour, and the parton it comes from (-1 for a break).
    var flavour: Int32
    var parton: Int32
    /// Region of the last break: vector eaten and vector of the other direction, with what is left of the first and what is
    /// used of the second.
    var k = 0, l = 0
    var left = 1.0, used = 0.0
    /// Squared invariant time of the last break over the string tension squared, GeV².
    var gamma = 0.0
    /// Transverse momentum of the end.
    var px = 0.0, py = 0.0

    init(isPlus: Bool, flavour: Int32, parton: Int32) {
        self.isPlus = isPlus
        self.flavour = flavour
        self.parton = parton
    }

    /// Moves to the break that splits off a hadron.
    ///
    /// The hadron has mass `mass`, takes the light-cone share `z` of the string, and the break the transverse momentum
    /// (breakX, breakY).
    /// - Returns: the hadron's momentum; nil if the string ends before.
    mutating func step(
        _ sheet: borrowing StringSheet, mass: Double, mT2: Double, z: Double, breakX: Double, breakY: Double
    ) -> FourVector? {
        let target = (1 - z) * (gamma + mT2 / z)
        var (newK, newL) = (k, l)
        guard let start = sheet.region(k, l, fromPlus: isPlus) else { return nil }
        var sum = start.across(px, py)
        if k == l {
            if mT2 < z * left * (1 - used) * start.mass2 {
                let along = z * left
                let against = mT2 / (along * start.mass2)
                let hadron = (isPlus ? start.along(along, against) : start.along(against, along))
                    + start.across(px + breakX, py + breakY)
                left -= along
                used += against
                finish(target, breakX, breakY)
                return hadron
            }
            // All of the opposite vector belongs to the hadron: on to the next one.
            sum += isPlus ? start.along(0, 1 - used) : start.along(1 - used, 0)
            newL += 1
        }
        while newL <= sheet.last && newK <= newL {
            guard let region = sheet.region(newK, newL, fromPlus: isPlus) else { return nil }
            let base = sum + region.across(breakX, breakY)
            guard
                let (along, against) = solve(
                    sheet, region, base: base, mass2: mass * mass, gamma: target, newK, newL)
            else { return nil }
            let newLeft = (newK == k ? left : 1) - along
            let newUsed = (newL == l ? used : 0) + against
            if newUsed > 1 {
                let rest = newL == l ? 1 - used : 1
                sum += isPlus ? region.along(0, rest) : region.along(rest, 0)
                newL += 1
                continue
            }
            if newLeft < 0 {
                let rest = newK == k ? left : 1
                sum += isPlus ? region.along(rest, 0) : region.along(0, rest)
                newK += 1
                continue
            }
            (k, l, left, used) = (newK, newL, newLeft, newUsed)
            finish(target, breakX, breakY)
            return base + (isPlus ? region.along(along, against) : region.along(against, along))
        }
        return nil
    }

    private mutating func finish(_ target: Double, _ breakX: Double, _ breakY: Double) {
        gamma = target
        (px, py) = (-breakX, -breakY)
    }

    /// Shares of a region's vectors in a hadron, from its mass and from the break's Gamma: both are bilinear in them.
    private func solve(
        _ sheet: borrowing StringSheet, _ region: StringRegion, base: FourVector, mass2: Double, gamma target: Double,
        _ newK: Int, _ newL: Int
    ) -> (along: Double, against: Double)? {
        let (eaten, opposite) = isPlus ? (region.plus, region.minus) : (region.minus, region.plus)
        let m1 = mass2 - base.mass2
        let (m2, m3, m4) = (2 * base.dot(eaten), 2 * base.dot(opposite), region.mass2)
        var (g1, g2, g3, g4) = (0.0, 0.0, 0.0, 0.0)
        var b = newL
        while b >= newK {
            let share = b == newL ? (newL == l ? used : 0) : 1
            let against = sheet.opposite(b, fromPlus: isPlus)
            for a in newK...b {
                let w2 = 2 * sheet.eaten(a, fromPlus: isPlus).dot(against)
                let own = a == k ? left : 1
                g1 += own * share * w2
                if a == newK { g2 -= share * w2 }
                if b == newL { g3 += own * w2 }
                if a == newK && b == newL { g4 -= w2 }
            }
            b -= 1
        }
        let g0 = target - g1
        let r2 = m3 * g4 - m4 * g3
        let r1 = m4 * g0 - m1 * g4 + m3 * g2 - m2 * g3
        let r0 = m2 * g0 - m1 * g2
        let root = max(r1 * r1 - 4 * r2 * r0, 0).squareRoot()
        guard abs(r2) > 1e-12, root > 1e-12 else { return nil }
        let against = 0.5 * (root / abs(r2) - r1 / r2)
        let along = (m1 - m3 * against) / (m2 + m4 * against)
        return along.isFinite && against.isFinite ? (along, against) : nil
    }
}
