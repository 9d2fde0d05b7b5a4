// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A worker's memory for ordering steps by module.
public struct ReadoutScratch: ~Copyable, Sendable {
    /// Steps in the order of (module, u, v, step).
    var sorted = Column<Int32>(capacity: 1024)
    /// Number of each step within its particle's track, from 0.
    var ordinal = Column<Int32>(capacity: 1024)
    private var starts = Column<Int32>(capacity: 1024)
    private var filled = Column<Int32>(capacity: 1024)

    public init() {}

    mutating func order(_ steps: borrowing StepColumns, moduleCount: Int) {
        let count = steps.count
        starts.removeAll()
        starts.append(repeating: 0, count: moduleCount + 1)
        ordinal.removeAll()
        for i in 0..<count {
            starts[Int(steps.module[i]) + 1] += 1
            let continues = i > 0 && steps.particle[i] == steps.particle[i - 1]
            ordinal.append(continues ? ordinal[i - 1] + 1 : 0)
        }
        for m in 0..<moduleCount { starts[m + 1] += starts[m] }
        sorted.removeAll()
        sorted.append(repeating: 0, count: count)
        // A counting sort by module, with the few steps of one module inserted in order as they arrive.
        // `filled[m]` counts those of module m so far.
        filled.removeAll()
        filled.append(repeating: 0, count: moduleCount)
        for i in 0..<count {
            let module = Int(steps.module[i])
            let first = Int(starts[module])
            var place = first + Int(filled[module])
            filled[module] += 1
            while place > first && ReadoutScratch.precedes(i, Int(sorted[place - 1]), steps) {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = Int32(truncatingIfNeeded: i)
        }
    }

    /// Order within a module; equal places keep the order of the steps.
    private static func precedes(_ a: Int, _ b: Int, _ steps: borrowing StepColumns) -> Bool {
        steps.u[a] < steps.u[b] || (steps.u[a] == steps.u[b] && steps.v[a] < steps.v[b])
    }
}
