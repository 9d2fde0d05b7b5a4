// SPDX-License-Identifier: GPL-3.0-or-later

/// Constant values that kernels read through a plain pointer: no reference counting, no bounds checks.
///
/// The memory lives as long as the table; keep it in the object whose kernels use it.
public final class UnsafeTable<Element: BitwiseCopyable>: @unchecked Sendable {
    public let pointer: UnsafePointer<Element>
    public let count: Int

    public init(_ values: [Element]) {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
        memory.initialize(from: values, count: values.count)
        pointer = UnsafePointer(memory)
        count = values.count
    }

    deinit { pointer.deallocate() }
}
