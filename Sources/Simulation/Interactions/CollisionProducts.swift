// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The particles of one collision in its centre of mass, before and after they have momenta, in memory that a worker keeps
/// from one collision to the next.
struct CollisionProducts: ~Copyable {
    /// What may change its charge into what.
    enum Kind: UInt8 {
        case pion, nucleon, antinucleon
        /// K⁺ or K⁰; K⁻ or the anti-K⁰.
        case kaon, antikaon
        /// Keeps its species.
        case other

        var charges: ClosedRange<Int> {
            switch self {
            case .pion: -1...1
            case .nucleon, .kaon: 0...1
            case .antinucleon, .antikaon: -1...0
            case .other: 0...0
            }
        }
    }

    static let capacity = 128
    private(set) var count = 0
    let kind: UnsafeMutablePointer<Kind>
    let charge: UnsafeMutablePointer<Int>
    let mass: UnsafeMutablePointer<Double>
    /// Place along the axis, 0 with the target to 1 with the projectile; then the rapidity.
    let place: UnsafeMutablePointer<Double>
    let px, py: UnsafeMutablePointer<Double>
    /// √(m² + pT²), GeV, once momenta are drawn.
    let transverseMass: UnsafeMutablePointer<Double>

    /// Nothing yet, in memory that must be kept alive and belong to no other collision meanwhile.
    init(in memory: borrowing Memory) {
        kind = memory.kinds
        charge = memory.charges
        mass = memory.numbers
        place = memory.numbers + CollisionProducts.capacity
        px = memory.numbers + 2 * CollisionProducts.capacity
        py = memory.numbers + 3 * CollisionProducts.capacity
        transverseMass = memory.numbers + 4 * CollisionProducts.capacity
    }

    /// The columns of one collision.
    struct Memory: ~Copyable, @unchecked Sendable {
        fileprivate let kinds: UnsafeMutablePointer<Kind>
        fileprivate let charges: UnsafeMutablePointer<Int>
        fileprivate let numbers: UnsafeMutablePointer<Double>

        init() {
            kinds = .allocate(capacity: CollisionProducts.capacity)
            kinds.initialize(repeating: .other, count: CollisionProducts.capacity)
            charges = .allocate(capacity: CollisionProducts.capacity)
            charges.initialize(repeating: 0, count: CollisionProducts.capacity)
            numbers = .allocate(capacity: 5 * CollisionProducts.capacity)
            numbers.initialize(repeating: 0, count: 5 * CollisionProducts.capacity)
        }

        deinit {
            kinds.deallocate()
            charges.deallocate()
            numbers.deallocate()
        }
    }

    var room: Int { CollisionProducts.capacity - count }

    /// - Precondition: `room` > 0.
    mutating func append(_ k: Kind, charge q: Int, mass m: Double = 0, place y: Double) {
        precondition(count < CollisionProducts.capacity, "more particles than a collision holds")
        kind[count] = k
        charge[count] = q
        mass[count] = m
        place[count] = y
        count += 1
    }

    mutating func removeLast() { count -= 1 }

    /// Changes charges, beginning at `start` and going round, until they add up to `total` or nothing can change.
    ///
    /// - Returns: what they add up to.
    mutating func balance(_ total: Int, from start: Int) -> Int {
        var lack = total - totalCharge
        for _ in 0..<2 {
            for step in 0..<count where lack != 0 {
                let i = (start + step) % count
                let wanted = charge[i] + (lack > 0 ? 1 : -1)
                guard kind[i] != .other, kind[i].charges.contains(wanted) else { continue }
                lack -= wanted - charge[i]
                charge[i] = wanted
            }
        }
        return total - lack
    }

    /// Gives masses to all but those that keep their species.
    mutating func setMasses() {
        for i in 0..<count {
            switch kind[i] {
            case .pion: mass[i] = HadronMass.pion(charge: charge[i])
            case .nucleon, .antinucleon: mass[i] = HadronMass.nucleon(charge: charge[i])
            case .kaon, .antikaon: mass[i] = charge[i] == 0 ? HadronMass.neutralKaon : HadronMass.chargedKaon
            case .other: break
            }
        }
    }

    /// The number of a particle that is not `other`; neutral kaons are long- or short-lived as `isLong` says.
    func pdgID(_ i: Int, isLong: Bool) -> Int32? {
        let q = charge[i]
        return switch kind[i] {
        case .pion: q == 0 ? 111 : q > 0 ? 211 : -211
        case .nucleon: q == 0 ? 2112 : 2212
        case .antinucleon: q == 0 ? -2112 : -2212
        case .kaon: q == 0 ? (isLong ? 130 : 310) : 321
        case .antikaon: q == 0 ? (isLong ? 130 : 310) : -321
        case .other: nil
        }
    }

    var totalMass: Double {
        var sum = 0.0
        for i in 0..<count { sum += mass[i] }
        return sum
    }

    var totalCharge: Int {
        var sum = 0
        for i in 0..<count { sum += charge[i] }
        return sum
    }

    /// Brings transverse masses up to date; returns their sum.
    mutating func setTransverseMasses() -> Double {
        var sum = 0.0
        for i in 0..<count {
            transverseMass[i] = (mass[i] * mass[i] + px[i] * px[i] + py[i] * py[i]).squareRoot()
            sum += transverseMass[i]
        }
        return sum
    }
}
