// SPDX-License-Identifier: GPL-3.0-or-later

/// Draws a tracker as one SVG picture: along the beam (r-z) and across it (x-y).
public enum GeometryDrawing {
    /// Lengths of the page, pixels.
    enum Page {
        static let width = 1400.0
        static let margin = 24.0
        static let headHeight = 96.0
        /// Space left of and below a frame for its axis.
        static let axisWidth = 64.0
        static let axisHeight = 52.0
    }

    /// Colours of components in the order of their radius, then of other things.
    enum Palette {
        static let components = [
            "#c8374a", "#2274a5", "#2f8f5b", "#8f5bb5", "#d98324", "#1f9aa0", "#a0522d", "#5b6abf",
        ]
        static let passive = "#9aa1aa"
        static let axis = "#444"
        static let guide = "#c9ced6"
        static let guideText = "#7a828e"
        static func component(_ index: Int) -> String { components[index % components.count] }
    }

    /// The picture as a self-contained SVG document, 1400 pixels wide.
    public static func svg(_ tracker: Tracker) -> String {
        let content = DrawingContent(tracker)
        let longitudinal = LongitudinalView(content, top: Page.headHeight)
        let transverse = TransverseView.panels(content, below: longitudinal)
        let height = (transverse.map(\.bottom) + [longitudinal.bottom]).reduce(0, max) + Page.margin
        var canvas = SVGCanvas(width: Page.width, height: height)
        drawHead(content, on: &canvas)
        longitudinal.draw(on: &canvas)
        for panel in transverse { panel.draw(on: &canvas) }
        return canvas.document(title: "\(tracker.name): geometry")
    }

    private static func drawHead(_ content: DrawingContent, on canvas: inout SVGCanvas) {
        let tracker = content.tracker
        canvas.text(tracker.name, x: Page.margin, y: 40, size: 26, fill: "#111", weight: "bold")
        let area = content.area * 1e-6
        let facts =
            "\(grouped(tracker.modules.count)) modules in \(tracker.layers.count) layers, "
            + (area < 0.1
                ? "\(DecimalText.fixed(area * 1e4, 1)) cm² of sensors, "
                : "\(DecimalText.fixed(area, area < 10 ? 2 : 1)) m² of sensors, ")
            + tracker.field.summary
        canvas.text(facts, x: Page.margin, y: 64, size: 14, fill: "#555")
        drawLegend(content, on: &canvas)
    }

    private static func drawLegend(_ content: DrawingContent, on canvas: inout SVGCanvas) {
        var entries = content.components.enumerated().map { index, component in
            (Palette.component(index), "\(component.name) (\(grouped(component.modules)))")
        }
        entries = Array(entries.prefix(8))
        if !content.tracker.passive.isEmpty { entries.append((Palette.passive, "material without readout")) }
        // Widths are estimated: 7 pixels a letter at this size.
        let widths = entries.map { 34 + 7.0 * Double(min($0.1.count, 30)) }
        var x = Page.width - Page.margin - widths.reduce(0, +)
        var y = 40.0
        if x < 420 { (x, y) = (Page.margin, 86) }
        for ((colour, label), width) in zip(entries, widths) {
            canvas.rectangle(x: x, y: y - 10, width: 18, height: 10, fill: colour, extra: " rx=\"2\"")
            canvas.text(label.count > 30 ? label.prefix(29) + "…" : label, x: x + 24, y: y, size: 13)
            x += width
        }
    }

    /// A whole number with its thousands apart.
    static func grouped(_ value: Int) -> String {
        let digits = Array(String(value))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }
}
