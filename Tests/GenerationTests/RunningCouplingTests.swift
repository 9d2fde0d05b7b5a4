// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Strong coupling") struct RunningCouplingTests {
    private let masses = (charm: 1.5, bottom: 4.8, top: 171.0)

    /// The two-loop equation integrated step by step (RPP 2024, eq. 9.3 with b0 and b1).
    private func integrated(_ start: Double, from: Double, to: Double, flavours: Double, loops: Int) -> Double {
        let b0 = (33 - 2 * flavours) / (12 * Double.pi)
        let b1 = loops == 2 ? (153 - 19 * flavours) / (24 * Double.pi * Double.pi) : 0
        func slope(_ a: Double) -> Double { -2 * (b0 * a * a + b1 * a * a * a) }
        let steps = 4000
        let h = Elementary.log(to / from) / Double(steps)
        var a = start
        for _ in 0..<steps {
            let k1 = slope(a)
            let k2 = slope(a + 0.5 * h * k1)
            let k3 = slope(a + 0.5 * h * k2)
            let k4 = slope(a + h * k3)
            a += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        }
        return a
    }

    @Test("runs as the renormalisation group says, through every mass", arguments: [1, 2])
    func running(loops: Int) {
        let coupling = RunningCoupling(valueAtZ: 0.118, loops: loops, masses: masses)
        #expect(abs(coupling.value(scale: 91.188) - 0.118) < 1e-12)
        let atBottom = integrated(0.118, from: 91.188, to: 4.8, flavours: 5, loops: loops)
        let atCharm = integrated(atBottom, from: 4.8, to: 1.5, flavours: 4, loops: loops)
        let atTop = integrated(0.118, from: 91.188, to: 171, flavours: 5, loops: loops)
        let wanted: [(Double, Double)] = [
            (20, integrated(0.118, from: 91.188, to: 20, flavours: 5, loops: loops)), (4.8, atBottom),
            (2, integrated(atBottom, from: 4.8, to: 2, flavours: 4, loops: loops)),
            (1, integrated(atCharm, from: 1.5, to: 1, flavours: 3, loops: loops)), (171, atTop),
            (2000, integrated(atTop, from: 171, to: 2000, flavours: 6, loops: loops)),
        ]
        for (scale, value) in wanted { #expect(abs(coupling.value(scale: scale) / value - 1) < 1e-8, "\(scale)") }
        for mass in [1.5, 4.8, 171] {
            let jump = coupling.value(scale: mass * (1 + 1e-10)) - coupling.value(scale: mass * (1 - 1e-10))
            #expect(abs(jump) < 1e-9)
        }
        #expect(coupling.value(scale: 0) == coupling.value(scale: 0.8))
        #expect(coupling.value(scale: 0.8).isFinite && coupling.value(scale: 1e7) > 0)
    }

    @Test("a table is met at its knots, cubic between, a power law below, constant above") func table() {
        let scales = [1.0, 2, 4, 4, 8, 16]
        let values = [0.5, 0.3, 0.22, 0.21, 0.17, 0.14]
        let table = RunningCoupling(table: CouplingTable(scales: scales, values: values))
        for position in [0, 1, 3, 4, 5] {
            #expect(abs(table.value(scale: scales[position]) - values[position]) < 1e-12)
        }
        #expect(abs(table.value(scale: 4 * (1 - 1e-12)) - 0.22) < 1e-9)
        #expect(abs(table.value(scale: 0.5) - 0.5 * 0.5 / 0.3) < 1e-12)
        #expect(table.value(scale: 1e4) == 0.14)
        // Halfway in ln Q² between 8 and 16: slopes are the mean of both sides and the one-sided one.
        let slopeLow = 0.5 * ((0.17 - 0.21) + (0.14 - 0.17))
        let middle = 0.5 * (0.17 + 0.14) + (slopeLow - (0.14 - 0.17)) / 8
        #expect(abs(table.value(scale: 128.0.squareRoot()) - middle) < 1e-12)
    }
}
