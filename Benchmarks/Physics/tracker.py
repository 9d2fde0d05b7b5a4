# SPDX-License-Identifier: GPL-3.0-or-later
"""The physics of the tracker against formulas, published figures and ACTS: table with PASS/FAIL, plots, results.

    python3 Benchmarks/Physics/tracker.py [--eidolon PATH] [--scale N] [--parts PART...] [--output DIR]

A value must be within its relative tolerance of what is expected, two standard errors allowed. Needs numpy, h5py,
matplotlib; the parts `hits` and `resolution` pyacts 48.1.0 and pandas too. Exit status 1 if a line fails.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import common
import tracker_checks
import tracker_plots
import tracker_secondaries

PARTS = {
    "helix": tracker_checks.helix, "loss": tracker_checks.loss, "scattering": tracker_checks.scattering,
    "clusters": tracker_checks.clusters, "conversions": tracker_secondaries.conversions,
    "electrons": tracker_secondaries.electrons, "decays": tracker_secondaries.decays,
    "hadrons": tracker_secondaries.hadrons, "hits": None, "resolution": None,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results", help="folder of the results")
    parser.add_argument("--scale", type=int, default=1, help="times as many particles")
    parser.add_argument("--parts", nargs="+", default=list(PARTS), choices=list(PARTS))
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the datasets; default: none are kept")
    return parser.parse_args()


def part(name):
    if PARTS[name] is not None:
        return PARTS[name]
    # Only these want ACTS.
    import tracker_peers
    return getattr(tracker_peers, name)


def markdown(result):
    machine = result["machine"]
    lines = [f"# {result['title']}", "", f"`{result['command']}`, {result['date']}, commit {result['commit']}, "
             f"eidolon {result['eidolon']}. {machine['processor']}.", "",
             "| part | quantity | value | expected | ratio | tolerance | |", "|---|---|---|---|---|---|---|"]
    words = {True: "PASS", False: "FAIL", None: "quoted"}
    for r in result["checks"]:
        tolerance = "-" if r["tolerance"] is None else f"{100 * r['tolerance']:g} % and 2 errors"
        lines.append(f"| {r['part']} | {r['check']} | {r['value']:.4g} +- {r['error']:.2g} {r['unit']} | "
                     f"{r['expected']:.4g} | {r['value'] / r['expected']:.3f} | {tolerance} | {words[r['pass']]} |")
    lines += ["", "Quoted lines are no gates; tracker_checks.py and tracker_secondaries.py say why they differ.", ""]
    return "\n".join(lines)


def main():
    options = arguments()
    eidolon = common.require(options.eidolon)
    result = common.header("The tracker against formulas and ACTS", "Benchmarks/Physics/tracker.py")
    result |= {"eidolon": common.version(eidolon), "scale": options.scale, "checks": []}
    plots = {}
    with tempfile.TemporaryDirectory(prefix="eidolon-tracker-") as folder:
        work = options.keep or pathlib.Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        for name in options.parts:
            for line in part(name)(eidolon, work, options.scale, plots):
                result["checks"].append({"part": name} | line)
                word = {True: "PASS", False: "FAIL", None: "    "}[line["pass"]]
                print(f"{word}  {line['check']}: {line['value']:.4g} +- "
                      f"{line['error']:.2g} {line['unit']} (expected {line['expected']:.4g})", flush=True)
    common.write(options.output / "tracker.json", result)
    (options.output / "tracker.md").write_text(markdown(result), encoding="utf-8")
    tracker_plots.draw(plots, options.output / "tracker.png")
    sys.exit(0 if all(c["pass"] is not False for c in result["checks"]) else 1)


if __name__ == "__main__":
    main()
