# SPDX-License-Identifier: GPL-3.0-or-later
"""The builds of this package beside each other: nanoseconds of every stage per particle, in turns.

Needs the builds that this processor runs (Scripts/build all). Exit status 1 if a build is slower in the transport than
one for lesser processors.
"""

import argparse
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

import common

RECIPES = {"pions": "Datasets/pions-benchmark.yaml", "top pairs": "Datasets/quickstart.yaml"}


def measure(build, recipe, events, seconds):
    """Nanoseconds per particle followed of each stage, as `eidolon bench` reports them."""
    report = json.loads(common.run(
        ["env", f"EIDOLON_BUILD={build}", common.LAUNCHER, "bench", "--recipe", common.REPOSITORY / recipe,
         "--events", events, "--seconds", seconds, "--json"]))
    return report["build"], {s["name"]: s["perTransportedParticle"] for s in report["stages"]}


def compare(builds, recipe, events, seconds, turns):
    """Medians of every build, and how much faster each is than the one before it."""
    times = {build: [] for build in builds}
    level = {}
    for _ in range(turns):
        for build in builds:
            level[build], stages = measure(build, recipe, events, seconds)
            times[build].append(stages)
    stages = list(times[builds[0]][0])
    rows = []
    for number, build in enumerate(builds):
        row = {"build": level[build], "ns_per_particle": {
            s: round(common.median([t[s] for t in times[build]]), 1) for s in stages}}
        if number:
            before = times[builds[number - 1]]
            row["times_as_fast_as_the_one_before"] = {
                s: {k: round(v, 4) for k, v in common.ratio_and_interval(
                    [t[s] for t in before], [t[s] for t in times[build]]).items()} for s in stages}
        rows.append(row)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--events", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each build in each turn")
    parser.add_argument("--output", type=pathlib.Path, default=HERE)
    options = parser.parse_args()
    builds = common.run([common.LAUNCHER, "--which-builds"]).split()[::-1]
    if len(builds) < 2:
        sys.exit("this processor runs the baseline alone: there is nothing to compare")
    result = common.header("The builds beside each other", "Benchmarks/Scaling/builds.py")
    result["versions"] = {"eidolon": common.version(common.LAUNCHER)}
    result["recipes"] = [
        {"recipe": recipe, "name": name, "builds": compare(builds, recipe, options.events, options.seconds,
                                                           options.turns)} for name, recipe in RECIPES.items()]
    result["gates"] = []
    for row in result["recipes"][0]["builds"][1:]:
        ratio = row["times_as_fast_as_the_one_before"]["transport"]["low"]
        result["gates"].append({
            "gate": f"transport of {row['build']}, times as fast as the build before it (lower end of the 95 % interval)",
            "value": ratio, "target": "> 1", "pass": ratio > 1})
    common.write(options.output / "builds.json", result)
    for recipe in result["recipes"]:
        print(f"{recipe['name']}, ns per particle followed (times as fast as the build before)")
        for row in recipe["builds"]:
            faster = row.get("times_as_fast_as_the_one_before", {})
            print(f"  {row['build']:20}" + "".join(
                f"{stage}{ns:9.0f}" + (f" ({faster[stage]['value']:.2f})" if faster else "       ") + "   "
                for stage, ns in row["ns_per_particle"].items()))
    for gate in result["gates"]:
        print(f"{'PASS' if gate['pass'] else 'FAIL'}  {gate['gate']}: {gate['value']} (target {gate['target']})")
    sys.exit(0 if all(g["pass"] for g in result["gates"]) else 1)


if __name__ == "__main__":
    main()
