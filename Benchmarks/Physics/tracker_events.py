# SPDX-License-Identifier: GPL-3.0-or-later
"""Single particles of Eidolon in the tracker as flat arrays: one species and momentum at a time."""

import pathlib
import sys

import h5py
import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import common  # noqa: E402

SPEED_OF_LIGHT = 299.792458  # mm/ns
# Kinds of vertices, Datasets/SCHEMA.md.
DECAY_IN_FLIGHT, BREMSSTRAHLUNG, CONVERSION, HADRONIC = 5, 6, 7, 8

RECIPE = """name: tracker-validation
seed: 20261121
detector: {detector}
events: {events}
gun:
  species: {species}
  charge: both
  particles: 100
  {momentum}
  eta: [{low}, {high}]
simulation: {{min_pT_GeV: 0.001, max_abs_eta: 10{switches}}}
"""

# What of Geometries/trackml.yaml to get wrong on purpose, and the parts of tracker.py that must notice.
SPOILS = {
    "material": ([("thickness: 0.8\n", "thickness: 1.2\n"), ("radiation_lengths: 0.015674", "radiation_lengths: 0.025"),
                  ("radiation_lengths: 0.020899", "radiation_lengths: 0.035"),
                  ("radiation_lengths: 0.026123", "radiation_lengths: 0.045")],
                 ["helix", "loss", "scattering", "conversions", "electrons", "hadrons"]),
    "field": ([("uniform: 2.0", "uniform: 1.8")], ["helix"]),
    "drift": ([("threshold: 1000\n", "lorentz_per_tesla: 0.05\n      threshold: 1000\n")], ["clusters"]),
}
_detector = "trackml"


def spoil(what, work):
    """From now on events are those of a detector with a mistake in it; checks do not know."""
    global _detector
    text = (common.REPOSITORY / "Geometries" / "trackml.yaml").read_text(encoding="utf-8")
    for before, after in SPOILS[what][0]:
        if before not in text:
            sys.exit(f"Geometries/trackml.yaml holds no `{before}` to spoil")
        text = text.replace(before, after)
    (work / "spoilt.yaml").write_text(text, encoding="utf-8")
    _detector = "spoilt.yaml"


def generate(eidolon, work, name, species, momentum, eta, particles, switches=(), *settings):
    """`particles` of a species from the origin; `momentum` is a key of the recipe's gun with its value, `switches` are
    effects that are left out: scattering, energy_loss, hadronic, decays, bremsstrahlung, conversions; `settings` are
    further keys of the simulation with their values."""
    recipe, dataset = work / f"{name}.yaml", work / f"{name}.h5"
    recipe.write_text(RECIPE.format(
        detector=_detector, events=max(int(particles) // 100, 1), species=species, momentum=momentum, low=-eta,
        high=eta, switches="".join(f", {s}" for s in [*(f"{s}: false" for s in switches), *settings])),
                      encoding="ascii")
    common.run([eidolon, "generate", recipe, "-o", dataset, "--force"])
    return Passages(dataset)


class Passages:
    """Particles, vertices and true crossings of sensors; links are rows of these arrays, -1 for none."""

    def __init__(self, path):
        with h5py.File(path, "r") as file:
            self.p = self._table(file, "particles", ("pdg_id", "parent", "vertex", "status", "fate", "px", "py", "pz",
                                                     "energy", "mass", "charge", "vx", "vy", "vz", "time", "primary"))
            self.v = self._table(file, "vertices", ("x", "y", "z", "time", "kind", "incoming"))
            self.h = self._table(file, "tracker_hits", (
                "particle", "volume_id", "layer_id", "module", "true_x", "true_y", "true_z", "true_time", "true_px",
                "true_py", "true_pz", "u", "v", "energy", "size_u", "size_v"))
            first = file["particles/offsets"][:-1]
            for table, column in ((self.p, "parent"), (self.v, "incoming"), (self.h, "particle")):
                table[column] = numpy.where(table[column] >= 0, table[column] + first[table["event"]], -1)
            self.p["vertex"] = self.p["vertex"] + file["vertices/offsets"][:-1][self.p["event"]]
            modules, layers = file["geometry/modules"], file["geometry/layers"]
            row = modules["layer"][:]
            self.axes = {a: numpy.stack([modules[f"rot_{c}{a}"][:] for c in "xyz"], axis=1) for a in "uvw"}
            self.thickness = layers["thickness"][:][row]
            self.pitch_u = layers["pitch_u"][:][row]
            self.threshold = layers["threshold"][:][row]
        p, h = self.p, self.h
        p["p"] = numpy.sqrt(p["px"] ** 2 + p["py"] ** 2 + p["pz"] ** 2)
        p["pt"] = numpy.hypot(p["px"], p["py"])
        h["p"] = numpy.sqrt(h["true_px"] ** 2 + h["true_py"] ** 2 + h["true_pz"] ** 2)
        # Of every hit, its particle's momentum at birth.
        self.generated = numpy.flatnonzero(p["primary"] == 1)
        own = h["particle"] >= 0
        self.of_generated = own & (p["primary"][numpy.maximum(h["particle"], 0)] == 1)

    @staticmethod
    def _table(file, name, columns):
        table = {c: file[f"{name}/{c}"][:] for c in columns}
        table = {c: v.astype(float) if v.dtype.kind == "f" else v.astype(numpy.int64) for c, v in table.items()}
        offsets = file[f"{name}/offsets"][:]
        table["event"] = numpy.repeat(numpy.arange(len(offsets) - 1), numpy.diff(offsets))
        return table

    def first_hits(self, volume, layer):
        """The first crossing of a layer by each generated particle: rows of hits."""
        h = self.h
        rows = numpy.flatnonzero(self.of_generated & (h["volume_id"] == volume) & (h["layer_id"] == layer))
        rows = rows[numpy.lexsort((h["true_time"][rows], h["particle"][rows]))]
        return rows[numpy.unique(h["particle"][rows], return_index=True)[1]]

    def secondaries(self, kind):
        """Rows of particles made at vertices of a kind, and the generated particle that came in, -1 if another did."""
        rows = numpy.flatnonzero((self.p["primary"] == 0) & (self.v["kind"][self.p["vertex"]] == kind))
        source = self.v["incoming"][self.p["vertex"][rows]]
        return rows, numpy.where((source >= 0) & (self.p["primary"][numpy.maximum(source, 0)] == 1), source, -1)

    def ends(self, kind):
        """Rows of vertices of a kind that a generated particle came to, and its row."""
        rows = numpy.flatnonzero((self.v["kind"] == kind) & (self.v["incoming"] >= 0))
        rows = rows[self.p["primary"][self.v["incoming"][rows]] == 1]
        return rows, self.v["incoming"][rows]
