// SPDX-License-Identifier: GPL-3.0-or-later

/// What the exports with one set of files per event share.
enum EventFiles {
    /// The positions asked for, or all.
    ///
    /// - Throws: `badRequest` if some are not inside.
    static func positions(_ asked: Range<Int>?, in reader: DatasetReader) throws(DatasetError) -> Range<Int> {
        let events = asked ?? 0..<reader.eventCount
        if events.lowerBound < 0 || events.upperBound > reader.eventCount {
            throw DatasetError(.badRequest, path: reader.path, reason: "the file has \(reader.eventCount) events")
        }
        return events
    }

    /// `folder/event000000012-` for event number 12: what the names of its files begin with.
    static func prefix(_ folder: String, event number: Int64) -> String {
        let digits = String(number)
        return folder + "/event" + String(repeating: "0", count: max(9 - digits.utf8.count, 0)) + digits + "-"
    }
}
