# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of ACTS Fatras in its own process: GenericDetector, 2 T, one thread.

Reads `event*-particles.csv` from --particles and writes a JSON object to --report: the time of the simulation
algorithm as the sequencer's timing file states it (elapsed), and the processor time of the thread between an
algorithm before it and one after it. With --hits the simulated hits are written there; do not time such a run.
"""

import argparse
import csv
import json
import pathlib
import time

import acts
import acts.examples
from acts.examples.simulation import addFatras

ALGORITHM = "Algorithm:FatrasSimulation"


class Stopwatch(acts.examples.IAlgorithm):
    """Notes the thread's processor time when its turn comes."""

    def __init__(self, name):
        acts.examples.IAlgorithm.__init__(self, name, acts.logging.WARNING)
        self.times = []

    def execute(self, context):
        self.times.append(time.thread_time())
        return acts.examples.ProcessCode.SUCCESS


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--particles", required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--report", type=pathlib.Path, required=True)
    parser.add_argument("--hits")
    parser.add_argument("--no-interactions", action="store_true", help="neither scattering nor energy loss")
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()

    work = options.report.parent
    detector = acts.examples.GenericDetector()
    geometry = detector.trackingGeometry()
    field = acts.ConstantBField(acts.Vector3(0, 0, 2 * acts.UnitConstants.T))
    random = acts.examples.RandomNumbers(seed=options.seed)
    sequencer = acts.examples.Sequencer(events=options.events, numThreads=1, logLevel=acts.logging.WARNING,
                                        outputDir=str(work), outputTimingFile="timing.csv")
    sequencer.addReader(acts.examples.CsvParticleReader(
        level=acts.logging.WARNING, inputDir=options.particles, inputStem="particles",
        outputParticles="particles_generated_selected"))
    before, after = Stopwatch("before"), Stopwatch("after")
    sequencer.addAlgorithm(before)
    addFatras(sequencer, geometry, field, rnd=random, enableInteractions=not options.no_interactions,
              outputDirCsv=options.hits)
    sequencer.addAlgorithm(after)
    try:
        sequencer.run()
    except RuntimeError:
        # Its energy loss of electrons divides by zero now and then; the sequencer says so after the last event,
        # when its timing is written.
        if len(after.times) != options.events:
            raise

    with open(work / "timing.csv", newline="", encoding="ascii") as file:
        elapsed = next(float(r["time_total_s"]) for r in csv.DictReader(file) if r["identifier"] == ALGORITHM)
    if len(before.times) != options.events or len(after.times) != options.events:
        raise SystemExit("the sequencer did not run every event")
    processor = sum(b - a for a, b in zip(before.times, after.times))
    options.report.write_text(json.dumps({
        "events": options.events, "timing_file_s": elapsed, "processor_s": processor,
    }), encoding="ascii")


if __name__ == "__main__":
    main()
