// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Goes through a HepMC3 file in ASCII once: finds the events and checks all that libhepmc3 relies on, so that what is
/// handed to it later is complete and consistent.
///
/// An event is bad if its particles or vertices are not as many as its first line says, if a line lacks fields or has
/// values that are no finite numbers, if a particle names a mother or vertex that is not there, if a final particle cannot
/// be one (`HepMCFinalParticle`), or if the event has another number of weights than the file has names. Unknown lines are
/// left alone; repeated event numbers and CR LF are accepted, final quarks, gluons and unknown species and a missing last
/// line with a warning.
struct HepMCScanner: ~Copyable {
    private var lines: EventFileLines
    private var index: EventFileIndex
    private var event = HepMCGraph()
    private var isInEvent = false
    private var firstLine = 0
    private var firstOffset = 0
    private var failure: (line: Int, problem: String, reason: String?)?
    private var hasHeader = false
    private var hasFooter = false
    /// Line of the first event with final quarks or gluons.
    private var partonLine: Int?
    /// The first final particle of a species that the particle table lacks, with the line of its event.
    private var unknown: (species: Int32, line: Int)?

    /// - Throws: one diagnostic if this is no HepMC3 file at all.
    static func scan(_ file: EventFile) throws(Diagnostics) -> EventFileIndex {
        var scanner = HepMCScanner(file)
        try scanner.run()
        return scanner.index
    }

    private init(_ file: EventFile) {
        lines = EventFileLines(file)
        index = EventFileIndex(path: file.path)
    }

    private mutating func run() throws(Diagnostics) {
        while let line = lines.next() {
            if lines.isTooLong {
                fail("a line is too long", "at most \(EventFileLines.maximumLength) bytes are read")
            } else if lines.isUnfinished && isInEvent && !line.isEmpty && !RecordText.begins(line, with: "HepMC::") {
                fail("the file ends within a line")
            } else {
                take(line)
            }
            if !hasHeader && lines.number > 20 { break }
        }
        finishEvent(at: lines.nextOffset)
        guard !lines.isUnreadable else { throw mistake("unreadable-file", "this file cannot be read to its end") }
        guard hasHeader else {
            throw mistake("not-hepmc3", "this is no HepMC3 file in ASCII", "`HepMC::Asciiv3-START_EVENT_LISTING`")
        }
        if let partonLine {
            index.warn(
                partonLine,
                "final particles are quarks or gluons, which nothing carries on: a HepMC3 file must be hadronised (a Les "
                    + "Houches file need not be)")
        }
        if let unknown {
            index.warn(
                unknown.line,
                "final particles are of species that the particle table lacks (\(unknown.species)): they are kept, but the "
                    + "detector does not see them")
        }
        if !hasFooter {
            index.warn(lines.number, "the line that ends a HepMC3 file is missing: events may have been lost before")
        }
    }

    private func mistake(_ code: String, _ problem: String, _ missing: String? = nil) -> Diagnostics {
        Diagnostics([
            Diagnostic(
                code: code, file: index.path, problem: problem, reason: missing.map { "it lacks the line \($0)" },
                remedy: "check that it is the file that was meant, and its format")
        ])
    }

    private mutating func fail(_ problem: String, _ reason: String? = nil) {
        guard isInEvent, failure == nil else { return }
        failure = (lines.number, problem, reason)
    }

    private mutating func take(_ line: UnsafeRawBufferPointer) {
        guard line.count >= 2 else { return }
        if line[1] != 0x20 {
            if RecordText.begins(line, with: "HepMC::") { takeFrame(line) }
            return
        }
        guard hasHeader else { return }
        if line[0] == UInt8(ascii: "E") { return begin(line) }
        guard isInEvent else {
            if line[0] == UInt8(ascii: "W") { takeNames(line) }
            return
        }
        let problem = event.take(
            line, at: lines.offset - firstOffset, weightCount: index.weightNames.count)
        if let problem { fail(problem) }
    }

    /// Header and footer, also those of files that were put together.
    private mutating func takeFrame(_ line: UnsafeRawBufferPointer) {
        finishEvent(at: lines.offset)
        if RecordText.begins(line, with: "HepMC::Asciiv3-START_EVENT_LISTING") {
            (hasHeader, hasFooter) = (true, false)
        } else if RecordText.begins(line, with: "HepMC::Asciiv3-END_EVENT_LISTING") {
            hasFooter = true
        }
    }

    /// Names stand one per line; `\|` is the line's end within them and `\\` a backslash.
    private mutating func takeNames(_ line: UnsafeRawBufferPointer) {
        var names = [""]
        var isEscaped = false
        for character in RecordText.string(UnsafeRawBufferPointer(rebasing: line[2...])) {
            if isEscaped {
                if character == "|" { names.append("") } else { names[names.count - 1].append(character) }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                names[names.count - 1].append(character)
            }
        }
        guard index.weightNames.isEmpty else {
            if names != index.weightNames {
                index.warn(lines.number, "the names of the weights change; the first count")
            }
            return
        }
        index.weightNames = names
    }

    private mutating func begin(_ line: UnsafeRawBufferPointer) {
        finishEvent(at: lines.offset)
        (isInEvent, firstLine, firstOffset, failure) = (true, lines.number, lines.offset, nil)
        if let problem = event.begin(line) { fail(problem) }
    }

    private mutating func finishEvent(at end: Int) {
        guard isInEvent else { return }
        if failure == nil, let problem = event.finish() { failure = (firstLine, problem, nil) }
        if failure == nil && event.hasFinalPartons && partonLine == nil { partonLine = firstLine }
        if failure == nil, unknown == nil, let species = event.unknownSpecies { unknown = (species, firstLine) }
        if index.weightNames.isEmpty && failure == nil {
            // Names are made up once the first event tells how many weights there are.
            index.weightNames = event.weightCount < 2 ? ["nominal"] : (0..<event.weightCount).map { "weight_\($0)" }
        }
        if end - firstOffset > EventFileIndex.maximumLength && failure == nil {
            failure = (firstLine, "the record is too long", "at most \(EventFileIndex.maximumLength) bytes are read")
        }
        if let failure { index.reportBad(failure.line, event: index.records.count, failure.problem, failure.reason) }
        index.records.append(
            EventFileIndex.Record(
                offset: firstOffset, length: end - firstOffset, line: firstLine, isBad: failure != nil))
        isInEvent = false
    }
}
