// SPDX-License-Identifier: GPL-3.0-or-later
import CFileSupport

/// How this process handles its memory.
public enum ProcessMemory {
    /// Gives large blocks that are freed back to the operating system at once. The C library would otherwise learn to
    /// keep them, the larger the more of them it has seen. To be called once, before threads are started.
    public static func returnLargeBlocks() { cfile_return_large_blocks() }
}
