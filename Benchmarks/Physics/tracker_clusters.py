# SPDX-License-Identifier: GPL-3.0-or-later
"""Size of pixel clusters against the angle of incidence: along v by path alone, along u with the drift in the field."""

import numpy

from tracker_checks import row
from tracker_events import generate

PIXEL_BARREL = 8
# In 2 T, 0.106 per tesla (CMSSW, pixelDigitizer_cfi).
LORENTZ_TANGENT = 0.212
SLOPE_TOLERANCE, SIZE_TOLERANCE, LORENTZ_TOLERANCE = 0.15, 0.05, 0.1
# Bins with fewer clusters are left out.
LEAST = 100


class Clusters:
    """Clusters of the pixel barrel: channels along u and v, tangents of incidence, geometry."""

    def __init__(self, passages):
        s, h = passages, passages.h
        hit = numpy.flatnonzero(s.of_generated & (h["volume_id"] == PIXEL_BARREL))
        module = h["module"][hit]
        direction = numpy.stack([h[f"true_p{c}"][hit] for c in "xyz"], axis=1) / h["p"][hit][:, None]
        self.cosine = (direction * s.axes["w"][module]).sum(axis=1)
        self.tangent_u = (direction * s.axes["u"][module]).sum(axis=1) / self.cosine
        self.tangent_v = numpy.abs((direction * s.axes["v"][module]).sum(axis=1) / self.cosine)
        self.size_u, self.size_v = h["size_u"][hit], h["size_v"][hit]
        self.thickness, self.pitch = s.thickness[module][0], s.pitch_u[module][0]
        # The path whose charge is the threshold: what a cluster lacks at either end.
        per_path = numpy.median(h["energy"][hit] * numpy.abs(self.cosine)) / self.thickness
        self.lost = s.threshold[module][0] / per_path


def binned(tangent, size, edges):
    """Centre, mean and its error of the bins that hold enough."""
    number = numpy.histogram(tangent, edges)[0]
    total = numpy.histogram(tangent, edges, weights=size)[0]
    square = numpy.histogram(tangent, edges, weights=size ** 2)[0]
    kept = number >= LEAST
    mean = total[kept] / number[kept]
    error = numpy.sqrt(numpy.maximum(square[kept] / number[kept] - mean ** 2, 1e-6) / number[kept])
    return (0.5 * (edges[1:] + edges[:-1]))[kept], mean, error


def line(centre, mean, error, low, high):
    """A straight line through the bins between two tangents: slope, intercept and their covariance."""
    inside = (centre > low) & (centre < high)
    return numpy.polyfit(centre[inside], mean[inside], 1, w=1 / error[inside], cov="unscaled")


def along_v(eidolon, work, scale, plots):
    """Beyond the first pixel a cluster has one per pitch of the path along v, less what stays below the threshold."""
    off = ["hadronic", "decays"]
    s = Clusters(generate(eidolon, work, "clusters-v", "pi+", "pT_GeV: 10", 1.8, 20000 * scale, off))
    expected = (s.thickness * s.tangent_v - 2 * s.lost * numpy.sqrt(1 - s.cosine ** 2)) / s.pitch
    steep = (s.tangent_v > 1) & (s.tangent_v < 2.5)
    ratio = (s.size_v[steep] - 1) / expected[steep]
    edges = numpy.linspace(0, 3, 31)
    plots["clusters_v"] = (binned(s.tangent_v, s.size_v, edges), binned(s.tangent_v, 1 + expected, edges))
    return [row("pixels along v beyond the first, by those of the path, tangent 1 to 2.5", ratio.mean(),
                ratio.std() / numpy.sqrt(len(ratio)), 1.0, SIZE_TOLERANCE)]


def along_u(eidolon, work, scale, plots):
    """The drift shears the charge: clusters are narrowest at its tangent, and grow to both sides by thickness/pitch per
    unit of the tangent, less both ends. Slow pions come at large angles from both sides."""
    off = ["hadronic", "decays"]
    s = Clusters(generate(eidolon, work, "clusters-u", "pi+", "pT_GeV: 0.13", 0.5, 20000 * scale, off))
    points = binned(s.tangent_u, s.size_u, numpy.linspace(-0.8, 1.0, 37))
    (falling, above), first = line(*points, -0.5, -0.05)
    (rising, below), second = line(*points, 0.45, 0.85)
    centre = (above - below) / (rising - falling)
    variance = sum(c[1, 1] + 2 * centre * c[0, 1] + centre ** 2 * c[0, 0] for c in (first, second))
    slope = s.thickness / s.pitch * (1 - 2 * s.lost / s.thickness)
    plots["clusters"] = (points, centre, slope)
    return [row("tangent of incidence of the narrowest clusters along u", centre,
                numpy.sqrt(variance) / (rising - falling), LORENTZ_TANGENT, LORENTZ_TOLERANCE),
            row("pixels per unit of the tangent along u, below it", -falling, numpy.sqrt(first[0, 0]), slope,
                SLOPE_TOLERANCE),
            row("pixels per unit of the tangent along u, above it", rising, numpy.sqrt(second[0, 0]), slope,
                SLOPE_TOLERANCE)]


def clusters(eidolon, work, scale, plots):
    return along_u(eidolon, work, scale, plots) + along_v(eidolon, work, scale, plots)
