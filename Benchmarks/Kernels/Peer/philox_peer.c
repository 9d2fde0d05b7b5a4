// SPDX-License-Identifier: GPL-3.0-or-later
#include "philox_peer.h"

typedef struct {
    uint32_t c0, c1, c2, c3;
} block4;

/* Inlined like its Swift counterpart, so that the loop over blocks can be vectorised. */
static inline __attribute__((always_inline)) block4 philox4x32_10(block4 c, uint32_t k0, uint32_t k1) {
    for (int round = 0; round < 10; ++round) {
        const uint64_t p0 = (uint64_t)c.c0 * 0xD2511F53u;
        const uint64_t p1 = (uint64_t)c.c2 * 0xCD9E8D57u;
        const block4 next = {
            (uint32_t)(p1 >> 32) ^ c.c1 ^ k0, (uint32_t)p1, (uint32_t)(p0 >> 32) ^ c.c3 ^ k1, (uint32_t)p0};
        c = next;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

void philox_peer_blocks(const philox_peer_stream *s, size_t count, uint64_t *words) {
    for (size_t i = 0; i < count; ++i) {
        const block4 c = {(uint32_t)i, s->word1, s->word2, s->word3};
        const block4 r = philox4x32_10(c, s->key0, s->key1);
        words[2 * i] = r.c0 | (uint64_t)r.c1 << 32;
        words[2 * i + 1] = r.c2 | (uint64_t)r.c3 << 32;
    }
}

static inline uint64_t next_word(philox_peer_stream *s) {
    if (s->has_spare) {
        s->has_spare = 0;
        return s->spare;
    }
    const block4 c = {s->block, s->word1, s->word2, s->word3};
    const block4 r = philox4x32_10(c, s->key0, s->key1);
    s->block += 1;
    s->spare = r.c2 | (uint64_t)r.c3 << 32;
    s->has_spare = 1;
    return r.c0 | (uint64_t)r.c1 << 32;
}

double philox_peer_sum(philox_peer_stream *s, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; ++i) sum += (double)(next_word(s) >> 11) * 0x1p-53;
    return sum;
}
