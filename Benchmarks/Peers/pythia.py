# SPDX-License-Identifier: GPL-3.0-or-later
"""Events per second of the generation on one core, with Pythia in the same run where it is installed.

Top pairs, top pairs with a Higgs boson, four tops, minimum bias, and crossings with a mean of 200 collisions, from
nothing to stable particles. Pythia is the package `pythia8mc`, which compiles for twenty minutes and is optional: without
it only Eidolon is measured. Exit status 1 if a gate fails.
"""

import argparse
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import common
import eidolon_side

CARDS = HERE.parent / "Physics"
PILE_UP = 200
# The recipe, settings of it, events per measurement, the unit of the gate and the gate; then Pythia's settings.
CASES = {
    "top pairs": ("top-pairs.yaml", [], 400, "events/s", 1350, ["Top:gg2ttbar = on", "Top:qqbar2ttbar = on"]),
    "top pairs with a Higgs boson": ("higgs-with-top-pairs.yaml", [], 400, "events/s", 700, [
        "HiggsSM:gg2Httbar = on", "HiggsSM:qqbar2Httbar = on", "25:onMode = off", "25:onIfMatch = 5 -5"]),
    "four tops": ("four-tops.yaml", [], 200, "events/s", 200, None),
    "minimum bias": ("minimum-bias.yaml", [], 2000, "events/s", 20000, ["SoftQCD:inelastic = on"]),
    "crossing at a mean of 200": ("minimum-bias.yaml", [f"collisions.pile_up.mean={PILE_UP}"], 40, "ms", 15, []),
}


def ours(eidolon, recipe, settings, events):
    """Seconds of processor time per event."""
    report = eidolon_side.bench(eidolon, CARDS / recipe, events, 1, settings)
    particles = report["counts"]["generatedParticles"] / report["counts"]["events"]
    return 1e-9 * eidolon_side.stage(report, "generation")["perEvent"], particles


class Pythia:
    """Pythia with one set of processes at 13.6 TeV, everything else as it comes."""

    def __init__(self, library, settings):
        self.generator = library.Pythia("", False)
        for line in ["Beams:eCM = 13600", "Print:quiet = on", "Random:setSeed = on", "Random:seed = 1",
                     "ParticleDecays:limitTau0 = on", "ParticleDecays:tau0Max = 10", *settings]:
            self.generator.readString(line)
        if not self.generator.init():
            sys.exit("Pythia cannot be initialised with " + ", ".join(settings))

    def seconds_per_event(self, at_least):
        """Processor time of `at_least` seconds of events, over their number."""
        begin, events = time.process_time(), 0
        while time.process_time() - begin < at_least:
            events += self.generator.next()
        return (time.process_time() - begin) / events


def measure(eidolon, library, repetitions, seconds):
    results = {}
    for name, (recipe, settings, events, unit, gate, theirs) in CASES.items():
        peer = Pythia(library, theirs) if library and theirs else None
        mine, other = [], []
        for _ in range(repetitions):
            per_event, particles = ours(eidolon, recipe, settings, events)
            mine.append(per_event)
            if peer:
                other.append(peer.seconds_per_event(seconds))
        per_event = common.median(mine)
        value = 1 / per_event if unit == "events/s" else 1e3 * per_event
        result = {"recipe": f"Benchmarks/Physics/{recipe}", "settings": settings,
                  "particles_per_event": round(particles, 1), "unit": unit, "value": float(f"{value:.4g}"),
                  "target": f"{'>=' if unit == 'events/s' else '<='} {gate}",
                  "pass": value >= gate if unit == "events/s" else value <= gate}
        if peer:
            result["pythia"] = {"settings": theirs, "events_per_second": float(f"{1 / common.median(other):.4g}"),
                                "ratio": common.ratio_and_interval(other, mine)}
        results[name] = result
    bias = results["minimum bias"].get("pythia")
    if bias:
        # Pythia overlays nothing by itself: a crossing is its collisions one after the other.
        results["crossing at a mean of 200"]["pythia"] = {
            "settings": bias["settings"], "milliseconds": round(1e3 * PILE_UP / bias["events_per_second"], 1)}
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="processor time of one measurement of Pythia")
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results")
    options = parser.parse_args()
    eidolon = common.require(options.eidolon)
    try:
        import pythia8mc as library
    except ImportError:
        library = None
        print("pythia8mc is not installed: Eidolon alone is measured", file=sys.stderr)
    result = common.header("Events per second of the generation", "Benchmarks/Peers/pythia.py")
    result["versions"] = {"eidolon": common.version(eidolon)}
    cases = measure(eidolon, library, options.repetitions, options.seconds)
    result["cases"] = [{"case": name, **case} for name, case in cases.items()]
    if library:
        result["versions"]["pythia8mc"] = str(library.Pythia("", False).settings.parm("Pythia:versionNumber"))
    common.write(options.output / "pythia.json", result)
    print(f"{'':30}{'Eidolon':>10}{'':10}{'target':>12}{'':7}{'Pythia':>9}   ratio")
    for name, case in cases.items():
        peer = case.get("pythia", {})
        theirs = peer.get("events_per_second", peer.get("milliseconds"))
        ratio = peer.get("ratio", {}).get("value")
        print(f"{name:30}{case['value']:10.4g} {case['unit']:9}{case['target']:>12} {'PASS' if case['pass'] else 'FAIL'}"
              f"{theirs if theirs is not None else '-':>11}{f'{ratio:10.1f}' if ratio else ''}")
    sys.exit(0 if all(case["pass"] for case in cases.values()) else 1)


if __name__ == "__main__":
    main()
