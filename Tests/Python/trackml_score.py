# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent implementation of the TrackML weights and score on exported CSV files.

    trackml_score.py FOLDER      prints one JSON object per event

For each event: whether every weight is the one that the definition gives (largest difference), the score of the
perfect answer, and that of answers with every hit moved to a random track and with the hits of neighbouring
particles merged. Needs numpy only.
"""

import gzip
import json
import pathlib
import sys

import numpy

PROFILE = numpy.array([10.0, 8.0, 6.0, 5.0, 3.0, 3.0, 3.0, 5.0, 6.0])
COLUMNS = {
    "hits": "hit_id,x,y,z,volume_id,layer_id,module_id",
    "cells": "hit_id,ch0,ch1,value",
    "particles": "particle_id,vx,vy,vz,px,py,pz,q,nhits",
    "truth": "hit_id,particle_id,tx,ty,tz,tpx,tpy,tpz,weight",
}
INTEGERS = {"hit_id", "particle_id", "volume_id", "layer_id", "module_id", "ch0", "ch1", "q", "nhits"}


def read(folder, event, kind):
    """One CSV file as a dict of columns; a header other than the format's is an error."""
    path = folder / f"{event}-{kind}.csv"
    if path.exists():
        text = path.read_text()
    else:
        text = gzip.open(str(path) + ".gz", "rt").read()
    lines = text.splitlines()
    if lines[0] != COLUMNS[kind]:
        raise ValueError(f"{path}: header {lines[0]!r}")
    rows = [line.split(",") for line in lines[1:]]
    names = lines[0].split(",")
    if any(len(row) != len(names) for row in rows):
        raise ValueError(f"{path}: a row has another number of columns than the header")
    return {
        name: numpy.array([row[i] for row in rows], dtype=object).astype("i8" if name in INTEGERS else "f8")
        for i, name in enumerate(names)
    }


def order_weights(hits):
    """The weights along a track of `hits` hits, summing to 1."""
    places = numpy.arange(hits) / (hits - 1) * (len(PROFILE) - 1)
    weights = numpy.interp(places, numpy.arange(len(PROFILE)), PROFILE)
    return weights / weights.sum()


def expected_weights(truth, particles):
    """The definition, particle by particle; hits at equal distance share the mean of their places, rounded down."""
    weights = numpy.zeros(len(truth["hit_id"]))
    for i, particle in enumerate(particles["particle_id"]):
        mine = numpy.flatnonzero(truth["particle_id"] == particle)
        count = int(particles["nhits"][i])
        if count != len(mine):
            raise ValueError(f"particle {particle} states {count} hits and has {len(mine)}")
        if count < 4:
            continue
        pt = numpy.hypot(particles["px"][i], particles["py"][i])
        if pt < 0.05:
            continue
        pt_weight = numpy.interp(pt, [0.5, 3.0], [0.2, 1.0])
        along = order_weights(min(count, 20))
        distance = numpy.abs(truth["tz"][mine] - particles["vz"][i])
        for hit, own in zip(mine, distance):
            before = int((distance < own).sum())
            same = int((distance == own).sum())
            place = int(before + (same - 1) / 2)
            weights[hit] = pt_weight * along[place] if place < 20 else 0.0
    total = weights.sum()
    return weights / total if total > 0 else weights


def score(truth, track):
    """Sum of the weights of a track's hits that belong to its majority particle, over tracks in which this particle
    has more than half of the track's hits and more than half of its own hits."""
    total = truth["weight"].sum()
    if total == 0:
        return 0.0
    particle = truth["particle_id"]
    hits_of = dict(zip(*numpy.unique(particle, return_counts=True)))
    order = numpy.argsort(track, kind="stable")
    bounds = numpy.flatnonzero(numpy.diff(track[order])) + 1
    found = 0.0
    for members in numpy.split(order, bounds):
        names, counts = numpy.unique(particle[members], return_counts=True)
        best = names[numpy.argmax(counts)]
        shared = counts.max()
        if 2 * shared > len(members) and 2 * shared > hits_of[best]:
            found += truth["weight"][members[particle[members] == best]].sum()
    return float(found / total)


def examine(folder, event):
    hits, cells = read(folder, event, "hits"), read(folder, event, "cells")
    particles, truth = read(folder, event, "particles"), read(folder, event, "truth")
    count = len(hits["hit_id"])
    if not (hits["hit_id"] == numpy.arange(1, count + 1)).all() or not (truth["hit_id"] == hits["hit_id"]).all():
        raise ValueError(f"{event}: hits are not numbered from 1")
    if len(cells["hit_id"]) and not numpy.isin(cells["hit_id"], hits["hit_id"]).all():
        raise ValueError(f"{event}: a cell names a hit that is not there")
    if len(numpy.unique(particles["particle_id"])) != len(particles["particle_id"]):
        raise ValueError(f"{event}: a particle is listed twice")
    listed = numpy.isin(truth["particle_id"], particles["particle_id"]) | (truth["particle_id"] == 0)
    if not listed.all():
        raise ValueError(f"{event}: the particle of a hit is not listed")
    random = numpy.random.default_rng(1)
    perfect = truth["particle_id"].copy()
    shuffled = random.permutation(perfect)
    _, index = numpy.unique(perfect, return_inverse=True)
    return {
        "event": event,
        "hits": count,
        "particles": len(particles["particle_id"]),
        "noise": int((truth["particle_id"] == 0).sum()),
        "sum_of_weights": float(truth["weight"].sum()),
        "largest_weight_difference": float(
            numpy.abs(truth["weight"] - expected_weights(truth, particles)).max() if count else 0.0
        ),
        "score_perfect": score(truth, perfect),
        "score_shuffled": score(truth, shuffled),
        "score_merged": score(truth, index // 2),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    events = sorted({path.name.split("-")[0] for path in folder.glob("event*-hits.csv*")})
    if not events:
        sys.exit(f"{folder}: there are no events")
    for event in events:
        print(json.dumps(examine(folder, event)))


if __name__ == "__main__":
    main()
