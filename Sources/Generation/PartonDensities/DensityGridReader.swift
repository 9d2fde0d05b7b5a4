// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// A grid file and its description, ready to use.
public struct LoadedDensityGrid: Sendable, Equatable {
    let densities: DensityGrid
    let coupling: RunningCoupling
    private let member: String
    private let description: String

    /// Reads a member of a set and the set's description.
    ///
    /// - Throws: one diagnostic with the line of the first mistake.
    public init(member: String, description: String) throws(Diagnostics) {
        densities = try DensityGridReader.read(path: member)
        coupling = try DensityGridDescription(path: description).coupling()
        self.member = member
        self.description = description
    }

    init(_ files: DensityGridFiles) throws(Diagnostics) {
        try self.init(member: files.member, description: files.description)
    }

    /// Grids are equal if they were read from the same files.
    public static func == (a: LoadedDensityGrid, b: LoadedDensityGrid) -> Bool {
        a.member == b.member && a.description == b.description
    }
}

/// The two files of a grid: `DIRECTORY/NAME_0000.dat` and `DIRECTORY/NAME.info`.
public struct DensityGridFiles: Sendable, Equatable {
    public var member: String
    public var description: String

    public init(member: String, description: String) {
        self.member = member
        self.description = description
    }

    /// - Parameter member: path of a member; its last part must be a name, `_`, four digits and `.dat`.
    /// - Throws: a diagnostic if it is none.
    public init(member: String) throws(Diagnostics) {
        guard let description = Self.description(ofMember: member) else {
            throw Diagnostics([
                Diagnostic(
                    code: "bad-density-grid", file: member, problem: "this is not the name of a member of a set",
                    reason: "members are named `NAME_0000.dat`", remedy: "give the path of such a file")
            ])
        }
        self.init(member: member, description: description)
    }

    /// Name of the member: that of its file, without `.dat`.
    public var name: String {
        let name = String(member.split(separator: "/").last ?? "")
        return name.hasSuffix(".dat") ? String(name.dropLast(4)) : name
    }

    /// The description that belongs to a member; nil for what is no name of a member.
    public static func description(ofMember member: String) -> String? {
        let name = member.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let tail = name.utf8.suffix(9)
        let digits = tail.dropFirst().prefix(4)
        let isMember =
            name.hasSuffix(".dat") && name.utf8.count > 9 && tail.first == UInt8(ascii: "_")
            && digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return isMember ? String(member.dropLast(9)) + ".info" : nil
    }
}

/// Reads one member of an LHAPDF6 set: `NAME_0000.dat` (format `lhagrid1`) with `NAME.info` beside it.
///
/// The member begins with a header of keys, then come subgrids between lines of `---`: x knots, Q knots, PDG numbers, and
/// a row per x and Q (Q runs fastest) with x f of every parton. Subgrids share x knots and partons; where one ends the
/// next begins, at the mass of a quark. The strong coupling comes from the description: its table, or its value at the Z
/// mass.
struct DensityGridReader {
    /// Largest file, bytes, and largest number of knots.
    static let maximumSize = 64 << 20
    static let maximumKnots = 1 << 20

    private let path: String
    private var x: [Double] = []
    private var scales: [Double] = []
    private var partons: [Int] = []
    private var values: [SIMD16<Double>] = []

    /// - Throws: one diagnostic with the line of the first mistake.
    static func read(path: String) throws(Diagnostics) -> DensityGrid {
        var reader = DensityGridReader(path: path)
        try reader.readMember()
        return DensityGrid(x: reader.x, scales: reader.scales, values: reader.values)
    }

    private init(path: String) { self.path = path }

    private func mistake(_ line: Int?, _ problem: String, _ reason: String? = nil) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: "bad-density-grid", file: path, line: line, problem: problem, reason: reason,
                remedy: "check that this is a complete member of an LHAPDF6 set")
        ])
    }

    private mutating func readMember() throws(Diagnostics) {
        let text = try TextFile.read(path: path, limit: Self.maximumSize)
        var lines = NumberedLines(text)
        var format = ""
        while let line = lines.next(), !line.isSeparator {
            if line.text.hasPrefix("Format:") { format = String(line.text.dropFirst(7)).trimmed }
        }
        guard format == "lhagrid1" else {
            throw mistake(nil, "this is no grid of LHAPDF6", "its header has no line `Format: lhagrid1`")
        }
        while let first = lines.next() {
            try readSubgrid(first, &lines)
        }
        guard !scales.isEmpty else { throw mistake(nil, "the file holds no grid") }
    }

    private mutating func readSubgrid(_ first: NumberedLines.Line, _ lines: inout NumberedLines) throws(Diagnostics) {
        let knots = try numbers(first, "x")
        guard let second = lines.next(), let third = lines.next() else {
            throw mistake(first.number, "the file ends within the knots of a grid")
        }
        let q = try numbers(second, "Q")
        let ids = third.text.split(whereSeparator: \.isBlank).map { Int($0) }
        guard ids.allSatisfy({ $0 != nil }), !ids.isEmpty, ids.count <= 64 else {
            throw mistake(third.number, "the partons' numbers cannot be read")
        }
        try check(knots, q, ids.compactMap { $0 }, line: first.number)
        let rows = try readRows(count: knots.count * q.count, width: ids.count, after: third.number, &lines)
        // Q runs fastest in the file, x in memory.
        for column in q.indices {
            for row in knots.indices { values.append(rows[row * q.count + column]) }
        }
        scales += q
    }

    private mutating func check(
        _ knots: [Double], _ q: [Double], _ ids: [Int], line: Int
    ) throws(Diagnostics) {
        func ascends(_ values: [Double]) -> Bool { zip(values, values.dropFirst()).allSatisfy(<) }
        guard knots.count >= 4, ascends(knots), knots[0] > 0, knots[knots.count - 1] <= 1 + 1e-9 else {
            throw mistake(line, "the x knots do not ascend from above 0 to 1", "at least four are needed")
        }
        guard q.count >= 2, ascends(q), q[0] > 0.1 else {
            throw mistake(line + 1, "the Q knots do not ascend", "at least two above 0.1 GeV are needed")
        }
        guard knots.count * (scales.count + q.count) <= Self.maximumKnots else {
            throw mistake(line, "the grid has too many knots", "at most \(Self.maximumKnots)")
        }
        if scales.isEmpty {
            (x, partons) = (knots, ids)
            let known = ids.compactMap(PartonValues.position)
            guard Set(known).count == known.count, ids.contains(21) || ids.contains(0) else {
                throw mistake(line + 2, "the gluon is missing, or a parton stands twice")
            }
            return
        }
        guard knots == x, ids == partons else {
            throw mistake(line, "this subgrid has other x knots or partons than the first one")
        }
        guard let last = scales.last, abs(q[0] - last) <= 1e-6 * last else {
            throw mistake(line + 1, "this subgrid does not begin where the one before ends")
        }
        scales[scales.count - 1] = q[0]
    }

    private func readRows(
        count: Int, width: Int, after start: Int, _ lines: inout NumberedLines
    ) throws(Diagnostics) -> [SIMD16<Double>] {
        var rows: [SIMD16<Double>] = []
        rows.reserveCapacity(count)
        let positions = partons.map(PartonValues.position)
        for _ in 0..<count {
            guard let line = lines.next(), !line.isSeparator else {
                throw mistake(nil, "a subgrid has fewer rows than knots", "\(count) after line \(start) are needed")
            }
            var lanes = SIMD16<Double>(repeating: 0)
            var column = 0
            for field in line.text.split(whereSeparator: \.isBlank) {
                guard column < width, let value = Double(field), value.isFinite, abs(value) < 1e9 else {
                    throw mistake(line.number, "this row is not one of \(width) numbers")
                }
                if let position = positions[column] { lanes[position] = value }
                column += 1
            }
            guard column == width else { throw mistake(line.number, "this row is not one of \(width) numbers") }
            rows.append(lanes)
        }
        guard let end = lines.next(), end.isSeparator else {
            throw mistake(nil, "a subgrid does not end with `---`", "it has \(count) rows after line \(start)")
        }
        return rows
    }

    private func numbers(_ line: NumberedLines.Line, _ what: String) throws(Diagnostics) -> [Double] {
        let fields = line.text.split(whereSeparator: \.isBlank)
        let values = fields.compactMap { Double($0) }.filter(\.isFinite)
        guard values.count == fields.count, !values.isEmpty else {
            throw mistake(line.number, "the \(what) knots cannot be read")
        }
        return values
    }
}

/// The lines of a text that hold something, with their numbers.
struct NumberedLines {
    struct Line {
        var number: Int
        var text: Substring
        var isSeparator: Bool { text.hasPrefix("---") }
    }
    private var rest: Substring
    private var number = 0

    init(_ text: String) { rest = Substring(text) }

    mutating func next() -> Line? {
        while !rest.isEmpty {
            number += 1
            let bytes = rest.utf8
            let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
            var line = rest[..<(end ?? rest.endIndex)]
            rest = end.map { rest[bytes.index(after: $0)...] } ?? rest[rest.endIndex...]
            while let last = line.utf8.last, last == 0x20 || last == 0x0D || last == 0x09 {
                line = line[..<line.utf8.index(before: line.endIndex)]
            }
            if !line.isEmpty { return Line(number: number, text: line) }
        }
        return nil
    }
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}

extension String {
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
