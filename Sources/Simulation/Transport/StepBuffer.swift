// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// One step as it is recorded, while other particles fly beside this one.
struct StepRecord: BitwiseCopyable {
    var module: Int32
    var particle: Int32
    var x, y, z, t, px, py, pz, u, v, pathLength, deposit: Double
}

/// Steps of an event in the order in which they happen, and their way into columns in the order of particles.
struct StepBuffer: ~Copyable {
    private var records = Column<StepRecord>(capacity: 4096)
    /// Number of steps of each particle, then the place of its next one; generated particles first, then secondaries in
    /// the order of making.
    private var next = Column<Int32>(capacity: 1024)

    mutating func begin(particles: Int) {
        records.removeAll()
        next.removeAll()
        next.append(repeating: 0, count: particles)
    }

    /// A secondary was made.
    @inline(__always)
    mutating func addParticle() { next.append(0) }

    @inline(__always)
    mutating func append(_ record: StepRecord) {
        records.append(record)
        next[Int(record.particle)] += 1
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
        for i in 0..<records.count {
            var record = records[i]
            let position = Int(next[Int(record.particle)])
            next[Int(record.particle)] += 1
            record.particle = secondaries.position(record.particle)
            target.write(record, at: position)
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
    func write(_ record: StepRecord, at position: Int) {
        module[position] = record.module
        particle[position] = record.particle
        x[position] = record.x
        y[position] = record.y
        z[position] = record.z
        t[position] = record.t
        px[position] = record.px
        py[position] = record.py
        pz[position] = record.pz
        u[position] = record.u
        v[position] = record.v
        pathLength[position] = record.pathLength
        deposit[position] = record.deposit
    }
}
