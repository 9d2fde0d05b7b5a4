// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

extension ModuleTable {
    /// Reads a table of modules: TrackML's `detectors.csv`, or the table of sensitive surfaces that ACTS writes.
    ///
    /// Columns are found by name. A size is either `module_minhu`, `module_maxhu`, `module_hv` or ACTS's `bounds_type`
    /// with its parameters, of which rectangles (6) and trapezoids (7) are flat modules. Rows of ACTS without a module id
    /// are no modules and are left out. Axes are made orthonormal to rounding.
    ///
    /// - Throws: every mistake with its line and column name, at most 50.
    public static func read(text: String, file: String) throws(Diagnostics) -> ModuleTable {
        var reader = ModuleTableReader(file: file)
        let rows = reader.read(text)
        guard reader.mistakes.isEmpty else { throw Diagnostics(reader.mistakes) }
        return ModuleTable(rows: rows)
    }
}

/// Reads the lines of a table of modules.
private struct ModuleTableReader {
    private typealias Limits = ModuleTable.Limits
    let file: String
    private(set) var mistakes: [Diagnostic] = []
    private var columns: [String: Int] = [:]
    private var line = 0
    private var fields: [Substring] = []

    init(file: String) { self.file = file }

    mutating func read(_ text: String) -> [ModuleTable.Row] {
        var rows: [ModuleTable.Row] = []
        for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            if content.allSatisfy({ $0 == " " || $0 == "\t" }) { continue }
            fields = content.split(separator: ",", maxSplits: 1000, omittingEmptySubsequences: false)
            if columns.isEmpty {
                readHeader()
                if !mistakes.isEmpty { return [] }
            } else if let row = readRow() {
                rows.append(row)
            }
            if rows.count > Limits.modules {
                report("too-many", nil, "more than \(Limits.modules) modules stand here")
                return []
            }
            if mistakes.count >= Limits.mistakes { return [] }
        }
        if columns.isEmpty { report("empty-file", nil, "there is no header here") }
        if rows.isEmpty && mistakes.isEmpty { report("empty-file", nil, "there are no modules here") }
        rows.sort { ModuleTableReader.key($0) < ModuleTableReader.key($1) }
        for (first, second) in zip(rows, rows.dropFirst())
        where ModuleTableReader.key(first) == ModuleTableReader.key(second) {
            line = second.line
            report("duplicate-id", "module_id", "line \(first.line) has the same volume, layer and module")
            if mistakes.count >= Limits.mistakes { break }
        }
        return rows
    }

    private static func key(_ row: ModuleTable.Row) -> (Int32, Int32, Int32) {
        (row.module.volumeID, row.module.layerID, row.module.moduleID)
    }

    private mutating func report(_ code: String, _ column: String?, _ problem: String, reason: String? = nil) {
        mistakes.append(
            Diagnostic(
                code: code, file: file, line: max(1, line), column: nil, key: column, problem: problem, reason: reason,
                remedy: nil))
    }

    // MARK: Header

    private mutating func readHeader() {
        for (index, field) in fields.enumerated() {
            let name = String(field.drop { $0 == " " }.prefix(64))
            if columns[name] != nil { report("duplicate-key", shortened(name), "this column stands twice") }
            columns[name] = index
        }
        var wanted = Array(ModuleTable.columns.prefix(15))
        wanted.append("module_t")
        wanted += has("bounds_type") ? ["bound_param0", "bound_param1", "bound_param2"] : []
        if !has("bounds_type") { wanted += ["module_minhu", "module_maxhu", "module_hv"] }
        for name in wanted where !has(name) {
            report(
                "missing-key", name, "this column is missing",
                reason: "a table of modules has ids, centre, rotation, thickness and size")
        }
    }

    private func has(_ column: String) -> Bool { columns[column] != nil }

    // MARK: Rows

    private mutating func readRow() -> ModuleTable.Row? {
        guard fields.count == columns.count else {
            report("wrong-length", nil, "\(columns.count) values are wanted, \(fields.count) are here")
            return nil
        }
        let faults = mistakes.count
        let moduleID = integer("module_id", in: 0...Limits.moduleID)
        if has("bounds_type") && moduleID == 0 && mistakes.count == faults { return nil }
        let volumeID = integer("volume_id", in: 0...Limits.volumeID)
        let layerID = integer("layer_id", in: 0...Limits.layerID)
        let coordinates = -Limits.coordinate...Limits.coordinate
        var center = Vector3(
            number("cx", in: coordinates), number("cy", in: coordinates), number("cz", in: coordinates))
        let thickness = number("module_t", in: Limits.thickness)
        let pitchU = pitch("pitch_u")
        let pitchV = pitch("pitch_v")
        let axes = readAxes(faults)
        let size = has("bounds_type") ? readBounds() : readSize()
        guard mistakes.count == faults, let axes, let size else { return nil }
        center = center + size.shiftU * axes.u + size.shiftV * axes.v
        return ModuleTable.Row(
            module: Module(
                volumeID: Int32(volumeID), layerID: Int32(layerID), moduleID: Int32(moduleID), layer: 0,
                center: center, u: axes.u, v: axes.v, w: axes.u.cross(axes.v), halfUMinimum: size.minimum,
                halfUMaximum: size.maximum, halfV: size.halfV),
            thickness: thickness, pitchU: pitchU, pitchV: pitchV, line: line)
    }

    /// Axes u and v, made orthonormal.
    private mutating func readAxes(_ faults: Int) -> (u: Vector3, v: Vector3)? {
        func vector(_ axis: String) -> Vector3 {
            let range = -1.001...1.001
            return Vector3(
                number("rot_x" + axis, in: range), number("rot_y" + axis, in: range), number("rot_z" + axis, in: range))
        }
        let (u, v, w) = (vector("u"), vector("v"), vector("w"))
        guard mistakes.count == faults else { return nil }
        let apart = u.cross(v) - w
        let worst = max(abs(u.dot(u) - 1), abs(v.dot(v) - 1), abs(u.dot(v)), apart.dot(apart).squareRoot())
        guard worst < 1e-3 else {
            report(
                "contradiction", "rot_xu", "these axes are no rotation",
                reason: "u, v and w must be unit vectors at right angles, and w = u × v")
            return nil
        }
        let first = (1 / u.dot(u).squareRoot()) * u
        let rest = v - v.dot(first) * first
        return (first, (1 / rest.dot(rest).squareRoot()) * rest)
    }

    private typealias Size = (minimum: Double, maximum: Double, halfV: Double, shiftU: Double, shiftV: Double)

    private mutating func readSize() -> Size? {
        (
            number("module_minhu", in: Limits.halfSize), number("module_maxhu", in: Limits.halfSize),
            number("module_hv", in: Limits.halfSize), 0, 0
        )
    }

    /// Rectangles (x and y of two corners) and trapezoids (half x at -y and at +y, half y, rotation) of ACTS.
    private mutating func readBounds() -> Size? {
        let type = integer("bounds_type", in: 0...100)
        let corners = -Limits.halfSize.upperBound...Limits.halfSize.upperBound
        switch type {
        case 6:
            let (x0, y0) = (number("bound_param0", in: corners), number("bound_param1", in: corners))
            let (x1, y1) = (number("bound_param2", in: corners), number("bound_param3", in: corners))
            guard Limits.halfSize.contains(0.5 * (x1 - x0)), Limits.halfSize.contains(0.5 * (y1 - y0)) else {
                report("contradiction", "bound_param2", "the rectangle has no size")
                return nil
            }
            let half = 0.5 * (x1 - x0)
            return (half, half, 0.5 * (y1 - y0), 0.5 * (x0 + x1), 0.5 * (y0 + y1))
        case 7:
            let turn = has("bound_param3") ? number("bound_param3", in: -10...10) : 0
            if turn != 0 && turn != -1 {
                report("unsupported", "bound_param3", "trapezoids that are turned in their plane are not supported")
                return nil
            }
            return (
                number("bound_param0", in: Limits.halfSize), number("bound_param1", in: Limits.halfSize),
                number("bound_param2", in: Limits.halfSize), 0, 0
            )
        default:
            report(
                "unsupported", "bounds_type", "bounds of type \(type) are not supported",
                reason: "flat modules are rectangles (6) or trapezoids (7)")
            return nil
        }
    }

    // MARK: Fields

    private func text(_ column: String) -> String? {
        guard let index = columns[column] else { return nil }
        return String(fields[index].drop { $0 == " " }.prefix(100)).split(separator: " ").first.map(String.init) ?? ""
    }

    private mutating func number(_ column: String, in range: ClosedRange<Double>) -> Double {
        guard let text = text(column) else {
            report("missing-key", column, "this column is missing")
            return range.lowerBound
        }
        guard case .number(let value) = NumberText.read(text) else {
            report("wrong-type", column, "a finite number is wanted, `\(shortened(text))` is here")
            return range.lowerBound
        }
        guard range.contains(value) else {
            report(
                "out-of-range", column,
                "\(shortened(text)) is outside \(NumberText.write(range.lowerBound)) to "
                    + NumberText.write(range.upperBound))
            return range.lowerBound
        }
        return value
    }

    private mutating func integer(_ column: String, in range: ClosedRange<Int>) -> Int {
        let value = number(column, in: Double(range.lowerBound)...Double(range.upperBound))
        if value != value.rounded() { report("wrong-type", column, "a whole number is wanted here") }
        return Int(value)
    }

    /// A pitch, nil where the file has none or says -1.
    private mutating func pitch(_ column: String) -> Double? {
        guard has(column), let text = text(column) else { return nil }
        if case .number(let value) = NumberText.read(text), value == -1 { return nil }
        return number(column, in: Limits.pitch)
    }
}
