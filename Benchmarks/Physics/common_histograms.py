# SPDX-License-Identifier: GPL-3.0-or-later
"""Histograms like those of the references, and their distances."""

import json
import math

import numpy


class Histogram:
    """Counts within edges, and mean and deviation over all fills, those outside the edges included."""

    def __init__(self, edges):
        self.edges = numpy.asarray(edges, float)
        self.counts = numpy.zeros(len(edges) - 1)
        self.fills = 0
        self.outside = numpy.zeros(2)
        self.sums = numpy.zeros(2)

    def fill(self, values):
        values = numpy.asarray(values, float)
        self.counts += numpy.histogram(values, self.edges)[0]
        # The last bin of numpy's histogram is closed.
        self.counts[-1] -= numpy.count_nonzero(values == self.edges[-1])
        self.fills += len(values)
        self.outside += [numpy.count_nonzero(values < self.edges[0]), numpy.count_nonzero(values >= self.edges[-1])]
        self.sums += [values.sum(), (values**2).sum()]

    @property
    def mean(self):
        return self.sums[0] / self.fills if self.fills else math.nan

    @property
    def deviation(self):
        return math.sqrt(max(self.sums[1] / self.fills - self.mean**2, 0)) if self.fills else math.nan

    @property
    def fractions(self):
        """Shares of the fills below, within and above the edges."""
        return numpy.concatenate([self.outside[:1], self.counts, self.outside[1:]]) / max(self.fills, 1)


class Reference(Histogram):
    """A histogram of a reference file."""

    def __init__(self, table):
        super().__init__(table["edges"])
        self.counts = numpy.asarray(table["counts"], float)
        self.fills = table["n"]
        self.outside = numpy.asarray([table["underflow"], table["overflow"]], float)
        self.table = table

    @property
    def mean(self):
        return self.table["mean"]

    @property
    def deviation(self):
        return self.table["std"]


def references(path):
    """All histograms of a reference file by name, and the file's other contents."""
    with open(path, encoding="utf-8") as text:
        content = json.load(text)
    return {name: Reference(table) for name, table in content.pop("hist").items()}, content


def distance(a, b):
    """Total-variation distance of two histograms with the same edges: 0 equal, 1 disjoint."""
    return 0.5 * float(numpy.abs(a.fractions - b.fractions).sum())


def floor(a, b):
    """Expected total-variation distance of two samples of one distribution with these numbers of fills.

    Fills count as independent; within an event they are correlated, so that the true floor is higher.
    """
    common = (a.fractions * a.fills + b.fractions * b.fills) / max(a.fills + b.fills, 1)
    spread = numpy.sqrt(common * (1 - common) * (1 / max(a.fills, 1) + 1 / max(b.fills, 1)))
    return 0.5 * math.sqrt(2 / math.pi) * float(spread.sum())
