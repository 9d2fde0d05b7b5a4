# SPDX-License-Identifier: GPL-3.0-or-later
"""The physics of the tracker against formulas, published figures and ACTS: table with PASS/FAIL, plots, results.

    python3 Benchmarks/Physics/tracker.py [--eidolon PATH] [--scale N] [--parts PART...] [--output DIR]
    python3 Benchmarks/Physics/tracker.py --reduced [--eidolon PATH]

A value must be within its relative tolerance of what is expected, two standard errors allowed. Needs numpy and h5py;
the plots matplotlib; the parts `hits` and `resolution` pyacts 48.1.0 and pandas too. Exit status 1 if a line fails.
--reduced is for tests: a quarter of the particles, no comparison with ACTS, no files; then the same in detectors with a
mistake in them, which the gates must notice. Seeds are fixed: what passes once passes until the program changes.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import common
import tracker_checks
import tracker_clusters
import tracker_events
import tracker_secondaries

PARTS = {
    "helix": tracker_checks.helix, "loss": tracker_checks.loss, "scattering": tracker_checks.scattering,
    "clusters": tracker_clusters.clusters, "conversions": tracker_secondaries.conversions,
    "electrons": tracker_secondaries.electrons, "decays": tracker_secondaries.decays,
    "hadrons": tracker_secondaries.hadrons, "hits": None, "resolution": None,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results", help="folder of the results")
    parser.add_argument("--scale", type=int, default=1, help="times as many particles")
    parser.add_argument("--parts", nargs="+", default=list(PARTS), choices=list(PARTS))
    parser.add_argument("--reduced", action="store_true", help="a minute at most, with detectors that must fail")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the datasets; default: none are kept")
    return parser.parse_args()


REDUCED_SCALE = 0.25


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


def checked(eidolon, work, parts, scale, plots, prints=True):
    """The lines of the table."""
    lines = []
    for name in parts:
        for line in part(name)(eidolon, work, scale, plots):
            lines.append({"part": name} | line)
            word = {True: "PASS", False: "FAIL", None: "    "}[line["pass"]]
            if prints:
                print(f"{word}  {line['check']}: {line['value']:.4g} +- "
                      f"{line['error']:.2g} {line['unit']} (expected {line['expected']:.4g})", flush=True)
    return lines


def failed(lines):
    return [c for c in lines if c["pass"] is False]


def reduced(eidolon, work):
    """Whether the right detector passes, and every part fails in a detector that it must tell from the right one."""
    passes = not failed(checked(eidolon, work, [n for n in PARTS if PARTS[n] is not None], REDUCED_SCALE, {}))
    for what, (_, parts) in tracker_events.SPOILS.items():
        tracker_events.spoil(what, work)
        noticed = {c["part"] for c in failed(checked(eidolon, work, parts, REDUCED_SCALE, {}, prints=False))}
        for name in parts:
            print(f"{'PASS' if name in noticed else 'FAIL'}  {name}: notices a mistake, {what}", flush=True)
            passes &= name in noticed
    return passes


def main():
    options = arguments()
    eidolon = common.require(options.eidolon)
    with tempfile.TemporaryDirectory(prefix="eidolon-tracker-") as folder:
        work = options.keep or pathlib.Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        if options.reduced:
            sys.exit(0 if reduced(eidolon, work) else 1)
        # Before the work that the picture shows.
        common.pyplot()
        result = common.header("The tracker against formulas and ACTS", "Benchmarks/Physics/tracker.py")
        result |= {"eidolon": common.version(eidolon), "scale": options.scale}
        plots = {}
        result["checks"] = checked(eidolon, work, options.parts, options.scale, plots)
    common.write(options.output / "tracker.json", result)
    (options.output / "tracker.md").write_text(markdown(result), encoding="utf-8")
    # Only this wants matplotlib.
    import tracker_plots
    tracker_plots.draw(plots, options.output / "tracker.png")
    sys.exit(1 if failed(result["checks"]) else 0)


if __name__ == "__main__":
    main()
