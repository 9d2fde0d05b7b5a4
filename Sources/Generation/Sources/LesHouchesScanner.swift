// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// What a Les Houches file says before its events.
struct LesHouchesHeader: Sendable, Equatable {
    /// PDG numbers and energies (GeV) of the beams; nil where the file has no `<init>`.
    var beams: (first: Int, second: Int)?
    var energies: (first: Double, second: Double)?
    /// IDWTUP, 0 where the file has no `<init>`.
    var weighting = 0
    /// Sum of the cross-sections of all processes, pb.
    var crossSection = 0.0

    /// Event weights times this are in pb, so that their mean is the cross-section: files with unit weights (IDWTUP 3)
    /// carry the cross-section only here.
    var weightFactor: Double { abs(weighting) == 3 && crossSection > 0 ? crossSection : 1 }

    static func == (a: LesHouchesHeader, b: LesHouchesHeader) -> Bool {
        a.beams ?? (0, 0) == b.beams ?? (0, 0) && a.energies ?? (0, 0) == b.energies ?? (0, 0)
            && a.weighting == b.weighting && a.crossSection == b.crossSection
    }
}

/// Goes through a Les Houches file once: finds the events and reads every one, so that what is wrong is known at once.
///
/// Tags count at the beginning of a line only, and nothing else of the header is looked at: so an unescaped `&` or `<` in
/// it does no harm. A missing `<init>`, `</event>` before another event and end of the file are accepted.
struct LesHouchesScanner: ~Copyable {
    private let file: EventFile
    private var lines: EventFileLines
    private var index: EventFileIndex
    private var header = LesHouchesHeader()
    private var record = LesHouchesRecord()
    private var descriptions: [String: String] = [:]
    private var extraNames: [String]?
    private var isComment = false
    private var initLine: Int?
    private var hasRoot = false
    private var hasEnd = false
    /// First byte and line of the event under way.
    private var start: (offset: Int, line: Int)?
    private var isClosed = false
    private var failure: (line: Int, problem: String)?

    static let maximumDescriptions = 20_000

    /// - Throws: one diagnostic if this is no Les Houches file at all.
    static func scan(_ file: EventFile) throws(Diagnostics) -> (EventFileIndex, LesHouchesHeader) {
        var scanner = LesHouchesScanner(file)
        try scanner.run()
        return (scanner.index, scanner.header)
    }

    private init(_ file: EventFile) {
        self.file = file
        lines = EventFileLines(file)
        index = EventFileIndex(path: file.path)
    }

    private mutating func run() throws(Diagnostics) {
        while let line = lines.next() {
            if lines.isTooLong {
                if start != nil && failure == nil { failure = (lines.number, "a line is too long") }
                continue
            }
            if lines.isUnfinished && start != nil && !isClosed
                && !RecordText.begins(Self.trimmed(line), with: "</event>")
            {
                if failure == nil { failure = (lines.number, "the file ends within the event") }
                continue
            }
            try take(Self.trimmed(line))
        }
        if start != nil && !isClosed && failure == nil { failure = (lines.number, "the file ends within the event") }
        finishEvent(at: lines.nextOffset)
        guard !lines.isUnreadable else {
            throw mistake("unreadable-file", lines.number, "this file cannot be read to its end")
        }
        guard hasRoot else {
            throw mistake("not-lhe", 1, "this is no Les Houches event file: no line begins with `<LesHouchesEvents`")
        }
        if let remaining = initLine, header.beams == nil || remaining > 0 {
            throw mistake("bad-init", lines.number, "the lines of <init> are not complete")
        }
        if initLine == nil { index.warn(1, "the file has no <init>: weights are taken as they are") }
        if !hasEnd {
            index.warn(lines.number, "the tag that ends the file is missing: events may have been lost before")
        }
        nameWeights()
    }

    private static func trimmed(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (low, high) = (0, line.count)
        while low < high && line[low] <= 0x20 { low += 1 }
        while high > low && line[high - 1] <= 0x20 { high -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[low..<high])
    }

    private func mistake(_ code: String, _ line: Int, _ problem: String) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: code, file: index.path, line: line, problem: problem,
                remedy: "check that it is the file that was meant, and its format")
        ])
    }

    private mutating func take(_ line: UnsafeRawBufferPointer) throws(Diagnostics) {
        if let initLine, header.beams == nil || initLine > 0, start == nil, !line.isEmpty,
            line[0] != UInt8(ascii: "<"), line[0] != UInt8(ascii: "#")
        {
            return try takeInit(line, remaining: initLine)
        }
        guard line.first == UInt8(ascii: "<") else {
            if isComment && Self.contains(line, "-->") { isComment = false }
            return
        }
        if start == nil && RecordText.begins(line, with: "<!--") { isComment = !Self.contains(line, "-->") }
        if isComment {
            if Self.contains(line, "-->") { isComment = false }
            return
        }
        if Self.isTag(line, "<event") {
            finishEvent(at: lines.offset)
            (start, isClosed, failure) = ((lines.offset, lines.number), false, nil)
        } else if RecordText.begins(line, with: "</event") {
            isClosed = true
        } else if RecordText.begins(line, with: "</LesHouchesEvents") {
            finishEvent(at: lines.offset)
            hasEnd = true
        } else if RecordText.begins(line, with: "<LesHouchesEvents") {
            hasRoot = true
        } else if start == nil && Self.isTag(line, "<init") {
            initLine = 1
        } else if start == nil && Self.isTag(line, "<weight") {
            describe(line)
        }
    }

    private static func isTag(_ line: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
        guard RecordText.begins(line, with: name) else { return false }
        let next = name.utf8CodeUnitCount
        return next < line.count && (line[next] == UInt8(ascii: ">") || line[next] == 0x20 || line[next] == 0x09)
    }

    private static func contains(_ line: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        guard line.count >= text.utf8CodeUnitCount else { return false }
        return (0...line.count - text.utf8CodeUnitCount).contains {
            RecordText.begins(UnsafeRawBufferPointer(rebasing: line[$0...]), with: text)
        }
    }

    /// The first line has beams, energies, four numbers of densities, IDWTUP and NPRUP; then NPRUP lines of processes.
    private mutating func takeInit(_ line: UnsafeRawBufferPointer, remaining: Int) throws(Diagnostics) {
        var fields = RecordFields(line)
        guard header.beams != nil else {
            guard let first = fields.integer(), let second = fields.integer(), let one = fields.number(),
                let two = fields.number(), fields.integer() != nil, fields.integer() != nil, fields.integer() != nil,
                fields.integer() != nil, let weighting = fields.integer(), let processes = fields.integer(),
                one > 0, two > 0, (0...100_000).contains(processes)
            else { throw mistake("bad-init", lines.number, "the first line of <init> is not one of ten numbers") }
            (header.beams, header.energies) = ((first, second), (one, two))
            (header.weighting, initLine) = (weighting, processes)
            return
        }
        guard let section = fields.number(), fields.number() != nil, fields.number() != nil, fields.integer() != nil
        else {
            throw mistake("bad-init", lines.number, "a process of <init> is not one line of four numbers")
        }
        header.crossSection += section
        initLine = remaining - 1
    }

    /// `<weight id='NAME' ...> meaning </weight>`.
    private mutating func describe(_ line: UnsafeRawBufferPointer) {
        guard descriptions.count < Self.maximumDescriptions, let name = LesHouchesTag.attribute("id", of: line),
            let body = LesHouchesTag.body(of: line, from: name.end)
        else { return }
        descriptions[name.text] = RecordText.string(Self.trimmed(body))
    }

    private mutating func finishEvent(at end: Int) {
        guard let (offset, line) = start else { return }
        let length = end - offset
        if failure == nil { failure = readEvent(offset, length, line) }
        if let failure { index.reportBad(failure.line, event: index.records.count, failure.problem) }
        index.records.append(
            EventFileIndex.Record(offset: offset, length: length, line: line, isBad: failure != nil))
        start = nil
    }

    private mutating func readEvent(_ offset: Int, _ length: Int, _ line: Int) -> (line: Int, problem: String)? {
        guard length <= EventFileIndex.maximumLength else { return (line, "the record is too long") }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(length, 1), alignment: 16)
        defer { buffer.deallocate() }
        let text = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
        guard file.read(offset..<offset + length, into: text) else { return (line, "the record cannot be read") }
        if let mistake = record.read(UnsafeRawBufferPointer(text)) { return (line + mistake.line, mistake.problem) }
        if let problem = beamProblem() { return (line, problem) }
        guard let names = extraNames else {
            extraNames = record.weightNames
            return nil
        }
        return record.weightNames == names ? nil : (line, "it has other weights than the first event")
    }

    private func beamProblem() -> String? {
        guard let energies = header.energies else { return nil }
        for particle in record.particles where particle.status == -1 {
            let beam = particle.momentum.pz > 0 ? energies.first : energies.second
            if abs(particle.momentum.pz) > beam * (1 + 1e-6) { return "a parton has more energy than its beam" }
        }
        return nil
    }

    private mutating func nameWeights() {
        let extra = (extraNames ?? []).map { name in
            let meaning = descriptions[name] ?? ""
            return meaning.isEmpty ? name : "\(name) \(meaning)"
        }
        index.weightNames = ["nominal"] + extra
    }
}
