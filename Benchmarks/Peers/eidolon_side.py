# SPDX-License-Identifier: GPL-3.0-or-later
"""Eidolon's side of the comparison: stage times from `eidolon bench`, hits from a dataset, both as plain arrays."""

import json
import pathlib

import h5py
import numpy

from common import run


def bench(eidolon, recipe, events, seconds, settings=(), until="encoding"):
    """Stage times of a recipe's events, up to a stage, as `eidolon bench --recipe --json` reports them."""
    changes = ["--until", until] + [word for s in settings for word in ("--set", s)]
    return json.loads(run([eidolon, "bench", "--recipe", recipe, "--events", events, "--seconds", seconds, "--json",
                           *changes]))


def stage(report, name):
    return next(s for s in report["stages"] if s["name"] == name)


def generate(eidolon, recipe, output, settings=(), threads=1):
    changes = [word for s in settings for word in ("--set", s)]
    run([eidolon, "generate", recipe, "-o", output, "--threads", threads, "--force", *changes])
    return pathlib.Path(output)


def hits(path):
    """True hits of the generated particles of a dataset, in the order of time within a particle.

    Columns: event, primary (number of the particle in its event, from 1), volume, layer, module, x, y, z, t (mm, ns).
    """
    with h5py.File(path, "r") as file:
        table = file["tracker_hits"]
        offsets = table["offsets"][:]
        # What the transport made has a generation and a number of its own beside its ancestor's; noise has none at all.
        own = (table["particle_id"][:] >> numpy.uint64(12) & numpy.uint64(0xFFFFFF) == 0) & (table["particle"][:] >= 0)
        columns = {
            "event": numpy.repeat(numpy.arange(len(offsets) - 1), numpy.diff(offsets)),
            "primary": (table["particle_id"][:] >> numpy.uint64(36) & numpy.uint64(0xFFFF)).astype(numpy.int64),
            "volume": table["volume_id"][:], "layer": table["layer_id"][:], "module": table["module_id"][:],
            "x": table["true_x"][:], "y": table["true_y"][:], "z": table["true_z"][:], "t": table["true_time"][:],
        }
    columns = {k: v[own] for k, v in columns.items()}
    order = numpy.lexsort((columns["t"], columns["primary"], columns["event"]))
    return {k: v[order] for k, v in columns.items()}


def hits_above(path, pt):
    """Number of hits of particles that were born with more than `pt` GeV of transverse momentum."""
    with h5py.File(path, "r") as file:
        born = numpy.hypot(file["particles/px"][:], file["particles/py"][:])
        rows = file["tracker_hits/particle"][:].astype(numpy.int64)
        start = file["particles/offsets"][:-1]
        rows += numpy.repeat(start, numpy.diff(file["tracker_hits/offsets"][:]))
        return int((born[rows] > pt).sum())
