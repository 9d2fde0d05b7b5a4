// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// The records of one or several event files, numbered through, that any thread may ask for.
struct RecordSource: Sendable {
    private let files: [EventFile]
    private let indices: [EventFileIndex]
    /// Number of the first record of each file.
    private let starts: [Int]
    /// Number of records.
    let count: Int
    let weightNames: [String]
    /// What was out of the ordinary, and the bad records where they are skipped.
    let warnings: [Diagnostic]
    /// Of a Les Houches file.
    let header: LesHouchesHeader

    /// Opens and reads all files.
    ///
    /// - Throws: everything that is wrong with them; bad records only where they are not to be skipped.
    init(paths: [String], format: FileSource.Format, onBadRecord: FileSource.BadRecordRule) throws(Diagnostics) {
        var files: [EventFile] = []
        var indices: [EventFileIndex] = []
        var headers: [LesHouchesHeader] = []
        var mistakes: [Diagnostic] = []
        for path in paths {
            do throws(Diagnostics) {
                let file = try EventFile(path: path)
                if format == .lesHouches {
                    let (index, header) = try LesHouchesScanner.scan(file)
                    indices.append(index)
                    headers.append(header)
                } else {
                    indices.append(try HepMCScanner.scan(file))
                }
                files.append(file)
                if let index = indices.last, index.records.isEmpty { mistakes.append(Self.empty(path)) }
            } catch {
                mistakes += error.all
            }
        }
        if onBadRecord == .fail { mistakes += indices.flatMap(\.mistakes) }
        mistakes += Self.differences(indices, headers)
        guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
        warnings = indices.flatMap(\.warnings) + indices.compactMap(Self.skipped)
        weightNames = indices.first?.weightNames ?? ["nominal"]
        header = headers.first ?? LesHouchesHeader()
        var starts: [Int] = []
        var total = 0
        for index in indices {
            starts.append(total)
            total += index.records.count
        }
        (self.files, self.indices, self.starts, count) = (files, indices, starts, total)
    }

    /// A record and its file; nil for a number that is not there and a bad record.
    func record(_ number: Int) -> (EventFileIndex.Record, EventFile)? {
        guard number >= 0, number < count else { return nil }
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle } else { high = middle }
        }
        let record = indices[low].records[number - starts[low]]
        return record.isBad ? nil : (record, files[low])
    }

    private static func empty(_ path: String) -> Diagnostic {
        Diagnostic(
            code: "no-records", file: path, problem: "the file holds no events",
            remedy: "check that it is the file that was meant, and its format")
    }

    /// Files that are read as one must agree in their weights and beams.
    private static func differences(_ indices: [EventFileIndex], _ headers: [LesHouchesHeader]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for index in indices.dropFirst() where index.weightNames != indices[0].weightNames {
            found.append(
                Diagnostic(
                    code: "contradiction", file: index.path, problem: "its weights are not those of \(indices[0].path)",
                    remedy: "make a dataset of each file"))
        }
        for (position, header) in headers.enumerated() where header != headers[0] && position < indices.count {
            found.append(
                Diagnostic(
                    code: "contradiction", file: indices[position].path,
                    problem: "its beams or cross-section are not those of \(indices[0].path)",
                    remedy: "make a dataset of each file"))
        }
        return found
    }

    private static func skipped(_ index: EventFileIndex) -> Diagnostic? {
        guard index.badCount > 0, let first = index.mistakes.first else { return nil }
        return Diagnostic(
            code: "bad-record", severity: .warning, file: index.path, line: first.line,
            problem: "\(index.badCount) of \(index.records.count) event records are bad: their events are empty",
            reason: "the first: \(first.problem)")
    }
}

extension FileSource {
    /// The number of events that the files hold; 0 for files of which every one is used again and again.
    ///
    /// - Throws: everything that is wrong with the files.
    public func recordCount() throws(Diagnostics) -> Int {
        guard format != .trackml else { return 0 }
        return try RecordSource(paths: paths, format: format, onBadRecord: onBadRecord).count
    }
}
