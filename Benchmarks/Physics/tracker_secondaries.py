# SPDX-License-Identifier: GPL-3.0-or-later
"""What particles make in the tracker: conversions, radiation, decays in flight, nuclear interactions."""

import json

import numpy

import common
import tracker_formulas
from tracker_checks import BARREL, CURVATURE, MUON, PION, path_through_barrel, quoted, row
from tracker_events import CONVERSION, DECAY_IN_FLIGHT, HADRONIC, generate

# Of the tracking volume in Geometries/trackml.yaml, mm.
RADIUS, HALF_LENGTH = 1100.0, 3050.0

CONVERSION_TOLERANCE = 0.05
# Fraction of 5 GeV photons at |eta| < 0.5 that ACTS Fatras 48.1 converts: quoted, not a target.
CONVERSIONS_OF_FATRAS = 0.145
# Energy lost by electrons of 10 GeV at eta 0, GeV, mean and median: quoted. The median is that of Bethe and Heitler's
# approximation of the spectrum, whose behaviour makes the energy left a power of a gamma variate; the spectrum itself,
# with which the values are compared, has fewer photons of middling energy.
QUOTED_ELECTRON_LOSS, ELECTRON_TOLERANCE = (2.17, 1.01), 0.05
# Species, mass in GeV and c tau in mm (PDG 2024).
LIFETIMES = [("310", 0.497611, 26.844), ("3122", 1.115683, 78.9), ("321", 0.493677, 3711.0), ("211", PION, 7804.5)]
LIFETIME_TOLERANCE = 0.02
# Interaction length of pions in silicon and beryllium, g/cm2 (PDG, atomic and nuclear properties), and density.
PION_INTERACTION_LENGTH = {"silicon": (137.7, 2.329), "beryllium": (109.9, 1.848)}
HADRONIC_TOLERANCE = 0.15


def share(count, total):
    """A fraction and its standard error."""
    fraction = count / total
    return fraction, numpy.sqrt(max(fraction * (1 - fraction), 1 / total) / total)


def radiation_lengths(eidolon):
    """X/X0 at pseudorapidities, as `eidolon geometry check` integrates it: eta, value."""
    text = common.run([eidolon, "geometry", "check", "trackml", "--json"])
    material = json.loads(text)["material"]
    return numpy.array([m["eta"] for m in material]), numpy.array([m["radiationLengths"] for m in material])


def conversions(eidolon, work, scale, plots):
    """5 GeV photons against 1 - exp(-integral 7/9 s(E) dx/X0), s from Bethe and Heitler's cross-section."""
    s = generate(eidolon, work, "conversions", "gamma", "energy_GeV: 5", 0.5, 20000 * scale)
    vertices, source = s.ends(CONVERSION)
    photons = s.generated[s.p["pdg_id"][s.generated] == 22]
    converted = numpy.unique(source)
    # The radiation lengths of a barrel grow as cosh(eta).
    eta, material = radiation_lengths(eidolon)
    photon_eta = numpy.arcsinh(s.p["pz"][photons] / s.p["pt"][photons])
    passed = numpy.interp(numpy.abs(photon_eta), eta, material / numpy.cosh(eta)) * numpy.cosh(photon_eta)
    strength = tracker_formulas.pair_production(5.0, 14)
    expected = (1 - numpy.exp(-7 / 9 * strength * passed)).mean()
    legs, of = s.secondaries(CONVERSION)
    radius = numpy.hypot(s.v["x"][vertices], s.v["y"][vertices])
    plots["conversions"] = (radius, len(photons), s.p["energy"][legs[of >= 0]] / 5)
    fraction = share(len(converted), len(photons))
    rows = [row("photons of 5 GeV converted, |eta| < 0.5", *fraction, expected, CONVERSION_TOLERANCE)]
    # Energy is kept but for what nuclei take: both legs together.
    together = numpy.bincount(s.p["vertex"][legs[of >= 0]], s.p["energy"][legs[of >= 0]], minlength=len(s.v["x"]))
    rows.append(row("energy of both legs, photon of 5 GeV", together[vertices].mean(),
                    together[vertices].std() / numpy.sqrt(len(vertices)), 5.0, 0.001, "GeV"))
    rows.append(quoted("photons of 5 GeV converted, Fatras", *fraction, CONVERSIONS_OF_FATRAS))
    return rows


def electrons(eidolon, work, scale, plots):
    """Electrons of 10 GeV at eta 0: their energy at birth less that at their last crossing."""
    s = generate(eidolon, work, "electrons", "e-", "p_GeV: 10", 0.05, 10000 * scale)
    h = s.h
    hit = numpy.flatnonzero(s.of_generated)
    hit = hit[numpy.lexsort((h["true_time"][hit], h["particle"][hit]))]
    k, last = numpy.unique(h["particle"][hit][::-1], return_index=True)
    lost = s.p["p"][k] - h["p"][hit[::-1][last]]
    # What is crossed before the outermost sensors, where nearly all are seen last.
    _, _, path = path_through_barrel(s)
    thickness = sum(path[m].mean() / 10 / tracker_formulas.RADIATION_LENGTH[m] for m in path)
    random = numpy.random.Generator(numpy.random.Philox(key=[3, 4]))
    ionised = sum(path[m].mean() * tracker_formulas.bethe(10.0, MUON, getattr(tracker_formulas, m.upper()))
                  for m in path)
    drawn = tracker_formulas.radiated(10.0, thickness, 400000, random) + ionised
    plots["electrons"] = (lost, drawn)
    # Of a median: one over twice the density there times the root of the number, with the drawn spectrum's density.
    middle = numpy.median(drawn)
    density = ((drawn > 0.9 * middle) & (drawn < 1.1 * middle)).mean() / (0.2 * middle)
    mean = (lost.mean(), lost.std() / numpy.sqrt(len(lost)))
    median = (numpy.median(lost), 0.5 / density / numpy.sqrt(len(lost)))
    title = f"energy lost by electrons of 10 GeV in {thickness:.3f} X0"
    return [row(f"mean {title}", *mean, drawn.mean(), ELECTRON_TOLERANCE, "GeV"),
            row(f"median {title}", *median, middle, ELECTRON_TOLERANCE, "GeV"),
            quoted("mean energy lost by electrons, quoted figure", *mean, QUOTED_ELECTRON_LOSS[0], "GeV"),
            quoted("median energy lost by electrons, quoted figure", *median, QUOTED_ELECTRON_LOSS[1], "GeV")]


def lifetime(s, mass):
    """c tau from those that decay and the path of those that do not: decays over proper time, in mm."""
    p = s.p
    own = s.generated
    slant = p["p"][own] / p["pt"][own]
    bend = numpy.where(p["charge"][own] != 0, p["pt"][own] / CURVATURE, 1e12)
    inside = 2 * bend * numpy.arcsin(numpy.minimum(RADIUS / 2 / bend, 1)) * slant
    path = numpy.full(len(p["p"]), numpy.nan)
    path[own] = numpy.minimum(inside, HALF_LENGTH * p["p"][own] / numpy.maximum(numpy.abs(p["pz"][own]), 1e-9))
    vertices, source = s.ends(DECAY_IN_FLIGHT)
    # Charged ones run on an arc: time is the measure for all, at the speed that they begin with.
    beta = p["p"][source] / p["energy"][source]
    path[source] = 299.792458 * (s.v["time"][vertices] - p["time"][source]) * beta
    proper = path[own] * mass / p["p"][own]
    number = len(source)
    tau = proper.sum() / number
    return tau, tau / numpy.sqrt(number), path[source] * mass / p["p"][source]


def decays(eidolon, work, scale, plots):
    rows = []
    for species, mass, expected in LIFETIMES:
        few = 20000 if expected < 1000 else 100000
        s = generate(eidolon, work, f"decays-{species}", species, "p_GeV: 2", 0.8, few * scale,
                     ["hadronic", "scattering", "energy_loss"])
        tau, error, proper = lifetime(s, mass)
        rows.append(row(f"c tau of {species}", tau, error, expected, LIFETIME_TOLERANCE, "mm"))
        plots.setdefault("decays", {})[species] = (proper, expected)
    return rows


def hadrons(eidolon, work, scale, plots):
    """Pions of 10 GeV: those that interact, and hits missing in the outermost layer, against the
    integral of dx/lambda."""
    on = generate(eidolon, work, "hadrons", "pi+", "p_GeV: 10", 0.1, 40000 * scale, ["decays"])
    off = generate(eidolon, work, "hadrons-off", "pi+", "p_GeV: 10", 0.1, 40000 * scale, ["decays", "hadronic"])
    _, _, path = path_through_barrel(off)
    lengths = sum(path[m].mean() / 10 * density / length for m, (length, density) in PION_INTERACTION_LENGTH.items())
    reached = [len(s.first_hits(*BARREL[-1])) for s in (off, on)]
    survived, error = share(reached[1], reached[0])
    ended = numpy.unique(on.ends(HADRONIC)[1])
    ended = ended[on.p["fate"][ended] == 6]
    plots["hadrons"] = numpy.hypot(*(on.v[c][on.ends(HADRONIC)[0]] for c in "xy"))
    return [row("pions of 10 GeV lost before the outermost barrel layer", 1 - survived, error, 1 - numpy.exp(-lengths),
                HADRONIC_TOLERANCE),
            row("pions of 10 GeV ended by an inelastic interaction", *share(len(ended), len(on.generated)),
                1 - numpy.exp(-lengths), HADRONIC_TOLERANCE)]
