// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Tables.h"

/*
 * Arithmetic on vectors of four and eight doubles, one IEEE operation per function.
 *
 * The standard library writes the floating-point operators of its SIMD types as loops over lanes and leaves it to the
 * optimiser to find the vectors again, which fails in long kernels; square roots become calls. Clang's vector
 * extensions are vector operations from the start, on whatever registers the build has. There is no source file: the
 * functions are inlined into their callers. Nothing here may combine two operations, so that none is contracted.
 */
typedef double eidolon_lanes4 __attribute__((ext_vector_type(4)));
typedef double eidolon_lanes8 __attribute__((ext_vector_type(8)));

typedef double eidolon_lanes2 __attribute__((ext_vector_type(2)));
typedef double eidolon_lanes16 __attribute__((ext_vector_type(16)));

typedef unsigned long long eidolon_words4 __attribute__((ext_vector_type(4)));
typedef unsigned long long eidolon_words8 __attribute__((ext_vector_type(8)));

#define EIDOLON_LANES static inline __attribute__((always_inline, const))

/* What the program was compiled for, as the psABI names the levels of x86-64, and the vectors that come with it. */
static inline const char *eidolon_instruction_set(void) {
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && defined(__AVX512DQ__) &&                 \
    defined(__AVX512VL__)
    return "x86-64-v4 (AVX-512)";
#elif defined(__AVX2__)
    return "x86-64-v3 (AVX2)";
#elif defined(__x86_64__)
    return "x86-64 (SSE2)";
#else
    return "other";
#endif
}

EIDOLON_LANES eidolon_lanes4 eidolon_lanes4_add(eidolon_lanes4 a, eidolon_lanes4 b) { return a + b; }
EIDOLON_LANES eidolon_lanes4 eidolon_lanes4_subtract(eidolon_lanes4 a, eidolon_lanes4 b) { return a - b; }
EIDOLON_LANES eidolon_lanes4 eidolon_lanes4_multiply(eidolon_lanes4 a, eidolon_lanes4 b) { return a * b; }
EIDOLON_LANES eidolon_lanes4 eidolon_lanes4_divide(eidolon_lanes4 a, eidolon_lanes4 b) { return a / b; }
EIDOLON_LANES eidolon_lanes4 eidolon_lanes4_root(eidolon_lanes4 a) { return __builtin_elementwise_sqrt(a); }

EIDOLON_LANES eidolon_lanes8 eidolon_lanes8_add(eidolon_lanes8 a, eidolon_lanes8 b) { return a + b; }
EIDOLON_LANES eidolon_lanes8 eidolon_lanes8_subtract(eidolon_lanes8 a, eidolon_lanes8 b) { return a - b; }
EIDOLON_LANES eidolon_lanes8 eidolon_lanes8_multiply(eidolon_lanes8 a, eidolon_lanes8 b) { return a * b; }
EIDOLON_LANES eidolon_lanes8 eidolon_lanes8_divide(eidolon_lanes8 a, eidolon_lanes8 b) { return a / b; }
EIDOLON_LANES eidolon_lanes8 eidolon_lanes8_root(eidolon_lanes8 a) { return __builtin_elementwise_sqrt(a); }

/* A square root that is one instruction: the library's sets errno for negative numbers, in a call. */
EIDOLON_LANES double eidolon_root(double a) { return __builtin_elementwise_sqrt(a); }

/* The whole part of a number between -2^31 and 2^31, without the checks of a conversion; -2^31 for all others. */
EIDOLON_LANES int eidolon_whole_part(double a) { return __builtin_ia32_cvttsd2si((eidolon_lanes2){a, 0}); }

/* Whether all words, each all ones or zero, are all ones. */
#ifdef __AVX__
EIDOLON_LANES unsigned char eidolon_words4_all(eidolon_words4 a) {
    return __builtin_ia32_movmskpd256((eidolon_lanes4)a) == 15;
}
EIDOLON_LANES unsigned char eidolon_words8_all(eidolon_words8 a) {
    return __builtin_ia32_movmskpd256((eidolon_lanes4)(a.lo & a.hi)) == 15;
}
#else
EIDOLON_LANES unsigned char eidolon_words4_all(eidolon_words4 a) {
    return __builtin_ia32_movmskpd((eidolon_lanes2)(a.lo & a.hi)) == 3;
}
EIDOLON_LANES unsigned char eidolon_words8_all(eidolon_words8 a) {
    eidolon_words4 halves = a.lo & a.hi;
    return __builtin_ia32_movmskpd((eidolon_lanes2)(halves.lo & halves.hi)) == 3;
}
#endif

/* Whether no word has a bit of the mask. */
#ifdef __AVX__
typedef long long eidolon_tested4 __attribute__((vector_size(32)));
EIDOLON_LANES unsigned char eidolon_words4_clear(eidolon_words4 a, unsigned long long mask) {
    return __builtin_ia32_ptestz256((eidolon_tested4)a, (eidolon_tested4)(eidolon_words4)mask) != 0;
}
#else
EIDOLON_LANES unsigned char eidolon_words4_clear(eidolon_words4 a, unsigned long long mask) {
    eidolon_words4 kept = a & (eidolon_words4)mask;
    return ((kept.x | kept.y) | (kept.z | kept.w)) == 0;
}
#endif
EIDOLON_LANES unsigned char eidolon_words8_clear(eidolon_words8 a, unsigned long long mask) {
    return eidolon_words4_clear(a.lo | a.hi, mask);
}

/*
 * Look-ups in the tables by bits of each word. The words go through memory, from where the processor loads single bytes
 * or halves as addresses: cheaper than taking the lanes of a register apart. The empty assembly statement keeps the
 * compiler from doing that all the same.
 */
#define EIDOLON_BYTE(words, lane) ((words).bytes[8 * (lane)])
#define EIDOLON_STORED(name, lanes)                                                                                    \
    union {                                                                                                            \
        eidolon_words##lanes words;                                                                                    \
        unsigned char bytes[8 * lanes];                                                                                \
        unsigned halves[2 * lanes];                                                                                    \
    } name;                                                                                                            \
    name.words = a;                                                                                                    \
    __asm__("" : "+m"(name))

/* 2^(j/256) with the exponent missing, see Tables.h, j the lowest byte. */
EIDOLON_LANES double eidolon_powers_of_two1(unsigned long long a) { return eidolon_powers_of_two_table[a & 255]; }

#define EIDOLON_POWER(lane) eidolon_powers_of_two_table[EIDOLON_BYTE(stored, lane)]
EIDOLON_LANES eidolon_lanes4 eidolon_powers_of_two4(eidolon_words4 a) {
    EIDOLON_STORED(stored, 4);
    return (eidolon_lanes4){EIDOLON_POWER(0), EIDOLON_POWER(1), EIDOLON_POWER(2), EIDOLON_POWER(3)};
}
EIDOLON_LANES eidolon_lanes8 eidolon_powers_of_two8(eidolon_words8 a) {
    EIDOLON_STORED(stored, 8);
    return (eidolon_lanes8){EIDOLON_POWER(0), EIDOLON_POWER(1), EIDOLON_POWER(2), EIDOLON_POWER(3),
                            EIDOLON_POWER(4), EIDOLON_POWER(5), EIDOLON_POWER(6), EIDOLON_POWER(7)};
}

/*
 * Logarithms by bits 43...51, see Tables.h, and whether no word has bit 62 or 63: such a word belongs to an unusual
 * number. The upper halves of the words are in integer registers already, where the test costs the vectors nothing.
 */
#define EIDOLON_HALF(lane) (stored.halves[2 * (lane) + 1])
#define EIDOLON_LOGARITHM(lane) eidolon_logarithms_table[EIDOLON_HALF(lane) >> 11 & 511]
#define EIDOLON_LOOK_UP static inline __attribute__((always_inline))
EIDOLON_LOOK_UP double eidolon_logarithms1(unsigned long long a, unsigned char *clear) {
    *clear = a >> 62 == 0;
    return eidolon_logarithms_table[a >> 43 & 511];
}
EIDOLON_LOOK_UP eidolon_lanes4 eidolon_logarithms4(eidolon_words4 a, unsigned char *clear) {
    EIDOLON_STORED(stored, 4);
    unsigned all = (EIDOLON_HALF(0) | EIDOLON_HALF(1)) | (EIDOLON_HALF(2) | EIDOLON_HALF(3));
    *clear = all >> 30 == 0;
    return (eidolon_lanes4){EIDOLON_LOGARITHM(0), EIDOLON_LOGARITHM(1), EIDOLON_LOGARITHM(2), EIDOLON_LOGARITHM(3)};
}
EIDOLON_LOOK_UP eidolon_lanes8 eidolon_logarithms8(eidolon_words8 a, unsigned char *clear) {
    EIDOLON_STORED(stored, 8);
    unsigned low = (EIDOLON_HALF(0) | EIDOLON_HALF(1)) | (EIDOLON_HALF(2) | EIDOLON_HALF(3));
    unsigned high = (EIDOLON_HALF(4) | EIDOLON_HALF(5)) | (EIDOLON_HALF(6) | EIDOLON_HALF(7));
    *clear = (low | high) >> 30 == 0;
    return (eidolon_lanes8){EIDOLON_LOGARITHM(0), EIDOLON_LOGARITHM(1), EIDOLON_LOGARITHM(2), EIDOLON_LOGARITHM(3),
                            EIDOLON_LOGARITHM(4), EIDOLON_LOGARITHM(5), EIDOLON_LOGARITHM(6), EIDOLON_LOGARITHM(7)};
}

/* Heads and tails of the entries of a table of pairs, all heads first. */
#define EIDOLON_PAIRS(name, pair)                                                                                      \
    EIDOLON_LANES eidolon_lanes8 name##4(eidolon_words4 a) {                                                           \
        EIDOLON_STORED(stored, 4);                                                                                     \
        eidolon_lanes4 even = EIDOLON_JOINED(pair, 0, 2), odd = EIDOLON_JOINED(pair, 1, 3);                            \
        return __builtin_shufflevector(even, odd, 0, 4, 2, 6, 1, 5, 3, 7);                                             \
    }                                                                                                                  \
    EIDOLON_LANES eidolon_lanes16 name##8(eidolon_words8 a) {                                                          \
        EIDOLON_STORED(stored, 8);                                                                                     \
        eidolon_lanes4 even = EIDOLON_JOINED(pair, 0, 2), odd = EIDOLON_JOINED(pair, 1, 3);                            \
        eidolon_lanes4 even2 = EIDOLON_JOINED(pair, 4, 6), odd2 = EIDOLON_JOINED(pair, 5, 7);                          \
        eidolon_lanes8 low = __builtin_shufflevector(even, odd, 0, 4, 2, 6, 1, 5, 3, 7);                               \
        eidolon_lanes8 high = __builtin_shufflevector(even2, odd2, 0, 4, 2, 6, 1, 5, 3, 7);                            \
        return __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15);               \
    }
#define EIDOLON_JOINED(pair, a, b) __builtin_shufflevector(pair(a), pair(b), 0, 1, 2, 3)
#define EIDOLON_TWO(table, index) (*(const eidolon_lanes2 *)(table + 2 * (index)))

/* Logarithms of inverses in two parts, by bits 32...40. */
EIDOLON_LANES eidolon_lanes2 eidolon_inverse_logarithms1(unsigned long long a) {
    return EIDOLON_TWO(eidolon_inverse_logarithms_table, a >> 32 & 511);
}
#define EIDOLON_INVERSE(lane) EIDOLON_TWO(eidolon_inverse_logarithms_table, EIDOLON_HALF(lane) & 511)
EIDOLON_PAIRS(eidolon_inverse_logarithms, EIDOLON_INVERSE)

/* atan(j/64), j the lowest byte in two's complement, -64...64. */
EIDOLON_LANES eidolon_lanes2 eidolon_arc_tangents1(unsigned long long a) {
    return EIDOLON_TWO((eidolon_arc_tangents_table + 128), (signed char)a);
}
#define EIDOLON_ARC(lane) EIDOLON_TWO((eidolon_arc_tangents_table + 128), (signed char)EIDOLON_BYTE(stored, lane))
EIDOLON_PAIRS(eidolon_arc_tangents, EIDOLON_ARC)

EIDOLON_LANES eidolon_lanes4 eidolon_heads4(eidolon_lanes8 parts) { return parts.lo; }
EIDOLON_LANES eidolon_lanes4 eidolon_tails4(eidolon_lanes8 parts) { return parts.hi; }
EIDOLON_LANES eidolon_lanes8 eidolon_heads8(eidolon_lanes16 parts) { return parts.lo; }
EIDOLON_LANES eidolon_lanes8 eidolon_tails8(eidolon_lanes16 parts) { return parts.hi; }

#undef EIDOLON_PAIRS
#undef EIDOLON_LOOK_UP
#undef EIDOLON_JOINED
#undef EIDOLON_TWO
#undef EIDOLON_ARC
#undef EIDOLON_INVERSE
#undef EIDOLON_LOGARITHM
#undef EIDOLON_HALF
#undef EIDOLON_POWER
#undef EIDOLON_STORED
#undef EIDOLON_BYTE

/* The 64-bit products of the low halves of eight words. */
EIDOLON_LANES eidolon_words8 eidolon_words8_multiply_low(eidolon_words8 a, eidolon_words8 b) {
    return (a & 0xFFFFFFFFULL) * (b & 0xFFFFFFFFULL);
}

/* One bit for each word, all ones or zero; the lowest bit for the first word. */
#ifdef __AVX__
EIDOLON_LANES unsigned eidolon_words4_bits(eidolon_words4 a) { return __builtin_ia32_movmskpd256((eidolon_lanes4)a); }
#else
EIDOLON_LANES unsigned eidolon_words4_bits(eidolon_words4 a) {
    return __builtin_ia32_movmskpd((eidolon_lanes2)a.lo) | __builtin_ia32_movmskpd((eidolon_lanes2)a.hi) << 2;
}
#endif

EIDOLON_LANES unsigned eidolon_words8_bits(eidolon_words8 a) {
    return eidolon_words4_bits(a.lo) | eidolon_words4_bits(a.hi) << 4;
}

/* Four doubles of four rows, which may stand anywhere, become four columns, `step` doubles apart. */
typedef double eidolon_lanes4_anywhere __attribute__((ext_vector_type(4), aligned(8)));
static inline __attribute__((always_inline)) void eidolon_transpose4(
    const double *row0, const double *row1, const double *row2, const double *row3, double *out, int step) {
    eidolon_lanes4 a = *(const eidolon_lanes4_anywhere *)row0;
    eidolon_lanes4 b = *(const eidolon_lanes4_anywhere *)row1;
    eidolon_lanes4 c = *(const eidolon_lanes4_anywhere *)row2;
    eidolon_lanes4 d = *(const eidolon_lanes4_anywhere *)row3;
    eidolon_lanes4 ab0 = __builtin_shufflevector(a, b, 0, 4, 2, 6);
    eidolon_lanes4 ab1 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    eidolon_lanes4 cd0 = __builtin_shufflevector(c, d, 0, 4, 2, 6);
    eidolon_lanes4 cd1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    *(eidolon_lanes4 *)out = __builtin_shufflevector(ab0, cd0, 0, 1, 4, 5);
    *(eidolon_lanes4 *)(out + step) = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
    *(eidolon_lanes4 *)(out + 2 * step) = __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7);
    *(eidolon_lanes4 *)(out + 3 * step) = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
}

/*
 * Columns of four rows of a table whose rows are `stride` doubles long: out[step k + i] is the kth double of row ids[i].
 * Rows are read four doubles at a time and transposed in registers.
 */
static inline __attribute__((always_inline)) void eidolon_lanes4_rows(
    const double *table, const long *ids, long stride, int columns, double *out, int step) {
    const double *row0 = table + stride * ids[0], *row1 = table + stride * ids[1];
    const double *row2 = table + stride * ids[2], *row3 = table + stride * ids[3];
    for (int k = 0; k < columns; k += 4) {
        eidolon_transpose4(row0 + k, row1 + k, row2 + k, row3 + k, out + step * k, step);
    }
}

/* Eight columns of eight doubles become eight rows. */
static inline __attribute__((always_inline)) void eidolon_lanes8_transpose(const double *columns, double *rows) {
    for (int half = 0; half < 2; half++) {
        const double *column = columns + 32 * half;
        for (int k = 0; k < 8; k += 4) {
            eidolon_transpose4(
                column + k, column + 8 + k, column + 16 + k, column + 24 + k, rows + 8 * k + 4 * half, 8);
        }
    }
}

/* Four doubles of eight rows become four columns. Both halves of a column are stored as one vector, as it will be read. */
static inline __attribute__((always_inline)) void eidolon_lanes8_transpose4_at(
    const double *const *rows, int first, double *out) {
    eidolon_lanes4 low[4], high[4];
    for (int half = 0; half < 2; half++) {
        const double *const *r = rows + 4 * half;
        eidolon_lanes4 a = *(const eidolon_lanes4_anywhere *)(r[0] + first);
        eidolon_lanes4 b = *(const eidolon_lanes4_anywhere *)(r[1] + first);
        eidolon_lanes4 c = *(const eidolon_lanes4_anywhere *)(r[2] + first);
        eidolon_lanes4 d = *(const eidolon_lanes4_anywhere *)(r[3] + first);
        eidolon_lanes4 ab0 = __builtin_shufflevector(a, b, 0, 4, 2, 6), ab1 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
        eidolon_lanes4 cd0 = __builtin_shufflevector(c, d, 0, 4, 2, 6), cd1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
        eidolon_lanes4 *column = half == 0 ? low : high;
        column[0] = __builtin_shufflevector(ab0, cd0, 0, 1, 4, 5);
        column[1] = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
        column[2] = __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7);
        column[3] = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
    }
    for (int k = 0; k < 4; k++) {
        ((eidolon_lanes8 *)out)[k] = __builtin_shufflevector(low[k], high[k], 0, 1, 2, 3, 4, 5, 6, 7);
    }
}

/*
 * Columns of eight rows, of eight and of four doubles: row i holds the doubles of lane i, out[8 k + i] is its kth.
 */
static inline __attribute__((always_inline)) void eidolon_lanes8_transpose8(const double *const *rows, double *out) {
    eidolon_lanes8_transpose4_at(rows, 0, out);
    eidolon_lanes8_transpose4_at(rows, 4, out + 32);
}

static inline __attribute__((always_inline)) void eidolon_lanes8_transpose4(const double *const *rows, double *out) {
    eidolon_lanes8_transpose4_at(rows, 0, out);
}

/*
 * One number of a table for every lane, as doubles. Places are read from memory, where narrow loads of what was stored
 * as a vector are cheap.
 */
static inline __attribute__((always_inline)) eidolon_lanes8 eidolon_lanes8_gather(
    const float *table, const long long *places) {
    return (eidolon_lanes8){table[places[0]], table[places[1]], table[places[2]], table[places[3]],
                            table[places[4]], table[places[5]], table[places[6]], table[places[7]]};
}

/* Eight integers as doubles. */
typedef int eidolon_integers8 __attribute__((ext_vector_type(8), aligned(4)));
static inline __attribute__((always_inline)) eidolon_lanes8 eidolon_lanes8_of_integers(const int *integers) {
    return __builtin_convertvector(*(const eidolon_integers8 *)integers, eidolon_lanes8);
}

/* Brings two cache lines that will be read soon. */
static inline __attribute__((always_inline)) void eidolon_prefetch_two_lines(const void *address) {
    __builtin_prefetch(address);
    __builtin_prefetch((const char *)address + 64);
}

#undef EIDOLON_LANES
