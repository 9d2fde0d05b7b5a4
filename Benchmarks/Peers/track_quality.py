# SPDX-License-Identifier: GPL-3.0-or-later
"""What ACTS made of the hits of one simulation: efficiency, fakes, chi2, bias and width of the transverse momentum.

Tables come from the folder that acts_tracking.py wrote and the folder of the hits it read. Particles are the
generator's (generation 0), charged, with |eta| < 3 and at least seven hits; a track belongs to the particle that made
more than half of its measurements, and is a fake if there is none.
"""

import pathlib

import numpy
import pandas

IDENTITY = ["event", "pv", "part", "gen", "subpart"]
LEAST_HITS = 7
LARGEST_ETA = 3.0
PT_EDGES = (0.5, 0.7, 1.0, 2.0, 5.0, 10.0)
# Of a normal distribution, the standard errors of its median and of half the distance of its quantiles at 16 and 84 %,
# in units of sigma / sqrt(n).
MEDIAN_ERROR, WIDTH_ERROR = 1.2533, 0.7565 * 1.4142
LOW, HIGH = 0.158655, 0.841345


def read_tables(folder, name, events):
    tables = []
    for event in range(events):
        table = pandas.read_csv(pathlib.Path(folder) / f"event{event:09d}-{name}.csv")
        table["event"] = event
        tables.append(table.rename(columns=lambda c: c.removeprefix("particle_id_")))
    return pandas.concat(tables, ignore_index=True)


def particles(folder, events):
    """The particles to be found, with pt, eta, number of hits and the momentum that a fit along their path means."""
    table = read_tables(folder, "particles_simulated", events)
    hits = read_tables(folder, "hits", events)
    table["pt"] = numpy.hypot(table.px, table.py)
    table["eta"] = numpy.arcsinh(table.pz / table.pt)
    table = table[(table.gen == 0) & (table.q != 0) & (table.eta.abs() < LARGEST_ETA)]
    table = table.merge(hits.groupby(IDENTITY).size().rename("hits").reset_index(), on=IDENTITY)
    table = table[table.hits >= LEAST_HITS].copy()
    return table.merge(loss_along_path(table, hits), on=IDENTITY, how="left")


def loss_along_path(table, hits):
    """By particle, what a fit of one curvature should see of its loss of momentum: `seen` = p(fit)/p(start) - 1.

    The curvature of a parabola fitted to evenly spaced points is the mean of the path's curvature with the weight
    30 s^2 (1 - s)^2, s from 0 at the start to 1 at the last point; scattering, which a Kalman filter allows for, moves
    the weight towards the start. Also `lost`: the whole loss up to the last hit.
    """
    hits = hits.merge(table[IDENTITY + ["px", "py", "pz", "vx", "vy", "vz"]], on=IDENTITY)
    hits = hits.sort_values(IDENTITY + ["index"])
    start = numpy.sqrt(hits.px ** 2 + hits.py ** 2 + hits.pz ** 2)
    hits["relative"] = numpy.sqrt(hits.tpx ** 2 + hits.tpy ** 2 + hits.tpz ** 2) / start - 1
    path = numpy.sqrt((hits.tx - hits.vx) ** 2 + (hits.ty - hits.vy) ** 2 + (hits.tz - hits.vz) ** 2)
    groups = hits.assign(path=path).groupby(IDENTITY)
    s = path / groups.path.transform("max")
    weight = 10 * s ** 3 - 15 * s ** 4 + 6 * s ** 5
    hits["weight"] = weight
    hits["weight"] -= hits.groupby(IDENTITY).weight.shift(fill_value=0)
    hits["seen"] = hits.weight * hits.relative
    result = hits.groupby(IDENTITY).agg(seen=("seen", "sum"), lost=("relative", "last"))
    return result.reset_index()


def tracks(folder, events):
    table = read_tables(folder, "tracks", events)
    table = table.rename(columns={"pT": "fit_pt", "truthMatchProbability": "probability", "nMeasurements": "length"})
    # Not every track names a particle.
    names = table.particleId.str.extract(r"vp=(\d+)\|vs=\d+\|p=(\d+)\|g=(\d+)\|sp=(\d+)").astype(float)
    table[["pv", "part", "gen", "subpart"]] = names.fillna(-1).astype(int)
    return table


def matched(particle, track):
    """Every particle with its best track, the one with most of its hits; NaN where there is none."""
    track = track[track.probability > 0.5].sort_values(
        ["nMajorityHits", "chi2"], ascending=[False, True], kind="stable").drop_duplicates(IDENTITY)
    return particle.merge(track[IDENTITY + ["fit_pt", "chi2", "ndf", "length"]], on=IDENTITY, how="left")


def spread(residual):
    """Median, half the width of the middle 68 %, and their standard errors."""
    if len(residual) < 10:
        return {"tracks": int(len(residual))}
    low, middle, high = numpy.quantile(residual, [LOW, 0.5, HIGH])
    width, root = 0.5 * (high - low), numpy.sqrt(len(residual))
    return {"tracks": int(len(residual)), "bias": round(float(middle), 6),
            "bias_error": round(float(MEDIAN_ERROR * width / root), 6), "width": round(float(width), 6),
            "width_error": round(float(WIDTH_ERROR * width / root), 6)}


def quality(hits, reconstruction, events, edges=PT_EDGES):
    """The figures of one simulation, and the table of particles for plots."""
    particle, track = particles(hits, events), tracks(reconstruction, events)
    table = matched(particle, track)
    found = table.fit_pt.notna()
    good = table[found]
    residual = good.fit_pt / good.pt - 1
    hard = good.pt > 2
    fakes = int((track.probability <= 0.5).sum())
    bins = []
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (good.pt >= low) & (good.pt < high)
        every = (table.pt >= low) & (table.pt < high)
        bins.append({"pt_min": low, "pt_max": high, "efficiency": round(float(found[every].mean()), 5),
                     **spread(residual[inside]),
                     "seen_loss": round(float(good.seen[inside].median()), 6),
                     "loss_to_last_hit": round(float(good.lost[inside].median()), 6)})
    return {
        "particles": int(len(table)), "tracks": int(len(track)),
        "hits_per_particle": round(float(table.hits.mean()), 3),
        "efficiency": round(float(found.mean()), 5),
        "efficiency_error": round(float(numpy.sqrt(found.mean() * (1 - found.mean()) / len(found))), 5),
        "fakes": fakes, "fake_fraction": round(fakes / max(len(track), 1), 6),
        "duplicates": round(float((track["good/duplicate/fake"] == "duplicate").mean()), 4),
        "chi2_per_ndf": round(float((good.chi2 / good.ndf).mean()), 4),
        "measurements_per_track": round(float(good.length.mean()), 3),
        "above_2_GeV": spread(residual[hard]), "all": spread(residual), "bins": bins,
    }, table.assign(found=found)
