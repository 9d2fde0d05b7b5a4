// SPDX-License-Identifier: GPL-3.0-or-later

/// One dataset of the file to be made: where its bytes come from and what is said about it.
struct DatasetPlan: Sendable {
    enum Source: Sendable {
        case file(String)
        case memory([UInt8])
    }

    var path: String
    var type: StoredType
    var rows: Int
    /// Values per row; more than one makes a matrix.
    var components: Int
    /// Matrices keep their second dimension even if it is 1.
    var isMatrix = false
    /// Scalars have no dimension.
    var isScalar = false
    var units: String
    var description: String
    var attributes: [(name: String, value: AttributeValue)] = []
    var source: Source

    var rowByteCount: Int { type.byteCount * components }
    var byteCount: Int { rows * rowByteCount }
    var shape: [Int] { isScalar ? [] : isMatrix ? [rows, components] : [rows] }
}

/// Reads the bytes of a planned dataset piece by piece, from any thread.
struct ColumnReader: Sendable {
    private enum Content: Sendable {
        case file(FileDescriptor)
        case memory([UInt8])
    }
    private let content: Content

    init(_ plan: DatasetPlan) throws(DatasetError) {
        switch plan.source {
        case .file(let path): content = .file(try FileDescriptor(path, .read))
        case .memory(let bytes): content = .memory(bytes)
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DatasetError) {
        switch content {
        case .file(let file): try file.readAll(into: buffer, at: offset)
        case .memory(let bytes):
            precondition(offset + buffer.count <= bytes.count, "read beyond the end of a column")
            bytes.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
            }
        }
    }

    /// Says that the column's first bytes are not read again, so that they need not be kept in memory.
    func release(upTo offset: Int) {
        if case .file(let file) = content { file.release(upTo: offset) }
    }
}
