// SPDX-License-Identifier: GPL-3.0-or-later

/// The tracker across the beam: modules of the barrel's middle as the tilted lines they are, or modules of discs.
struct TransverseView {
    private enum Kind {
        case barrels
        case discs
    }
    private let content: DrawingContent
    private let kind: Kind
    private let title: String
    /// What the frame shows: |x| and |y| up to this, mm.
    private let reach: Double
    private var left = 0.0
    /// Distance of the title's foot from the frame, pixels.
    private var titleHeight = 10.0
    private let top: Double
    private let side: Double

    /// The view's lower edge with its axis, pixels.
    var bottom: Double { top + side + GeometryDrawing.Page.axisHeight }

    /// The views that suit a tracker: its barrels whole and, where they are crowded, their inner part; its discs.
    ///
    /// They stand in a row below the view along the beam, or a single one beside it when there is room.
    static func panels(_ content: DrawingContent, below longitudinal: LongitudinalView) -> [TransverseView] {
        let barrels = content.tracker.layers.indices.filter { content.tracker.layers[$0].shape == .barrel }
        let discs = content.tracker.layers.filter { $0.shape == .disc }
        var plans: [(Kind, String, Double)] = []
        let outermost = barrels.map { content.tracker.layers[$0].radius.upperBound }.max() ?? 0
        if outermost > 0 {
            plans.append((.barrels, "Across the beam: barrels at z = 0", 1.06 * outermost))
            let innermost = barrels.min {
                content.tracker.layers[$0].radius.lowerBound < content.tracker.layers[$1].radius.lowerBound
            }
            let component = innermost.map { content.componentOfLayer[$0] }
            let inner =
                barrels.filter { content.componentOfLayer[$0] == component }
                .map { content.tracker.layers[$0].radius.upperBound }.max() ?? outermost
            if inner < 0.5 * outermost {
                plans.append((.barrels, "Across the beam: inner barrels", 1.15 * inner))
            }
        }
        if let widest = discs.map(\.radius.upperBound).max() {
            plans.append((.discs, plans.isEmpty ? "Seen along the beam" : "Discs, seen along the beam", 1.06 * widest))
        }
        guard let first = plans.first else { return [] }
        let page = GeometryDrawing.Page.self
        let beside = page.width - page.margin - longitudinal.right - page.axisWidth
        if plans.count == 1 && beside >= 320 {
            var view = TransverseView(
                content: content, kind: first.0, title: first.1, reach: first.2, top: longitudinal.top,
                side: min(beside, longitudinal.height))
            view.left = longitudinal.right + page.axisWidth
            view.titleHeight = LongitudinalView.titleHeight
            return [view]
        }
        let slot = (page.width - 2 * page.margin) / Double(max(plans.count, 2))
        let side = min(520, slot - page.axisWidth - 8)
        return plans.enumerated().map { index, plan in
            var view = TransverseView(
                content: content, kind: plan.0, title: plan.1, reach: plan.2, top: longitudinal.bottom + 50, side: side)
            view.left = page.margin + Double(index) * slot + page.axisWidth
            return view
        }
    }

    private init(
        content: DrawingContent, kind: Kind, title: String, reach: Double, top: Double, side: Double
    ) {
        self.content = content
        self.kind = kind
        self.title = title
        self.reach = reach
        self.top = top
        self.side = side
    }

    private var scale: Double { side / (2 * reach) }
    private func x(_ value: Double) -> Double { left + (value + reach) * scale }
    private func y(_ value: Double) -> Double { top + (reach - value) * scale }

    func draw(on canvas: inout SVGCanvas) {
        canvas.text(title, x: left, y: top - titleHeight, size: 15, fill: "#222", weight: "bold")
        canvas.clipped(x: left, y: top, width: side, height: side) { canvas in
            switch kind {
            case .barrels:
                drawPassiveCylinders(on: &canvas)
                drawBarrels(on: &canvas)
            case .discs: drawDiscs(on: &canvas)
            }
        }
        drawAxes(on: &canvas)
    }

    // MARK: Barrels

    private func drawPassiveCylinders(on canvas: inout SVGCanvas) {
        for surface in content.tracker.passive {
            guard case .cylinder(let radius, let range) = surface.shape, range.contains(0) else { continue }
            canvas.circle(
                x: x(0), y: y(0), radius: radius * scale, stroke: GeometryDrawing.Palette.passive,
                width: max(0.6, surface.slab.thickness * scale))
        }
    }

    private func drawBarrels(on canvas: inout SVGCanvas) {
        for (index, layer) in content.tracker.layers.enumerated() where layer.shape == .barrel {
            guard let row = middleRow(layer) else { continue }
            var commands = ""
            for module in content.tracker.modules[layer.modules] where module.center.z == row {
                let half = max(module.halfUMinimum, module.halfUMaximum)
                commands += segment(module.center - half * module.u, module.center + half * module.u)
            }
            canvas.path(
                commands, stroke: GeometryDrawing.Palette.component(content.componentOfLayer[index]),
                width: max(1.3, layer.sensor.slab.thickness * scale))
        }
    }

    /// z of the row nearest to the centre; of two, that at positive z.
    private func middleRow(_ layer: Layer) -> Double? {
        content.tracker.modules[layer.modules].map(\.center.z).min { (abs($0), -$0) < (abs($1), -$1) }
    }

    private func segment(_ a: Vector3, _ b: Vector3) -> String {
        let n = SVGCanvas.number
        return "M\(n(x(a.x))) \(n(y(a.y)))L\(n(x(b.x))) \(n(y(b.y)))"
    }

    // MARK: Discs

    /// The innermost disc at positive z (or the nearest at negative z) of each component, far modules first.
    private func drawDiscs(on canvas: inout SVGCanvas) {
        for component in content.components.indices {
            let layers = content.tracker.layers.indices.filter {
                content.componentOfLayer[$0] == component && content.tracker.layers[$0].shape == .disc
            }.map { content.tracker.layers[$0] }
            guard
                let layer = layers.filter({ $0.z.lowerBound > 0 }).min(by: { $0.z.lowerBound < $1.z.lowerBound })
                    ?? layers.max(by: { $0.z.upperBound < $1.z.upperBound })
            else { continue }
            let modules = content.tracker.modules[layer.modules].sorted { a, b in
                (abs(a.center.z), a.moduleID) < (abs(b.center.z), b.moduleID)
            }
            let colour = GeometryDrawing.Palette.component(component)
            canvas.group("fill=\"\(colour)\" fill-opacity=\"0.16\" stroke=\"\(colour)\" stroke-width=\"0.8\"") {
                canvas in
                for module in modules { canvas.outline(outline(module)) }
            }
        }
    }

    private func outline(_ module: Module) -> String {
        let n = SVGCanvas.number
        let corners = [
            (-module.halfUMinimum, -module.halfV), (module.halfUMinimum, -module.halfV),
            (module.halfUMaximum, module.halfV), (-module.halfUMaximum, module.halfV),
        ]
        let points = corners.map { module.center + $0.0 * module.u + $0.1 * module.v }
        return points.enumerated().map { "\($0 == 0 ? "M" : "L")\(n(x($1.x))) \(n(y($1.y)))" }.joined() + "z"
    }

    // MARK: Axes

    private func drawAxes(on canvas: inout SVGCanvas) {
        let colour = GeometryDrawing.Palette.axis
        canvas.rectangle(x: left, y: top, width: side, height: side, fill: "none", stroke: colour)
        let bottom = top + side
        for value in AxisTicks.values(-reach...reach, count: 7) {
            let label = AxisTicks.label(value)
            canvas.line(x(value), bottom, x(value), bottom + 5, stroke: colour)
            canvas.text(label, x: x(value), y: bottom + 19, anchor: .middle)
            canvas.line(left - 5, y(value), left, y(value), stroke: colour)
            canvas.text(label, x: left - 9, y: y(value) + 4, anchor: .end)
        }
        canvas.text("x (mm)", x: left + side, y: bottom + 38, size: 13, anchor: .end)
        canvas.text("y (mm)", x: left - 46, y: top, size: 13, anchor: .end, rotation: -90)
    }
}
