# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold of the tracks that ACTS finds in Eidolon's hits.

Where two samples of finite size are compared, a gate allows two standard errors beyond its tolerance, so that few
events do not fail by chance and many make it strict.
"""

import math

LEAST_EFFICIENCY = 0.990
LARGEST_FAKE_FRACTION = 0.002
CHI2_TOLERANCE = 0.05
LARGEST_BIAS = 0.003
WIDTH_TOLERANCE = 0.05
# How well the bias is understood, in every bin of pT: with energy loss, where the weight along the path is that of an
# even parabola and not the filter's, and without.
BIAS_TOLERANCE = {"eidolon": 0.001, "eidolon_without_loss": 0.0005}


def gate(name, value, target, holds):
    return {"gate": name, "value": value, "target": target, "pass": bool(holds)}


def width_gate(name, ours, theirs, tolerance):
    ratio = ours["width"] / theirs["width"]
    error = ratio * math.hypot(ours["width_error"] / ours["width"], theirs["width_error"] / theirs["width"])
    return gate(f"68 % width of pT relative to Fatras, {name}", round(ratio, 4),
                f"1 +- {tolerance:g} and two standard errors of {error:.4f}", abs(ratio - 1) <= tolerance + 2 * error)


def expected_bias(samples, name, number):
    """Of a bin of pT: the loss that the fit sees, and the correction that it makes.

    ACTS corrects what Fatras loses in the same material (beryllium, since its silicon is 1000 times too thin): on its
    own hits the fit is unbiased, so the correction is what it sees there.
    """
    seen = 0 if name == "eidolon_without_loss" else samples[name]["bins"][number]["seen_loss"]
    return seen - samples["fatras"]["bins"][number]["seen_loss"]


def bias_gate(samples, name, title):
    """The worst bin's difference to what is expected."""
    tolerance = BIAS_TOLERANCE[name]
    differences = [(b["bias"] - expected_bias(samples, name, i), b["bias_error"])
                   for i, b in enumerate(samples[name]["bins"])]
    worst, error = max(differences, key=lambda d: abs(d[0]) - 2 * d[1])
    return gate(title, round(worst, 6), f"0 +- {tolerance:g} and two standard errors of {error:.6f}",
                abs(worst) <= tolerance + 2 * error)


def gates(samples, chi2_tolerance=CHI2_TOLERANCE, width_tolerance=WIDTH_TOLERANCE):
    ours, own = samples["eidolon"], samples["fatras"]
    chi2 = ours["chi2_per_ndf"] - own["chi2_per_ndf"]
    bias = ours["above_2_GeV"]["bias"]
    found = [
        gate("efficiency", ours["efficiency"], f">= {LEAST_EFFICIENCY:g}", ours["efficiency"] >= LEAST_EFFICIENCY),
        gate("fraction of fakes", ours["fake_fraction"], f"< {LARGEST_FAKE_FRACTION:g}",
             ours["fake_fraction"] < LARGEST_FAKE_FRACTION),
        gate("mean chi2/ndf, difference to Fatras", round(chi2, 4), f"0 +- {chi2_tolerance:g}",
             abs(chi2) <= chi2_tolerance),
        gate("median bias of pT above 2 GeV", bias, f"0 +- {LARGEST_BIAS:g}", abs(bias) <= LARGEST_BIAS),
        bias_gate(samples, "eidolon", "median bias of pT less that expected of the energy loss, worst bin"),
        bias_gate(samples, "eidolon_without_loss", "the same without energy loss"),
    ]
    found.append(width_gate("all", ours["all"], own["all"], width_tolerance))
    for mine, theirs in zip(ours["bins"], own["bins"]):
        found.append(width_gate(f"{mine['pt_min']:g} to {mine['pt_max']:g} GeV", mine, theirs,
                                width_tolerance))
    return found
