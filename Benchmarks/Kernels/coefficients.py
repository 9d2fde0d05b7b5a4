#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Polynomial coefficients of EventModel's elementary functions.

Each polynomial interpolates its function at Chebyshev nodes in multi-precision arithmetic; the printed relative
error is that of the whole approximation (polynomial with coefficients rounded to double, exact arithmetic).
Needs mpmath.  Usage: python3 coefficients.py
"""
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
        p = m.polyval([mpf(c) for c in coefficients][::-1], x if name in ("exp",) else x * x)
        worst = max(worst, abs(whole(x, p) / exact(x) - 1))
    print(f"// {name}: relative error 2^{float(m.log(worst, 2)):.1f} on [{float(lo):.4f}, {float(hi):.4f}]")
    for c in coefficients:
        print(f"    {c.hex()},")


def main():
    ln2 = m.log(2)
    h = ln2 / 2 * mpf("1.0001")
    # exp(r) = 1 + r + r^2 q(r)
    q = lambda r: sum(r ** k / m.factorial(k + 2) for k in range(0, 60))
    for n in (10, 11):
        show("exp", fit(q, -h, h, n), lambda x, p: 1 + x + x * x * p, m.exp, -h, h)
    # log((1+s)/(1-s)) = 2s + s z R(z), z = s^2; R = 2/3 + 2 z/5 + ...
    s1 = (m.sqrt(2) - 1) / (m.sqrt(2) + 1) * mpf("1.00001")
    r = lambda z: sum(2 * z ** k / (2 * k + 3) for k in range(0, 100))
    for n in (7, 8):
        show("log", fit(r, 0, s1 ** 2, n), lambda x, p: 2 * x + x ** 3 * p, lambda x: m.log((1 + x) / (1 - x)), 0, s1)
    # log((1+s)/(1-s)) = 2/3 s (3 + z + z^2 R(z))
    r2 = lambda z: sum(3 * z ** k / (2 * k + 5) for k in range(0, 100))
    for n in (7, 8):
        show("logTail", fit(r2, 0, s1 ** 2, n), lambda x, p: 2 * x * (3 + x * x + x ** 4 * p) / 3,
             lambda x: m.log((1 + x) / (1 - x)), 0, s1)
    q4 = m.pi / 4 * mpf("1.00001")
    sn = lambda z: sum((-1) ** (k + 1) * z ** k / m.factorial(2 * k + 3) for k in range(0, 40))
    for n in (5, 6):
        show("sin", fit(sn, 0, q4 ** 2, n), lambda x, p: x + x ** 3 * p, m.sin, 0, q4)
    cs = lambda z: sum((-1) ** k * z ** k / m.factorial(2 * k + 4) for k in range(0, 40))
    for n in (5, 6):
        show("cos", fit(cs, 0, q4 ** 2, n), lambda x, p: 1 - x * x / 2 + x ** 4 * p, m.cos, 0, q4)
    t8 = mpf("0.4001")
    at = lambda z: (m.atan(m.sqrt(z)) / m.sqrt(z) - 1) / z if z > mpf(2) ** -60 else -mpf(1) / 3
    for n in (11, 12):
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


main()
