# SPDX-License-Identifier: GPL-3.0-or-later
"""Particles that Eidolon and ACTS both read: the same numbers, to the last bit of a 32-bit float."""

import csv
import pathlib

import numpy

PION = (211, 0.13957039)
ELECTRON = (11, 0.51099895e-3)
MUON = (13, 0.1056583755)  # PDG 2024, GeV

ACTS_HEADER = ("particle_id_pv,particle_id_sv,particle_id_part,particle_id_gen,particle_id_subpart,"
               "particle_type,process,vx,vy,vz,vt,px,py,pz,m,q\n")
TRACKML_HEADER = "particle_id,particle_type,vx,vy,vz,px,py,pz,q,nhits\n"


def text(value):
    """The shortest text of a 32-bit float that both readers turn into the same number."""
    return numpy.format_float_positional(numpy.float32(value), unique=True, trim="-")


def gun(species, count, event, seed, highest_pt=10.0):
    """Charged particles from the origin: pT log-uniform from 0.5 GeV, to 10 by default, |eta| < 3, both charges.

    Returns a dictionary of columns; momenta are 32-bit floats, eta is that of the rounded momentum.
    """
    random = numpy.random.Generator(numpy.random.Philox(key=[seed, event]))
    pt = 0.5 * (highest_pt / 0.5) ** random.random(count)
    eta = 6 * random.random(count) - 3
    phi = 2 * numpy.pi * random.random(count) - numpy.pi
    charge = 2 * random.integers(0, 2, count) - 1
    momentum = [numpy.float32(p) for p in (pt * numpy.cos(phi), pt * numpy.sin(phi), pt * numpy.sinh(eta))]
    # A negative PDG number is the positive charge for leptons and the negative one for mesons.
    sign = charge if species[0] > 100 else -charge
    zero = numpy.zeros(count, dtype=numpy.float32)
    return {
        "vertex": numpy.ones(count, dtype=int), "primary": numpy.arange(1, count + 1),
        "generation": numpy.zeros(count, dtype=int), "secondary": numpy.zeros(count, dtype=int),
        "process": numpy.zeros(count, dtype=int),
        "pdg": sign * species[0], "mass": numpy.full(count, species[1]), "charge": charge,
        "vx": zero, "vy": zero, "vz": zero, "px": momentum[0], "py": momentum[1], "pz": momentum[2],
    }


def from_trackml(path):
    """Particles of a TrackML file without species: charged ones as pions, neutral ones as photons."""
    columns = {k: [] for k in ("vertex", "primary", "generation", "secondary", "process", "pdg", "mass", "charge",
                               "vx", "vy", "vz", "px", "py", "pz")}
    with open(path, newline="", encoding="ascii") as file:
        for row in csv.DictReader(file):
            identity = int(row["particle_id"])
            fields = [identity >> 52 & 0xFFF, identity >> 36 & 0xFFFF, identity >> 24 & 0xFFF,
                      identity >> 12 & 0xFFF, identity & 0xFFF]
            charge = int(row["q"])
            values = fields + [211 * charge or 22, PION[1] if charge else 0.0, charge]
            for key, value in zip(columns, values + [float(row[k]) for k in ("vx", "vy", "vz", "px", "py", "pz")]):
                columns[key].append(value)
    return {k: numpy.array(v) for k, v in columns.items()}


def pseudorapidity(particles):
    px, py, pz = (particles[k].astype(float) for k in ("px", "py", "pz"))
    return numpy.arcsinh(pz / numpy.hypot(px, py))


def write_acts(folder, event, p):
    """`eventNNNNNNNNN-particles.csv` as the CsvParticleReader of ACTS reads it.

    Fatras wants primaries only: particles are numbered by their row, from 1, whatever made them.
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"event{event:09d}-particles.csv", "w", encoding="ascii") as out:
        out.write(ACTS_HEADER)
        for i in range(len(p["pdg"])):
            numbers = ",".join(text(p[k][i]) for k in ("px", "py", "pz"))
            place = ",".join(text(p[k][i]) for k in ("vx", "vy", "vz"))
            out.write(f"{p['vertex'][i]},0,{i + 1},0,0,{p['pdg'][i]},0,{place},0,{numbers},"
                      f"{text(p['mass'][i])},{p['charge'][i]}\n")


def write_trackml(path, p):
    """A TrackML `particles.csv` with species."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="ascii") as out:
        out.write(TRACKML_HEADER)
        for i in range(len(p["pdg"])):
            identity = (int(p["vertex"][i]) << 52 | int(p["primary"][i]) << 36 | int(p["generation"][i]) << 24
                        | int(p["secondary"][i]) << 12 | int(p["process"][i]))
            numbers = ",".join(text(p[k][i]) for k in ("vx", "vy", "vz", "px", "py", "pz"))
            out.write(f"{identity},{p['pdg'][i]},{numbers},{p['charge'][i]},0\n")


def write_events(folder, events):
    """Every event for both programs, and Eidolon's recipe.

    Returns the recipe's path; what ACTS reads stands in `folder`/acts.
    """
    folder = pathlib.Path(folder)
    names = []
    for number, particles in enumerate(events):
        write_acts(folder / "acts", number, particles)
        names.append(f"trackml/{number}.csv")
        write_trackml(folder / names[-1], particles)
    recipe = folder / "recipe.yaml"
    # The peer follows every particle; so does this recipe.
    recipe.write_text(
        "name: side-by-side\nseed: 7\ndetector: trackml\n"
        "source:\n  format: trackml-particles\n  file: [" + ", ".join(names) + "]\n"
        "simulation: {min_pT_GeV: 0.001, max_abs_eta: 10}\n", encoding="ascii")
    return recipe
