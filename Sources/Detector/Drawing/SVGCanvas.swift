// SPDX-License-Identifier: GPL-3.0-or-later

/// Builds one self-contained SVG document; lengths in pixels, y downwards.
struct SVGCanvas {
    private var body = ""
    let width: Double
    let height: Double
    private var clipCount = 0

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    static func number(_ value: Double) -> String { DecimalText.short(value, 2) }

    /// Text with the characters that XML reserves, and those it forbids, replaced.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String = "none",
        extra: String = ""
    ) {
        let n = Self.number
        body +=
            "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(height))\" fill=\"\(fill)\""
            + " stroke=\"\(stroke)\"\(extra)/>\n"
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String, width: Double = 1, dash: String = ""
    ) {
        let n = Self.number
        let dashes = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        body +=
            "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" stroke=\"\(stroke)\""
            + " stroke-width=\"\(n(width))\"\(dashes)/>\n"
    }

    mutating func circle(x: Double, y: Double, radius: Double, stroke: String, width: Double) {
        let n = Self.number
        body +=
            "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" fill=\"none\" stroke=\"\(stroke)\""
            + " stroke-width=\"\(n(width))\"/>\n"
    }

    /// A path given by its commands.
    mutating func path(_ commands: String, fill: String = "none", stroke: String = "none", width: Double = 1) {
        body +=
            "<path d=\"\(commands)\" fill=\"\(fill)\" stroke=\"\(stroke)\""
            + " stroke-width=\"\(Self.number(width))\"/>\n"
    }

    /// A path whose colours come from the group it is in.
    mutating func outline(_ commands: String) { body += "<path d=\"\(commands)\"/>\n" }

    enum Anchor: String { case start, middle, end }

    mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start, fill: String = "#333",
        weight: String = "normal", rotation: Double = 0
    ) {
        let n = Self.number
        let turn = rotation == 0 ? "" : " transform=\"rotate(\(n(rotation)) \(n(x)) \(n(y)))\""
        body +=
            "<text x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\" text-anchor=\"\(anchor.rawValue)\""
            + " fill=\"\(fill)\" font-weight=\"\(weight)\"\(turn)>\(Self.escaped(text))</text>\n"
    }

    /// Draws something that is cut off at a rectangle.
    mutating func clipped(
        x: Double, y: Double, width: Double, height: Double, _ draw: (inout SVGCanvas) -> Void
    ) {
        clipCount += 1
        let n = Self.number
        body +=
            "<clipPath id=\"clip\(clipCount)\"><rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\""
            + " height=\"\(n(height))\"/></clipPath>\n<g clip-path=\"url(#clip\(clipCount))\">\n"
        draw(&self)
        body += "</g>\n"
    }

    /// Opens a group in which everything shares some attributes.
    mutating func group(_ attributes: String, _ draw: (inout SVGCanvas) -> Void) {
        body += "<g \(attributes)>\n"
        draw(&self)
        body += "</g>\n"
    }

    func document(title: String) -> String {
        let n = Self.number
        return
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(n(width)) \(n(height))\""
            + " width=\"\(n(width))\" height=\"\(n(height))\" font-family=\"Helvetica, Arial, sans-serif\">\n"
            + "<title>\(Self.escaped(title))</title>\n"
            + "<rect width=\"\(n(width))\" height=\"\(n(height))\" fill=\"#fff\"/>\n" + body + "</svg>\n"
    }
}

/// Round numbers along an axis.
enum AxisTicks {
    /// With the sign that typographers use.
    static func label(_ value: Double) -> String {
        DecimalText.short(value, 1).replacing("-", with: "\u{2212}")
    }

    /// At most `count` + 1 multiples of 1, 2 or 5 times a power of ten within a range.
    static func values(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span < .infinity else { return [] }
        var step = 1e-6
        let factors = [2.0, 2.5, 2.0]
        var index = 0
        while span / step > Double(count) {
            step *= factors[index % 3]
            index += 1
        }
        let first = (range.lowerBound / step).rounded(.up)
        let last = (range.upperBound / step).rounded(.down)
        guard last >= first else { return [] }
        return (0...Int(last - first)).map { (first + Double($0)) * step }
    }
}
