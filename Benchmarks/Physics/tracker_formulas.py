# SPDX-License-Identifier: GPL-3.0-or-later
"""Formulas of the literature that the tracker is compared with; nothing here is taken from Eidolon.

PDG: Review of Particle Physics 2024, chapter 34, Passage of particles through matter. GeV, mm.
"""

import numpy

ELECTRON = 0.51099895e-3
# Z/A, I in eV, density in g/cm3, then Sternheimer, Berger and Seltzer's x0, x1, a, m, C, delta0.
SILICON = (0.49848, 173.0, 2.329, 0.2015, 2.8716, 0.14921, 3.2546, 4.4355, 0.14)
BERYLLIUM = (0.44384, 63.7, 1.848, 0.0592, 1.6922, 0.80392, 2.4339, 2.7847, 0.14)
# cm of a radiation length.
RADIATION_LENGTH = {"silicon": 9.370, "beryllium": 35.28}


def bethe(momentum, mass, material):
    """Mean loss of energy, GeV/mm: PDG equation 34.5 with the density effect 34.7."""
    ratio, excitation, density, x0, x1, a, m, c, delta0 = material
    energy = numpy.hypot(momentum, mass)
    beta2, gamma = (momentum / energy) ** 2, energy / mass
    bg = momentum / mass
    largest = 2 * ELECTRON * bg ** 2 / (1 + 2 * gamma * ELECTRON / mass + (ELECTRON / mass) ** 2)
    x = numpy.log10(bg)
    delta = numpy.where(x >= x1, 2 * numpy.log(10) * x - c, numpy.where(
        x >= x0, 2 * numpy.log(10) * x - c + a * numpy.maximum(x1 - x, 0) ** m, delta0 * 10 ** (2 * (x - x0))))
    logarithm = 0.5 * numpy.log(2 * ELECTRON * bg ** 2 * largest / (excitation * 1e-9) ** 2)
    stopping = 0.307075 * ratio / beta2 * (logarithm - beta2 - delta / 2)  # MeV cm2/g
    return stopping * density * 1e-4


def highland(momentum, mass, thickness):
    """Width of the projected angle behind `thickness` radiation lengths: PDG equation 34.16, charge 1."""
    energy = numpy.hypot(momentum, mass)
    beta = momentum / energy
    return 0.0136 / (beta * momentum) * numpy.sqrt(thickness) * (1 + 0.038 * numpy.log(thickness / beta ** 2))


def coulomb_correction(z):
    """Davies, Bethe and Maximon's f(Z): PDG equation 34.26."""
    a2 = (z / 137.035999) ** 2
    return a2 * (1 / (1 + a2) + 0.20206 - 0.0369 * a2 + 0.0083 * a2 ** 2 - 0.002 * a2 ** 3)


def pair_production(energy, z):
    """The Bethe-Heitler cross-section of a photon relative to its limit at high energy, s(E).

    The screened cross-section differential in the electron's share of energy with the screening functions of Butcher
    and Messel (Nucl. Phys. 20 (1960) 15) and the Coulomb correction, integrated and divided by the same at full screening,
    where the probability is 7/9 per radiation length (PDG equation 34.32).
    """
    def integral(photon):
        low = ELECTRON / photon if photon is not None else 0.0
        x = low + (1 - 2 * low) * (numpy.arange(20000) + 0.5) / 20000
        delta = 0 if photon is None else 136 * z ** (-1 / 3) * ELECTRON / photon / (x * (1 - x))
        small = numpy.minimum(delta, 1)
        phi1 = numpy.where(delta <= 1, 20.867 - 3.242 * small + 0.625 * small ** 2,
                           21.12 - 4.184 * numpy.log(delta + 0.952))
        phi2 = numpy.where(delta <= 1, 20.209 - 1.930 * small - 0.086 * small ** 2, phi1)
        # Below 50 MeV there is no Coulomb correction; the photons here have more.
        f = 8 / 3 * numpy.log(z) + 8 * coulomb_correction(z)
        first, second = numpy.maximum(3 * phi1 - phi2 - f, 0), numpy.maximum(1.5 * phi1 + 0.5 * phi2 - f, 0)
        return ((x - 0.5) ** 2 * first + 0.5 * second).mean() * (1 - 2 * low)
    return integral(energy) / integral(None)


def radiated(energy, thickness, count, random):
    """Energies that electrons radiate in `thickness` radiation lengths, drawn from the spectrum of full screening.

    PDG equation 34.28: photons with the share y of the electron's energy, (4/3 (1 - y) + y^2) / y per radiation length,
    down to y = 1e-4, below which they carry 0.01 % together.
    """
    low = 1e-4
    rate = 4 / 3 * (numpy.log(1 / low) - 1 + low) + 0.5 * (1 - low ** 2)
    number = random.poisson(rate * thickness, count)
    left = numpy.full(count, float(energy))
    for turn in range(number.max()):
        radiating = numpy.flatnonzero(number > turn)
        share = numpy.zeros(len(radiating))
        waiting = numpy.arange(len(radiating))
        while len(waiting):
            y = low ** random.random(len(waiting))
            taken = random.random(len(waiting)) * 4 / 3 < 4 / 3 * (1 - y) + y ** 2
            share[waiting[taken]] = y[taken]
            waiting = waiting[~taken]
        left[radiating] *= 1 - share
    return energy - left


def half_width(values):
    """Half the width of the middle 68 % and its standard error for a normal distribution."""
    low, high = numpy.quantile(values, [0.158655, 0.841345])
    width = 0.5 * (high - low)
    return width, 1.0699 * width / numpy.sqrt(len(values))
