// SPDX-License-Identifier: GPL-3.0-or-later
// System calls and settings that Swift's Glibc module does not show, and the checksum instruction of the processor.
#pragma once
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Renames within the current folder's view; fails with EEXIST instead of replacing the target.
static inline int cfile_rename_exclusively(const char *source, const char *target) {
    const int current_folder = -100;        // AT_FDCWD
    const unsigned no_replacement = 1u << 0;  // RENAME_NOREPLACE
    extern long syscall(long number, ...);
    return (int)syscall(SYS_renameat2, current_folder, source, current_folder, target, no_replacement);
}

/// Starts writing the dirty pages of a part of the file to the disk without waiting; 0 bytes stand for all that follow.
static inline int cfile_begin_writeback(int descriptor, long offset, long count) {
    const unsigned write = 2;  // SYNC_FILE_RANGE_WRITE
    extern long syscall(long number, ...);
    return (int)syscall(SYS_sync_file_range, descriptor, offset, count, write);
}

/// Blocks of a quarter of a megabyte and more come from the system and go back to it when they are freed.
static inline void cfile_return_large_blocks(void) { mallopt(M_MMAP_THRESHOLD, 1 << 18); }

#if defined(__x86_64__)
/// CRC32C of eight bytes at a time by the processor's own instruction (SSE 4.2).
__attribute__((target("sse4.2"))) static inline unsigned cfile_crc32c_sse42(
    unsigned crc, const unsigned char *bytes, unsigned long count) {
    unsigned long long state = crc;
    while (count >= 8) {
        unsigned long long word;
        __builtin_memcpy(&word, bytes, 8);
        state = __builtin_ia32_crc32di(state, word);
        bytes += 8;
        count -= 8;
    }
    unsigned narrow = (unsigned)state;
    while (count > 0) {
        narrow = __builtin_ia32_crc32qi(narrow, *bytes);
        ++bytes;
        --count;
    }
    return narrow;
}
/// Whether this processor has the instruction.
static inline int cfile_has_crc32c(void) { return __builtin_cpu_supports("sse4.2") != 0; }
#else
static inline unsigned cfile_crc32c_sse42(unsigned crc, const unsigned char *bytes, unsigned long count) {
    (void)bytes;
    (void)count;
    return crc;
}
static inline int cfile_has_crc32c(void) { return 0; }
#endif
