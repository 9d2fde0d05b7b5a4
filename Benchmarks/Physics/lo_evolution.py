# SPDX-License-Identifier: GPL-3.0-or-later
"""Leading-order evolution of parton densities (DGLAP) on a grid in x, for fits and test grids.

The kernels are those of Altarelli and Parisi, Nucl. Phys. B 126 (1977) 298 (RPP 2024, sec. 18.2). With one-loop running
the evolution of x f from Q1 to Q2 with n_f flavours is a matrix exponential in tau = ln(alpha_s(Q1) / alpha_s(Q2)) /
(2 pi b0). Charm, bottom and top start from zero at their masses.
"""
import numpy as np
from scipy.linalg import expm

CF, CA, TR = 4 / 3, 3.0, 0.5
CHARM, BOTTOM, TOP = 2**0.5, 4.75, 175.0  # thresholds of NNPDF2.3, GeV
COUPLING_AT_Z, Z_MASS = 0.130, 91.2
FLAVOURS = ["g", "d", "u", "s", "c", "b", "dbar", "ubar", "t"]


def b0(flavours):
    return (33 - 2 * flavours) / (12 * np.pi)


def alpha_s(scale):
    """One loop, continuous at the thresholds."""
    inverse, at = 1 / COUPLING_AT_Z, Z_MASS
    steps = [(BOTTOM, 5), (CHARM, 4), (0, 3)] if scale < Z_MASS else [(TOP, 5), (np.inf, 6)]
    for threshold, flavours in steps:
        to = max(scale, threshold) if scale < Z_MASS else min(scale, threshold)
        inverse += 2 * b0(flavours) * np.log(to / at)
        at = to
        if at == scale:
            break
    return 1 / inverse


class Grid:
    """Points equidistant in y = ln(1/x) + 6 (1 - x), with cubic interpolation."""

    def __init__(self, points=110, smallest=1e-7, stretch=6.0):
        self.points, self.stretch = points, stretch
        y = np.linspace(0, -np.log(smallest) + stretch * (1 - smallest), points)
        self.step = y[1]
        log_x = -y
        for _ in range(60):  # Newton
            excess = -log_x + stretch * (1 - np.exp(log_x)) - y
            log_x = log_x + excess / (1 + stretch * np.exp(log_x))
        self.x = np.exp(log_x)

    def weights(self, x):
        """Matrix that interpolates values on the grid to the positions x."""
        y = -np.log(x) + self.stretch * (1 - x)
        first = np.clip(np.floor(y / self.step).astype(int) - 1, 0, self.points - 4)
        p = y / self.step - first
        result, rows = np.zeros((len(x), self.points)), np.arange(len(x))
        result[rows, first] = -(p - 1) * (p - 2) * (p - 3) / 6
        result[rows, first + 1] = p * (p - 2) * (p - 3) / 2
        result[rows, first + 2] = -p * (p - 1) * (p - 3) / 2
        result[rows, first + 3] = p * (p - 1) * (p - 2) / 6
        return result


def kernels(grid):
    """Matrices of the splitting functions; the one of g to g lacks the term of n_f."""
    n = grid.points
    nodes, shares = np.polynomial.legendre.leggauss(12)
    qq, qg, gq, gg = (np.zeros((n, n)) for _ in range(4))
    for row in range(1, n):
        x = grid.x[row]
        low, high = np.log(grid.x[1 : row + 1]), np.log(grid.x[:row])
        middle, half = (low + high) / 2, (high - low) / 2
        u = np.exp(middle[:, None] + half[:, None] * nodes).ravel()
        z = x / u
        dz = (half[:, None] * shares).ravel() * z
        basis = grid.weights(u)
        qg[row] = (dz * TR * (z**2 + (1 - z) ** 2)) @ basis
        gq[row] = (dz * CF * (1 + (1 - z) ** 2) / z) @ basis
        plus = dz / (1 - z)
        qq[row] = (plus * CF * (1 + z * z)) @ basis
        qq[row, row] += CF * (-2 * plus.sum() + 2 * np.log(1 - x) + 1.5)
        gg[row] = 2 * CA * (plus * z + dz * ((1 - z) / z + z * (1 - z))) @ basis
        gg[row, row] += 2 * CA * (-plus.sum() + np.log(1 - x)) + 11 * CA / 6
    return qq, qg, gq, gg


class Evolution:
    """From densities at the charm mass to those at given scales above it."""

    def __init__(self, grid, scales):
        self.grid, self.scales, self.segments = grid, sorted(scales), []
        qq, qg, gq, gg = kernels(grid)
        n, start, flavours = grid.points, CHARM, 4
        for scale in sorted({s for s in scales if s > CHARM} | {BOTTOM, TOP}):
            tau = np.log(alpha_s(start) / alpha_s(scale)) / (2 * np.pi * b0(flavours))
            singlet = np.block([[qq, 2 * flavours * qg], [gq, gg - np.eye(n) * flavours / 3]])
            self.segments.append((scale, flavours, expm(tau * qq), expm(tau * singlet)))
            start = scale
            flavours += int(scale == BOTTOM) + int(scale == TOP)

    def run(self, densities):
        """densities: x f on the grid for the flavours but c, b and t. Returns {scale: array in the order of FLAVOURS}."""
        n = self.grid.points
        state = np.zeros((len(FLAVOURS), n))
        for name, values in densities.items():
            state[FLAVOURS.index(name)] = values
        result = {CHARM: state.copy()} if CHARM in self.scales else {}
        twice = np.array([0, 1, 1, 2, 2, 2, 1, 1, 2])  # s, c, b, t stand for quark and antiquark
        for scale, flavours, quark, singlet in self.segments:
            total = twice @ state
            after = singlet @ np.concatenate([total, state[0]])
            new = state.copy()
            new[0] = after[n:]
            for i in [1, 2, 3, 4, 6, 7] + [5] * (flavours > 4) + [8] * (flavours > 5):
                new[i] = quark @ (state[i] - total / (2 * flavours)) + after[:n] / (2 * flavours)
            state = new
            result[scale] = state.copy()
        return result
