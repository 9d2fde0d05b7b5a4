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
