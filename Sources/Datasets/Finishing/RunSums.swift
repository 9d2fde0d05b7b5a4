// SPDX-License-Identifier: GPL-3.0-or-later

/// Sums over all events, per process, taken from the collected columns in event order: so the last bit of a sum does
/// not depend on batches or threads.
struct RunSums: Equatable, Sendable {
    /// Sum of each weight, by process.
    var weights: [Double]
    /// Sum of the squares of the nominal weight, by process.
    var squares: [Double]
    private let weightCount: Int
    /// Events, those among them with a usable input record, and trials of their hard processes, by process.
    var tried: [Int64]
    var passed: [Int64]
    var trials: [Int64]

    init(
        processIDs: ColumnReader, weights: ColumnReader, trials: ColumnReader, flags: ColumnReader, events: Int,
        processCount: Int, weightCount: Int, path: String
    ) throws(DatasetError) {
        self.weights = [Double](repeating: 0, count: processCount * weightCount)
        tried = [Int64](repeating: 0, count: processCount)
        squares = [Double](repeating: 0, count: processCount)
        self.weightCount = weightCount
        passed = [Int64](repeating: 0, count: processCount)
        self.trials = passed
        let piece = 1 << 13
        var ids = [Int32](repeating: 0, count: piece)
        var attempts = [Int32](repeating: 0, count: piece)
        var marks = [UInt32](repeating: 0, count: piece)
        var values = [Double](repeating: 0, count: piece * weightCount)
        var first = 0
        while first < events {
            let count = min(piece, events - first)
            try Self.read(processIDs, &ids, first, count)
            try Self.read(trials, &attempts, first, count)
            try Self.read(flags, &marks, first, count)
            try Self.read(weights, &values, first * weightCount, count * weightCount)
            for i in 0..<count {
                let process = Int(ids[i])
                guard process >= 0 && process < processCount else {
                    throw DatasetError(
                        .corrupt, path: path, reason: "event row \(first + i) has process \(process), which has no name"
                    )
                }
                for w in 0..<weightCount { self.weights[process * weightCount + w] += values[i * weightCount + w] }
                squares[process] += values[i * weightCount] * values[i * weightCount]
                tried[process] += 1
                self.trials[process] += Int64(attempts[i])
                if marks[i] & 1 == 0 { passed[process] += 1 }
            }
            first += count
        }
    }

    /// The cross-section of a process within a selection, pb, and its statistical error: with n attempts and the sums
    /// S and Q of weights and squared weights, S / n and sqrt(Q - S^2 / n) / n; 0 without attempts.
    func crossSection(ofProcess process: Int, attempts: Int64) -> (value: Double, error: Double) {
        guard attempts > 0 else { return (0, 0) }
        let n = Double(attempts)
        let sum = weights[process * weightCount]
        return (sum / n, max(squares[process] - sum * sum / n, 0).squareRoot() / n)
    }

    private static func read<T: ColumnElement>(
        _ reader: ColumnReader, _ values: inout [T], _ first: Int, _ count: Int
    ) throws(DatasetError) {
        let stride = MemoryLayout<T>.stride
        let result = values.withUnsafeMutableBytes { bytes in
            Result { () throws(DatasetError) in
                try reader.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<(count * stride)]), at: first * stride)
            }
        }
        try result.get()
    }
}
