# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads Eidolon's TrackML export with the TrackML library itself and compares scores and weights.

--checkout names a working copy of github.com/LAL/trackml-library (version 3); its weights.py needs pandas below 3.
The events: those of the quickstart recipe, and the particles of a real TrackML event sent through the detector.
Exit status 1 if the perfect answer does not score 1, a shuffled one scores above 0.05, or weights differ.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import numpy
import pandas

import common

# The library reads positions, momenta and weights as 32-bit floats.
WEIGHT_TOLERANCE = 1e-6
SHUFFLED_LIMIT = 0.05


def event_result(library, number, hits, cells, particles, truth):
    """Scores of two answers, and the largest difference of the library's weights to ours, relative to the largest."""
    perfect = pandas.DataFrame({"hit_id": truth.hit_id, "track_id": truth.particle_id})
    shuffled = perfect.copy()
    shuffled["track_id"] = numpy.random.Generator(numpy.random.Philox(number)).permutation(perfect.track_id)
    weights = library.weights.weight_hits_phase1(truth.drop(columns="weight"), particles)["weight"].to_numpy()
    ours = truth.weight.to_numpy(dtype=float)
    # Hits of tracks with more hits than the library's table, and pairs at equal distance, are its own special cases.
    return {
        "event": int(number), "hits": len(hits), "cells": len(cells), "particles": len(particles),
        "particles_with_hits": int((particles.nhits > 0).sum()), "most_hits": int(particles.nhits.max()),
        "score_perfect": float(library.score.score_event(truth, perfect)),
        "score_shuffled": float(library.score.score_event(truth, shuffled)),
        "sum_of_weights": float(ours.sum()),
        "largest_weight": float(ours.max()),
        "largest_weight_difference": float(numpy.abs(weights - ours).max()),
        "hits_with_other_weight": int((numpy.abs(weights - ours) > WEIGHT_TOLERANCE * ours.max()).sum()),
    }


def export(eidolon, recipe, events, work):
    dataset = work / "events.h5"
    common.run([eidolon, "generate", recipe, "-o", dataset, "--events", events, "--force"])
    common.run([eidolon, "export", dataset, "--to", "trackml", "-o", work / "csv", "--force"])
    return work / "csv"


def load_library(checkout):
    if not (checkout / "trackml" / "score.py").is_file():
        sys.exit(f"{checkout} is no working copy of the TrackML library: trackml/score.py is missing")
    sys.path.insert(0, str(checkout))
    sys.dont_write_bytecode = True
    import trackml.dataset
    import trackml.score
    import trackml.weights
    return trackml


def commit_of(checkout):
    done = subprocess.run(["git", "-C", str(checkout), "rev-parse", "HEAD"], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.strip() or None


def gates(events):
    perfect = max(abs(e["score_perfect"] - 1) for e in events)
    shuffled = max(e["score_shuffled"] for e in events)
    weights = max(e["largest_weight_difference"] / e["largest_weight"] for e in events)
    return [
        {"gate": "score of the perfect answer, largest difference to 1", "value": perfect, "target": "<= 1e-6",
         "pass": perfect <= 1e-6},
        {"gate": "score of a shuffled answer, largest", "value": shuffled, "target": f"<= {SHUFFLED_LIMIT}",
         "pass": shuffled <= SHUFFLED_LIMIT},
        {"gate": "weights, largest difference relative to the largest weight", "value": weights,
         "target": f"<= {WEIGHT_TOLERANCE}", "pass": weights <= WEIGHT_TOLERANCE},
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkout", type=pathlib.Path, required=True, help="working copy of the TrackML library")
    parser.add_argument("--commit", help="its commit, where the copy carries no history")
    common.eidolon_argument(parser)
    parser.add_argument("--events", type=int, default=3, help="events of the quickstart recipe")
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results")
    options = parser.parse_args()
    eidolon = common.require(options.eidolon)
    library = load_library(options.checkout.resolve())
    warnings.simplefilter("ignore", FutureWarning)
    result = common.header("Eidolon's export read by the TrackML library",
                           "Benchmarks/Peers/trackml_library.py --checkout PATH")
    result["versions"] = {"eidolon": common.version(eidolon), "pandas": pandas.__version__,
                          "trackml_library": options.commit or commit_of(options.checkout) or "unknown"}
    result["events"] = []
    for recipe, events in [("trackml-event", 1), ("quickstart", options.events)]:
        with tempfile.TemporaryDirectory(prefix="eidolon-trackml-") as folder:
            csv = export(eidolon, common.REPOSITORY / "Datasets" / f"{recipe}.yaml", events, pathlib.Path(folder))
            for number, *tables in library.dataset.load_dataset(str(csv)):
                result["events"].append({"recipe": recipe, **event_result(library, number, *tables)})
    result["gates"] = gates(result["events"])
    common.write(options.output / "trackml-library.json", result)
    for gate in result["gates"]:
        print(f"{'PASS' if gate['pass'] else 'FAIL'}  {gate['gate']}: {gate['value']:.3g} (target {gate['target']})")
    sys.exit(0 if all(g["pass"] for g in result["gates"]) else 1)


if __name__ == "__main__":
    main()
