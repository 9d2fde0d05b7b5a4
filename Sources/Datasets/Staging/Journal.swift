// SPDX-License-Identifier: GPL-3.0-or-later

/// The log of a partial run: a header and one line per batch, each closed by its own checksum.
///
/// A line that is torn, altered or missing its end is no record, nor is anything after it.
struct Journal {
    /// The state of every column after a batch.
    struct Record: Equatable {
        var nextEvent: Int64
        /// Tracker hits so far.
        var hitCount: Int64
        /// Length in bytes and checksum of each column, in the layout's order.
        var columns: [(length: Int, crc: UInt32)]

        static func == (a: Record, b: Record) -> Bool {
            a.nextEvent == b.nextEvent && a.hitCount == b.hitCount && a.columns.count == b.columns.count
                && zip(a.columns, b.columns).allSatisfy { $0.length == $1.length && $0.crc == $1.crc }
        }

        /// Nothing written yet.
        static func empty(firstEvent: Int64, columnCount: Int) -> Record {
            Record(
                nextEvent: firstEvent, hitCount: 0,
                columns: Array(repeating: (length: 0, crc: CRC32C().value), count: columnCount))
        }

        var line: String {
            var body = "\(nextEvent) \(hitCount)"
            for column in columns {
                body += " \(column.length):\(String(column.crc, radix: 16))"
            }
            return Journal.closed(body)
        }

        init(nextEvent: Int64, hitCount: Int64, columns: [(length: Int, crc: UInt32)]) {
            self.nextEvent = nextEvent
            self.hitCount = hitCount
            self.columns = columns
        }

        init?(body: Substring, columnCount: Int) {
            let fields = body.split(separator: " ")
            guard fields.count == columnCount + 2, let next = Int64(fields[0]), let hits = Int64(fields[1]) else {
                return nil
            }
            nextEvent = next
            hitCount = hits
            columns = []
            for field in fields[2...] {
                let parts = field.split(separator: ":")
                guard parts.count == 2, let length = Int(parts[0]), length >= 0, let crc = UInt32(parts[1], radix: 16)
                else { return nil }
                columns.append((length, crc))
            }
        }
    }

    static let fileName = "journal"

    /// What identifies the run: the plan, the versions and the columns.
    static func header(_ description: DatasetDescription, _ layout: DatasetLayout) -> String {
        var columns = CRC32C()
        for column in layout.staged {
            let text = "\(column.table)/\(column.name) \(column.type.rawValue) \(column.components)\n"
            Array(text.utf8).withUnsafeBytes { columns.update($0) }
        }
        let provenance = description.provenance
        return closed(
            "eidolon-journal 1 schema \(provenance.schemaVersion) model \(provenance.modelRevision) "
                + "plan \(provenance.planHash) first \(provenance.firstEvent) count \(provenance.eventCount) "
                + "columns \(String(columns.value, radix: 16))")
    }

    /// The records of a journal's text that hold, and where in the text the last of them ends.
    static func records(in text: String, columnCount: Int) -> (header: String, records: [Record], ends: [Int]) {
        var header = ""
        var records: [Record] = []
        var ends: [Int] = []
        var position = 0
        var rest = Substring(text)
        while let newline = rest.firstIndex(of: "\n") {
            let line = rest[..<newline]
            position += line.utf8.count + 1
            rest = rest[rest.index(after: newline)...]
            guard let body = opened(line) else { break }
            if header.isEmpty {
                header = String(line) + "\n"
                continue
            }
            guard let record = Record(body: body, columnCount: columnCount) else { break }
            records.append(record)
            ends.append(position)
        }
        return (header, records, ends)
    }

    /// A line with its checksum and end.
    private static func closed(_ body: String) -> String { "\(body) #\(checksum(Substring(body)))\n" }

    /// The content of a line whose checksum holds.
    private static func opened(_ line: Substring) -> Substring? {
        guard let mark = line.lastIndex(of: "#"), mark > line.startIndex else { return nil }
        let body = line[..<line.index(before: mark)]
        return line[line.index(after: mark)...] == checksum(body) ? body : nil
    }

    private static func checksum(_ text: Substring) -> String {
        var crc = CRC32C()
        var text = text
        text.withUTF8 { crc.update(UnsafeRawBufferPointer($0)) }
        return String(crc.value, radix: 16)
    }
}
