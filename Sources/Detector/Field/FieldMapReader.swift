// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

extension FieldMap {
    /// Largest text of a map, bytes; it becomes part of every dataset made with it.
    public static let sizeLimit = 16 << 20
    /// Largest component, tesla, and coordinate, mm.
    static let strongest = 20.0
    static let farthest = 1e5

    /// Reads the CSV form documented in `Geometries/README.md`.
    ///
    /// - Parameter file: its path, for messages.
    /// - Throws: every mistake found (the first `DiagnosticCollector.limit` of them), with line and column.
    public static func read(text: String, file: String) throws(Diagnostics) -> FieldMap {
        var reader = FieldMapReader(file: file)
        return try reader.read(text)
    }
}

/// Reads a field map line by line.
struct FieldMapReader {
    let file: String
    private let collector = DiagnosticCollector()
    private var line = 0
    /// Coordinates in a line: 2 or 3.
    private var dimensions = 0
    private var columns: [String] { FieldMapReader.headers[dimensions - 2].split(separator: ",").map(String.init) }
    private var points: [Double] = []
    private var values: [Double] = []
    private var lines: [Int] = []

    static let headers = ["r_mm,z_mm,Br_T,Bz_T", "x_mm,y_mm,z_mm,Bx_T,By_T,Bz_T"]

    init(file: String) { self.file = file }

    mutating func read(_ text: String) throws(Diagnostics) -> FieldMap {
        // Line by line in bytes: a carriage return and a line feed are one character.
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            var content = Substring(bytes)
            if content.last == "\r" { content.removeLast() }
            if content.isEmpty || content.first == "#" { continue }
            if dimensions == 0 {
                try readHeader(content)
            } else {
                readPoint(content)
            }
        }
        line = max(line, 1)
        if dimensions == 0 { mistake("missing-header", 1, "the file holds no header", remedy: FieldMapReader.wanted) }
        try collector.check()
        let axes = try findAxes()
        if dimensions == 2 { checkAxis(axes[0]) }
        try collector.check()
        let grid: FieldMap.Grid =
            dimensions == 2
            ? .cylindrical(r: axes[0], z: axes[1]) : .cartesian(x: axes[0], y: axes[1], z: axes[2])
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return FieldMap(name: name, grid: grid, values: values)
    }

    private static var wanted: String { "begin with the line `\(headers[0])` or `\(headers[1])`" }

    private mutating func readHeader(_ content: Substring) throws(Diagnostics) {
        let header = String(content.filter { $0 != " " && $0 != "\t" })
        guard let kind = FieldMapReader.headers.firstIndex(of: header) else {
            mistake("bad-header", 1, "this is no header of a field map", remedy: FieldMapReader.wanted)
            return try collector.check()
        }
        dimensions = kind + 2
    }

    private mutating func readPoint(_ content: Substring) {
        // A line of any length costs no more than its parts that are wanted.
        let count = 2 * dimensions
        let parts = content.split(separator: ",", maxSplits: count, omittingEmptySubsequences: false)
        guard parts.count == count else {
            let found = parts.count > count ? "more than \(count)" : "\(parts.count)"
            return mistake("wrong-length", 1, "\(count) values are wanted, \(found) stand here")
        }
        var column = 1
        for (i, part) in parts.enumerated() {
            let isPlace = i < dimensions
            let limit = isPlace ? FieldMap.farthest : FieldMap.strongest
            let number = readNumber(part, limit, column, columns[i])
            if isPlace { points.append(number) } else { values.append(number) }
            column += part.unicodeScalars.count + 1
        }
        lines.append(line)
    }

    private func readNumber(_ part: Substring, _ limit: Double, _ column: Int, _ name: String) -> Double {
        let bare = part.drop { $0 == " " || $0 == "\t" }
        let trimmed = String(bare.prefix { $0 != " " && $0 != "\t" })
        guard case .number(let value) = NumberText.read(trimmed),
            bare.dropFirst(trimmed.count).allSatisfy({ $0 == " " || $0 == "\t" })
        else {
            mistake("wrong-type", column, key: name, "a number is wanted here")
            return 0
        }
        guard abs(value) <= limit else {
            mistake(
                "out-of-range", column, key: name,
                "\(NumberText.write(value)) is outside \(NumberText.write(-limit)) to \(NumberText.write(limit))",
                remedy: "lengths are in mm, fields in tesla")
            return 0
        }
        return value
    }

    // MARK: The grid

    /// The axes of the grid, the last coordinate running fastest; checks that every point stands in its place.
    private mutating func findAxes() throws(Diagnostics) -> [FieldAxis] {
        let count = lines.count
        var axes = [FieldAxis](repeating: FieldAxis(origin: 0, spacing: 1, count: 1), count: dimensions)
        // Points from one value of a coordinate to the next.
        var stride = 1
        for d in (0..<dimensions).reversed() {
            var places = 1
            let isFirst = d == 0
            // The coordinate starts again where one before it changes.
            while places * stride < count, isFirst || !changesBefore(d, at: places * stride) { places += 1 }
            guard places >= FieldAxis.leastCount else {
                line = lines.last ?? line
                mistake(
                    "too-few", 1, key: columns[d], "there are \(count == 0 ? 0 : places) places along this coordinate",
                    reason: "at least \(FieldAxis.leastCount) are needed, and the last coordinate runs fastest")
                try collector.check()
                return axes
            }
            let origin = points[d]
            let end = points[(places - 1) * stride * dimensions + d]
            let spacing = (end - origin) / Double(places - 1)
            axes[d] = FieldAxis(origin: origin, spacing: spacing, count: places)
            if !(spacing > 0) {
                line = lines[(places - 1) * stride]
                mistake("not-regular", 1, key: columns[d], "the coordinate does not increase")
                try collector.check()
            }
            stride *= places
        }
        checkPlaces(axes, stride)
        try collector.check()
        return axes
    }

    private func changesBefore(_ d: Int, at point: Int) -> Bool {
        (0..<d).contains { points[point * dimensions + $0] != points[(point - 1) * dimensions + $0] }
    }

    private mutating func checkPlaces(_ axes: [FieldAxis], _ total: Int) {
        var stride = total
        for d in 0..<dimensions {
            stride /= axes[d].count
            // Written coordinates are rounded, to a millionth of the spacing at worst.
            let tolerance = 1e-6 * axes[d].spacing
            for i in 0..<lines.count {
                let wanted = axes[d][i / stride % axes[d].count]
                let found = points[i * dimensions + d]
                if abs(found - wanted) <= tolerance { continue }
                line = lines[i]
                return mistake(
                    "not-regular", 1, key: columns[d],
                    "\(NumberText.write(wanted)) is expected, \(NumberText.write(found)) stands here",
                    reason: "the grid is regular, and the last coordinate runs fastest")
            }
        }
        if lines.count != total {
            line = lines.last ?? line
            mistake("wrong-length", 1, "the grid has \(total) points, the file \(lines.count)")
        }
    }

    /// A map in r begins on the axis, where the radial component vanishes.
    private mutating func checkAxis(_ r: FieldAxis) {
        line = lines[0]
        guard r.origin == 0 else {
            return mistake("out-of-range", 1, key: columns[0], "the first radius is not 0")
        }
        for i in 0..<lines.count where points[2 * i] == 0 && abs(values[2 * i]) > 1e-6 {
            line = lines[i]
            return mistake("out-of-range", 1, key: columns[2], "the radial component does not vanish on the axis")
        }
    }

    private func mistake(
        _ code: String, _ column: Int, key: String? = nil, _ problem: String, reason: String? = nil,
        remedy: String? = nil
    ) {
        collector.report(
            Diagnostic(
                code: code, file: file, line: line, column: column, key: key, problem: problem, reason: reason,
                remedy: remedy))
    }
}
