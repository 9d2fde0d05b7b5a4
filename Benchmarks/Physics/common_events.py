# SPDX-License-Identifier: GPL-3.0-or-later
"""Generated events as flat arrays, and what the comparisons derive from them: primaries, prompt leptons, jets."""

import dataclasses
import pathlib

import awkward
import fastjet
import h5py
import numpy

import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import common  # noqa: E402

FINAL, DECAYED, HARD = 1, 2, 3


@dataclasses.dataclass
class Events:
    """Particles and vertices of a block of events; `event` is the row's event, links are rows of this block."""

    count: int
    event: numpy.ndarray
    pdg: numpy.ndarray
    status: numpy.ndarray
    parent: numpy.ndarray
    px: numpy.ndarray
    py: numpy.ndarray
    pz: numpy.ndarray
    mass: numpy.ndarray
    # Production point less the primary vertex, mm.
    x: numpy.ndarray
    y: numpy.ndarray
    z: numpy.ndarray
    # End point less the primary vertex for particles that the generator decayed in flight, else not a number.
    end_x: numpy.ndarray
    end_y: numpy.ndarray
    end_z: numpy.ndarray

    def __post_init__(self):
        self.id = numpy.abs(self.pdg)
        self.pt = numpy.hypot(self.px, self.py)
        self.energy = numpy.sqrt(self.pt**2 + self.pz**2 + self.mass**2)
        with numpy.errstate(divide="ignore", invalid="ignore"):
            self.eta = numpy.arcsinh(self.pz / self.pt)
        self.phi = numpy.arctan2(self.py, self.px)
        self.final = self.status == FINAL
        charged = numpy.isin(self.id, CHARGED)
        self.charged = self.final & charged

    def per_event(self, mask, weights=None):
        """Number of rows of each event that pass, or the sum of their weights."""
        w = None if weights is None else weights[mask]
        return numpy.bincount(self.event[mask], weights=w, minlength=self.count)

    def parent_of(self, values, default=0):
        """A property of each row's parent."""
        return numpy.where(self.parent >= 0, values[self.parent], default)


CHARGED = numpy.array([11, 13, 211, 321, 2212, 3112, 3222, 3312, 3334])
NEUTRINOS = numpy.array([12, 14, 16])


def read(path, block=2000):
    """The generator's particles of a dataset, in blocks of events; secondaries of the transport are left out."""
    with h5py.File(path, "r") as file:
        particles, vertices = file["particles"], file["vertices"]
        offsets, vertex_offsets = particles["offsets"][:], vertices["offsets"][:]
        for first in range(0, len(offsets) - 1, block):
            last = min(first + block, len(offsets) - 1)
            yield _block(particles, vertices, offsets[first:last + 1], vertex_offsets[first:last + 1])


def _block(particles, vertices, offsets, vertex_offsets):
    rows = slice(int(offsets[0]), int(offsets[-1]))
    vertex_rows = slice(int(vertex_offsets[0]), int(vertex_offsets[-1]))
    event = numpy.repeat(numpy.arange(len(offsets) - 1), numpy.diff(offsets))
    vertex_event = numpy.repeat(numpy.arange(len(vertex_offsets) - 1), numpy.diff(vertex_offsets))
    starts, vertex_starts = offsets[:-1] - offsets[0], vertex_offsets[:-1] - vertex_offsets[0]
    column = {name: particles[name][rows] for name in
              ["pdg_id", "status", "parent", "vertex", "px", "py", "pz", "mass", "primary"]}
    point = numpy.stack([vertices[name][vertex_rows] for name in "xyz"])
    incoming = vertices["incoming"][vertex_rows]
    return assemble(
        len(offsets) - 1, event, column["pdg_id"], column["status"],
        numpy.where(column["parent"] >= 0, column["parent"] + starts[event], -1),
        column["vertex"] + vertex_starts[event],
        numpy.stack([column[name] for name in ["px", "py", "pz", "mass"]]).astype(float),
        point - point[:, vertex_starts][:, vertex_event],
        numpy.where(incoming >= 0, incoming + vertex_starts[vertex_event] * 0 + starts[vertex_event], -1),
        column["primary"] == 1)


def assemble(count, event, pdg, status, parent, vertex, momentum, point, incoming, keep):
    """An event block from arrays whose links are rows of the block."""
    end = numpy.full((3, len(pdg)), numpy.nan)
    ends = incoming >= 0
    end[:, incoming[ends]] = point[:, ends]
    # Rows that are dropped are renumbered away; secondaries come after the generator's particles.
    number = numpy.cumsum(keep) - 1
    parent = numpy.where(parent >= 0, number[parent], -1)
    start = point[:, vertex]
    return Events(count, event[keep], pdg[keep], status[keep], parent[keep], *(m[keep] for m in momentum),
                  *(s[keep] for s in start), *(e[keep] for e in end))


def prompt_leptons(events):
    """Electrons and muons from W, Z and Higgs bosons, also by way of a tau."""
    boson = numpy.isin(events.id, [23, 24, 25])
    from_boson = events.parent_of(boson, False)
    from_tau = events.parent_of((events.id == 15) & from_boson, False)
    return events.final & numpy.isin(events.id, [11, 13]) & (from_boson | from_tau)


@dataclasses.dataclass
class Jets:
    """Jets with pT above a threshold, by falling pT within each event."""

    event: numpy.ndarray
    pt: numpy.ndarray
    eta: numpy.ndarray
    phi: numpy.ndarray
    mass: numpy.ndarray
    charged: numpy.ndarray


def jets(events, minimum_pt=25.0, radius=0.4):
    """Anti-kT jets of final particles with |eta| < 6, without neutrinos and prompt leptons."""
    used = events.final & ~numpy.isin(events.id, NEUTRINOS) & ~prompt_leptons(events) & (numpy.abs(events.eta) < 6)
    counts = numpy.bincount(events.event[used], minlength=events.count)
    array = awkward.unflatten(
        awkward.zip({"px": events.px[used], "py": events.py[used], "pz": events.pz[used], "E": events.energy[used]},
                    with_name="Momentum4D"), counts)
    sequence = fastjet.ClusterSequence(array, fastjet.JetDefinition(fastjet.antikt_algorithm, radius))
    found = sequence.inclusive_jets(minimum_pt)
    members = sequence.constituent_index(minimum_pt)
    tracks = awkward.unflatten((events.charged & (events.pt > 0.5))[used], counts)
    flat = awkward.flatten(members, axis=2)
    per_jet = awkward.to_numpy(awkward.flatten(awkward.num(members, axis=2)))
    hits = awkward.to_numpy(awkward.flatten(tracks[flat])).astype(float)
    owner = numpy.repeat(numpy.arange(len(per_jet)), per_jet)
    number = awkward.to_numpy(awkward.num(found))
    event = numpy.repeat(numpy.arange(events.count), number)
    px, py, pz, energy = (awkward.to_numpy(awkward.flatten(found[name])) for name in ["px", "py", "pz", "E"])
    pt = numpy.hypot(px, py)
    mass2 = energy**2 - pt**2 - pz**2
    result = Jets(event, pt, numpy.arcsinh(pz / pt), numpy.arctan2(py, px), numpy.sqrt(numpy.maximum(mass2, 0)),
                  numpy.bincount(owner, weights=hits, minlength=len(per_jet)))
    order = numpy.lexsort((-result.pt, result.event))
    return Jets(*(getattr(result, field.name)[order] for field in dataclasses.fields(Jets)))


def rank(event):
    """Position of each row within its event, for rows sorted by event."""
    first = numpy.searchsorted(event, event, side="left")
    return numpy.arange(len(event)) - first


def heavy_hadrons(events, digit):
    """Last hadrons of a line with a heavy quark (5 or 4) and no heavier one: those that decay weakly, which fly, and
    those of hidden flavour (J/psi, eta_c, Upsilon), which have no flight. The histograms of the reference seem to hold both:
    one charm hadron stands alone there in 0.4 % of the inelastic collisions, more often than bottom hadrons that
    decay without open charm explain."""
    code = events.id
    heaviest = numpy.maximum(numpy.maximum(code // 10 % 10, code // 100 % 10), code // 1000 % 10)
    return (events.status == DECAYED) & (heaviest == digit) & (code > 100)
