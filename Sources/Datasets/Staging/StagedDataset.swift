// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A dataset while it is being made: one append-only file per column and a journal in `NAME.partial/`.
///
/// Events come in order, batch by batch. An interrupted run is opened again at the end of its last whole batch.
/// One thread at a time may use it.
public final class StagedDataset: @unchecked Sendable {
    /// How much a crash of the whole machine may cost; a crash of the process alone costs at most one batch.
    ///
    /// A kill loses nothing either way: only when the machine itself stops may the last events have to be made again,
    /// since the journal's checksums find what had not reached the disk.
    public enum Durability: Sendable {
        /// Every batch reaches the disk before the next one.
        case everyBatch
        /// What was appended reaches the disk with the first batch after this many seconds.
        case every(seconds: Double)
        /// The operating system writes when it likes.
        case relaxed
    }

    /// The dataset's final name.
    public let path: String
    public let description: DatasetDescription
    public let layout: DatasetLayout
    private let durability: Durability
    private let files: [FileDescriptor]
    private let journal: FileDescriptor
    private var state: Journal.Record
    private var hasFailed = false
    private var lastSynchronization = ContinuousClock.now

    /// The folder that collects the columns of a dataset.
    public static func partialFolder(_ path: String) -> String { path + ".partial" }
    private static let descriptionFile = "description.json"

    /// Whether a run that was to write this dataset has begun and not ended.
    public static func hasUnfinishedRun(_ path: String) -> Bool {
        [descriptionFile, Journal.fileName].allSatisfy { FileSystem.exists("\(partialFolder(path))/\($0)") }
    }

    var folder: String { Self.partialFolder(path) }

    /// The event, or attempt of a selection, that comes next.
    public var nextEvent: Int64 { state.nextEvent }
    /// Events collected.
    public var eventCount: Int { layout.index("events", "event_id").map { state.columns[$0].length / 8 } ?? 0 }
    /// Whether nothing is missing.
    public var isComplete: Bool { nextEvent == end || room == 0 }
    /// How many more events a selection wants; nil where all attempts are made.
    public var room: Int? { description.selection?.wanted.map { max(Int($0) - eventCount, 0) } }
    /// What follows the last event or attempt that there can be.
    private var end: Int64 {
        description.provenance.firstEvent + (description.selection?.attempts ?? description.provenance.eventCount)
    }
    /// Tracker hits and bytes collected.
    public var hitCount: Int64 { state.hitCount }
    public var byteCount: Int { state.columns.reduce(0) { $0 + $1.length } }

    /// Starts a dataset.
    ///
    /// - Parameter force: replaces an existing file (at the end) and discards an existing partial run (now).
    /// - Throws: `exists` if the file or a partial run exists and `force` is not given; `badRequest` for a description
    ///   that cannot be written; `inputOutput` if the folder cannot be written.
    public convenience init(
        creating path: String, description: DatasetDescription, force: Bool = false,
        durability: Durability = .everyBatch
    ) throws(DatasetError) {
        if let problem = description.problem() { throw DatasetError(.badRequest, path: path, reason: problem) }
        let folder = Self.partialFolder(path)
        try OutputPlace.check(path, force: force)
        if FileSystem.exists(folder) { try Self.clear(folder, force: force) }
        try FileSystem.createFolder(folder)
        let layout = DatasetLayout(description)
        let json = try Self.encode(description, path: path)
        let file = try FileDescriptor(folder + "/" + Self.descriptionFile, .createOrTruncate)
        try file.write(json)
        try file.synchronize()
        let journal = try FileDescriptor(folder + "/" + Journal.fileName, .append)
        try journal.write(Journal.header(description, layout))
        try self.init(
            path: path, description: description, layout: layout, durability: durability, journal: journal,
            state: .empty(firstEvent: description.provenance.firstEvent, columnCount: layout.staged.count))
        try journal.synchronize()
        try FileDescriptor.synchronizeFolder(folder)
        try FileDescriptor.synchronizeFolder(FileSystem.folder(of: folder))
    }

    /// Opens an interrupted run at the end of its last whole batch; whatever came after is cut off.
    ///
    /// - Throws: `missing` if there is none, `otherPlan` if it belongs to another plan, schema or model revision,
    ///   `corrupt` if its journal cannot be read, `busy` if another process writes it.
    public convenience init(
        reopening path: String, description: DatasetDescription, durability: Durability = .everyBatch
    ) throws(DatasetError) {
        let folder = Self.partialFolder(path)
        if !FileSystem.exists(folder) {
            throw DatasetError(.missing, path: folder, reason: "there is no unfinished run to resume")
        }
        let layout = DatasetLayout(description)
        let recovered = try StagedRecovery.recover(folder: folder, description: description, layout: layout)
        try self.init(
            path: path, description: description, layout: layout, durability: durability,
            journal: try FileDescriptor(folder + "/" + Journal.fileName, .append), state: recovered)
    }

    /// What an interrupted run is of: all that is needed to make its plan again.
    public static func description(ofPartial path: String) throws(DatasetError) -> DatasetDescription {
        let file = partialFolder(path) + "/" + descriptionFile
        if !FileSystem.exists(file) {
            throw DatasetError(.missing, path: file, reason: "there is no unfinished run to resume")
        }
        do {
            return try JSONDecoder().decode(
                DatasetDescription.self, from: try Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw DatasetError(.corrupt, path: file, reason: "the description of the run cannot be read; start it anew")
        }
    }

    private init(
        path: String, description: DatasetDescription, layout: DatasetLayout, durability: Durability,
        journal: FileDescriptor, state: Journal.Record
    ) throws(DatasetError) {
        let folder = Self.partialFolder(path)
        if !journal.lock() {
            throw DatasetError(.busy, path: folder, reason: "another process is writing this dataset")
        }
        var files: [FileDescriptor] = []
        for column in layout.staged { files.append(try FileDescriptor(folder + "/" + column.fileName, .append)) }
        self.path = path
        self.description = description
        self.layout = layout
        self.durability = durability
        self.files = files
        self.journal = journal
        self.state = state
    }

    /// Appends the events of a batch; an empty one of a selection says that its attempts have been made.
    ///
    /// - Throws: `badRequest` if the batch does not begin with `nextEvent`, runs beyond the plan, or leaves events out
    ///   without a selection, `inputOutput` if
    ///   it cannot be written: then the dataset takes no more batches, and reopening it continues before this one.
    public func append(_ batch: ColumnBatch) throws(DatasetError) {
        if batch.eventCount == 0 && description.selection == nil { return }
        precondition(batch.layout == layout, "the batch has other columns than the dataset")
        if hasFailed {
            throw DatasetError(
                .inputOutput, path: folder, reason: "an earlier batch could not be written; resume the run")
        }
        let covered = batch.nextEvent - batch.firstEvent
        let isWhole = description.selection != nil || covered == Int64(batch.eventCount)
        if batch.firstEvent != nextEvent || batch.nextEvent > end || !isWhole {
            throw DatasetError(
                .badRequest, path: path,
                reason: "events \(batch.firstEvent) to \(batch.nextEvent - 1) do not continue at event \(nextEvent)")
        }
        if batch.eventCount == 0 { return try skip(to: batch.nextEvent) }
        hasFailed = true
        var next = state
        for i in files.indices {
            let bytes = batch.bytes(i)
            try files[i].write(bytes)
            var crc = CRC32C(continuing: state.columns[i].crc)
            crc.update(bytes)
            next.columns[i] = (state.columns[i].length + bytes.count, crc.value)
        }
        next.nextEvent = batch.nextEvent
        next.hitCount += Int64(batch.hitCount)
        let isDue = isSynchronizationDue()
        if isDue {
            for file in files { file.beginWriteback() }
            for file in files { try file.synchronize() }
        }
        try journal.write(next.line)
        if isDue { try journal.synchronize() }
        state = next
        hasFailed = false
    }

    /// Attempts without events take no line of the journal each: they may have to be made again after a crash.
    private func skip(to next: Int64) throws(DatasetError) {
        state.nextEvent = next
        guard isSynchronizationDue() else { return }
        for file in files { try file.synchronize() }
        try journal.write(state.line)
        try journal.synchronize()
    }

    /// Gives the run up and removes what it left; the dataset of that name, if there is one, stays.
    public func discard() throws(DatasetError) {
        try FileSystem.removeFolder(folder)
        try FileDescriptor.synchronizeFolder(FileSystem.folder(of: path))
    }

    private func isSynchronizationDue() -> Bool {
        switch durability {
        case .everyBatch: return true
        case .relaxed: return false
        case .every(let seconds):
            let now = ContinuousClock.now
            guard now - lastSynchronization >= .seconds(seconds) else { return false }
            lastSynchronization = now
            return true
        }
    }

    /// Removes an older partial run; anything else of that name stays.
    private static func clear(_ folder: String, force: Bool) throws(DatasetError) {
        guard FileSystem.kind(folder) == .folder else {
            throw DatasetError(.exists, path: folder, reason: "a file has the name of the run's folder; move it away")
        }
        let names = try FileSystem.names(in: folder)
        // Without a journal nothing was begun: what is left of a run that ended while it was set up.
        let hasBegun = names.contains(Journal.fileName)
        if !hasBegun && names.contains(where: { $0 != descriptionFile }) {
            throw DatasetError(
                .exists, path: folder, reason: "this folder holds no unfinished run but other files; move it away")
        }
        if hasBegun && !force {
            throw DatasetError(
                .exists, path: folder, reason: "an unfinished run exists; resume it or use --force to discard it")
        }
        try refuseBusy(folder)
        try FileSystem.removeFolder(folder)
    }

    /// A folder that a running process writes is not discarded.
    private static func refuseBusy(_ folder: String) throws(DatasetError) {
        let path = folder + "/" + Journal.fileName
        guard FileSystem.exists(path) else { return }
        if !(try FileDescriptor(path, .readWrite)).lock() {
            throw DatasetError(.busy, path: folder, reason: "another process is writing this dataset")
        }
    }

    private static func encode(_ description: DatasetDescription, path: String) throws(DatasetError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(description), as: UTF8.self) + "\n"
        } catch {
            throw DatasetError(
                .badRequest, path: path, reason: "the description of the run holds a number that is not finite")
        }
    }
}
