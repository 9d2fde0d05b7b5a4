// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc

/// One line of the results: ours against a peer, or ours alone.
struct Row {
    let name: String
    /// Nanoseconds per value, best of the turns.
    let nanoseconds: Double
    let peer: String?
    let peerNanoseconds: Double?
    /// Time of ours over time of the peer, with its 95 % interval.
    let ratio: Double?
    let low: Double?
    let high: Double?

    init(_ name: String, against peer: String, _ timing: PairedTiming) {
        self.name = name
        self.peer = peer
        nanoseconds = timing.bestA
        peerNanoseconds = timing.bestB
        (ratio, low, high) = (timing.ratio, timing.low, timing.high)
    }

    init(_ name: String, nanoseconds: Double) {
        self.name = name
        self.nanoseconds = nanoseconds
        (peer, peerNanoseconds, ratio, low, high) = (nil, nil, nil, nil, nil)
    }
}

/// `kernels-benchmark [--json | --markdown] [--turns N]`: Philox beside the same algorithm in C, elementary functions
/// beside libm, each pair timed in turns in one process.
@main
struct KernelsBenchmark {
    static func main() {
        var turns = 400
        var format = "text"
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--json": format = "json"
            case "--markdown": format = "markdown"
            case "--turns":
                guard let text = arguments.next(), let number = Int(text), number >= 40 else { usage() }
                turns = number
            default: usage()
            }
        }
        let rows = randomRows(turns) + functionRows(turns)
        print(Report(rows: rows).text(format))
    }

    private static func usage() -> Never {
        let text = "usage: kernels-benchmark [--json | --markdown] [--turns N, at least 40]\n"
        _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        exit(2)
    }

    private static func randomRows(_ turns: Int) -> [Row] {
        let kernels = RandomKernels()
        let draws = 2 * RandomKernels.blocks
        // Twenty passes a turn: tens of microseconds.
        func pair(_ a: () -> Void, _ b: () -> Void) -> PairedTiming {
            PairedTiming(
                turns: turns, valuesPerTurn: 20 * draws, { for _ in 0..<20 { a() } }, { for _ in 0..<20 { b() } })
        }
        func alone(_ a: () -> Void) -> Double { pair(a, {}).bestA }
        return [
            Row("philox block words", against: "C", pair(kernels.swiftBlocks, kernels.peerBlocks)),
            Row("philox uniforms one by one", against: "C", pair(kernels.swiftSum, kernels.peerSum)),
            Row("philox words, 8 lanes", against: "C", pair(kernels.laneWords, kernels.peerBlocks)),
            Row("normals, one by one", nanoseconds: alone(kernels.scalarNormals)),
            Row("normals, 8 lanes", nanoseconds: alone(kernels.laneNormals)),
            Row("poisson, mean 5", nanoseconds: alone { kernels.poisson(mean: 5) }),
            Row("poisson, mean 200", nanoseconds: alone { kernels.poisson(mean: 200) }),
        ]
    }

    private static func functionRows(_ turns: Int) -> [Row] {
        let buffers = Buffers()
        var stream = RandomStream(seed: 1, event: 0, stage: .test, identity: 0)
        var rows: [Row] = []
        for kernel in functionKernels {
            for i in 0..<Buffers.count {
                buffers.x[i] = stream.uniform(in: kernel.x)
                buffers.y[i] = stream.uniform(in: kernel.y)
            }
            for (width, body) in [("1 lane", kernel.scalar), ("4 lanes", kernel.four), ("8 lanes", kernel.eight)] {
                let timing = PairedTiming(
                    turns: turns, valuesPerTurn: 10 * Buffers.count, { for _ in 0..<10 { body(buffers) } },
                    { for _ in 0..<10 { kernel.libm(buffers) } })
                rows.append(Row("\(kernel.name), \(width)", against: "libm", timing))
            }
        }
        return rows
    }
}
