# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a HepMC3 file with pyhepmc and compares it with the dataset it was exported from; prints a summary as JSON.

    read_hepmc3.py EVENTS.hepmc3 DATASET.h5
"""
import json
import sys

import h5py
import numpy
import pyhepmc

SPEED_OF_LIGHT = 299.792458


def main():
    path, dataset = sys.argv[1:]
    events = 0
    finals = 0
    with h5py.File(dataset) as file, pyhepmc.open(path) as source:
        names = [name if isinstance(name, str) else name.decode() for name in numpy.atleast_1d(
            file["events/weights"].attrs["names"])]
        particles, offsets = file["particles"], file["particles/offsets"][:]
        for position, event in enumerate(source):
            rows = slice(offsets[position], offsets[position + 1])
            generated = particles["primary"][rows] == 1
            assert event.event_number == file["events/event_id"][position]
            assert list(event.run_info.weight_names) == names, (list(event.run_info.weight_names), names)
            assert numpy.array_equal(event.weights, file["events/weights"][position])
            assert event.momentum_unit == pyhepmc.Units.GEV and event.length_unit == pyhepmc.Units.MM
            wanted = sorted(
                (int(pdg), float(px), float(pz), float(x), float(t))
                for pdg, px, pz, x, t, status, own in zip(
                    *(particles[name][rows] for name in ("pdg_id", "px", "pz", "vx", "time", "status")), generated)
                if own and status == 1)
            found = sorted(
                (p.pid, p.momentum.px, p.momentum.pz, p.production_vertex.position.x,
                 p.production_vertex.position.t / SPEED_OF_LIGHT) for p in event.particles if p.status == 1)
            assert len(found) == len(wanted), (len(found), len(wanted))
            assert numpy.allclose(found, wanted, rtol=1e-6, atol=1e-6)
            decayed = [p for p in event.particles if p.status == 2]
            assert len(decayed) == int(numpy.sum(generated & (particles["status"][rows] == 2)))
            assert all(p.end_vertex is not None and len(p.end_vertex.particles_out) > 0 for p in decayed)
            assert all(len(v.particles_in) > 0 for v in event.vertices)
            events += 1
            finals += len(found)
        assert events == len(file["events/event_id"])
    print(json.dumps({"events": events, "final_particles": finals}))


if __name__ == "__main__":
    main()
