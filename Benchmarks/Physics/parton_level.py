# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares hard events of top pairs, ttH and four tops with reference histograms of other generators.

    parton_level.py REFERENCE_DIRECTORY [--events N] [--eidolon PATH]

REFERENCE_DIRECTORY holds ttbar_parton_13600.json, tth_bb_parton_13600.json (Pythia 8.318) and tttt_parton_13000.json
(MadGraph 3.7.0, two gluons only). Events come from `eidolon process sample`. For every spectrum: total-variation distance
of the two, its floor (the mean distance of two samples of these sizes from one distribution, 100 draws), and the excess
over it, which the requirement bounds. Writes results/parton-level.json and .svg; exit 1 if a gate fails.
"""
import argparse
import json
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common  # noqa: E402

SAMPLES = [
    # process, energy, reference, events per million asked, two gluons only, largest excess
    ("tt", 13600, "ttbar_parton_13600", 1.0, False, 0.015),
    ("ttH", 13600, "tth_bb_parton_13600", 0.5, False, 0.03),
    ("tttt", 13000, "tttt_parton_13000", 0.1, True, 0.03),
]
SPECTRA = {"top_pt": "top pT, GeV", "sys_m": "mass of the system, GeV", "HT_res_pt": "sum of pT, GeV",
           "top_y": "top rapidity", "sys_y": "rapidity of the system", "top_pt_lead": "leading top pT, GeV",
           "top_pt_last": "last top pT, GeV", "H_pt": "Higgs pT, GeV"}
RESULTS = pathlib.Path(__file__).resolve().parent / "results"


def read(text, gluons_only):
    """Weights, PDG numbers and momenta (events, particles, px py pz m) of a sample."""
    sample = json.loads(text)
    rows = np.array(sample["rows"], float)
    if gluons_only:
        rows = rows[rows[:, 1] == 21]
    final = rows[:, 3:].reshape(len(rows), -1, 5)
    return sample, rows[:, 0], rows[:, 1], final[0, :, 0].astype(int), final[:, :, 1:]


def observables(numbers, p):
    px, py, pz, m = (p[:, :, i] for i in range(4))
    energy = np.sqrt(px**2 + py**2 + pz**2 + m**2)
    pt, y = np.hypot(px, py), 0.5 * np.log((energy + pz) / (energy - pz))
    tops = np.abs(numbers) == 6
    total, along = energy.sum(1), pz.sum(1)
    found = {"top_pt": pt[:, tops], "top_y": y[:, tops], "HT_res_pt": pt.sum(1), "top_pt_lead": pt[:, tops].max(1),
             "top_pt_last": pt[:, tops].min(1),
             "sys_m": np.sqrt(total**2 - along**2 - px.sum(1)**2 - py.sum(1)**2),
             "sys_y": 0.5 * np.log((total + along) / (total - along))}
    if 25 in numbers:
        found["H_pt"] = pt[:, numbers == 25]
    return found


def distance(a, b):
    return 0.5 * np.abs(a / a.sum() - b / b.sum()).sum()


def compare(histogram, values, weights, rng):
    """Counts with the overflows, distance and floor; entries of one event are drawn as if independent."""
    values = values.reshape(len(weights), -1)
    edges = np.concatenate([[-np.inf], histogram["edges"], [np.inf]])
    mine = np.histogram(values.ravel(), edges, weights=np.repeat(weights, values.shape[1]))[0]
    reference = np.array([histogram["underflow"], *histogram["counts"], histogram["overflow"]], float)
    common_shape = (mine + reference) / (mine + reference).sum()
    draws = [distance(rng.multinomial(int(reference.sum()), common_shape).astype(float),
                      rng.multinomial(int(mine.sum()), common_shape).astype(float)) for _ in range(100)]
    return mine, reference, float(distance(mine, reference)), float(np.mean(draws)), float(
        np.average(values.ravel(), weights=np.repeat(weights, values.shape[1])))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=pathlib.Path)
    parser.add_argument("--events", type=int, default=200_000, help="top pairs; ttH a half, four tops a tenth of them")
    common.eidolon_argument(parser)
    arguments = parser.parse_args()
    plt = common.pyplot()
    rng = np.random.default_rng(1)
    eidolon = common.require(arguments.eidolon)
    result = common.header("Hard events against other generators", " ".join(["parton_level.py", "REFERENCE_DIRECTORY"]))
    result |= {"samples": [], "gates": []}
    figure, axes = plt.subplots(len(SAMPLES), 4, figsize=(16, 3.4 * len(SAMPLES)), constrained_layout=True)
    for row, (process, energy, name, share, gluons, bound) in enumerate(SAMPLES):
        reference = json.loads((arguments.reference / f"{name}.json").read_text())["hist"]
        events = int(arguments.events * share)
        sample, weights, first, numbers, momenta = read(common.run(
            [eidolon, "process", "sample", process, "--energy", str(energy), "--events", str(events)]), gluons)
        entry = {"process": process, "energy": energy, "reference": name, "events": len(weights),
                 "cross_section": sample["cross_section"], "gluon_share": float(weights[first == 21].sum() / weights.sum()),
                 "efficiency": sample["events"] / sample["tries"],
                 "amplitude_efficiency": sample["events"] / sample["amplitudes"],
                 "overweight_events": sample["overweight"], "spectra": {}}
        drawn = 0
        for key, values in observables(numbers, momenta).items():
            mine, theirs, far, floor, mean = compare(reference[key], values, weights, rng)
            entry["spectra"][key] = {"distance": far, "floor": floor, "excess": far - floor, "mean": mean,
                                     "reference_mean": reference[key]["mean"]}
            result["gates"].append({"gate": f"{process} {key}", "value": far - floor, "limit": bound,
                                    "pass": bool(far - floor <= bound)})
            if drawn < 4 and key in ("top_pt", "sys_m", "HT_res_pt", "top_y"):
                edges = np.array(reference[key]["edges"])
                centre = 0.5 * (edges[1:] + edges[:-1])
                axis = axes[row][drawn]
                axis.step(centre, theirs[1:-1] / theirs.sum(), where="mid", color="grey", label=name)
                axis.errorbar(centre, mine[1:-1] / mine.sum(), np.sqrt(mine[1:-1]) / mine.sum(), fmt=".", ms=3,
                              label=f"Eidolon {process}")
                axis.set_xlabel(SPECTRA[key])
                if key != "top_y":
                    axis.set_yscale("log")
                axis.legend(fontsize=7)
                drawn += 1
        result["samples"].append(entry)
    RESULTS.mkdir(exist_ok=True)
    figure.savefig(RESULTS / "parton-level.svg")
    common.write(RESULTS / "parton-level.json", result)
    print(f"{'spectrum':22} {'distance':>9} {'floor':>8} {'excess':>8} {'limit':>6}   mean here / reference")
    for entry, (_, _, _, _, _, bound) in zip(result["samples"], SAMPLES):
        for key, found in entry["spectra"].items():
            verdict = "PASS" if found["excess"] <= bound else "FAIL"
            print(f"{entry['process'] + ' ' + key:22} {found['distance']:9.4f} {found['floor']:8.4f} "
                  f"{found['excess']:8.4f} {bound:6.3f}   {found['mean']:.4g} / {found['reference_mean']:.4g}  {verdict}")
    sys.exit(0 if all(gate["pass"] for gate in result["gates"]) else 1)


if __name__ == "__main__":
    main()
