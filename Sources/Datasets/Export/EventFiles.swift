// SPDX-License-Identifier: GPL-3.0-or-later

/// What the exports share: events, names of files, and the folder, which holds one export and no rest of another.
enum EventFiles {
    /// Makes the folder ready: it is made if it is missing, and must hold no earlier export.
    ///
    /// - Parameters:
    ///   - isOwn: whether a file of this name is one that such an export writes.
    ///   - force: removes the files of an earlier export, all of them, whatever events they are of.
    /// - Throws: `exists` if there is an earlier export, or a file of the folder's name; `inputOutput`.
    static func prepare(_ folder: String, force: Bool, isOwn: (String) -> Bool) throws(DatasetError) {
        guard !folder.isEmpty else {
            throw DatasetError(.badRequest, path: "\"\"", reason: "this is no name of a folder")
        }
        switch FileSystem.kind(folder) {
        case .missing: return try FileSystem.createFolder(folder)
        case .file, .other:
            throw DatasetError(.exists, path: folder, reason: "this is no folder; name the folder to write to")
        case .folder: break
        }
        let earlier = try FileSystem.names(in: folder).filter(isOwn)
        guard let first = earlier.first else { return }
        if !force {
            let files = earlier.count == 1 ? first : "\(first) and \(earlier.count - 1) more"
            throw DatasetError(
                .exists, path: folder,
                reason: "the folder holds an earlier export (\(files)), whose events would stay among the new ones; "
                    + "choose another folder or use --force to replace it")
        }
        for name in earlier { try FileSystem.remove(folder + "/" + name) }
    }

    /// Whether a file is one of an export of tables: `detectors.csv`, or `event000000012-hits.csv` and so on, packed or
    /// not. Exports for TrackML and ACTS share such names.
    static func isTable(_ name: String) -> Bool {
        let stem = name.hasSuffix(".gz") ? name.dropLast(3) : name[...]
        if stem == "detectors.csv" { return true }
        guard stem.hasPrefix("event"), let dash = stem.firstIndex(of: "-") else { return false }
        let number = stem[stem.index(stem.startIndex, offsetBy: 5)..<dash]
        return number.utf8.count >= 9 && number.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && ["hits", "cells", "particles", "truth", "particles_simulated"].contains { stem[dash...] == "-\($0).csv" }
    }

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
