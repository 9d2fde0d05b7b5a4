// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// What the description of an LHAPDF6 set, `NAME.info`, says about the strong coupling.
///
/// The file is a list of `Key: value`; a value may go on in lines that begin with a blank. Other keys are left alone.
struct DensityGridDescription {
    private static let maximumSize = 1 << 20
    private let path: String
    private var entries: [String: (text: String, line: Int)] = [:]

    /// - Throws: a diagnostic if the file cannot be read.
    init(path: String) throws(Diagnostics) {
        self.init(path: path, text: try TextFile.read(path: path, limit: Self.maximumSize))
    }

    init(path: String, text: String) {
        self.path = path
        var lines = NumberedLines(text)
        var key: String?
        while let line = lines.next() {
            if line.text.first == " " || line.text.first == "\t" {
                if let key { entries[key]?.text += " " + line.text }
            } else if let colon = line.text.firstIndex(of: ":") {
                let name = String(line.text[..<colon])
                entries[name] = (String(line.text[line.text.index(after: colon)...]), line.number)
                key = name
            }
        }
    }

    private func mistake(_ key: String, _ problem: String) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: "bad-density-grid", file: path, line: entries[key]?.line, key: key, problem: problem,
                remedy: "check that this is the description of an LHAPDF6 set")
        ])
    }

    private func numbers(_ key: String) throws(Diagnostics) -> [Double]? {
        guard let entry = entries[key] else { return nil }
        let fields = entry.text.split { "[], \t\"'".contains($0) }
        let values = fields.compactMap { Double($0) }.filter(\.isFinite)
        guard values.count == fields.count else { throw mistake(key, "these are not numbers") }
        return values
    }

    private func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double) throws(Diagnostics)
        -> Double
    {
        guard let values = try numbers(key) else { return fallback }
        guard values.count == 1, range.contains(values[0]) else {
            throw mistake(key, "this is not one number from \(range.lowerBound) to \(range.upperBound)")
        }
        return values[0]
    }

    /// The table, or the running with the number of loops that the description names (two at most).
    func coupling() throws(Diagnostics) -> RunningCoupling {
        if let scales = try numbers("AlphaS_Qs"), let values = try numbers("AlphaS_Vals") {
            return RunningCoupling(table: try table(scales, values))
        }
        guard entries["AlphaS_MZ"] != nil else {
            throw mistake("AlphaS_MZ", "the description says nothing about the strong coupling")
        }
        let value = try number("AlphaS_MZ", in: 0.05...0.3, default: 0.118)
        let order = try number("AlphaS_OrderQCD", in: 0...5, default: 0)
        let masses = (
            charm: try number("MCharm", in: 1...3, default: 1.5),
            bottom: try number("MBottom", in: 3.5...6, default: 4.8),
            top: try number("MTop", in: 100...1e6, default: 173)
        )
        return RunningCoupling(valueAtZ: value, loops: order < 0.5 ? 1 : 2, masses: masses)
    }

    private func table(_ scales: [Double], _ values: [Double]) throws(Diagnostics) -> CouplingTable {
        guard scales.count == values.count, (2...100_000).contains(scales.count) else {
            throw mistake("AlphaS_Vals", "scales and values of the strong coupling are not equally many, or too few")
        }
        guard scales[0] > 0.01, values.allSatisfy({ $0 > 0 && $0 < 10 }) else {
            throw mistake("AlphaS_Vals", "the strong coupling is not between 0 and 10")
        }
        for position in 1..<scales.count {
            let isRepeated = scales[position] == scales[position - 1]
            let isThreshold = position > 1 && position < scales.count - 1 && scales[position + 1] > scales[position]
            guard scales[position] > scales[position - 1] || isRepeated && isThreshold else {
                throw mistake("AlphaS_Qs", "the scales of the strong coupling do not ascend")
            }
        }
        return CouplingTable(scales: scales, values: values)
    }
}
