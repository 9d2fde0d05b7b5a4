// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One step as it is recorded, while other particles fly beside this one.
struct StepRecord: BitwiseCopyable {
    var module: Int32
    var particle: Int32
    var x, y, z, t, px, py, pz, u, v, pathLength, deposit: Double
}

/// Steps of an event in the order in which they happen, and their way into columns in the order of particles.
///
/// Where a step is and how the particle flies there is known at once; what it leaves there waits in `deposits`, as no
/// flight depends on it, until eight steps can be computed together.
struct StepBuffer: ~Copyable {
    private var records = Column<StepRecord>(capacity: 4096)
    /// Passages of the steps from `finished` on.
    let deposits = DepositQueue()
    /// Number of the steps, from the first, that are complete.
    private(set) var finished = 0
    /// Number of steps of each particle, then the place of its next one; generated particles first, then secondaries in
    /// the order of making.
    private var next = Column<Int32>(capacity: 1024)

    mutating func begin(particles: Int) {
        records.removeAll()
        finished = 0
        next.removeAll()
        next.append(repeating: 0, count: particles)
    }

    /// A secondary was made.
    @inline(__always)
    mutating func addParticle() { next.append(0) }

    /// A step of a particle, whose other values but for path and deposit the caller writes through the pointer (a whole
    /// record would be copied), and its place in `deposits`.
    @inline(__always)
    mutating func append(particle: Int32) -> (record: UnsafeMutablePointer<StepRecord>, place: Int) {
        let place = records.count & (DepositQueue.capacity - 1)
        let record = records.append(unwritten: 1)
        record.pointee.particle = particle
        next[Int(particle)] += 1
        return (record, place)
    }

    /// Steps whose deposits are not known yet.
    var waiting: Int {
        @inline(__always) get { records.count - finished }
    }

    /// Completes the next eight steps, or those that there are, with their paths, mm, and deposits, GeV.
    mutating func finish(paths: LaneColumn, deposits: LaneColumn) {
        let count = min(waiting, DepositQueue.block)
        let first = finished
        records.withUnsafeMutableBuffer { records in
            for i in 0..<count {
                let record = records.baseAddress! + (first + i)
                record.pointee.pathLength = paths[i]
                record.pointee.deposit = deposits[i]
            }
        }
        finished += count
    }

    /// Writes the steps to `steps`: by particle in the event's final order, and for one particle in the order of its path.
    mutating func write(to steps: inout StepColumns, _ secondaries: borrowing SecondaryStore) {
        var place: Int32 = 0
        let roots = next.count - secondaries.order.count
        for i in 0..<next.count {
            let particle = i < roots ? i : roots + Int(secondaries.order[i - roots])
            let count = next[particle]
            next[particle] = place
            place += count
        }
        let target = StepPointers(&steps, count: records.count)
        records.withUnsafeBuffer { records in
            for i in records.indices {
                let record = records.baseAddress! + i
                let particle = Int(record.pointee.particle)
                let position = Int(next[particle])
                next[particle] += 1
                target.write(record, particle: secondaries.position(record.pointee.particle), at: position)
            }
        }
    }
}

/// Where the columns of steps are written, in any order.
private struct StepPointers {
    let module, particle: UnsafeMutablePointer<Int32>
    let x, y, z, t, px, py, pz, u, v, pathLength, deposit: UnsafeMutablePointer<Double>

    init(_ steps: inout StepColumns, count: Int) {
        module = steps.module.append(unwritten: count)
        particle = steps.particle.append(unwritten: count)
        x = steps.x.append(unwritten: count)
        y = steps.y.append(unwritten: count)
        z = steps.z.append(unwritten: count)
        t = steps.t.append(unwritten: count)
        px = steps.px.append(unwritten: count)
        py = steps.py.append(unwritten: count)
        pz = steps.pz.append(unwritten: count)
        u = steps.u.append(unwritten: count)
        v = steps.v.append(unwritten: count)
        pathLength = steps.pathLength.append(unwritten: count)
        deposit = steps.deposit.append(unwritten: count)
    }

    @inline(__always)
    func write(_ record: UnsafePointer<StepRecord>, particle number: Int32, at position: Int) {
        module[position] = record.pointee.module
        particle[position] = number
        x[position] = record.pointee.x
        y[position] = record.pointee.y
        z[position] = record.pointee.z
        t[position] = record.pointee.t
        px[position] = record.pointee.px
        py[position] = record.pointee.py
        pz[position] = record.pointee.pz
        u[position] = record.pointee.u
        v[position] = record.pointee.v
        pathLength[position] = record.pointee.pathLength
        deposit[position] = record.pointee.deposit
    }
}
