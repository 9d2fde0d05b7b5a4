// SPDX-License-Identifier: GPL-3.0-or-later

/// Draws the material of a tracker against pseudorapidity: radiation lengths and interaction lengths, the components
/// one on top of the other.
public enum MaterialDrawing {
    private enum Page {
        static let width = 1400.0
        static let left = 92.0
        static let frameWidth = 560.0
        static let frameHeight = 420.0
        static let gap = 120.0
        static let top = 120.0
        static let height = 620.0
    }

    /// The picture of a scan as a self-contained SVG document, 1400 pixels wide.
    public static func svg(_ profile: MaterialScan.Profile, name: String) -> String {
        var canvas = SVGCanvas(width: Page.width, height: Page.height)
        canvas.text("\(name): material of straight tracks", x: 24, y: 40, size: 26, fill: "#111", weight: "bold")
        drawLegend(profile, on: &canvas)
        Panel(profile, title: "radiation lengths, X / X0", left: Page.left) { $0.radiationLengths }.draw(on: &canvas)
        Panel(profile, title: "nuclear interaction lengths", left: Page.left + Page.frameWidth + Page.gap) {
            $0.interactionLengths
        }.draw(on: &canvas)
        return canvas.document(title: "\(name): material")
    }

    private static func colour(_ index: Int) -> String {
        index < 1 ? GeometryDrawing.Palette.passive : GeometryDrawing.Palette.component(index - 1)
    }

    private static func drawLegend(_ profile: MaterialScan.Profile, on canvas: inout SVGCanvas) {
        var x = 24.0
        for (index, component) in profile.components.enumerated() {
            let label = component.count > 30 ? component.prefix(29) + "…" : component
            let width = 40 + 7.2 * Double(label.count)
            if x + width > Page.width { break }
            canvas.rectangle(x: x, y: 62, width: 18, height: 10, fill: colour(index), extra: " rx=\"2\"")
            canvas.text(label, x: x + 24, y: 72, size: 13)
            x += width
        }
    }

    /// One frame with its stacked steps.
    private struct Panel {
        private let title: String
        private let left: Double
        private let edges: [Double]
        /// By component, then bin: sums up to this component.
        private let sums: [[Double]]
        private let highest: Double

        init(_ profile: MaterialScan.Profile, title: String, left: Double, value: (MaterialScan.Budget) -> Double) {
            self.title = title
            self.left = left
            let width = profile.eta.count > 1 ? profile.eta[1] - profile.eta[0] : 1
            edges = (profile.eta.first.map { [$0 - 0.5 * width] } ?? [0]) + profile.eta.map { $0 + 0.5 * width }
            var running = [Double](repeating: 0, count: profile.eta.count)
            var sums: [[Double]] = []
            for component in profile.budgets {
                for (bin, budget) in component.enumerated() { running[bin] += value(budget) }
                sums.append(running)
            }
            self.sums = sums
            highest = max(1.08 * (running.max() ?? 0), 1e-6)
        }

        private func x(_ eta: Double) -> Double {
            let (low, high) = (edges[0], edges[edges.count - 1])
            return left + (eta - low) / max(high - low, 1e-9) * Page.frameWidth
        }
        private func y(_ value: Double) -> Double { Page.top + Page.frameHeight * (1 - value / highest) }

        func draw(on canvas: inout SVGCanvas) {
            for index in sums.indices.reversed() {
                canvas.path(outline(index), fill: MaterialDrawing.colour(index), stroke: "#fff", width: 0.5)
            }
            canvas.rectangle(
                x: left, y: Page.top, width: Page.frameWidth, height: Page.frameHeight, fill: "none",
                stroke: GeometryDrawing.Palette.axis)
            canvas.text(title, x: left, y: Page.top - 12, size: 15, fill: "#222", weight: "bold")
            let bottom = Page.top + Page.frameHeight
            for eta in AxisTicks.values(edges[0]...max(edges[edges.count - 1], edges[0] + 1e-6), count: 10) {
                canvas.line(x(eta), bottom, x(eta), bottom + 5, stroke: GeometryDrawing.Palette.axis)
                canvas.text(AxisTicks.label(eta), x: x(eta), y: bottom + 19, anchor: .middle)
            }
            for value in AxisTicks.values(0...highest, count: 8) {
                canvas.line(left - 5, y(value), left, y(value), stroke: GeometryDrawing.Palette.axis)
                canvas.text(DecimalText.short(value, 4), x: left - 9, y: y(value) + 4, anchor: .end)
            }
            canvas.text("η", x: left + Page.frameWidth, y: bottom + 38, size: 14, anchor: .end)
        }

        /// The steps of one component, from the axis up.
        private func outline(_ index: Int) -> String {
            let n = SVGCanvas.number
            var commands = "M\(n(x(edges[0]))) \(n(y(0)))"
            for (bin, sum) in sums[index].enumerated() {
                commands += "L\(n(x(edges[bin]))) \(n(y(sum)))L\(n(x(edges[bin + 1]))) \(n(y(sum)))"
            }
            return commands + "L\(n(x(edges[edges.count - 1]))) \(n(y(0)))z"
        }
    }
}

extension MaterialScan.Profile {
    /// The table that `geometry material` prints: by bin, each component's radiation lengths, then the sums.
    public var text: String {
        var table = TextTable(["eta"] + components + ["X/X0", "lambda"])
        for (bin, sum) in total.enumerated() {
            table.add(
                [DecimalText.fixed(eta[bin], 2)]
                    + budgets.map { DecimalText.fixed($0[bin].radiationLengths, 4) }
                    + [DecimalText.fixed(sum.radiationLengths, 4), DecimalText.fixed(sum.interactionLengths, 4)])
        }
        return table.text
    }
}
