# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of acts_reconstruction.py as a page and a picture."""

import numpy

import common
from fatras_table import table
from reconstruction_gates import expected_bias

NAMES = {"fatras": "Fatras", "eidolon": "Eidolon", "eidolon_without_loss": "Eidolon without energy loss",
         "eidolon_with_tails": "Eidolon with the tails of scattering",
         "eidolon_with_interactions": "Eidolon with these, nuclear interactions and decays"}
COMPARED = ("fatras", "eidolon", "eidolon_without_loss")


def percent(value, digits=2):
    return "-" if value is None else f"{100 * value:.{digits}f}"


def markdown(result):
    machine = result["machine"]
    versions = ", ".join(f"{k} {v}" for k, v in result["versions"].items())
    settings = result["settings"]
    lines = [f"# {result['title']}", "",
             f"`{result['command']}`, {result['date']}, commit {result['commit']}. {machine['processor']}; {versions}.",
             "", f"{settings['events']} events of {settings['particles']}. Spoilt on purpose: "
             f"{settings['spoilt']}.", ""]
    lines += table(["gate", "value", "target", ""],
                   [(g["gate"], g["value"], g["target"], "PASS" if g["pass"] else "FAIL") for g in result["gates"]])
    lines += samples(result["samples"])
    lines += bins(result["samples"])
    return "\n".join(lines)


def samples(found):
    rows = []
    for name, s in found.items():
        hard = s["above_2_GeV"]
        rows.append((NAMES[name], s["particles"], f"{s['hits_per_particle']:.2f}",
                     f"{s['efficiency']:.4f} +- {s['efficiency_error']:.4f}", percent(s["fake_fraction"], 3),
                     percent(s["duplicates"]), f"{s['chi2_per_ndf']:.4f}",
                     f"{percent(hard['bias'], 3)} +- {percent(hard['bias_error'], 3)}",
                     f"{percent(hard['width'], 3)} +- {percent(hard['width_error'], 3)}"))
    return ["## Tracks", "",
            "Particles with at least seven hits and |eta| < 3; a track belongs to the particle that made "
            "more than half of its measurements. Percent where marked.", "",
            "ACTS takes Highland's formula for the scattering in every layer by itself, in Fatras and in its fit. The "
            "samples that are compared do the same (`scattering_model: highland`). The formula is no sum: behind all "
            "layers together it is 13 % wider (Benchmarks/Physics/tracker.py), and so is Eidolon's usual scattering, "
            "which is additive and has the formula's core for thin and thick, and tails: with it the fit sees chi2 and "
            "widths above those of Fatras' hits. Nuclear interactions take the last hits of a pion away, add "
            "those of secondaries, and deflect elastically, which costs efficiency and width.", "",
            *table(["hits of", "particles", "hits each", "efficiency", "fakes, %", "duplicates, %", "chi2/ndf",
                    "bias of pT above 2 GeV, %", "68 % width, %"], rows)]


def bins(found):
    rows = []
    for i, (own, ours, free) in enumerate(zip(*(found[n]["bins"] for n in COMPARED))):
        rows.append((f"{ours['pt_min']:g} to {ours['pt_max']:g}", f"{ours['efficiency']:.4f}", percent(own["bias"], 3),
                     f"{percent(ours['bias'], 3)} +- {percent(ours['bias_error'], 3)}",
                     percent(expected_bias(found, "eidolon", i), 3), percent(ours["loss_to_last_hit"], 3),
                     f"{percent(free['bias'], 3)} +- {percent(free['bias_error'], 3)}",
                     percent(expected_bias(found, "eidolon_without_loss", i), 3), percent(own["width"], 3),
                     percent(ours["width"], 3)))
    return ["## Transverse momentum", "",
            "Median of pT(fit)/pT(true) - 1 and half the width of its middle 68 %, percent. ACTS's fit does not "
            "correct the loss in silicon, which in its Generic detector is 1000 times too thin in density (its radiation length "
            "is right); so Eidolon's tracks come out low by the loss that they have lived through. Expected is what the "
            "fit of one curvature sees of the true momenta along the path, that is the mean loss with the weight "
            "30 s^2 (1-s)^2 of an even parabola, less what ACTS corrects: the same of Fatras' own loss, in beryllium. "
            "That correction is all that is left without energy loss.", "",
            *table(["pT, GeV", "efficiency", "bias, Fatras", "bias, Eidolon", "expected", "loss up to the last hit",
                    "bias without loss", "expected", "width, Fatras", "width, Eidolon"], rows)]


def plot(samples, tables, path):
    """Efficiency and chi2, bias and width."""
    pyplot = common.pyplot()
    colours = {"fatras": "tab:orange", "eidolon": "tab:blue", "eidolon_without_loss": "tab:green"}
    figure, ((a, b), (c, d)) = pyplot.subplots(2, 2, figsize=(10, 7.5), layout="constrained")
    edges = numpy.linspace(-3, 3, 25)
    for name in ("fatras", "eidolon"):
        t = tables[name]
        every = numpy.histogram(t.eta, edges)[0]
        a.stairs(numpy.histogram(t.eta[t.found], edges)[0] / numpy.maximum(every, 1), edges, color=colours[name],
                 label=NAMES[name], linewidth=1.5)
        good = t[t.found]
        b.hist(good.chi2 / good.ndf, numpy.linspace(0, 3, 61), histtype="step", density=True, color=colours[name],
               linewidth=1.5, label=f"{NAMES[name]}, mean {samples[name]['chi2_per_ndf']:.3f}")
    a.axhline(0.99, color="0.6", linestyle="--", linewidth=0.8)
    a.set(xlabel="pseudorapidity", ylabel="efficiency", ylim=(0.95, 1.003))
    a.legend(frameon=False, loc="lower center")
    b.set(xlabel="chi2 / ndf", ylabel="density")
    b.legend(frameon=False)
    for k, name in enumerate(COMPARED):
        s = samples[name]
        filled = [x for x in s["bins"] if "bias" in x]
        # A little apart, so that one sees each.
        centre = [(x["pt_min"] * x["pt_max"]) ** 0.5 * 1.03 ** (k - 1) for x in filled]
        c.errorbar(centre, [100 * x["bias"] for x in filled], yerr=[100 * x["bias_error"] for x in filled], fmt="o",
                   markersize=4, color=colours[name], label=NAMES[name])
        d.errorbar(centre, [100 * x["width"] for x in filled], yerr=[100 * x["width_error"] for x in filled], fmt="o",
                   markersize=4, color=colours[name], label=NAMES[name])
    ours = samples["eidolon"]["bins"]
    ends = [x["pt_min"] for x in ours] + [ours[-1]["pt_max"]]
    for name, style in (("eidolon", "-"), ("eidolon_without_loss", "--")):
        expected = [100 * expected_bias(samples, name, i) for i in range(len(ours))]
        c.stairs(expected, ends, color=colours[name], baseline=None, linestyle=style, alpha=0.6,
                 label=f"expected, {NAMES[name]}")
    c.axhspan(-0.3, 0.3, color="0.93", zorder=0)
    c.axhline(0, color="0.6", linewidth=0.8)
    c.set(xscale="log", xlabel="true pT, GeV", ylabel="median of pT(fit) / pT(true) - 1, %")
    d.set(xscale="log", xlabel="true pT, GeV", ylabel="68 % half-width of pT(fit) / pT(true), %", ylim=(1.0, 2.0))
    for axes in (c, d):
        axes.legend(frameon=False)
        axes.set_xticks([0.5, 1, 2, 5, 10], ["0.5", "1", "2", "5", "10"])
        axes.minorticks_off()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
