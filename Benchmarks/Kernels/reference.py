#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hard points of the elementary functions in multi-precision arithmetic, as a Swift table on standard output.

Needs mpmath.  Usage: python3 reference.py > ../../Tests/EventModelTests/ElementaryHardPoints.swift
Also prints, with --philox, Philox 4x32-10 of the three Random123 known-answer inputs from an implementation of its own.
"""
import math
import random
import struct
import sys

import mpmath as m

m.mp.prec = 2400


def neighbours(x, steps):
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return [struct.unpack("<d", struct.pack("<q", bits + s))[0] for s in steps]


def points():
    rng = random.Random(20260101)
    near = range(-1, 2)
    angles = []
    for n in (1, 2, 3, 4, 7, 22, 355, 710, 103993, 104348, 521030, 667544, 1000000):
        angles += neighbours(float(n * m.pi / 2), near)
    # The double nearest to a multiple of pi/2, and huge ones.
    angles += [6381956970095103.0 * 2.0 ** 797, 1e22, 2.0 ** 1023, 1.7976931348623157e308, 1048576.0, 1048575.9999999999]
    angles += [rng.uniform(-1e6, 1e6) for _ in range(6)] + [1e-300, 1e-9, 0.785398163397448]
    for x in angles:
        for name in ("sin", "cos", "tan"):
            yield name, x, 0.0
    exponents = [1e-300, 1e-17, 0.34657359027997264, 0.34657359027997270, 709.782712893384, 708.0, -708.5, -740.0,
                 -745.13, 1.0, -1.0, 100.0, -36.7, 36.7] + [rng.uniform(-700, 700) for _ in range(6)]
    for x in exponents:
        yield "exp", x, 0.0
        yield "expm1", x, 0.0
    for x in [0.01, 0.99, 1.0, 1.01, 22.0, -0.5, 710.0, 0.5477, 0.5478, 1e-8] + [rng.uniform(-20, 20) for _ in range(6)]:
        for name in ("sinh", "cosh", "tanh"):
            yield name, x, 0.0
    for x in neighbours(1.0, range(-3, 4)) + neighbours(math.sqrt(0.5), near) + neighbours(math.sqrt(2), near) + [
            5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-310] + [rng.uniform(0, 10) for _ in range(6)]:
        yield "log", x, 0.0
    # Between two entries of the tables.
    for n in (0, 1, -1, 128, 255, -180000, 181000):
        for x in neighbours((n + 0.5) * math.log(2) / 256, near):
            yield "exp", x, 0.0
            yield "sinh", x, 0.0
    for j in (0, 1, 2, 105, 106, 253, 254, 255):
        for x in neighbours(1 + (j + 0.5) / 256, near) + neighbours(0.5 + (j + 0.5) / 512, near):
            yield "log", x, 0.0
            yield "pow", x, 0.9999 * 709 / math.log(x)
    for j in (0, 1, 31, 63):
        for x in neighbours((j + 0.5) / 64, near):
            yield "atan2", x, 1.0
            yield "atan2", x, -1.0
            yield "atan2", 1.0, -x
    for x in [1e-300, 1e-17, -0.2928932188134524, 0.41421356237309505, -0.9999999999999999, 1e300, 0.5, -0.5]:
        yield "log1p", x, 0.0
        yield "asinh", x, 0.0
        yield "atan", x, 0.0
    for x in [0.4, 0.4000000000000001, 2.5, 2.4999999999999996, 1.0, 0.25, 3.0]:
        yield "atan", x, 0.0
        yield "asinh", x, 0.0
        yield "atan2", x, -1.0
    for x in neighbours(0.5, near) + neighbours(-1.0, (0, -1)) + neighbours(1.0, (-1, 0)) + [1e-300, 0.1, -0.9]:
        yield "asin", x, 0.0
        yield "acos", x, 0.0
    for x, y in [(2.0, 0.5), (0.5, 1074.0), (1.0000000000000002, 3e18), (0.9999999999999999, 6e18), (10.0, 308.0),
                 (10.0, -323.0), (1.5, 1700.0), (3.0, -640.0), (0.7071067811865476, 2000.0), (5e-324, 0.3),
                 (1.7976931348623157e308, 0.99), (2.0, -1074.0), (7.0, 1.0), (1e-310, -1.0)]:
        yield "pow", x, y
    for _ in range(12):
        x = math.exp(rng.uniform(-5, 5))
        yield "pow", x, rng.uniform(-700, 700) / math.log(x)
    for y, x in [(1e-310, 1.0), (1e308, 1e308), (5e-324, 5e-324), (-1e-300, -1e300), (1.0, -1e-20), (3e-310, -2e-310)]:
        yield "atan2", y, x


def exact(name, x, y):
    x, y = m.mpf(x), m.mpf(y)
    if name == "pow":
        return x ** y
    if name == "atan2":
        return m.atan2(x, y)
    return getattr(m, name)(x)


def rounded(value):
    """Nearest double, also below the normal range."""
    if value == 0:
        return 0.0
    exponent = int(m.floor(m.log(abs(value), 2)))
    unit = max(exponent - 52, -1074)
    integer = int(m.nint(m.ldexp(value, -unit)))
    return math.ldexp(integer, unit) if abs(value) < m.mpf(2) ** 1024 else math.inf


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


if "--philox" in sys.argv:
    ones = 0xFFFFFFFF
    for c, k in (((0,) * 4, (0,) * 2), ((ones,) * 4, (ones,) * 2),
                 ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0))):
        print(" ".join(f"{w:08x}" for w in philox(c, k)))
    sys.exit()

print("""// SPDX-License-Identifier: GPL-3.0-or-later

/// Points where an elementary function is hard to get right, with the nearest double to the exact value.
///
/// Written by Benchmarks/Kernels/reference.py (mpmath, 2400 bits).
struct HardPoint: Sendable {
    let function: String
    let x: Double
    let y: Double
    let exact: Double

    init(_ function: String, _ x: Double, _ y: Double, _ exact: Double) {
        self.function = function
        self.x = x
        self.y = y
        self.exact = exact
    }
}

let hardPoints: [HardPoint] = [""")
seen = set()
for name, x, y in points():
    if (name, x, y) in seen:
        continue
    seen.add((name, x, y))
    value = rounded(exact(name, x, y))
    text = ".infinity" if math.isinf(value) else value.hex()
    print(f'    HardPoint("{name}", {x.hex()}, {y.hex()}, {text}),')
print("]")
