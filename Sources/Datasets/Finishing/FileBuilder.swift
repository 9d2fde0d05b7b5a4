// SPDX-License-Identifier: GPL-3.0-or-later

/// Makes one HDF5 file out of planned datasets.
struct FileBuilder: Sendable {
    let path: String
    let groups: [FilePlanner.Group]
    let datasets: [DatasetPlan]
    let digests: [String]

    /// Creates the structure, puts the data in, and closes with the user block; everything is on the disk at return.
    func build(
        storage: Storage, threads: Int, schemaVersion: Int
    ) throws(DatasetError) -> (byteCount: Int, sha256: String) {
        let placements = try createStructure(storage, threads: threads)
        let file = try FileDescriptor(path, .readWrite)
        let size = try file.size()
        let filler = try FileFiller(file: file, byteCount: size, datasets: datasets, placements: placements)
        let digest = try filler.fill(threads: threads)
        let block = UserBlock(
            schemaVersion: schemaVersion, contentByteCount: size - UserBlock.byteCount, digest: digest
        ).bytes
        let result = block.withUnsafeBytes { bytes in
            Result { () throws(DatasetError) in try file.write(bytes, at: 0) }
        }
        try result.get()
        try file.synchronize()
        return (size, digest)
    }

    private func createStructure(_ storage: Storage, threads: Int) throws(DatasetError) -> [FileFiller.Placement] {
        let file = try HDF5File(path, .create(userBlock: UserBlock.byteCount))
        for group in groups {
            if group.path != "/" { try file.createGroup(group.path) }
            for attribute in group.attributes {
                try file.writeAttribute(attribute.name, attribute.value, on: group.path)
            }
        }
        var placements: [FileFiller.Placement] = []
        for (i, plan) in datasets.enumerated() {
            let isChunked = storage == .compressed && plan.rows > 0 && !plan.isScalar
            let chunkRows =
                isChunked ? ChunkCompressor.rowsPerChunk(rowByteCount: plan.rowByteCount, rows: plan.rows) : nil
            let offset = try file.createDataset(plan.path, type: plan.type, shape: plan.shape, chunkRows: chunkRows)
            try file.writeAttribute("units", .string(plan.units), on: plan.path)
            try file.writeAttribute("description", .string(plan.description), on: plan.path)
            try file.writeAttribute(TreeDigest.attribute, .string(digests[i]), on: plan.path)
            for attribute in plan.attributes {
                try file.writeAttribute(attribute.name, attribute.value, on: plan.path)
            }
            if let chunkRows {
                try writeChunks(plan, chunkRows: chunkRows, to: file, threads: threads)
            } else if plan.byteCount > 0 {
                guard let offset else {
                    throw DatasetError(.inputOutput, path: path, reason: "HDF5 gave no place to \(plan.path)")
                }
                placements.append(FileFiller.Placement(dataset: i, offset: offset))
            }
        }
        try file.flush()
        return placements
    }

    /// Compresses chunks on several threads, a few at a time, and writes them in order.
    private func writeChunks(
        _ plan: DatasetPlan, chunkRows: Int, to file: borrowing HDF5File, threads: Int
    ) throws(DatasetError) {
        let source = try ColumnReader(plan)
        let chunkCount = (plan.rows + chunkRows - 1) / chunkRows
        let window = max(threads, 1) * 8
        var first = 0
        while first < chunkCount {
            let begin = first
            let count = min(window, chunkCount - begin)
            let chunks = ChunkTable(count: count)
            try Parallel.forEach(
                count, threads: threads, scratchByteCount: chunkRows * plan.rowByteCount
            ) { (i, buffer) throws(DatasetError) in
                let row = (begin + i) * chunkRows
                // The last chunk is stored whole: what lies beyond the column's end is zero.
                let used = min(chunkRows, plan.rows - row) * plan.rowByteCount
                try source.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<used]), at: row * plan.rowByteCount)
                for k in used..<buffer.count { buffer[k] = 0 }
                chunks.set(
                    i,
                    try ChunkCompressor.compress(
                        UnsafeRawBufferPointer(buffer), elementByteCount: plan.type.byteCount, path: path))
            }
            for i in 0..<count {
                try file.writeChunk(
                    plan.path, row: (begin + i) * chunkRows, rank: plan.shape.count, bytes: chunks[i])
            }
            first += count
        }
    }

    /// One compressed chunk per slot, each written by one thread.
    private final class ChunkTable: @unchecked Sendable {
        private let slots: UnsafeMutablePointer<[UInt8]>
        private let count: Int
        init(count: Int) {
            self.count = count
            slots = .allocate(capacity: count)
            slots.initialize(repeating: [], count: count)
        }
        deinit {
            slots.deinitialize(count: count)
            slots.deallocate()
        }
        func set(_ index: Int, _ bytes: [UInt8]) { slots[index] = bytes }
        subscript(index: Int) -> [UInt8] { slots[index] }
    }
}
