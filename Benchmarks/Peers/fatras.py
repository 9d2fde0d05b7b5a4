# SPDX-License-Identifier: GPL-3.0-or-later
"""Eidolon and ACTS Fatras side by side: speed on pions, hits of muons in every bin of pseudorapidity, a real event.

Needs pyacts 48.1.0, numpy, h5py, pandas below 3, and matplotlib for the picture. Exit status 1 if a gate fails.
"""

import argparse
import importlib.metadata
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import common
import coverage
import particles
import speed
from fatras_table import markdown

REAL_EVENT = common.REPOSITORY / "Tests/Fixtures/trackml-event000001000-particles.csv"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results", help="folder of the results")
    parser.add_argument("--pairs", type=int, default=9, help="alternations of the two programs")
    parser.add_argument("--events", type=int, default=30, help="events of the timing, 1000 pions each")
    parser.add_argument("--muon-events", type=int, default=200, help="events of the hit comparison, 1000 muons each")
    parser.add_argument("--seconds", type=float, default=2, help="of Eidolon in each pair")
    parser.add_argument("--least-equal-ratio", type=float, default=10, help="gate: the same at equal detail")
    parser.add_argument("--least-ratio", type=float, default=20, help="gate: lower end of the interval of the ratio")
    parser.add_argument("--least-electron-ratio", type=float, default=10, help="gate: the same for electrons")
    parser.add_argument("--tolerance", type=float, default=0.02, help="gate: hits per muon in every bin")
    parser.add_argument("--parts", nargs="+", default=["speed", "electrons", "coverage", "real"],
                        choices=["speed", "electrons", "coverage", "real"])
    parser.add_argument("--no-plot", action="store_true")
    return parser.parse_args()


def gates(result, options):
    """What must hold, as (name, value, condition, holds)."""
    found = []
    if "speed" in result:
        equal = result["speed"]["equal_detail"]
        ratio = equal["ratio_processor_time"]["low"]
        found.append({"gate": "times faster than Fatras at equal detail (lower end of the 95 % interval)",
                      "value": round(ratio, 2), "target": f">= {options.least_equal_ratio:g}",
                      "pass": ratio >= options.least_equal_ratio})
        ratio = result["speed"]["ratio_processor_time"]["low"]
        found.append({"gate": "times faster than Fatras, nuclear interactions and decays on (lower end of the 95 % "
                      "interval)", "value": round(ratio, 2), "target": f">= {options.least_ratio:g}",
                      "pass": ratio >= options.least_ratio})
        # Fatras has neither nuclear interactions nor decays, which take hits away and add those of secondaries.
        hits = equal["hits_per_particle"] / result["speed"]["fatras"]["hits_per_particle"]
        found.append({"gate": "hits per pion without nuclear interactions and decays, relative to Fatras",
                      "value": round(hits, 4), "target": f"1 +- {options.tolerance:g}",
                      "pass": abs(hits - 1) <= options.tolerance})
    if "electrons" in result:
        ratio = result["electrons"]["ratio_processor_time"]["low"]
        found.append({"gate": "times faster than Fatras for electrons with photons and conversions (lower end of the "
                      "95 % interval)", "value": round(ratio, 2), "target": f">= {options.least_electron_ratio:g}",
                      "pass": ratio >= options.least_electron_ratio})
    if "coverage" in result:
        found.append({"gate": "hits per muon relative to Fatras, worst bin of pseudorapidity",
                      "value": result["coverage"]["worst_bin"]["ratio"],
                      "target": f"1 +- {options.tolerance:g} and two standard errors",
                      "pass": all(r["pass"] for r in result["coverage"]["bins"])})
    return found


def main():
    options = arguments()
    eidolon = common.require(options.eidolon)
    result = common.header("Eidolon and ACTS Fatras side by side", "Benchmarks/Peers/fatras.py")
    result["settings"] = {k: getattr(options, k) for k in ("pairs", "events", "muon_events", "seconds")}
    result["versions"] = {"eidolon": common.version(eidolon), "python": sys.version.split()[0],
                          "pyacts": importlib.metadata.version("pyacts")}
    if "coverage" in options.parts and not options.no_plot:
        common.pyplot()
    with tempfile.TemporaryDirectory(prefix="eidolon-fatras-") as folder:
        work = pathlib.Path(folder)
        if "coverage" in options.parts:
            eta, fatras, ours = coverage.simulate_both(eidolon, work, options.muon_events, 1000, True)
            result["coverage"] = {
                "muons": len(eta), "hits": {"fatras": len(fatras["x"]), "eidolon": len(ours["x"])},
                "bins": coverage.bins(eta, fatras, ours, 1000, options.tolerance),
                "volumes": coverage.volumes(fatras, ours)}
            rows = result["coverage"]["bins"]
            result["coverage"]["worst_bin"] = max(rows, key=lambda r: abs(r["ratio"] - 1))
            few = max(options.muon_events // 4, 1)
            eta, fatras, ours = coverage.simulate_both(eidolon, work, few, 1000, False)
            result["without_material_effects"] = coverage.places(fatras, ours, eta, 1000)
        if "real" in options.parts:
            result["real_event"] = speed.real_event(eidolon, work, REAL_EVENT, max(options.pairs // 2, 2),
                                                    options.seconds)
        if "speed" in options.parts:
            result["speed"] = speed.compare(
                eidolon, work, options.events, 1000, options.pairs, options.seconds)
        if "electrons" in options.parts:
            result["electrons"] = speed.compare(eidolon, work, max(options.events // 3, 1), 1000, options.pairs,
                                                options.seconds, particles.ELECTRON, "electrons")
    result["gates"] = gates(result, options)
    text = markdown(result)
    common.write(options.output / "fatras.json", result)
    (options.output / "fatras.md").write_text(text, encoding="utf-8")
    if "coverage" in result and not options.no_plot:
        coverage.plot(result["coverage"]["bins"], options.output / "fatras-hits.svg")
    print(text)
    sys.exit(0 if all(g["pass"] for g in result["gates"]) else 1)


if __name__ == "__main__":
    main()
