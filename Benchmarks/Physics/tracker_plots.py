# SPDX-License-Identifier: GPL-3.0-or-later
"""One panel per part of tracker.py."""

import numpy

import common

pyplot = common.pyplot()

NAMES = {"310": "K0S", "3122": "Lambda", "321": "K+", "211": "pi+"}


def helix(axes, distances):
    for name, values in distances.items():
        width = numpy.quantile(numpy.abs(values), 0.6827)
        style = "-" if "dphi" in name else "--"
        axes.hist(values / width, numpy.linspace(-5, 5, 101), histtype="step", density=True, linestyle=style,
                  label=name)
    axes.set(xlabel="distance to the helix / 68 % half-width", ylabel="density", yscale="log", ylim=(1e-4, 1))
    axes.legend(frameon=False, fontsize=6, ncols=2)


def loss(axes, points):
    place = numpy.arange(len(points))
    axes.bar(place, [p[2] for p in points], color="0.85", label="Bethe (PDG 34.5)")
    axes.plot(place, [p[1] for p in points], "o", color="tab:blue", label="Eidolon")
    axes.set_xticks(place, [p[0].replace("2212", "p") for p in points], fontsize=7)
    axes.set(ylabel="mean loss in the barrel, MeV")
    axes.legend(frameon=False, fontsize=8)


def scattering(axes, samples):
    for momentum, (angle, width) in samples.items():
        axes.hist(angle / width, numpy.linspace(-6, 6, 121), histtype="step", density=True,
                  label=f"{momentum:g} GeV muons")
    x = numpy.linspace(-6, 6, 200)
    axes.plot(x, numpy.exp(-x * x / 2) / numpy.sqrt(2 * numpy.pi), color="0.5", linewidth=0.8, label="normal, Highland")
    axes.set(xlabel="angle behind the barrel / Highland's width", ylabel="density", yscale="log", ylim=(1e-5, 1))
    axes.legend(frameon=False, fontsize=8)


def clusters(axes, content):
    (centre, mean, error), narrowest, slope = content
    axes.errorbar(centre, mean, yerr=error, fmt="o", markersize=3, label="Eidolon, pions of 0.13 GeV")
    least = numpy.interp(narrowest, centre, mean)
    steep = numpy.abs(centre - narrowest) > 0.2
    height = (mean - slope * numpy.abs(centre - narrowest))[steep].mean()
    axes.plot(centre, numpy.maximum(height + slope * numpy.abs(centre - narrowest), least), color="0.5", linewidth=0.8,
              label="thickness / pitch")
    axes.axvline(0.212, color="0.5", linestyle="--", linewidth=0.8, label="tangent of the drift")
    axes.set(xlabel="tangent of the angle of incidence along u", ylabel="pixels along u per cluster")
    axes.legend(frameon=False, fontsize=8)


def clusters_v(axes, content):
    (centre, mean, error), (_, expected, _) = content
    axes.errorbar(centre, mean, yerr=error, fmt="o", markersize=3, label="Eidolon, pions of 10 GeV")
    axes.plot(centre, expected, color="0.5", linewidth=0.8, label="path along v less both ends")
    axes.set(xlabel="tangent of the angle of incidence along v", ylabel="pixels along v per cluster")
    axes.legend(frameon=False, fontsize=8)


def conversions(axes, sample):
    radius, photons, _ = sample
    axes.hist(radius, numpy.linspace(0, 1100, 221), weights=numpy.full(len(radius), 100 / photons), histtype="step")
    axes.set(xlabel="radius of the conversion, mm", ylabel="5 GeV photons converted, % per 5 mm")


def electrons(axes, samples):
    lost, drawn = samples
    axes.hist(lost, numpy.linspace(0, 10, 101), histtype="step", density=True, label="Eidolon")
    axes.hist(drawn, numpy.linspace(0, 10, 101), histtype="step", density=True, color="0.6", label="PDG 34.28")
    axes.axvline(numpy.median(lost), color="0.5", linestyle="--", label=f"median {numpy.median(lost):.2f} GeV")
    axes.axvline(lost.mean(), color="0.5", label=f"mean {lost.mean():.2f} GeV")
    axes.set(xlabel="energy lost by electrons of 10 GeV", ylabel="density", yscale="log")
    axes.legend(frameon=False, fontsize=8)


def decays(axes, samples):
    for species, (proper, tau) in samples.items():
        top = numpy.quantile(proper, 0.99)
        counts, edges = numpy.histogram(proper, numpy.linspace(0, top, 31))
        # Errors are not drawn: of long-lived species few decay inside.
        axes.stairs(counts / counts.max(), edges / top, label=f"{NAMES[species]}, c tau {tau:g} mm")
    axes.set(xlabel="proper path to the decay / its 99 % quantile", ylabel="decays, arbitrary", yscale="log")
    axes.legend(frameon=False, fontsize=8)


def hadrons(axes, radius):
    axes.hist(radius, numpy.linspace(0, 1100, 221), histtype="step")
    axes.set(xlabel="radius of nuclear interactions, mm", ylabel="interactions of 10 GeV pions per 5 mm")


def hits(axes, bins):
    edges = [b["eta_min"] for b in bins] + [bins[-1]["eta_max"]]
    axes.stairs([b["fatras"] for b in bins], edges, color="tab:orange", label="Fatras")
    axes.plot([0.5 * (b["eta_min"] + b["eta_max"]) for b in bins], [b["eidolon"] for b in bins], "o", markersize=3,
              label="Eidolon")
    axes.set(xlabel="pseudorapidity", ylabel="hits per muon", ylim=(0, None))
    axes.legend(frameon=False, fontsize=8)


def resolution(axes, samples):
    for bins, name, colour in zip(samples, ("Fatras", "Eidolon"), ("tab:orange", "tab:blue")):
        axes.errorbar([(b["pt_min"] * b["pt_max"]) ** 0.5 for b in bins], [100 * b["width"] for b in bins],
                      yerr=[100 * b["width_error"] for b in bins], fmt="o", markersize=4, color=colour, label=name)
    axes.set(xscale="log", xlabel="pT of muons, GeV", ylabel="68 % half-width of pT, %", ylim=(0, None))
    axes.legend(frameon=False, fontsize=8)


def draw(plots, path):
    columns = min(len(plots), 4)
    rows = -(-len(plots) // columns)
    figure, panels = pyplot.subplots(rows, columns, figsize=(4.2 * columns, 3.4 * rows), layout="constrained",
                                     squeeze=False)
    for panel in panels.flat[len(plots):]:
        panel.axis("off")
    for panel, (name, content) in zip(panels.flat, plots.items()):
        globals()[name](panel, content)
        panel.set_title(name, fontsize=9)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100)
    pyplot.close(figure)
