// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The tracker in r and z: one quarter of a mirrored detector, one half of any other, to one scale.
struct LongitudinalView {
    /// Distance of the title's foot from the frame, pixels: labels stand between them.
    static let titleHeight = 26.0
    private let content: DrawingContent
    private let left: Double
    /// The frame's upper edge and height, pixels.
    let top: Double
    private let width: Double
    let height: Double
    /// Pixels per mm.
    private let scale: Double
    /// What the frame shows, mm.
    private let z: ClosedRange<Double>
    private let radius: Double

    /// The view's lower edge with its axis, and its right edge with its labels, pixels.
    var bottom: Double { top + height + GeometryDrawing.Page.axisHeight }
    var right: Double { left + width + 44 }

    init(_ content: DrawingContent, top: Double) {
        self.content = content
        let page = GeometryDrawing.Page.self
        left = page.margin + page.axisWidth
        // Room above and to the right for the labels of the lines of equal pseudorapidity.
        self.top = top + 22
        let availableWidth = page.width - left - page.margin - 44
        let reach = 1.03 * content.maximumZ
        let (low, high) = (content.isMirrored ? 0 : -reach, reach)
        radius = 1.05 * content.maximumRadius
        scale = min(availableWidth / (high - low), 460 / radius)
        z = low...high
        width = (high - low) * scale
        height = max(120, radius * scale)
    }

    private func x(_ z: Double) -> Double { left + (z - self.z.lowerBound) * scale }
    private func y(_ radius: Double) -> Double { top + height - radius * scale }

    func draw(on canvas: inout SVGCanvas) {
        canvas.text(
            content.isMirrored ? "Along the beam (one quarter)" : "Along the beam", x: left,
            y: top - Self.titleHeight, size: 15, fill: "#222", weight: "bold")
        if !content.isInBeam { drawGuides(on: &canvas) }
        canvas.clipped(x: left, y: top, width: width, height: height) { canvas in
            drawPassive(on: &canvas)
            drawLayers(on: &canvas)
        }
        drawAxes(on: &canvas)
    }

    // MARK: Lines of equal pseudorapidity

    private func drawGuides(on canvas: inout SVGCanvas) {
        for eta in [0, 0.5, 1, 1.5, 2, 2.5, 3, 4] {
            drawGuide(eta, on: &canvas)
            if !content.isMirrored && eta > 0 { drawGuide(-eta, on: &canvas) }
        }
    }

    private func drawGuide(_ eta: Double, on canvas: inout SVGCanvas) {
        let slope = Elementary.sinh(abs(eta))
        let side = eta < 0 ? -1.0 : 1.0
        let top = height / scale
        let end = side > 0 ? z.upperBound : -z.lowerBound
        let leavesAtTop = top * slope <= end
        let (endZ, endRadius) = leavesAtTop ? (side * top * slope, top) : (side * end, end / slope)
        let colour = GeometryDrawing.Palette.guide
        canvas.line(x(0), y(0), x(endZ), y(endRadius), stroke: colour, width: 1, dash: "5 4")
        let label = (eta == 0 ? "η = " : "") + AxisTicks.label(eta)
        let fill = GeometryDrawing.Palette.guideText
        if leavesAtTop {
            canvas.text(
                label, x: x(endZ), y: y(endRadius) - 6, size: 12,
                anchor: eta == 0 && content.isMirrored ? .start : .middle, fill: fill)
        } else if side > 0 {
            canvas.text(label, x: x(endZ) + 6, y: y(endRadius) + 4, size: 12, fill: fill)
        } else {
            // On the left the axis has its numbers outside the frame.
            canvas.text(label, x: x(endZ) + 6, y: y(endRadius) - 5, size: 12, fill: fill)
        }
    }

    // MARK: The detector

    private func drawPassive(on canvas: inout SVGCanvas) {
        var commands = ""
        for surface in content.tracker.passive {
            commands += rectangle(DrawingContent.mark(surface), atLeast: 0.8)
        }
        if !commands.isEmpty { canvas.path(commands, fill: GeometryDrawing.Palette.passive) }
    }

    private func drawLayers(on canvas: inout SVGCanvas) {
        for (index, layer) in content.tracker.layers.enumerated() {
            let colour = GeometryDrawing.Palette.component(content.componentOfLayer[index])
            // Tilted modules fill a range of radii; their centres stand in its middle.
            let (filled, centres) = content.marks(of: layer)
            for (marks, opacity) in [(filled, 0.3), (centres, 1)] {
                let commands = marks.filter { $0.z.upperBound >= z.lowerBound }.map { rectangle($0, atLeast: 1.4) }
                guard !commands.isEmpty else { continue }
                canvas.group("fill=\"\(colour)\" fill-opacity=\"\(SVGCanvas.number(opacity))\"") { canvas in
                    canvas.outline(commands.joined())
                }
            }
        }
    }

    /// A rectangle that is at least some pixels wide and high.
    private func rectangle(_ mark: DrawingContent.Mark, atLeast least: Double) -> String {
        let n = SVGCanvas.number
        let (zLength, rLength) = (
            (mark.z.upperBound - mark.z.lowerBound) * scale, (mark.radius.upperBound - mark.radius.lowerBound) * scale
        )
        let (w, h) = (max(least, zLength), max(least, rLength))
        let left = x(0.5 * (mark.z.lowerBound + mark.z.upperBound)) - 0.5 * w
        let top = y(0.5 * (mark.radius.lowerBound + mark.radius.upperBound)) - 0.5 * h
        return "M\(n(left)) \(n(top))h\(n(w))v\(n(h))h-\(n(w))z"
    }

    // MARK: Axes

    private func drawAxes(on canvas: inout SVGCanvas) {
        let colour = GeometryDrawing.Palette.axis
        canvas.rectangle(x: left, y: top, width: width, height: height, fill: "none", stroke: colour)
        let bottom = top + height
        for value in AxisTicks.values(z, count: 14) {
            canvas.line(x(value), bottom, x(value), bottom + 5, stroke: colour)
            canvas.text(AxisTicks.label(value), x: x(value), y: bottom + 19, anchor: .middle)
        }
        for value in AxisTicks.values(0...(height / scale), count: 8) {
            canvas.line(left - 5, y(value), left, y(value), stroke: colour)
            canvas.text(AxisTicks.label(value), x: left - 9, y: y(value) + 4, anchor: .end)
        }
        canvas.text("z (mm)", x: left + width, y: bottom + 38, size: 13, anchor: .end)
        canvas.text(
            "r (mm)", x: left - 48, y: top, size: 13, anchor: .end, rotation: -90)
    }
}
