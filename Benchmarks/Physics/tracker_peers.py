# SPDX-License-Identifier: GPL-3.0-or-later
"""The tracker beside ACTS: hits of muons in bins of pseudorapidity, and the resolution that ACTS's fit finds."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Peers"))
import acts_reconstruction  # noqa: E402
import coverage  # noqa: E402
import particles  # noqa: E402
import track_quality  # noqa: E402

HITS_TOLERANCE = 0.02
RESOLUTION_TOLERANCE = 0.05
EDGES = (0.5, 1.0, 3.0, 10.0, 30.0, 100.0)


def hits(eidolon, work, scale, plots):
    """Hits per muon in bins of 0.2 in pseudorapidity, the same muons in both programs: the worst bin."""
    eta, fatras, ours = coverage.simulate_both(eidolon, work, 40 * scale, 1000, True)
    bins = coverage.bins(eta, fatras, ours, 1000, HITS_TOLERANCE)
    plots["hits"] = bins
    worst = max(bins, key=lambda b: abs(b["ratio"] - 1) - 2 * b["error"])
    return [{"check": f"hits per muon relative to Fatras, eta {worst['eta_min']} to {worst['eta_max']}, the worst bin",
             "value": worst["ratio"], "error": worst["error"], "expected": 1.0, "tolerance": HITS_TOLERANCE, "unit": "",
             "pass": all(b["pass"] for b in bins)}]


def resolution(eidolon, work, scale, plots):
    """68 % width of pT of muons as ACTS reconstructs them, relative to the same in Fatras' hits: both scatter by
    Highland's formula in every layer, as does the fit."""
    events = 10 * scale
    recipe = particles.write_events(
        work / "resolution", [particles.gun(particles.MUON, 1000, e, 3, highest_pt=100.0) for e in range(events)])
    own = acts_reconstruction.reconstruct(work, "resolution-fatras", events, "--particles", work / "resolution/acts")
    theirs, _ = track_quality.quality(own, own, events, EDGES)
    ours, _ = acts_reconstruction.simulate(eidolon, recipe, work, "resolution-eidolon", events,
                                           ["simulation.scattering_model=highland"], EDGES)
    plots["resolution"] = (theirs["bins"], ours["bins"])
    rows = []
    for a, b in zip(ours["bins"], theirs["bins"]):
        ratio = a["width"] / b["width"]
        error = ratio * ((a["width_error"] / a["width"]) ** 2 + (b["width_error"] / b["width"]) ** 2) ** 0.5
        rows.append({"check": f"resolution of pT relative to Fatras, muons of {a['pt_min']:g} to {a['pt_max']:g} GeV",
                     "value": ratio, "error": error, "expected": 1.0, "tolerance": RESOLUTION_TOLERANCE, "unit": "",
                     "pass": bool(abs(ratio - 1) <= RESOLUTION_TOLERANCE + 2 * error)})
    return rows
