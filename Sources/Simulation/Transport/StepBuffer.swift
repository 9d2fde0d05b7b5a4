// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Steps of an event as they happen, many particles' at a time, and their way into columns in the order of particles.
///
/// A particle's steps stand together, in chunks of sixteen. Where a step is and how the particle flies there is known at
/// once; what it leaves there waits in `deposits`, as no flight depends on it, until eight steps can be computed together.
struct StepBuffer: ~Copyable {
    /// The steps of one particle: their number, and its first and last chunk.
    private struct Run: BitwiseCopyable {
        var count: Int32 = 0
        var first: Int32 = -1
        var last: Int32 = -1
    }

    private var chunks = Column<Double>(capacity: 256 * StepChunk.size)
    /// The chunk that comes after each one, if any does.
    private var following = Column<Int32>(capacity: 256)
    /// Generated particles first, then secondaries in the order of making.
    private var runs = Column<Run>(capacity: 1024)
    /// Passages of the steps from `finished` on.
    let deposits = DepositQueue()
    /// Number of steps, and of those, from the first, that are complete.
    private var count = 0
    private(set) var finished = 0

    mutating func begin(particles: Int) {
        chunks.removeAll()
        following.removeAll()
        runs.removeAll()
        runs.append(repeating: Run(), count: particles)
        count = 0
        finished = 0
    }

    /// A secondary was made.
    @inline(__always)
    mutating func addParticle() { runs.append(Run()) }

    /// A step of a particle, all of which but for path and deposit the caller writes before the next, and its place in
    /// `deposits`.
    @inline(__always)
    mutating func append(particle: Int32) -> (step: StepChunk.Step, place: Int) {
        var run = runs[Int(particle)]
        let row = Int(run.count) & (StepChunk.length - 1)
        if row == 0 { addChunk(&run) }
        run.count += 1
        runs[Int(particle)] = run
        let place = count & (DepositQueue.capacity - 1)
        count += 1
        let first = Int(run.last) &* StepChunk.size
        deposits.target[place] = first &+ row
        return (chunks.withUnsafeMutableBuffer { StepChunk.Step($0.baseAddress.unsafelyUnwrapped + first, row) }, place)
    }

    @inline(never)
    private mutating func addChunk(_ run: inout Run) {
        let chunk = Int32(truncatingIfNeeded: following.count)
        following.append(-1)
        _ = chunks.append(unwritten: StepChunk.size)
        if run.first < 0 { run.first = chunk } else { following[Int(run.last)] = chunk }
        run.last = chunk
    }

    /// Steps whose deposits are not known yet.
    var waiting: Int {
        @inline(__always) get { count - finished }
    }

    /// Completes the next eight steps, or those that there are, with their paths, mm, and deposits, GeV.
    mutating func finish(paths: LaneColumn, deposits values: LaneColumn) {
        let completed = min(waiting, DepositQueue.block)
        let place = finished & (DepositQueue.capacity - 1)
        chunks.withUnsafeMutableBuffer { chunks in
            for i in 0..<completed {
                let step = chunks.baseAddress.unsafelyUnwrapped + deposits.target[place + i]
                step[StepChunk.pathLength] = paths[i]
                step[StepChunk.deposit] = values[i]
            }
        }
        finished += completed
    }

    /// Writes the steps to `steps`: by particle in the event's final order, and for one particle in the order of its path.
    mutating func write(to steps: inout StepColumns, _ secondaries: borrowing SecondaryStore) {
        let target = StepPointers(&steps, count: count)
        let roots = runs.count - secondaries.order.count
        var position = 0
        chunks.withUnsafeBuffer { chunks in
            for i in 0..<runs.count {
                let run = runs[i < roots ? i : roots + Int(secondaries.order[i - roots])]
                var left = Int(run.count)
                var chunk = Int(run.first)
                while left > 0 {
                    let source = chunks.baseAddress.unsafelyUnwrapped + chunk * StepChunk.size
                    target.write(source, particle: Int32(truncatingIfNeeded: i), at: position)
                    position += min(left, StepChunk.length)
                    left -= StepChunk.length
                    chunk = Int(following[chunk])
                }
            }
        }
    }
}

/// Sixteen steps of one particle: eleven columns of doubles, then one of modules.
enum StepChunk {
    static let length = 16
    /// In doubles.
    static let size = 11 * length + length / 2
    /// Where columns begin.
    static let module = 11 * length
    static let pathLength = 9 * length
    static let deposit = 10 * length

    /// One of the steps, of which everything is written once.
    struct Step {
        private let base: UnsafeMutablePointer<Double>
        private let modules: UnsafeMutablePointer<Int32>

        @inline(__always)
        init(_ chunk: UnsafeMutablePointer<Double>, _ row: Int) {
            base = chunk + row
            modules = UnsafeMutableRawPointer(chunk + StepChunk.module).assumingMemoryBound(to: Int32.self) + row
        }

        @inline(__always)
        func set(module: Int32, x: Double, y: Double, z: Double, t: Double) {
            modules.pointee = module
            base[0] = x
            base[StepChunk.length] = y
            base[2 * StepChunk.length] = z
            base[3 * StepChunk.length] = t
        }

        @inline(__always)
        func set(px: Double, py: Double, pz: Double, u: Double, v: Double) {
            base[4 * StepChunk.length] = px
            base[5 * StepChunk.length] = py
            base[6 * StepChunk.length] = pz
            base[7 * StepChunk.length] = u
            base[8 * StepChunk.length] = v
        }
    }
}

/// Where the columns of steps are written, from the first on.
private struct StepPointers {
    private let module, particle: UnsafeMutablePointer<Int32>
    private let x, y, z, t, px, py, pz, u, v, pathLength, deposit: UnsafeMutablePointer<Double>

    /// Behind the last step there is room for the rest of its chunk.
    init(_ steps: inout StepColumns, count: Int) {
        module = StepPointers.extend(&steps.module, count)
        particle = StepPointers.extend(&steps.particle, count)
        x = StepPointers.extend(&steps.x, count)
        y = StepPointers.extend(&steps.y, count)
        z = StepPointers.extend(&steps.z, count)
        t = StepPointers.extend(&steps.t, count)
        px = StepPointers.extend(&steps.px, count)
        py = StepPointers.extend(&steps.py, count)
        pz = StepPointers.extend(&steps.pz, count)
        u = StepPointers.extend(&steps.u, count)
        v = StepPointers.extend(&steps.v, count)
        pathLength = StepPointers.extend(&steps.pathLength, count)
        deposit = StepPointers.extend(&steps.deposit, count)
    }

    private static func extend<T: BitwiseCopyable>(_ column: inout Column<T>, _ count: Int) -> UnsafeMutablePointer<T> {
        column.reserve(column.count + count + StepChunk.length)
        return column.append(unwritten: count)
    }

    /// Writes a whole chunk; what is not a step there is overwritten by the next chunk, or stays behind the last step.
    @inline(__always)
    func write(_ chunk: UnsafePointer<Double>, particle number: Int32, at position: Int) {
        let modules = UnsafeRawPointer(chunk + StepChunk.module).assumingMemoryBound(to: Int32.self)
        (module + position).update(from: modules, count: StepChunk.length)
        (particle + position).update(repeating: number, count: StepChunk.length)
        copy(chunk, 0, x, position)
        copy(chunk, 1, y, position)
        copy(chunk, 2, z, position)
        copy(chunk, 3, t, position)
        copy(chunk, 4, px, position)
        copy(chunk, 5, py, position)
        copy(chunk, 6, pz, position)
        copy(chunk, 7, u, position)
        copy(chunk, 8, v, position)
        copy(chunk, 9, pathLength, position)
        copy(chunk, 10, deposit, position)
    }

    @inline(__always)
    private func copy(
        _ chunk: UnsafePointer<Double>, _ k: Int, _ column: UnsafeMutablePointer<Double>, _ position: Int
    ) {
        (column + position).update(from: chunk + k * StepChunk.length, count: StepChunk.length)
    }
}
