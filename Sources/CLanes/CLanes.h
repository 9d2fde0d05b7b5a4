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

#undef EIDOLON_LANES
