# SPDX-License-Identifier: GPL-3.0-or-later
"""Measured cross-sections of hadrons with nuclei, from the literature.

A row of MEASURED holds particle, material, quantity, source and points: kinetic energy in GeV, mb, standard error or
None. reaction = total less elastic with the nucleus as a whole; inelastic leaves out the collisions with single
nucleons too.
"""

import math

SOURCES = {
    "Allardyce 1973": "B. W. Allardyce et al., Nucl. Phys. A209 (1973) 1",
    "Ashery 1981": "D. Ashery et al., Phys. Rev. C23 (1981) 2173",
    "Clough 1974": "A. S. Clough et al., Nucl. Phys. B76 (1974) 15",
    "Gelderloos 2000": "C. J. Gelderloos et al., Phys. Rev. C62 (2000) 024612",
    "Meirav 1987": "O. Meirav et al., Phys. Rev. C36 (1987) 1066",
    "Barashenkov 1989": "V. S. Barashenkov, JINR P2-89-770, evaluation as in Geant4's G4UPiNuclearCrossSection, pi-",
    "Bugg 1968": "D. V. Bugg et al., Phys. Rev. 168 (1968) 1466",
    "Friedman 1997": "E. Friedman et al., Phys. Rev. C55 (1997) 1304",
    "Auce 2005": "A. Auce et al., Phys. Rev. C71 (2005) 064606",
    "Dietrich 2002": "F. S. Dietrich et al., J. Nucl. Sci. Tech. Suppl. 2 (2002) 269",
    "Menet 1971": "J. J. H. Menet et al., Phys. Rev. C4 (1971) 1114",
    "Renberg 1972": "P. U. Renberg et al., Nucl. Phys. A183 (1972) 81",
    "Schimmerling 1973": "W. Schimmerling et al., Phys. Rev. C7 (1973) 248",
    "Voss 1956": "R. G. P. Voss and R. Wilson, Proc. R. Soc. A236 (1956) 41",
    "Zanelli 1981": "C. Zanelli et al., Phys. Rev. C23 (1981) 1015",
    "Abfalterer 2001": "W. P. Abfalterer et al., Phys. Rev. C63 (2001) 044608",
    "PDG 2024": "Review of Particle Physics 2024, atomic and nuclear properties of materials: lengths in g/cm2 as mb",
    "Uzhinsky 2011": "V. Uzhinsky et al., Phys. Lett. B705 (2011) 235, parameterisation of measurements",
}

MEASURED = [
    ("pi+", "graphite", "reaction", "Meirav 1987", [(0.065, 201, 16)]),
    ("pi-", "graphite", "reaction", "Meirav 1987", [(0.050, 193, 10), (0.065, 251, 20)]),
    ("pi+", "graphite", "reaction", "Ashery 1981", [
        (0.085, 287, 22), (0.125, 417, 24), (0.165, 447, 23), (0.205, 384, 25), (0.245, 366, 21), (0.315, 309, 17)]),
    ("pi-", "graphite", "reaction", "Ashery 1981", [(0.125, 429, 28), (0.165, 442, 26)]),
    ("pi+", "iron", "reaction", "Ashery 1981", [
        (0.085, 1284, 101), (0.125, 1254, 106), (0.165, 1154, 106), (0.205, 1050, 99), (0.245, 936, 99),
        (0.315, 807, 92)]),
    ("pi+", "graphite", "total", "Clough 1974", [
        (0.089, 501.3, 24.9), (0.128, 646.9, 11.6), (0.187, 640.9, 10.5), (0.259, 522.7, 8.0), (0.337, 408.4, 4.5),
        (0.482, 304.4, 2.0), (0.567, 291.9, 4.5), (0.696, 297.7, 4.0), (0.855, 322.2, 6.0)]),
    ("pi-", "graphite", "total", "Clough 1974", [
        (0.089, 583.1, 15.4), (0.128, 687.6, 17.6), (0.187, 661.5, 13.0), (0.259, 534.9, 8.0), (0.337, 421.3, 4.5),
        (0.482, 314.3, 2.5), (0.567, 301.2, 2.0), (0.696, 304.5, 4.0), (0.855, 326.2, 6.0)]),
    ("pi+", "beryllium", "total", "Clough 1974", [
        (0.128, 516.6, 8.0), (0.187, 540.5, 8.6), (0.259, 418.1, 7.3), (0.482, 236.5, 2.6), (0.696, 244.3, 3.8),
        (0.855, 268.6, 5.7)]),
    ("pi+", "graphite", "reaction", "Allardyce 1973", [
        (0.584, 263, 3), (0.711, 246, 3), (0.870, 257, 2), (1.213, 248, 3), (1.446, 243, 3), (1.860, 224, 3)]),
    ("pi-", "graphite", "reaction", "Allardyce 1973", [
        (0.584, 243, 3), (0.711, 250, 2), (0.870, 264, 1), (1.213, 254, 2), (1.446, 246, 2), (1.860, 224, 2)]),
    ("pi+", "aluminium", "reaction", "Allardyce 1973", [
        (0.711, 429, 11), (0.870, 451, 3), (1.213, 437, 4), (1.446, 435, 3)]),
    ("pi-", "aluminium", "reaction", "Allardyce 1973", [
        (0.711, 433, 6), (0.870, 454, 3), (1.213, 444, 4), (1.446, 444, 4)]),
    ("pi+", "lead", "reaction", "Allardyce 1973", [
        (0.584, 1754, 16), (0.870, 1772, 9), (1.213, 1743, 13), (1.860, 1670, 13)]),
    ("pi-", "lead", "reaction", "Allardyce 1973", [
        (0.584, 1806, 15), (0.870, 1808, 6), (1.213, 1817, 9), (1.860, 1703, 16)]),
    ("pi-", "graphite", "reaction", "Gelderloos 2000", [(0.410, 255, 19), (0.464, 240, 17), (0.492, 224, 15)]),
    ("pi-", "copper", "reaction", "Gelderloos 2000", [(0.410, 827, 50), (0.464, 825, 50), (0.492, 847, 50)]),
    ("pi-", "lead", "reaction", "Gelderloos 2000", [(0.410, 1922, 131), (0.464, 1888, 127)]),
    ("pi-", "beryllium", "reaction", "Barashenkov 1989", [(1, 207, None), (3, 172, None), (10, 159, None)]),
    ("pi-", "graphite", "reaction", "Barashenkov 1989", [(3, 210, None), (10, 187, None), (100, 174, None)]),
    ("pi-", "aluminium", "reaction", "Barashenkov 1989", [(0.2, 660, None), (0.5, 448, None), (3, 392, None),
                                                        (10, 356, None), (100, 332, None)]),
    ("pi-", "copper", "reaction", "Barashenkov 1989", [(0.2, 1175, None), (0.5, 830, None), (3, 735, None),
                                                     (10, 680, None), (100, 630, None)]),
    ("pi-", "lead", "reaction", "Barashenkov 1989", [(0.2, 2550, None), (3, 1720, None), (10, 1620, None),
                                                   (100, 1530, None)]),
    ("K+", "graphite", "reaction", "Friedman 1997", [
        (0.2314, 129.3, 1.4), (0.3273, 141.8, 1.5), (0.3744, 149.3, 1.5)]),
    ("K+", "graphite", "total", "Bugg 1968", [
        (0.3744, 171.6, 4.7), (0.5372, 187.1, 4.2), (0.7947, 201.8, 3.7), (0.9984, 202.6, 3.6), (1.6266, 195.6, 3.2),
        (2.1076, 188.0, 3.3)]),
    ("K-", "graphite", "total", "Bugg 1968", [
        (0.3265, 306.0, 7.9), (0.5145, 351.5, 7.1), (0.7799, 324.7, 6.1), (1.0295, 287.9, 4.9), (1.6188, 262.7, 4.2),
        (2.1587, 251.7, 4.1)]),
    ("p", "graphite", "reaction", "Menet 1971", [(0.0300, 447, 20), (0.0495, 345, 13), (0.0608, 310, 13)]),
    ("p", "iron", "reaction", "Menet 1971", [(0.0400, 991, 43), (0.0608, 899, 32)]),
    ("p", "graphite", "reaction", "Auce 2005", [
        (0.081, 279, 10), (0.119, 237, 7), (0.141, 222, 5), (0.158, 212, 4), (0.180, 211, 3)]),
    ("p", "lead", "reaction", "Auce 2005", [
        (0.081, 2010, 80), (0.119, 1840, 60), (0.158, 1720, 40), (0.180, 1720, 30)]),
    ("p", "graphite", "reaction", "Renberg 1972", [(0.231, 217, 10), (0.343, 221, 10), (0.464, 236, 10)]),
    ("p", "iron", "reaction", "Renberg 1972", [
        (0.230, 684, 26.5), (0.345, 678, 29), (0.463, 706, 26), (0.552, 707, 24)]),
    ("p", "lead", "reaction", "Renberg 1972", [
        (0.226, 1752, 48), (0.341, 1711, 47), (0.460, 1780, 47), (0.549, 1756, 47)]),
    ("p", "graphite", "reaction", "Dietrich 2002", [
        (0.5398, 239, 8), (0.8122, 261, 8), (1.101, 274, 8), (1.669, 268, 8), (3.508, 272, 8)]),
    ("p", "copper", "reaction", "Dietrich 2002", [
        (0.5349, 791, 24), (0.8044, 841, 25), (1.090, 863, 25), (1.679, 862, 25), (3.560, 862, 24)]),
    ("p", "lead", "reaction", "Dietrich 2002", [(0.806, 1810, 52), (1.663, 1840, 54), (3.512, 1860, 52)]),
    ("n", "graphite", "reaction", "Voss 1956", [(0.105, 234, 7.7), (0.140, 221, 10)]),
    ("n", "copper", "reaction", "Voss 1956", [(0.105, 773, 13), (0.140, 741, 12)]),
    ("n", "iron", "reaction", "Zanelli 1981", [(0.0403, 909, 39), (0.0504, 899, 42)]),
    ("n", "graphite", "reaction", "Schimmerling 1973", [(0.705, 260, 13), (0.959, 261, 10), (1.361, 258, 6)]),
    ("n", "lead", "reaction", "Schimmerling 1973", [(0.705, 1853, 51), (0.959, 1783, 47), (1.361, 1861, 35)]),
    ("n", "graphite", "total", "Abfalterer 2001", [
        (0.050, 948, 5), (0.100, 491, 3), (0.150, 344, 3), (0.200, 298, 3), (0.300, 285, 3), (0.500, 316, 3)]),
    ("n", "iron", "total", "Abfalterer 2001", [
        (0.050, 2536, 12), (0.100, 1817, 10), (0.150, 1282, 10), (0.200, 1070, 10), (0.300, 1016, 10),
        (0.500, 1119, 10)]),
    ("n", "lead", "total", "Abfalterer 2001", [
        (0.100, 4662, 30), (0.150, 3649, 30), (0.200, 3064, 30), (0.300, 2835, 30), (0.500, 3029, 30)]),
]

# g/cm2: nuclear and pion interaction lengths, nuclear collision lengths; at 100 GeV.
PDG_LENGTHS = {
    "beryllium": (77.8, 109.9, 55.3), "graphite": (85.8, 117.8, 59.2), "aluminium": (107.2, 136.7, 69.7),
    "silicon": (108.4, 137.7, 70.2), "iron": (132.1, 160.8, 81.7), "copper": (137.3, 165.9, 84.2),
    "tungsten": (191.9, 218.7, 110.4), "lead": (199.6, 226.2, 114.1),
}
ATOMIC_MASS = {
    "beryllium": 9.0122, "graphite": 12.011, "aluminium": 26.982, "silicon": 28.085, "iron": 55.845, "copper": 63.546,
    "tungsten": 183.84, "lead": 207.2,
}


def lengths_as_rows():
    """The lengths of the PDG as rows like those of MEASURED."""
    rows = []
    for material, (nucleon, pion, collision) in PDG_LENGTHS.items():
        for particle, quantity, length in (("n", "inelastic", nucleon), ("pi+", "inelastic", pion),
                                           ("n", "total", collision)):
            section = ATOMIC_MASS[material] / 6.02214076e-4 / length
            rows.append((particle, material, quantity, "PDG 2024", [(100.0, round(section, 1), None)]))
    return rows


def antiproton_reaction(momentum, mass_number):
    """mb; the formula of Uzhinsky et al. as Geant4's G4ComponentAntiNuclNuclearXS has it."""
    proton = 0.93827231
    s = 2 * proton ** 2 + 2 * proton * math.hypot(proton, momentum)
    root = math.sqrt(s)
    slope = 11.92 + 0.3036 * math.log(root / 20.74) ** 2
    limit = 36.04 + 0.304 * math.log(s / 33.0625) ** 2
    radius3 = (0.40874044 * limit - slope) ** 1.5
    near = 1 / math.sqrt(s - 4 * proton ** 2) / radius3
    total = limit * (1 + near * 13.55 * (1 - 4.47 / root + 12.38 / root ** 2 - 12.43 / root ** 3))
    elastic = (4.5 + 0.101 * math.log(s / 33.0625) ** 2) * (
        1 + near * 59.27 * (1 - 6.95 / root + 23.54 / root ** 2 - 25.34 / root ** 3))
    radius = 1.31 * mass_number ** 0.22 + 0.9 * mass_number ** (-1 / 3)
    size2 = radius ** 2 + 0.1 * total ** 2 / (8 * math.pi * elastic)
    disc = 10 * math.pi * size2
    return disc * math.log(1 + mass_number * total / disc)
