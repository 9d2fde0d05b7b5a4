// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Testing

@testable import Production

/// Notes the range of every number of a recipe by the path of its key.
private struct RangeCollector: RecipePaths {
    var ranges: [String: ClosedRange<Double>] = [:]
    var prefix = ""

    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>) {
        ranges[prefix + key] = range
    }
    mutating func number(_ key: String, _ value: inout Double?, in range: ClosedRange<Double>) {
        ranges[prefix + key] = range
    }
    mutating func numbers(_ key: String, _ values: inout [Double], in range: ClosedRange<Double>) {
        ranges[prefix + key] = range
    }
    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>) {
        ranges[prefix + key] = Double(range.lowerBound)...Double(range.upperBound)
    }
    mutating func distribution(_ key: String, _ value: inout Recipe.Distribution, in range: ClosedRange<Double>) {
        ranges[prefix + key] = range
    }
    mutating func momentum(_ kind: inout Recipe.Gun.Momentum, _ value: inout Recipe.Distribution) {
        distribution("pT_GeV", &value, in: 1e-6...1e6)
    }
    mutating func unsigned(_ key: String, _ value: inout UInt64) {}
    mutating func flag(_ key: String, _ value: inout Bool) {}
    mutating func text(_ key: String, _ value: inout String) {}
    mutating func texts(_ key: String, _ values: inout [String]) {}
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ value: inout Choice)
    where Choice.RawValue == String {}
    mutating func name(_ key: String, _ value: inout String, of list: RecipeNames) {}
    mutating func species(_ key: String, _ values: inout [Int32]) {}
    mutating func vertex(_ key: String, _ value: inout Recipe.Gun.Vertex) {}
    mutating func source(_ value: inout Recipe.Source) {
        var (process, gun, file) = (Recipe.Process(), Recipe.Gun(), Recipe.ParticleFile())
        part("processes", &process)
        part("gun", &gun)
        part("source", &file)
    }
    // The keys of masses are explained in the text of the page.
    mutating func parts<Part: RecipePart>(_ key: String, _ parts: inout [Part]) {}
}

@Suite struct RangeDocumentationTests {
    /// What the YAML examples of the page say behind each key, by the key's path.
    private func remarks() throws -> [String: String] {
        let page = try TextFile.read(path: repositoryPath("Datasets/RECIPES.md"), limit: 1 << 20)
        var remarks: [String: String] = [:]
        var isExample = false
        var keys: [(indentation: Int, name: String)] = []
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isExample = line == "```yaml"
                continue
            }
            guard isExample else { continue }
            let content = line.prefix { $0 != "#" }.replacing("- ", with: "  ")
            if let colon = content.firstIndex(of: ":") {
                let indentation = content.prefix { $0 == " " }.count
                keys.removeAll { $0.indentation >= indentation }
                keys.append((indentation, String(content[..<colon].drop { $0 == " " })))
            }
            // A line without a key goes on with the remark before it.
            remarks[keys.map(\.name).joined(separator: "."), default: ""] += String(line.dropFirst(content.count))
        }
        return remarks
    }

    /// `A to B` anywhere in a remark.
    private func ranges(in remark: String) -> [ClosedRange<Double>] {
        let words = remark.split { " ,;:()#".contains($0) }.map(String.init)
        return words.indices.compactMap { i in
            guard words[i] == "to", i > 0, i + 1 < words.count, let low = Double(words[i - 1]),
                let high = Double(words[i + 1]), low <= high
            else { return nil }
            return low...high
        }
    }

    @Test func everyRangeIsDocumentedAsItIsChecked() throws {
        var collector = RangeCollector()
        var recipe = Recipe()
        recipe.visit(&collector)
        let remarks = try remarks()
        #expect(collector.ranges.count > 50)
        for (path, range) in collector.ranges.sorted(by: { $0.key < $1.key }) {
            let remark = remarks[path] ?? ""
            #expect(ranges(in: remark).contains(range), "\(path): \(range) is not in '\(remark)'")
        }
    }
}
