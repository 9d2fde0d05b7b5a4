// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds the last batch of an interrupted run that is whole in every column, and cuts off what follows.
enum StagedRecovery {
    static func recover(
        folder: String, description: DatasetDescription, layout: DatasetLayout
    ) throws(DatasetError) -> Journal.Record {
        let path = folder + "/" + Journal.fileName
        let journal = try FileDescriptor(path, .readWrite)
        if !journal.lock() {
            throw DatasetError(.busy, path: folder, reason: "another process is writing this dataset")
        }
        let text = try read(journal)
        let (header, records, ends) = Journal.records(in: text, columnCount: layout.staged.count)
        let expected = Journal.header(description, layout)
        if header.isEmpty {
            throw DatasetError(.corrupt, path: path, reason: "the journal cannot be read; start the run anew")
        }
        if header != expected {
            throw DatasetError(
                .otherPlan, path: folder,
                reason: "the unfinished run belongs to another plan or version (\(identity(header)), not "
                    + "\(identity(expected))); finish it with what it was started with or discard it with --force")
        }
        var whole = records.count
        for (i, column) in layout.staged.enumerated() {
            whole = min(whole, try wholeRecords(folder + "/" + column.fileName, column: i, records: records))
        }
        let state =
            whole > 0
            ? records[whole - 1]
            : .empty(firstEvent: description.provenance.firstEvent, columnCount: layout.staged.count)
        for (i, column) in layout.staged.enumerated() {
            let path = folder + "/" + column.fileName
            // A column that was never created is empty; appending creates it.
            if !FileSystem.exists(path) && state.columns[i].length == 0 { continue }
            let file = try FileDescriptor(path, .readWrite)
            if try file.size() != state.columns[i].length { try file.truncate(to: state.columns[i].length) }
        }
        try journal.truncate(to: whole > 0 ? ends[whole - 1] : header.utf8.count)
        return state
    }

    /// How many leading records agree with a column's content.
    private static func wholeRecords(
        _ path: String, column: Int, records: [Journal.Record]
    ) throws(DatasetError) -> Int {
        if records.isEmpty || !FileSystem.exists(path) {
            return records.firstIndex { $0.columns[column].length > 0 } ?? records.count
        }
        let file = try FileDescriptor(path, .readWrite)
        let size = try file.size()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var crc = CRC32C()
        var position = 0
        for (i, record) in records.enumerated() {
            let (length, expected) = record.columns[column]
            if length > size || length < position { return i }
            while position < length {
                let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, length - position)])
                try file.readAll(into: piece, at: position)
                crc.update(UnsafeRawBufferPointer(piece))
                position += piece.count
            }
            if crc.value != expected { return i }
        }
        return records.count
    }

    /// The words of a header that say what the run is.
    private static func identity(_ header: String) -> String {
        header.split(separator: " ").dropFirst(2).dropLast().joined(separator: " ")
    }

    private static func read(_ file: FileDescriptor) throws(DatasetError) -> String {
        let size = try file.size()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 16)
        defer { buffer.deallocate() }
        let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<size]), at: 0)
        return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<got]), as: UTF8.self)
    }
}
