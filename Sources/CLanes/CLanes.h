// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

typedef unsigned long long eidolon_words8 __attribute__((ext_vector_type(8)));

#define EIDOLON_LANES static inline __attribute__((always_inline, const))

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

/* The 64-bit products of the low halves of eight words. */
EIDOLON_LANES eidolon_words8 eidolon_words8_multiply_low(eidolon_words8 a, eidolon_words8 b) {
    return (a & 0xFFFFFFFFULL) * (b & 0xFFFFFFFFULL);
}

/*
 * Sixteen columns of eight rows: row i holds the sixteen doubles of lane i, out[k] the kth double of every lane.
 * Rows are read four doubles at a time and transposed in registers.
 */
static inline __attribute__((always_inline)) void eidolon_lanes8_transpose16(
    const double *const *rows, double *out) {
    eidolon_lanes4 *halves = (eidolon_lanes4 *)out;
    for (int half = 0; half < 2; half++) {
        const double *const *r = rows + 4 * half;
        for (int k = 0; k < 16; k += 4) {
            eidolon_lanes4 a = *(const eidolon_lanes4 *)(r[0] + k);
            eidolon_lanes4 b = *(const eidolon_lanes4 *)(r[1] + k);
            eidolon_lanes4 c = *(const eidolon_lanes4 *)(r[2] + k);
            eidolon_lanes4 d = *(const eidolon_lanes4 *)(r[3] + k);
            eidolon_lanes4 ab0 = __builtin_shufflevector(a, b, 0, 4, 2, 6);
            eidolon_lanes4 ab1 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
            eidolon_lanes4 cd0 = __builtin_shufflevector(c, d, 0, 4, 2, 6);
            eidolon_lanes4 cd1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
            halves[2 * (k + 0) + half] = __builtin_shufflevector(ab0, cd0, 0, 1, 4, 5);
            halves[2 * (k + 1) + half] = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
            halves[2 * (k + 2) + half] = __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7);
            halves[2 * (k + 3) + half] = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
        }
    }
}

/* Brings two cache lines that will be read soon. */
static inline __attribute__((always_inline)) void eidolon_prefetch_two_lines(const void *address) {
    __builtin_prefetch(address);
    __builtin_prefetch((const char *)address + 64);
}

#undef EIDOLON_LANES
