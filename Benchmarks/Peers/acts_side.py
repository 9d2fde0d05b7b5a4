# SPDX-License-Identifier: GPL-3.0-or-later
"""The side of ACTS Fatras: runs in a process of their own, hits from its CSV files."""

import json
import pathlib
import sys

import numpy
import pandas

from common import run

PROGRAM = pathlib.Path(__file__).resolve().parent / "acts_fatras.py"
SPEED_OF_LIGHT = 299.792458  # mm/ns


def simulate(particles, events, work, hits=None, interactions=True, seed=42):
    """One run; times in seconds for all events, see acts_fatras.py."""
    work = pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    report = work / "report.json"
    arguments = [sys.executable, PROGRAM, "--particles", particles, "--events", events, "--report", report,
                 "--seed", seed]
    if hits is not None:
        arguments += ["--hits", hits]
    if not interactions:
        arguments.append("--no-interactions")
    run(arguments)
    return json.loads(report.read_text(encoding="ascii"))


def hits(folder, events):
    """Hits of primary particles, in the order of time within a particle; columns as in `eidolon_side.hits`.

    Particles that Fatras made on the way (generation above 0) are left out; they are counted by `total_hits`.
    """
    tables = []
    for event in range(events):
        table = pandas.read_csv(pathlib.Path(folder) / f"event{event:09d}-hits.csv")
        table["event"] = event
        tables.append(table)
    table = pandas.concat(tables)
    table = table[(table.particle_id_gen == 0) & (table.particle_id_subpart == 0)]
    geometry = table.geometry_id.to_numpy(dtype=numpy.uint64)
    columns = {
        "event": table.event.to_numpy(), "primary": table.particle_id_part.to_numpy(dtype=numpy.int64),
        "volume": (geometry >> numpy.uint64(56)).astype(numpy.int32),
        "layer": (geometry >> numpy.uint64(36) & numpy.uint64(0xFFF)).astype(numpy.int32),
        "module": (geometry >> numpy.uint64(8) & numpy.uint64(0xFFFFF)).astype(numpy.int32),
        "x": table.tx.to_numpy(), "y": table.ty.to_numpy(), "z": table.tz.to_numpy(),
        "t": table.tt.to_numpy() / SPEED_OF_LIGHT,
    }
    order = numpy.lexsort((columns["t"], columns["primary"], columns["event"]))
    return {k: v[order] for k, v in columns.items()}


def total_hits(folder, events):
    """Number of all hits, those of secondaries included."""
    count = 0
    for event in range(events):
        with open(pathlib.Path(folder) / f"event{event:09d}-hits.csv", encoding="ascii") as file:
            count += sum(1 for _ in file) - 1
    return count
