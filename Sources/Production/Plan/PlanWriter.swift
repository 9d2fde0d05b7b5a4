// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Writes the canonical text of a plan.
///
///     eidolon-plan 1
///     first_event = 0
///     events = 60
///     settings
///     name = "quickstart"
///     ...
///     inputs 1
///     "particles.csv" 804711 <sha256>
///     tables 1
///     table map.ttH 3
///     0x1p+0 0x1.8p+0 0x1p+1
///     texts 2
///     text recipe.yaml 512 <sha256>
///     ...the 512 bytes, then a line break...
///
/// Every key is written, in the order of `RecipeFields`; numbers are exact hexadecimal floats.
struct PlanWriter {
    static let header = "eidolon-plan 1"
    static let tableColumns = 4
    let settings: Recipe
    let texts: [Plan.Text]
    let inputs: [Plan.InputFile]
    let tables: [Plan.Table]

    func text(withRange: Bool) -> String {
        var result = Self.header + "\n"
        if withRange { result += "first_event = \(settings.firstEvent)\nevents = \(settings.events)\n" }
        var fields = FieldWriter()
        var settings = settings
        settings.visit(&fields)
        result += "settings\n" + fields.text
        result += "inputs \(inputs.count)\n"
        for input in inputs { result += "\(JSONText.string(input.name)) \(input.byteCount) \(input.sha256)\n" }
        result += "tables \(tables.count)\n"
        for table in tables { result += Self.text(of: table) }
        result += "texts \(texts.count)\n"
        for text in texts {
            result += "text \(text.name) \(text.text.utf8.count) \(SHA256Text.digest(of: text.text))\n\(text.text)\n"
        }
        return result
    }

    private static func text(of table: Plan.Table) -> String {
        var result = "table \(table.name) \(table.values.count)\n"
        for start in stride(from: 0, to: table.values.count, by: tableColumns) {
            let row = table.values[start..<min(start + tableColumns, table.values.count)]
            result += row.map(HexadecimalFloat.write).joined(separator: " ") + "\n"
        }
        return result
    }
}

/// Writes fields as `path = value` lines.
private struct FieldWriter: RecipePaths {
    var text = ""
    var prefix = ""

    private mutating func line(_ key: String, _ value: String) { text += "\(prefix)\(key) = \(value)\n" }

    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>) {
        line(key, HexadecimalFloat.write(value))
    }
    mutating func number(_ key: String, _ value: inout Double?, in range: ClosedRange<Double>) {
        line(key, value.map(HexadecimalFloat.write) ?? "none")
    }
    mutating func numbers(_ key: String, _ values: inout [Double], in range: ClosedRange<Double>) {
        line(key, values.map(HexadecimalFloat.write).joined(separator: " "))
    }
    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>) {
        // The range of events stands apart, so that shards share the rest.
        if prefix.isEmpty && (key == "first_event" || key == "events") { return }
        line(key, "\(value)")
    }
    mutating func unsigned(_ key: String, _ value: inout UInt64) { line(key, "\(value)") }
    mutating func flag(_ key: String, _ value: inout Bool) { line(key, "\(value)") }
    mutating func text(_ key: String, _ value: inout String) { line(key, JSONText.string(value)) }
    mutating func texts(_ key: String, _ values: inout [String]) {
        line(key, "\(values.count)")
        for (index, value) in values.enumerated() { line("\(key)[\(index)]", JSONText.string(value)) }
    }
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ value: inout Choice)
    where Choice.RawValue == String {
        line(key, value.rawValue)
    }
    mutating func name(_ key: String, _ value: inout String, of list: RecipeNames) { text(key, &value) }
    mutating func species(_ key: String, _ values: inout [Int32]) {
        line(key, values.map { "\($0)" }.joined(separator: " "))
    }

    mutating func distribution(_ key: String, _ value: inout Recipe.Distribution, in range: ClosedRange<Double>) {
        let numbers: [Double] =
            switch value {
            case .fixed(let value): [value]
            case .uniform(let range), .logUniform(let range): [range.lowerBound, range.upperBound]
            case .normal(let mean, let sigma): [mean, sigma]
            }
        line(key, ([value.kind.rawValue] + numbers.map(HexadecimalFloat.write)).joined(separator: " "))
    }
    mutating func momentum(_ kind: inout Recipe.Gun.Momentum, _ value: inout Recipe.Distribution) {
        choice("momentum", &kind)
        distribution("momentum_distribution", &value, in: 0...0)
    }
    mutating func vertex(_ key: String, _ value: inout Recipe.Gun.Vertex) {
        switch value {
        case .beamSpot: line(key, "beam_spot")
        case .smeared(var spot):
            line(key, "smeared")
            part(key, &spot)
        }
    }
    mutating func source(_ value: inout Recipe.Source) {
        switch value {
        case .collisions(var processes):
            line("source", "processes")
            parts("processes", &processes)
        case .gun(var gun):
            line("source", "gun")
            part("gun", &gun)
        case .file(var file):
            line("source", "file")
            part("source", &file)
        }
    }

    mutating func parts<Part: RecipePart>(_ key: String, _ parts: inout [Part]) {
        line(key, "\(parts.count)")
        for index in parts.indices { part("\(key)[\(index)]", &parts[index]) }
    }
}
