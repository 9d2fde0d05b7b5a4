# SPDX-License-Identifier: GPL-3.0-or-later
"""Clusters the particles of a JSON file with the FastJet package of Python and compares with the jets beside them.

    cluster_jets.py FILE

The file is a list of events with `particles` and `jets` (px, py, pz, energy each), `radius` and `minimum_pt`. Prints as
JSON the numbers of events and jets, of events whose jets differ in number, and the largest relative difference of any
momentum component to the jet's energy.
"""

import json
import sys

import fastjet


def main():
    with open(sys.argv[1], encoding="utf-8") as text:
        events = json.load(text)
    result = {"events": len(events), "jets": 0, "different": 0, "largest": 0.0}
    for event in events:
        definition = fastjet.JetDefinition(fastjet.antikt_algorithm, event["radius"])
        particles = [fastjet.PseudoJet(*particle) for particle in event["particles"]]
        sequence = fastjet.ClusterSequence(particles, definition)
        found = fastjet.sorted_by_pt(sequence.inclusive_jets(event["minimum_pt"]))
        result["jets"] += len(found)
        if len(found) != len(event["jets"]):
            result["different"] += 1
            continue
        for jet, ours in zip(found, event["jets"]):
            theirs = (jet.px(), jet.py(), jet.pz(), jet.e())
            difference = max(abs(a - b) for a, b in zip(theirs, ours)) / jet.e()
            result["largest"] = max(result["largest"], difference)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
