# SPDX-License-Identifier: GPL-3.0-or-later
"""Hits per muon in bins of pseudorapidity, and the modules and places of single muons, in both programs."""

import math

import numpy

import acts_side
import common
import eidolon_side
import particles

EDGES = numpy.round(numpy.arange(-15, 16) * 0.2, 1)


def simulate_both(eidolon, work, events, count, interactions):
    """The same muons through both; returns eta of each muon, and the hits of both."""
    muons = [particles.gun(particles.MUON, count, e, 2) for e in range(events)]
    name = "muons" if interactions else "muons-free"
    recipe = particles.write_events(work / name, muons)
    acts_side.simulate(work / name / "acts", events, work / "fatras", hits=work / (name + "-hits"),
                       interactions=interactions)
    off = [] if interactions else ["simulation.scattering=false", "simulation.energy_loss=false"]
    dataset = eidolon_side.generate(eidolon, recipe, work / (name + ".h5"), off)
    eta = numpy.concatenate([particles.pseudorapidity(m) for m in muons])
    return eta, acts_side.hits(work / (name + "-hits"), events), eidolon_side.hits(dataset)


def track_numbers(hits, count):
    return hits["event"] * count + hits["primary"] - 1


def bins(eta, fatras, eidolon, count, tolerance):
    """Per bin: hits per muon in both, their ratio with its standard error (paired), and whether it is within
    `tolerance` plus two standard errors of 1."""
    numbers = [numpy.bincount(track_numbers(h, count), minlength=len(eta)) for h in (fatras, eidolon)]
    rows = []
    for low, high in zip(EDGES[:-1], EDGES[1:]):
        inside = (eta >= low) & (eta < high)
        n = int(inside.sum())
        f, e = (x[inside].astype(float) for x in numbers)
        ratio = e.sum() / f.sum()
        error = math.sqrt(((e - ratio * f) ** 2).sum() / (n - 1) / n) / f.mean()
        rows.append({"eta_min": float(low), "eta_max": float(high), "muons": n,
                     "fatras": round(float(f.mean()), 4), "eidolon": round(float(e.mean()), 4),
                     "ratio": round(float(ratio), 5), "error": round(error, 5),
                     "pass": bool(abs(ratio - 1) <= tolerance + 2 * error)})
    return rows


def volumes(fatras, eidolon):
    """Hits per volume in both: where a difference comes from."""
    return [{"volume": int(v), "fatras": int((fatras["volume"] == v).sum()),
             "eidolon": int((eidolon["volume"] == v).sum())}
            for v in sorted(set(fatras["volume"]) | set(eidolon["volume"]))]


def keys(hits, count):
    """One number per (track, module)."""
    module = (hits["volume"].astype(numpy.int64) << 32 | hits["layer"].astype(numpy.int64) << 20
              | hits["module"].astype(numpy.int64))
    return track_numbers(hits, count) << 40 | module


def places(fatras, eidolon, eta, count):
    """Without scattering and energy loss: shared modules, distances on them, and where the others are."""
    a, b = keys(fatras, count), keys(eidolon, count)
    shared, i, j = numpy.intersect1d(a, b, return_indices=True)
    distance = numpy.sqrt(sum((fatras[k][i].astype(float) - eidolon[k][j].astype(float)) ** 2 for k in "xyz"))
    only = [numpy.setdiff1d(a, b), numpy.setdiff1d(b, a)]
    tracks = len(eta)
    different = numpy.unique(numpy.concatenate(only) >> 40)

    def by_volume(k):
        volume = (k >> 32) & 0xFF
        return {str(v): int((volume == v).sum()) for v in sorted(set(volume.tolist()))}

    quantiles = [float(x) for x in numpy.quantile(distance, [0.5, 0.99, 1.0])]
    return {
        "muons": tracks, "hits_on_the_same_module": int(len(shared)),
        "only_fatras": by_volume(only[0]), "only_eidolon": by_volume(only[1]),
        "muons_with_equal_modules": round(1 - len(different) / tracks, 5),
        "distance_um": {"median": round(1000 * quantiles[0], 3), "99_percent": round(1000 * quantiles[1], 3),
                        "largest": round(1000 * quantiles[2], 3)},
    }


def plot(rows, path):
    """Hits per muon and their ratio as a picture (SVG)."""
    pyplot = common.pyplot()
    centre = [0.5 * (r["eta_min"] + r["eta_max"]) for r in rows]
    figure, (upper, lower) = pyplot.subplots(2, 1, sharex=True, figsize=(7, 5), height_ratios=[3, 1.4],
                                             layout="constrained")
    upper.stairs([r["fatras"] for r in rows], EDGES, label="ACTS Fatras", color="tab:orange", linewidth=2)
    upper.plot(centre, [r["eidolon"] for r in rows], "o", label="Eidolon", color="tab:blue", markersize=4)
    upper.set_ylabel("hits per muon")
    upper.set_ylim(0, None)
    upper.legend(frameon=False)
    lower.axhspan(0.98, 1.02, color="0.9")
    lower.axhline(1, color="0.5", linewidth=0.8)
    lower.errorbar(centre, [r["ratio"] for r in rows], yerr=[r["error"] for r in rows], fmt="o", markersize=4,
                   color="tab:blue")
    lower.set_ylim(0.95, 1.05)
    lower.set_ylabel("Eidolon / Fatras")
    lower.set_xlabel("pseudorapidity")
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
