# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of an LHAPDF6 grid by the rules of LHAPDF, for the tests of the reader in Swift.

    lhapdf_values.py NAME_0000.dat > NAME-values.csv

With LHAPDF's own Python module installed its values are written; without, those of the implementation below, which
follows Buckley et al., Eur. Phys. J. C 75 (2015) 132, step by step: cubic in ln x on the knots of each Q, then cubic in
ln Q^2 with differences inside the subgrid, and the `continuation` rule outside. Both ways agree to rounding.
"""
import argparse
import math
import pathlib
import random

PARTONS = [21, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5]


class Subgrid:
    def __init__(self, block):
        lines = block.strip().splitlines()
        self.x, self.q = ([float(v) for v in line.split()] for line in lines[:2])
        ids = [int(v) for v in lines[2].split()]
        rows = [[float(v) for v in line.split()] for line in lines[3:]]
        self.f = {
            pid: [[rows[i * len(self.q) + j][k] for j in range(len(self.q))] for i in range(len(self.x))]
            for k, pid in enumerate(ids)
        }

    def slope_x(self, pid, i, j):
        l = [math.log(x) for x in self.x]
        column = [row[j] for row in self.f[pid]]
        left = (column[i] - column[i - 1]) / (l[i] - l[i - 1]) if i > 0 else None
        right = (column[i + 1] - column[i]) / (l[i + 1] - l[i]) if i + 1 < len(l) else None
        return right if left is None else left if right is None else (left + right) / 2

    def at_knot(self, pid, x, j):
        i = max(k for k in range(len(self.x) - 1) if self.x[k] <= x or k == 0)
        width = math.log(self.x[i + 1]) - math.log(self.x[i])
        t = (math.log(x) - math.log(self.x[i])) / width
        f = self.f[pid]
        return hermite(t, f[i][j], self.slope_x(pid, i, j) * width, f[i + 1][j], self.slope_x(pid, i + 1, j) * width)

    def value(self, pid, x, q):
        j = max(k for k in range(len(self.q) - 1) if self.q[k] <= q or k == 0)
        lq = [2 * math.log(v) for v in self.q]
        around = {k: self.at_knot(pid, x, k) for k in range(j - 1, j + 3) if 0 <= k < len(self.q)}

        def slope(k):
            left = (around[k] - around[k - 1]) / (lq[k] - lq[k - 1]) if k - 1 in around else None
            right = (around[k + 1] - around[k]) / (lq[k + 1] - lq[k]) if k + 1 in around else None
            return right if left is None else left if right is None else (left + right) / 2

        width = lq[j + 1] - lq[j]
        t = (2 * math.log(q) - lq[j]) / width
        return hermite(t, around[j], slope(j) * width, around[j + 1], slope(j + 1) * width)


def hermite(t, low, slope_low, high, slope_high):
    return (
        (1 + 2 * t) * (1 - t) ** 2 * low + t * (1 - t) ** 2 * slope_low
        + t * t * (3 - 2 * t) * high + t * t * (t - 1) * slope_high
    )


def line(x, xl, xh, yl, yh):
    share = (math.log(x) - math.log(xl)) / (math.log(xh) - math.log(xl))
    if yl > 1e-3 and yh > 1e-3:
        return math.exp(math.log(yl) + share * (math.log(yh) - math.log(yl)))
    return yl + share * (yh - yl)


class Set:
    def __init__(self, path):
        blocks = pathlib.Path(path).read_text().split("---")[1:]
        self.grids = [Subgrid(block) for block in blocks if block.strip()]

    def inside(self, pid, x, q):
        grid = [g for g in self.grids if g.q[0] <= q] or self.grids
        return grid[-1].value(pid, x, q)

    def value(self, pid, x, q):
        first, last = self.grids[0], self.grids[-1]
        xs = first.x
        across = lambda q: self.inside(pid, x, q) if x >= xs[0] else line(
            x, xs[0], xs[1], self.inside(pid, xs[0], q), self.inside(pid, xs[1], q))
        if q > last.q[-1]:
            return line(q * q, last.q[-2] ** 2, last.q[-1] ** 2, across(last.q[-2]), across(last.q[-1]))
        if q >= first.q[0]:
            return across(q)
        edge, above, ratio = across(first.q[0]), across(first.q[0] * 1.01**0.5), (q / first.q[0]) ** 2
        power = max(-2.5, (above - edge) / edge / 0.01) if abs(edge) >= 1e-5 else 1
        return edge * ratio ** (power * ratio + 1 - ratio)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("member")
    path = parser.parse_args().member
    try:
        import lhapdf

        folder = pathlib.Path(path).resolve().parent
        lhapdf.pathsPrepend(str(folder.parent))
        values = lhapdf.mkPDF(folder.name, 0).xfxQ
    except ImportError:
        values = Set(path).value
    draw = random.Random(1)
    points = [(math.exp(draw.uniform(math.log(1e-6), 0)), math.exp(draw.uniform(math.log(1.42), math.log(9999))))
              for _ in range(60)]
    points += [(0.01, 4.75), (0.2, 4.7499), (1e-8, 3), (2e-7, 200), (1e-7, 2e4), (0.3, 3e4), (0.01, 1.0), (3e-8, 0.7),
               (0.5, 1.2), (0.99, 30), (1e-6, 2), (0.1, 10000)]
    print("x,Q," + ",".join(map(str, PARTONS)))
    for x, q in points:
        print(f"{x!r},{q!r}," + ",".join(repr(values(pid, x, q)) for pid in PARTONS))


if __name__ == "__main__":
    main()
