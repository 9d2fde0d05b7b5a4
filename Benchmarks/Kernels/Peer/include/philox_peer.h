// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stddef.h>
#include <stdint.h>

/* The random stream of EventModel in C, for the benchmark: the same counter, the same words. */
typedef struct {
    uint32_t key0, key1, word1, word2, word3, block;
    uint64_t spare;
    int has_spare;
} philox_peer_stream;

/* Both words of `count` consecutive draw blocks. */
void philox_peer_blocks(const philox_peer_stream *stream, size_t count, uint64_t *words);

/* The sum of the next `count` uniforms of a stream, drawn one at a time. */
double philox_peer_sum(philox_peer_stream *stream, size_t count);

/* The instruction set that the peer, and with it the program, was compiled for. */
static inline const char *philox_peer_build(void) {
#if defined(__AVX2__)
    return "x86-64-v3 (AVX2)";
#elif defined(__x86_64__)
    return "x86-64 (SSE2)";
#else
    return "other";
#endif
}
