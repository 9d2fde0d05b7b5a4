// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// What the deposits of the last steps depend on: columns of `capacity` numbers, which steps fill round and round.
///
/// As long as fewer than `capacity` steps wait and whole blocks of eight leave, nothing is overwritten before it was read.
struct DepositQueue: ~Copyable, @unchecked Sendable {
    /// Steps that are computed together, and those that there is room for; a power of two.
    static let block = 8
    static let capacity = 32
    /// So many steps are let in before the first block leaves: what it reads was then written long ago.
    static let longest = 2 * block

    private let memory = LaneMemory(columns: 10 * capacity / block)

    @inline(__always)
    private func column(_ k: Int) -> UnsafeMutablePointer<Double> {
        memory[k * (DepositQueue.capacity / DepositQueue.block)].pointer
    }

    /// Kinematics as in `Passage`, 1 for electrons and positrons, the material's density effect, and a uniform number.
    var energy: UnsafeMutablePointer<Double> { column(0) }
    var inverseMomentum: UnsafeMutablePointer<Double> { column(1) }
    var inverseMass: UnsafeMutablePointer<Double> { column(2) }
    var charge2: UnsafeMutablePointer<Double> { column(3) }
    var isElectron: UnsafeMutablePointer<Double> { column(4) }
    var logBetaGamma: UnsafeMutablePointer<Double> { column(5) }
    var paths: UnsafeMutablePointer<Double> { column(6) }
    var densityEffect: UnsafeMutablePointer<Double> { column(7) }
    var uniform: UnsafeMutablePointer<Double> { column(8) }
    /// The sensor's row in `SurfaceTable.rows`.
    var rows: UnsafeMutablePointer<UnsafePointer<Double>?> {
        UnsafeMutableRawPointer(column(9)).assumingMemoryBound(to: UnsafePointer<Double>?.self)
    }

    /// Eight neighbours in the kth column.
    @inline(__always)
    func vector(_ k: Int, at place: Int) -> SIMD8<Double> { LaneColumn(base: column(k) + place).vector }

    /// The kinematics of eight neighbours.
    @inline(__always)
    func passage(at place: Int) -> Passage<SIMD8<Double>> {
        Passage(
            energy: vector(0, at: place), inverseMomentum: vector(1, at: place), inverseMass: vector(2, at: place),
            charge2: vector(3, at: place), isElectron: SIMD8<Double>.zero .< vector(4, at: place),
            logBetaGamma: vector(5, at: place), paths: vector(6, at: place))
    }

    /// Fills a block that has fewer than eight steps with copies of its first.
    ///
    /// - Parameter place: of the first, a multiple of eight.
    func pad(from place: Int, count: Int) {
        for i in count..<DepositQueue.block {
            for k in 0..<9 { column(k)[place + i] = column(k)[place] }
            rows[place + i] = rows[place]
        }
    }
}
