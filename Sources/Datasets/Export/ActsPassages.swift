// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// A particle's passage of a module in the frame of the detector as built.
struct ActsPassage {
    /// Event-local rows of the hit and of the particle, and row of the module.
    var hit, particle, module: Int
    /// Whether this is the main particle of the hit.
    var isMain: Bool
    /// mm, GeV/c, ns.
    var state: ActsState
    /// Energy that the particle left, as read out, GeV.
    var deposit: Double

    var place: Vector3 { state.place }
    var momentum: Vector3 { state.momentum }

    /// Appends `,tx,...,deltae`: the momentum after the sensor has the direction of the one before, and the energy less
    /// the deposit.
    func write(_ crossing: ActsCrossing, mass: Double, to csv: inout CSVWriter) {
        let (place, p) = (crossing.place, crossing.momentum)
        let square = p.dot(p)
        let energy = (square + mass * mass).squareRoot()
        let after = max(energy - deposit, mass)
        let change = square > 0 ? (max(after * after - mass * mass, 0) / square).squareRoot() - 1 : 0
        let values = [
            place.x, place.y, place.z, state.time * ActsExport.speedOfLight, p.x, p.y, p.z, energy, change * p.x,
            change * p.y, change * p.z, after - energy,
        ]
        for value in values {
            csv.comma()
            csv.number(Float(value))
        }
    }
}

/// The true side of an event's hits: every particle's passages, in the order of hits, main particles first.
struct ActsHits {
    private(set) var passages: [ActsPassage] = []
    /// Measured hits without a particle.
    private(set) var noise = 0

    init(
        _ reader: DatasetReader, event: Int, _ particles: ActsParticles, _ modules: ActsModules
    ) throws(DatasetError) {
        let rows = try reader.rows("tracker_hits", ofEvent: event)
        let main = try MainCrossings(reader, rows: rows)
        let shares = try Shares(reader, rows: rows)
        let states = KnownStates(main, particles)
        for hit in 0..<main.count {
            guard main.particle[hit] >= 0 else {
                noise += 1
                continue
            }
            let energy = main.energy[hit]
            let own = shares.fraction(of: main.particle[hit], in: hit) ?? 1
            let particle = try Self.row(main.particle[hit], hit, particles, reader, event)
            let module = Int(main.module[hit])
            passages.append(
                ActsPassage(
                    hit: hit, particle: particle, module: module, isMain: true, state: main.state(hit),
                    deposit: energy * own))
            for share in shares.rows(of: hit) where shares.particle[share] != main.particle[hit] {
                let further = try Self.row(shares.particle[share], hit, particles, reader, event)
                guard let place = modules.place(module, u: main.u[hit], v: main.v[hit]) else {
                    throw DatasetError(
                        .corrupt, path: reader.path, reason: "hit \(hit) of event row \(event) is on module \(module)")
                }
                let arrival = ActsArrival(
                    from: states.nearest(further, to: place), mass: particles.mass[further], at: place)
                passages.append(
                    ActsPassage(
                        hit: hit, particle: further, module: module, isMain: false,
                        state: ActsState(place: place, momentum: arrival.momentum, time: arrival.time),
                        deposit: energy * shares.fraction[share]))
            }
        }
    }

    /// A particle's row, if there is such a particle.
    private static func row(
        _ particle: Int32, _ hit: Int, _ particles: ActsParticles, _ reader: DatasetReader, _ event: Int
    ) throws(DatasetError) -> Int {
        guard particles.identity.indices.contains(Int(particle)) else {
            throw DatasetError(
                .corrupt, path: reader.path, reason: "hit \(hit) of event row \(event) names particle \(particle)")
        }
        return Int(particle)
    }

    /// The number of each passage on its particle's path, from 0, by time.
    func pathIndices(particleCount: Int) -> [Int] {
        var index = [Int](repeating: 0, count: passages.count)
        var next = [Int](repeating: 0, count: particleCount)
        let order = passages.indices.sorted {
            let (a, b) = (passages[$0].state.time, passages[$1].state.time)
            return a != b ? a < b : $0 < $1
        }
        for row in order {
            index[row] = next[passages[row].particle]
            next[passages[row].particle] += 1
        }
        return index
    }
}

/// Crossings of the main particles, as the dataset holds them.
private struct MainCrossings {
    let particle, module: [Int32]
    let u, v, energy: [Double]
    private let x, y, z, time, px, py, pz: [Double]

    var count: Int { particle.count }

    init(_ reader: DatasetReader, rows: Range<Int>) throws(DatasetError) {
        func column(_ name: String) throws(DatasetError) -> [Double] {
            try reader.read("tracker_hits/" + name, as: Float.self, rows: rows).map { Double($0) }
        }
        particle = try reader.read("tracker_hits/particle", as: Int32.self, rows: rows)
        module = try reader.read("tracker_hits/module", as: Int32.self, rows: rows)
        (u, v, energy) = (try column("u"), try column("v"), try column("energy"))
        (x, y, z) = (try column("true_x"), try column("true_y"), try column("true_z"))
        time = try column("true_time")
        (px, py, pz) = (try column("true_px"), try column("true_py"), try column("true_pz"))
    }

    func state(_ hit: Int) -> ActsState {
        ActsState(
            place: Vector3(x[hit], y[hit], z[hit]), momentum: Vector3(px[hit], py[hit], pz[hit]), time: time[hit])
    }
}

/// The particles behind each hit; none where the dataset has no such table.
private struct Shares {
    private(set) var particle: [Int32] = []
    private(set) var fraction: [Double] = []
    private var offsets: [Int]

    init(_ reader: DatasetReader, rows: Range<Int>) throws(DatasetError) {
        offsets = [Int](repeating: 0, count: rows.count + 1)
        guard reader.has("hit_particles") else { return }
        offsets = try reader.offsets("hit_particles", outerRows: rows)
        let inside = offsets[0]..<offsets[rows.count]
        particle = try reader.read("hit_particles/particle", as: Int32.self, rows: inside)
        fraction = try reader.read("hit_particles/fraction", as: Float.self, rows: inside).map { Double($0) }
    }

    func rows(of hit: Int) -> Range<Int> { offsets[hit] - offsets[0]..<offsets[hit + 1] - offsets[0] }

    func fraction(of wanted: Int32, in hit: Int) -> Double? {
        rows(of: hit).first { particle[$0] == wanted }.map { fraction[$0] }
    }
}

/// What is known of the way of each particle: its birth, and its crossings as the main particle of hits.
private struct KnownStates {
    private let main: MainCrossings
    private let particles: ActsParticles
    /// Hits by particle, and where those of each begin.
    private var hits: [Int]
    private var first: [Int]

    init(_ main: MainCrossings, _ particles: ActsParticles) {
        self.main = main
        self.particles = particles
        let count = particles.count
        let owned = main.particle.indices.filter { main.particle[$0] >= 0 && Int(main.particle[$0]) < count }
        first = [Int](repeating: 0, count: count + 1)
        for hit in owned { first[Int(main.particle[hit]) + 1] += 1 }
        for i in 0..<count { first[i + 1] += first[i] }
        hits = [Int](repeating: 0, count: owned.count)
        var next = first
        for hit in owned {
            hits[next[Int(main.particle[hit])]] = hit
            next[Int(main.particle[hit])] += 1
        }
    }

    /// The state of a particle that is nearest to a place; of equal ones the earliest in the dataset.
    func nearest(_ particle: Int, to place: Vector3) -> ActsState {
        func distance2(_ state: ActsState) -> Double {
            let way = place - state.place
            return way.dot(way)
        }
        var best = particles.birth(particle)
        for i in first[particle]..<first[particle + 1] {
            let state = main.state(hits[i])
            if distance2(state) < distance2(best) { best = state }
        }
        return best
    }
}
