# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads and memory: two threads against two independent processes, and peak memory against the number of events.

Exit status 1 if a gate fails.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import common

COLLISIONS = common.REPOSITORY / "Datasets" / "quickstart.yaml"
# As many hits as a collision event at mean pile-up 200 has, and the same number of particles in every event.
EQUAL_EVENTS = (common.REPOSITORY / "Datasets" / "pions-benchmark.yaml", "gun.particles=9000")
LEAST_RATIO = 0.95
MEMORY_LIMIT_MB = 500
FLATNESS = 1.10


def command(eidolon, output, recipe, events, first, threads):
    return [str(eidolon), "generate", str(recipe[0]), "-o", str(output), "--set", recipe[1], "--events", str(events),
            "--first-event", str(first), "--threads", str(threads), "--force"]


def collisions(pile_up):
    return COLLISIONS, f"collisions.pile_up.mean={pile_up:g}"


def name(recipe):
    return f"Datasets/{recipe[0].name}, {recipe[1]}"


def start(arguments):
    environment = dict(os.environ, EIDOLON_HOME=str(common.REPOSITORY))
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)


def finish(process):
    """Waits; returns the peak resident memory in MB."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    message = process.stderr.read().decode(errors="replace")
    process.stderr.close()
    if process.returncode != 0:
        sys.exit(f"eidolon ended with status {process.returncode}:\n{message}")
    return usage.ru_maxrss * 1024 / 1e6


def together(commands):
    """Runs commands at the same time; returns the events per second of all of them.

    The time of a run is that of its event loop with the file's end, from its run record: making the plan, which is the
    same for one event and for a million, does not count.
    """
    for words in commands:
        # To free a file of a gigabyte takes time too, in one piece or in two.
        pathlib.Path(words[words.index("-o") + 1]).unlink(missing_ok=True)
    for process in [start(c) for c in commands]:
        finish(process)
    rate = 0.0
    for words in commands:
        output = pathlib.Path(words[words.index("-o") + 1])
        seconds = json.loads(output.with_suffix(".run.json").read_text(encoding="utf-8"))["seconds"]
        rate += int(words[words.index("--events") + 1]) / seconds
    return rate


def threads(eidolon, work, pile_up, events, repetitions):
    """Events per second of one process with two threads over that of two processes of one thread each.

    Both make the same events: 0 to 2N-1 in one dataset, or 0 to N-1 and N to 2N-1 in two.
    """
    recipe = collisions(pile_up)
    one = [command(eidolon, work / "together.h5", recipe, 2 * events, 0, 2)]
    two = [command(eidolon, work / "first.h5", recipe, events, 0, 1),
           command(eidolon, work / "second.h5", recipe, events, events, 1)]
    together(one)
    threaded, separate = [], []
    for repetition in range(repetitions):
        # In turns, and in changing order, so that a drift of the machine favours neither.
        for kind in ("one", "two") if repetition % 2 == 0 else ("two", "one"):
            if kind == "one":
                threaded.append(together(one))
            else:
                separate.append(together(two))
    return {
        "recipe": name(recipe), "events": 2 * events,
        "events_per_second_two_threads": [round(r, 3) for r in threaded],
        "events_per_second_two_processes": [round(r, 3) for r in separate],
        "throughput_ratio": common.ratio_and_interval(threaded, separate),
    }


def memory(eidolon, work, recipe, events, threads):
    """Peak memory for N and 4N events."""
    peaks = [finish(start(command(eidolon, work / "memory.h5", recipe, n, 0, threads))) for n in (events, 4 * events)]
    return {"recipe": name(recipe), "threads": threads, "events": [events, 4 * events],
            "peak_MB": [round(p, 1) for p in peaks], "growth": round(peaks[1] / peaks[0], 4)}


def gates(result, least_ratio):
    ratio = result["threads"]["throughput_ratio"]["value"]
    peaks = [p for m in result["memory"] for p in m["peak_MB"]]
    # With more threads the peak also depends on how far they ever were ahead of the writer, up to a fixed limit.
    growth = next(m["growth"] for m in result["memory_of_equal_events"] if m["threads"] == 1)
    return [
        {"gate": "throughput of two threads over that of two processes", "value": round(ratio, 4),
         "target": f">= {least_ratio}", "pass": ratio >= least_ratio},
        {"gate": f"peak memory at mean pile-up {result['memory_pile_up']:g}, MB", "value": max(peaks), "target": f"< {MEMORY_LIMIT_MB}",
         "pass": max(peaks) < MEMORY_LIMIT_MB},
        {"gate": "peak memory of one thread with four times as many equal events, relative", "value": growth, "target": f"<= {FLATNESS}",
         "pass": growth <= FLATNESS},
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--repetitions", type=int, default=8)
    parser.add_argument("--events", type=int, default=100, help="events of each of the two processes")
    parser.add_argument("--pile-up", type=float, default=40, help="mean pile-up of the comparison of threads")
    parser.add_argument("--memory-events", type=int, default=30, help="N of the comparison of memory; enough for every batch to have been used")
    parser.add_argument("--memory-pile-up", type=float, default=200)
    parser.add_argument("--least-ratio", type=float, default=LEAST_RATIO)
    parser.add_argument("--work", type=pathlib.Path, help="folder for the datasets; default: the temporary folder")
    parser.add_argument("--output", type=pathlib.Path, default=HERE)
    options = parser.parse_args()
    eidolon = common.require(options.eidolon)
    result = common.header("Threads and memory", "Benchmarks/Scaling/scaling.py")
    result["memory_pile_up"] = options.memory_pile_up
    result["versions"] = {"eidolon": common.version(eidolon)}
    work = pathlib.Path(tempfile.mkdtemp(prefix="eidolon-scaling-", dir=options.work))
    try:
        result["threads"] = threads(eidolon, work, options.pile_up, options.events, options.repetitions)
        # The peak follows the largest event: with more collisions a larger one comes up, whatever is kept or freed.
        result["memory"] = [
            memory(eidolon, work, collisions(options.memory_pile_up), options.memory_events, t) for t in (1, 2)]
        result["memory_of_equal_events"] = [
            memory(eidolon, work, EQUAL_EVENTS, options.memory_events, t) for t in (1, 2)]
    finally:
        shutil.rmtree(work)
    result["gates"] = gates(result, options.least_ratio)
    common.write(options.output / "results.json", result)
    for gate in result["gates"]:
        print(f"{'PASS' if gate['pass'] else 'FAIL'}  {gate['gate']}: {gate['value']} (target {gate['target']})")
    sys.exit(0 if all(g["pass"] for g in result["gates"]) else 1)


if __name__ == "__main__":
    main()
