#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Polynomial coefficients and tables of EventModel's elementary functions.

Each polynomial interpolates its function at Chebyshev nodes in multi-precision arithmetic; the printed relative
error is that of the whole approximation (polynomial with coefficients rounded to double, exact arithmetic).
With --tables it writes the tables, a C header: python3 coefficients.py --tables > ../../Sources/CLanes/Tables.h
Needs mpmath.  Usage: python3 coefficients.py [--tables]
"""
import struct
import sys

from mpmath import mp, mpf
import mpmath as m

mp.prec = 400


def fit(f, lo, hi, n):
    """Coefficients of the degree n-1 interpolant of f on [lo, hi] at Chebyshev nodes, rounded to double."""
    mid, half = (mpf(lo) + hi) / 2, (mpf(hi) - lo) / 2
    xs = [mid + half * m.cos(m.pi * (2 * k + 1) / (2 * n)) for k in range(n)]
    a = m.matrix(n, n)
    b = m.matrix(n, 1)
    for i, x in enumerate(xs):
        for j in range(n):
            a[i, j] = x ** j
        b[i] = f(x)
    return [float(c) for c in m.lu_solve(a, b)]


def show(name, coefficients, whole, exact, lo, hi):
    worst = mpf(0)
    for k in range(1, 400):
        x = mpf(lo) + (mpf(hi) - lo) * k / 400
        if x == 0:
            continue
        p = m.polyval([mpf(c) for c in coefficients][::-1], x if name in ("exp", "log") else x * x)
        worst = max(worst, abs(whole(x, p) / exact(x) - 1))
    print(f"// {name}: relative error 2^{float(m.log(worst, 2)):.1f} on [{float(lo):.4f}, {float(hi):.4f}]")
    for c in coefficients:
        print(f"    {c.hex()},")


def factored(c):
    """(z + a)(b r + c) + e, with z = r^2, for a cubic in r: one multiplication less."""
    b, c2 = float(c[3]), float(c[2])
    a = float(mpf(c[1]) / b)
    return [a, b, c2, float(mpf(c[0]) - mpf(a) * c2)]


def show_factored(name, coefficients, whole, exact, lo, hi):
    """The factored cubic and the error of the approximation."""
    f = factored(coefficients)
    worst = mpf(0)
    for k in range(1, 2000):
        x = mpf(lo) + (mpf(hi) - lo) * k / 2000
        if x != 0:
            worst = max(worst, abs(whole(x, (x * x + f[0]) * (mpf(f[1]) * x + f[2]) + f[3]) / exact(x) - 1))
    print(f"// {name}: relative error 2^{float(m.log(worst, 2)):.1f} on [{float(lo):.5f}, {float(hi):.5f}]")
    for letter, value in zip("abce", f):
        print(f"    {letter} {value.hex()}")


def inverse(j):
    """1 / (1 + j/512) cut off after 13 binary digits."""
    bits = struct.unpack("<Q", struct.pack("<d", 1 / (1 + j / 512)))[0]
    return struct.unpack("<d", struct.pack("<Q", bits >> 40 << 40))[0]


def power():
    """The polynomials of pow, in logarithms to the base 2^256."""
    unit = 256 * m.log(2)
    steps = [(mpf(inverse(j)) * (1 + mpf(2 * j - 1) / 1024) - 1, mpf(inverse(j)) * (1 + mpf(2 * j + 1) / 1024) - 1)
             for j in range(512)]
    lo, hi = min(s[0] for s in steps), max(s[1] for s in steps)
    # The logarithm less its first two terms, over r^3.
    q = lambda r: sum((-1) ** k * r ** k / (k + 3) for k in range(0, 60)) / unit
    show_factored("pow, log", fit(q, lo, hi, 4), lambda x, p: x - x * x / 2 + x ** 3 * p * unit, m.log1p, lo, hi)
    head = mpf(369.25) / 65536
    print(f"    {float(head).hex()} + {float(1 / unit - head).hex()}, half {float(1 / unit / 2).hex()}")
    # (2^(256 f) - 1) / f for f up to 0.56 of a step of the table, 2^-16.
    h = mpf("0.56") / 65536
    e = lambda f: sum((unit * f) ** k / m.factorial(k) for k in range(1, 60)) / f
    show_factored("pow, exp", fit(e, -h, h, 4), lambda x, p: 1 + x * p, lambda x: m.exp(unit * x), -h, h)


def main():
    ln2 = m.log(2)
    # exp(r) = 1 + r + r^2 q(r): on the steps of the table, and for expm1 on half of log 2.
    q = lambda r: sum(r ** k / m.factorial(k + 2) for k in range(0, 60))
    for h, n in ((ln2 / 512 * mpf("1.001"), 3), (ln2 / 2 * mpf("1.0001"), 10)):
        show("exp", fit(q, -h, h, n), lambda x, p: 1 + x + x * x * p, m.exp, -h, h)
    # log(1 + r) = r + r^2 q(r) on the steps of the table.
    h = mpf(2) ** -10 * mpf("1.0001")
    lq = lambda r: sum((-1) ** (k + 1) * r ** k / (k + 2) for k in range(0, 60))
    show_factored("log", fit(lq, -h, h, 4), lambda x, p: x + x * x * p, m.log1p, -h, h)
    power()
    q4 = m.pi / 4 * mpf("1.00001")
    sn = lambda z: sum((-1) ** (k + 1) * z ** k / m.factorial(2 * k + 3) for k in range(0, 40))
    for n in (5, 6):
        show("sin", fit(sn, 0, q4 ** 2, n), lambda x, p: x + x ** 3 * p, m.sin, 0, q4)
    cs = lambda z: sum((-1) ** k * z ** k / m.factorial(2 * k + 4) for k in range(0, 40))
    for n in (5, 6):
        show("cos", fit(cs, 0, q4 ** 2, n), lambda x, p: 1 - x * x / 2 + x ** 4 * p, m.cos, 0, q4)
    t8 = mpf(2) ** -7 * mpf("1.001")
    at = lambda z: sum((-1) ** (k + 1) * z ** k / (2 * k + 3) for k in range(0, 60))
    for n in (2, 3):
        show("atan", fit(at, 0, t8 ** 2, n), lambda x, p: x + x ** 3 * p, m.atan, 0, t8)
    asn = lambda z: (m.asin(m.sqrt(z)) / m.sqrt(z) - 1) / z
    for n in (12, 14):
        show("asin", fit(asn, 0, mpf(1) / 4, n), lambda x, p: x + x ** 3 * p, m.asin, 0, mpf(1) / 2)
    sh = lambda z: sum(z ** k / m.factorial(2 * k + 3) for k in range(0, 40))
    for n in (6, 7):
        show("sinh", fit(sh, 0, 1, n), lambda x, p: x + x ** 3 * p, m.sinh, 0, 1)
    th = lambda z: (m.tanh(m.sqrt(z)) / m.sqrt(z) - 1) / z
    for n in (10, 11, 12):
        show("tanh", fit(th, 0, mpf("0.3"), n), lambda x, p: x + x ** 3 * p, m.tanh, 0, m.sqrt(mpf("0.3")))
    ash = lambda z: (m.asinh(m.sqrt(z)) / m.sqrt(z) - 1) / z
    for n in (6, 8, 12):
        show("asinh", fit(ash, 0, mpf(1) / 64 if n < 12 else mpf(1) / 16, n), lambda x, p: x + x ** 3 * p, m.asinh, 0,
             mpf(1) / 8 if n < 12 else mpf(1) / 4)
    for name, step, places in (("exp", ln2 / 256, 43), ("log", ln2, 42)):
        head = m.nint(step * mpf(2) ** places) / mpf(2) ** places
        print(f"// {name}: step {float(head).hex()} + {float(step - head).hex()}, inverse {float(1 / step).hex()}")


def parts(value, places):
    """The multiple of 2^-places nearest to the value, and the rest."""
    head = m.nint(value * mpf(2) ** places) / mpf(2) ** places
    return [float(head), float(value - head)]


def table(comment, name, values):
    print(f"\n/* {comment} */")
    print(f"static const double {name}[{len(values)}] __attribute__((aligned(64))) = {{")
    for k in range(0, len(values), 4):
        print("    " + ", ".join(v.hex() for v in values[k:k + 4]) + ",")
    print("};")


def tables():
    print("""// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * Tables of the elementary functions, written by Benchmarks/Kernels/coefficients.py --tables.
 */""")
    powers = []
    for j in range(256):
        bits = struct.unpack("<Q", struct.pack("<d", float(mpf(2) ** (mpf(j) / 256))))[0]
        powers.append(struct.unpack("<d", struct.pack("<Q", bits - (j << 44)))[0])
    table("2^(j/256), j at place 44 taken from its bits: adding the bits of k at that place gives 2^(k/256).",
          "eidolon_powers_of_two_table", powers)
    fractions = [mpf(512 + j) / 1024 if j < 512 else mpf(j) / 512 for j in range(212, 724)]
    table("log c for the numbers c of nine places from 0.70703125 to 1.412109375.",
          "eidolon_logarithms_table", [float(m.log(c)) for c in fractions])
    inverses = []
    for j in range(512):
        value = -m.log(inverse(j), 2) / 256 - mpf(j) / 512 / 256
        head, tail = parts(value, 49)
        inverses += [head - 8 - 1023 / 256, tail]
    table("-log 1/c - j/512 log 2 to the base 2^256, 1/c with 13 digits for c = 1 + j/512, in two parts, the first a\n"
          " * multiple of 2^-49, less 8 + 1023/256.",
          "eidolon_inverse_logarithms_table", inverses)
    angles = []
    for j in range(-64, 65):
        angles += parts(m.atan(mpf(j) / 64), 50)
    table("atan(j/64) for j from -64 to 64 in two parts, the first a multiple of 2^-50.",
          "eidolon_arc_tangents_table", angles)


tables() if "--tables" in sys.argv else main()
