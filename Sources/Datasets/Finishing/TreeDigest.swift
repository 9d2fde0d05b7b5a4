// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto

/// The digest of a column: SHA-256 over the SHA-256 of each block of 65,536 rows, in order.
///
/// The blocks can be digested on several threads and the result does not depend on how. A column without rows has
/// the digest of nothing.
public enum TreeDigest {
    /// Rows per block.
    public static let blockRows = 65_536
    /// Name of the attribute that holds it, as hexadecimal digits.
    public static let attribute = "sha256_tree"

    static func leafCount(rows: Int) -> Int { (rows + blockRows - 1) / blockRows }

    static func leaf(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return Array(hash.finalize())
    }

    static func root(_ leaves: [[UInt8]]) -> String {
        var hash = SHA256()
        for leaf in leaves { hash.update(data: leaf) }
        return hexadecimal(hash.finalize())
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digests of all planned datasets, on `threads` threads; needs one block of memory per thread.
    static func digests(_ plans: [DatasetPlan], threads: Int) throws(DatasetError) -> [String] {
        var tasks: [(plan: Int, block: Int)] = []
        for (i, plan) in plans.enumerated() {
            for block in 0..<leafCount(rows: plan.rows) { tasks.append((i, block)) }
        }
        var readers: [ColumnReader] = []
        for plan in plans { readers.append(try ColumnReader(plan)) }
        let leaves = LeafTable(count: tasks.count)
        let (work, sources) = (tasks, readers)
        let largest = plans.map { min(blockRows, $0.rows) * $0.rowByteCount }.max() ?? 0
        try Parallel.forEach(
            tasks.count, threads: threads, scratchByteCount: largest
        ) { (index, buffer) throws(DatasetError) in
            let (number, block) = work[index]
            let plan = plans[number]
            let first = block * blockRows
            let count = min(blockRows, plan.rows - first) * plan.rowByteCount
            let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
            try sources[number].read(into: bytes, at: first * plan.rowByteCount)
            leaves.set(index, leaf(UnsafeRawBufferPointer(bytes)))
        }
        var hashes = plans.map { _ in SHA256() }
        for (index, task) in tasks.enumerated() { hashes[task.plan].update(bufferPointer: leaves[index]) }
        return hashes.map { hexadecimal($0.finalize()) }
    }

    /// 32 bytes per leaf, each written by one thread.
    private final class LeafTable: @unchecked Sendable {
        private let base: UnsafeMutableRawPointer

        init(count: Int) { base = .allocate(byteCount: max(count, 1) * 32, alignment: 16) }
        deinit { base.deallocate() }

        func set(_ index: Int, _ digest: [UInt8]) {
            digest.withUnsafeBytes { (base + index * 32).copyMemory(from: $0.baseAddress!, byteCount: 32) }
        }
        subscript(index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base + index * 32, count: 32) }
    }
}
