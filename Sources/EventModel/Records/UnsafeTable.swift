// SPDX-License-Identifier: GPL-3.0-or-later

/// Constant values that kernels read through a plain pointer: no reference counting, no bounds checks.
///
/// The memory lives as long as the table; keep it in the object whose kernels use it.
public final class UnsafeTable<Element: BitwiseCopyable>: @unchecked Sendable {
    public let pointer: UnsafePointer<Element>
    public let count: Int

    public init(_ values: [Element]) {
        let bytes = max(values.count, 1) * MemoryLayout<Element>.stride
        // Whole cache lines, so that a record of one or two lines never straddles another.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let typed = memory.bindMemory(to: Element.self, capacity: max(values.count, 1))
        typed.initialize(from: values, count: values.count)
        pointer = UnsafePointer(typed)
        count = values.count
    }

    deinit { pointer.deallocate() }
}
