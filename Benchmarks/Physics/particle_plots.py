# SPDX-License-Identifier: GPL-3.0-or-later
"""Plots of the comparison: one panel per quantity, with the ratio below."""

import numpy

from common_events import common

plot = common.pyplot()


def draw(filled, reference, titles, path, columns=5):
    names = [name for name in titles if filled.histograms[name].fills]
    rows = -(-len(names) // columns)
    figure, panels = plot.subplots(2 * rows, columns, figsize=(3.2 * columns, 3.4 * rows),
                                   gridspec_kw={"height_ratios": [3, 1] * rows}, squeeze=False)
    for panel in panels.flat:
        panel.set_visible(False)
    for position, name in enumerate(names):
        row, column = divmod(position, columns)
        _panel(panels[2 * row, column], panels[2 * row + 1, column], filled.histograms[name], reference[name],
               titles[name])
    figure.tight_layout(pad=0.4)
    figure.savefig(path, dpi=70)
    plot.close(figure)


def _panel(upper, lower, ours, theirs, title):
    edges = ours.edges
    logarithmic = edges[0] > 0 and edges[-1] / edges[0] > 100
    width = numpy.diff(numpy.log(edges)) if logarithmic else numpy.diff(edges)
    a, b = ours.counts / ours.fills / width, theirs.counts / theirs.fills / width
    upper.set_visible(True)
    lower.set_visible(True)
    upper.stairs(b, edges, color="0.6", fill=True, label="Pythia 8.318")
    upper.stairs(a, edges, color="tab:red", label="Eidolon")
    upper.set_title(title, fontsize=8)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        ratio = numpy.where((b > 0) & (theirs.counts > 20), a / b, numpy.nan)
    lower.axhline(1, color="0.6", linewidth=1)
    lower.stairs(ratio, edges, color="tab:red", baseline=None)
    lower.set_ylim(0.5, 1.5)
    used = numpy.nonzero(theirs.counts > 0.0005 * theirs.counts.max())[0]
    for panel in (upper, lower):
        if logarithmic:
            panel.set_xscale("log")
        panel.set_xlim(edges[used[0]], edges[used[-1] + 1])
        panel.tick_params(labelsize=6)
    if logarithmic and a.max() > 0:
        upper.set_yscale("log")
    upper.legend(fontsize=6, frameon=False)
