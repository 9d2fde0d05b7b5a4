// SPDX-License-Identifier: GPL-3.0-or-later
import Detector

/// How a dataset's data are stored.
public enum Storage: String, Sendable, Codable, CaseIterable {
    /// Contiguous: columns can be mapped into memory, and the file's bytes are promised.
    case contiguous
    /// Deflate with shuffle in small chunks, for archives: the columns' digests are promised, not the file's bytes.
    case compressed
}

/// A dataset that has its final name.
public struct FinishedDataset: Sendable, Equatable {
    public var path: String
    /// Size of the file.
    public var byteCount: Int
    /// SHA-256 of everything after the user block, hexadecimal.
    public var sha256: String
}

extension StagedDataset {
    /// Builds the HDF5 file from the collected columns and gives it its name; the partial run is then removed.
    ///
    /// The bytes depend on the columns, the description and the tracker alone. Memory does not grow with the events.
    /// - Parameter tracker: the detector that the events were made with, nominal and as built.
    /// - Parameter force: replaces an existing file.
    /// - Parameter attempts: of a selection, how often each process was tried; else nil.
    /// - Throws: `badRequest` if events are missing, `exists` if the file exists, `corrupt` if the columns contradict
    ///   each other, `inputOutput` if the file cannot be written. The partial run stays then, and can be finished
    ///   again after reopening.
    public func finish(
        tracker: InstalledTracker, storage: Storage = .contiguous, threads: Int = 1, force: Bool = false,
        attempts: [Int64]? = nil
    ) throws(DatasetError) -> FinishedDataset {
        let result = try build(
            tracker: tracker, storage: storage, threads: threads, force: force, attempts: attempts)
        try FileSystem.removeFolder(folder)
        try FileDescriptor.synchronizeFolder(FileSystem.folder(of: path))
        return result
    }

    /// As `finish`, but keeps the partial run.
    func build(
        tracker: InstalledTracker, storage: Storage, threads: Int, force: Bool, attempts: [Int64]? = nil
    ) throws(DatasetError) -> FinishedDataset {
        if !isComplete {
            throw DatasetError(
                .badRequest, path: path, reason: "the events from \(nextEvent) on are missing; resume the run")
        }
        var description = description
        if description.selection != nil { description.provenance.eventCount = Int64(eventCount) }
        try OutputPlace.check(path, force: force)
        let temporary = folder + "/dataset.h5"
        let plan = try FilePlanner(
            description: description, layout: layout, folder: folder, tracker: tracker,
            attempts: attempts, lastAttempt: nextEvent, threads: threads)
        let digests = try TreeDigest.digests(plan.datasets, threads: threads)
        do {
            let writer = FileBuilder(path: temporary, groups: plan.groups, datasets: plan.datasets, digests: digests)
            let finished = try writer.build(
                storage: storage, threads: threads, schemaVersion: description.provenance.schemaVersion)
            try FileSystem.rename(temporary, to: path, replacing: force)
            try FileDescriptor.synchronizeFolder(FileSystem.folder(of: path))
            return FinishedDataset(path: path, byteCount: finished.byteCount, sha256: finished.sha256)
        } catch {
            try? FileSystem.remove(temporary)
            throw error
        }
    }
}
