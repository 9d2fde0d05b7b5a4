// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The particles that an interaction makes, before the transport takes them: columns of fixed length.
///
/// A worker keeps one and empties it between interactions. Models append; nothing is ever allocated after `init`.
struct SecondaryBuffer: ~Copyable, @unchecked Sendable {
    /// The most particles that one interaction may make. Models that know no bound of their own stop there.
    static let capacity = 512

    private(set) var count = 0
    private let numbers: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<Double>
    private let collisionMemory = CollisionProducts.Memory()

    init() {
        numbers = .allocate(capacity: SecondaryBuffer.capacity)
        numbers.initialize(repeating: 0, count: SecondaryBuffer.capacity)
        values = .allocate(capacity: 4 * SecondaryBuffer.capacity)
        values.initialize(repeating: 0, count: 4 * SecondaryBuffer.capacity)
    }

    deinit {
        numbers.deallocate()
        values.deallocate()
    }

    /// PDG numbers.
    var pdgID: UnsafePointer<Int32> { UnsafePointer(numbers) }
    /// Momenta in the frame of the detector, GeV/c.
    var px: UnsafePointer<Double> { UnsafePointer(values) }
    var py: UnsafePointer<Double> { UnsafePointer(values + SecondaryBuffer.capacity) }
    var pz: UnsafePointer<Double> { UnsafePointer(values + 2 * SecondaryBuffer.capacity) }
    /// GeV/c².
    var mass: UnsafePointer<Double> { UnsafePointer(values + 3 * SecondaryBuffer.capacity) }

    /// Particles that still fit.
    var room: Int { SecondaryBuffer.capacity - count }

    mutating func removeAll() { count = 0 }

    /// An empty place for the particles of a collision while they have no momenta yet; one at a time.
    func collision() -> CollisionProducts { CollisionProducts(in: collisionMemory) }

    /// Appends a particle.
    ///
    /// - Precondition: `room` > 0.
    mutating func append(_ id: Int32, _ momentum: Momentum, mass m: Double) {
        precondition(count < SecondaryBuffer.capacity, "more secondaries than a buffer holds")
        numbers[count] = id
        values[count] = momentum.x
        values[SecondaryBuffer.capacity + count] = momentum.y
        values[2 * SecondaryBuffer.capacity + count] = momentum.z
        values[3 * SecondaryBuffer.capacity + count] = m
        count += 1
    }

    /// Removes particles, and keeps the order of the others.
    ///
    /// - Parameter isKept: is asked for every position.
    /// - Returns: the energy of those that were removed, GeV.
    mutating func removeAll(butThose isKept: (borrowing SecondaryBuffer, Int) -> Bool) -> Double {
        var removed = 0.0
        var next = 0
        for i in 0..<count {
            guard isKept(self, i) else {
                removed += energy(i)
                continue
            }
            numbers[next] = numbers[i]
            for column in 0..<4 {
                let first = column * SecondaryBuffer.capacity
                values[first + next] = values[first + i]
            }
            next += 1
        }
        count = next
        return removed
    }

    /// The momentum of one particle.
    func momentum(_ i: Int) -> Momentum { Momentum(x: px[i], y: py[i], z: pz[i]) }

    /// Total energy of one particle, GeV.
    func energy(_ i: Int) -> Double {
        let m = mass[i]
        return (momentum(i).squared + m * m).squareRoot()
    }
}

/// A momentum in the frame of the detector, GeV/c.
struct Momentum: BitwiseCopyable, Sendable, Equatable {
    var x, y, z: Double

    var squared: Double { x * x + y * y + z * z }
    var size: Double { squared.squareRoot() }

    static func + (a: Momentum, b: Momentum) -> Momentum { Momentum(x: a.x + b.x, y: a.y + b.y, z: a.z + b.z) }
    static func - (a: Momentum, b: Momentum) -> Momentum { Momentum(x: a.x - b.x, y: a.y - b.y, z: a.z - b.z) }
    static func * (a: Momentum, factor: Double) -> Momentum {
        Momentum(x: a.x * factor, y: a.y * factor, z: a.z * factor)
    }
}

/// Three axes at right angles, the third along a direction of flight: interactions work in these and turn the results.
struct FlightAxes: BitwiseCopyable, Sendable {
    let first, second, along: Momentum

    /// - Precondition: `momentum` is not zero.
    init(along momentum: Momentum) {
        let n = momentum * (1 / momentum.size)
        // Duff et al., J. Comput. Graph. Tech. 6 (2017) 1, listing 3.
        let sign: Double = n.z < 0 ? -1 : 1
        let a = -1 / (sign + n.z)
        let b = n.x * n.y * a
        first = Momentum(x: 1 + sign * n.x * n.x * a, y: sign * b, z: -sign * n.x)
        second = Momentum(x: b, y: sign + n.y * n.y * a, z: -n.y)
        along = n
    }

    /// A vector given by its components along these axes.
    func turned(_ x: Double, _ y: Double, _ z: Double) -> Momentum { first * x + second * y + along * z }

    /// A momentum of a size at an angle to the direction of flight, at an azimuth given by its cosine and sine.
    func momentum(_ size: Double, cosine: Double, _ azimuth: (cosine: Double, sine: Double)) -> Momentum {
        let across = size * max(0, (1 - cosine) * (1 + cosine)).squareRoot()
        return turned(across * azimuth.cosine, across * azimuth.sine, size * cosine)
    }
}

extension RandomStream {
    /// Cosine and sine of an angle that is uniform over the circle.
    mutating func azimuth() -> (cosine: Double, sine: Double) {
        let (sine, cosine) = Elementary.sincos(PhysicalConstants.twoPi * uniform())
        return (cosine, sine)
    }

    /// A uniform direction.
    mutating func direction() -> Momentum {
        let cosine = 2 * uniform() - 1
        let around = azimuth()
        let across = ((1 - cosine) * (1 + cosine)).squareRoot()
        return Momentum(x: across * around.cosine, y: across * around.sine, z: cosine)
    }
}
