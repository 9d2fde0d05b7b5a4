// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

extension Plan {
    /// Largest plan that is read, bytes.
    public static let sizeLimit = 64 << 20

    /// Reads a canonical text back.
    ///
    /// The text may come from anybody: ranges and rules hold as for a recipe, digests must fit, and the plan must give
    /// exactly the same text again.
    /// - Throws: `bad-plan` with the line.
    public init(text: String, file: String = "plan") throws(Diagnostics) {
        guard text.utf8.count <= Self.sizeLimit else {
            throw Diagnostics([
                Diagnostic(
                    code: "too-large", file: file, problem: "this plan is too large",
                    reason: "at most \(Self.sizeLimit >> 20) MiB are read")
            ])
        }
        var reader = PlanReader(text)
        do {
            self = try reader.plan()
        } catch {
            throw Diagnostics([
                Diagnostic(
                    code: "bad-plan", file: file, line: error.line, key: error.key, problem: error.problem,
                    remedy: "the file was changed or cut short, or a later version wrote it")
            ])
        }
    }
}

/// What is wrong with a plan's text.
struct PlanMistake: Error {
    var line: Int
    var key: String?
    var problem: String
}

/// Reads the canonical text of a plan line by line.
struct PlanReader {
    private let original: String
    private let bytes: [UInt8]
    private var index = 0
    private var line = 0

    init(_ text: String) {
        original = text
        bytes = Array(text.utf8)
    }

    mutating func plan() throws(PlanMistake) -> Plan {
        guard try nextLine() == PlanWriter.header else {
            throw mistake("this is not a plan, or one of another version")
        }
        var settings = Recipe()
        settings.firstEvent = try integer(after: "first_event = ", in: 0...Recipe.maximumEvent - 1)
        settings.events = try integer(after: "events = ", in: 1...Recipe.maximumEvent)
        guard try nextLine() == "settings" else { throw mistake("`settings` is expected here") }
        try readSettings(&settings)
        let inputs = try readInputs()
        let tables = try readTables()
        let texts = try readTexts()
        guard index == bytes.count else { throw mistake("text stands after the end of the plan") }
        if let found = settings.allContradictions().first { throw mistake(found.problem, key: found.key) }
        let plan = Plan(settings: settings, texts: texts, inputs: inputs, tables: tables)
        guard plan.text == original else { throw mistake("this is not how a plan is written") }
        return plan
    }

    private mutating func readSettings(_ settings: inout Recipe) throws(PlanMistake) {
        var lines: [String] = []
        let first = line + 1
        // The settings end where the inputs begin: no field has a name without `=`.
        while let next = peekLine(), next.contains(" = ") {
            lines.append(try nextLine())
            guard lines.count < 100_000 else { throw mistake("there are too many settings") }
        }
        var fields = FieldReader(lines: lines, firstLine: first)
        settings.visit(&fields)
        if let failure = fields.end() { throw failure }
    }

    private mutating func readInputs() throws(PlanMistake) -> [Plan.InputFile] {
        let count = try integer(after: "inputs ", in: 0...100_000)
        var inputs: [Plan.InputFile] = []
        for _ in 0..<count {
            let line = try nextLine()
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count >= 3, let size = Int(parts[parts.count - 2]), size >= 0,
                let name = FieldReader.unquoted(parts[..<(parts.count - 2)].joined(separator: " "))
            else { throw mistake("an input file is expected here") }
            inputs.append(Plan.InputFile(name: name, byteCount: size, sha256: String(parts[parts.count - 1])))
        }
        return inputs
    }

    private mutating func readTables() throws(PlanMistake) -> [Plan.Table] {
        let count = try integer(after: "tables ", in: 0...100_000)
        var tables: [Plan.Table] = []
        for _ in 0..<count {
            let parts = try nextLine().split(separator: " ")
            guard parts.count == 3, parts[0] == "table", let size = Int(parts[2]), size >= 0,
                Recipe.isPlainName(String(parts[1]))
            else { throw mistake("a table is expected here") }
            var values: [Double] = []
            while values.count < size {
                for number in try nextLine().split(separator: " ") {
                    guard let value = HexadecimalFloat.read(number) else {
                        throw mistake("an exact number is expected here", key: String(parts[1]))
                    }
                    values.append(value)
                }
            }
            tables.append(Plan.Table(name: String(parts[1]), values: values))
        }
        return tables
    }

    private mutating func readTexts() throws(PlanMistake) -> [Plan.Text] {
        let count = try integer(after: "texts ", in: 0...1000)
        var texts: [Plan.Text] = []
        for _ in 0..<count {
            let parts = try nextLine().split(separator: " ")
            guard parts.count == 4, parts[0] == "text", let size = Int(parts[2]), size >= 0,
                size < bytes.count - index, Recipe.isPlainName(String(parts[1]))
            else { throw mistake("a text is expected here") }
            guard let text = String(validating: bytes[index..<index + size], as: UTF8.self),
                SHA256Text.digest(of: text) == parts[3], bytes[index + size] == UInt8(ascii: "\n")
            else { throw mistake("this text is not the one that was written", key: String(parts[1])) }
            line += bytes[index..<index + size + 1].count { $0 == UInt8(ascii: "\n") }
            index += size + 1
            texts.append(Plan.Text(name: String(parts[1]), text: text))
        }
        return texts
    }

    // MARK: Lines

    private func lineEnd() -> Int? { bytes[index...].firstIndex(of: UInt8(ascii: "\n")) }

    private func peekLine() -> String? { lineEnd().map { String(decoding: bytes[index..<$0], as: UTF8.self) } }

    private mutating func nextLine() throws(PlanMistake) -> String {
        line += 1
        guard let end = lineEnd() else { throw mistake("the plan ends too early") }
        defer { index = end + 1 }
        return String(decoding: bytes[index..<end], as: UTF8.self)
    }

    private mutating func integer(after prefix: String, in range: ClosedRange<Int>) throws(PlanMistake) -> Int {
        let text = try nextLine()
        guard text.hasPrefix(prefix), let value = Int(text.dropFirst(prefix.count)), range.contains(value) else {
            throw mistake("`\(prefix)NUMBER` is expected here")
        }
        return value
    }

    private func mistake(_ problem: String, key: String? = nil) -> PlanMistake {
        PlanMistake(line: line, key: key, problem: problem)
    }
}
