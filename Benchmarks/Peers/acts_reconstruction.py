# SPDX-License-Identifier: GPL-3.0-or-later
"""ACTS reconstructs the hits of Eidolon, and those of its own Fatras beside them: digitisation, seeding, Kalman filter.

The same pions go through both detectors; the hits of Eidolon reach ACTS as `eidolon export --to acts` writes them. A
wrong field, a wrong place or wrong material shows in chi2 and momenta before it shows in the efficiency: --spoil tries
that. Needs pyacts 48.1.0, numpy, pandas, and matplotlib for the picture. Exit status 1 if a gate fails.
"""

import argparse
import importlib.metadata
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import common
import eidolon_side
import particles
import reconstruction_report
import track_quality
from reconstruction_gates import CHI2_TOLERANCE, WIDTH_TOLERANCE, gates

# Fatras has neither nuclear interactions nor decays in flight, and scatters by Highland's formula in every layer.
WITHOUT_SECONDARIES = ["simulation.hadronic=false", "simulation.decays=false"]
QUIET = [*WITHOUT_SECONDARIES, "simulation.scattering_model=highland"]
SAMPLES = {"eidolon": QUIET, "eidolon_without_loss": [*QUIET, "simulation.energy_loss=false"],
           "eidolon_with_tails": WITHOUT_SECONDARIES, "eidolon_with_interactions": []}
SPOILS = {
    "field": ("uniform: 2.0", "uniform: 1.98"),
    "place": ("radius: 116, phi_count: 52", "radius: 116.1, phi_count: 52"),
    "material": ("material: silicon, radiation_lengths: 0.015674", "material: tungsten, radiation_lengths: 0.062696"),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results", help="folder of the results")
    parser.add_argument("--events", type=int, default=40, help="events of 1000 pions")
    parser.add_argument("--chi2-tolerance", type=float, default=CHI2_TOLERANCE)
    parser.add_argument("--width-tolerance", type=float, default=WIDTH_TOLERANCE)
    parser.add_argument("--spoil", choices=sorted(SPOILS), help="what to get wrong on purpose; the gates must fail")
    parser.add_argument("--no-plot", action="store_true")
    return parser.parse_args()


def simulate(eidolon, recipe, work, name, events, settings=(), edges=track_quality.PT_EDGES):
    """Eidolon's hits through the reconstruction of ACTS."""
    dataset = eidolon_side.generate(eidolon, recipe, work / f"{name}.h5", settings)
    hits = work / f"{name}-hits"
    common.run([eidolon, "export", dataset, "--to", "acts", "-o", hits, "--force"])
    return track_quality.quality(hits, reconstruct(work, name, events, "--hits", hits), events, edges)


def reconstruct(work, name, events, *source):
    output = work / f"{name}-tracks"
    common.run([sys.executable, "-B", HERE / "acts_tracking.py", *source, "--events", events, "--output", output])
    return output


def spoil(recipe, change):
    """A detector with a mistake in it beside the recipe, which then names it."""
    before, after = SPOILS[change]
    text = (common.REPOSITORY / "Geometries" / "trackml.yaml").read_text(encoding="utf-8")
    if before not in text:
        sys.exit(f"Geometries/trackml.yaml holds no `{before}` to spoil")
    (recipe.parent / "spoilt.yaml").write_text(text.replace(before, after), encoding="utf-8")
    recipe.write_text(recipe.read_text(encoding="ascii").replace("detector: trackml", "detector: spoilt.yaml"),
                      encoding="ascii")


def main():
    options = arguments()
    eidolon = common.require(options.eidolon)
    result = common.header("ACTS reconstructs the hits of Eidolon and of Fatras",
                           "Benchmarks/Peers/acts_reconstruction.py")
    result["settings"] = {"events": options.events, "particles": "1000 charged pions per event from the origin, "
                          "pT 0.5-10 GeV log-uniform, |eta| < 3", "spoilt": options.spoil or "nothing"}
    result["versions"] = {"eidolon": common.version(eidolon), "pyacts": importlib.metadata.version("pyacts")}
    has_picture = not (options.spoil or options.no_plot)
    if has_picture:
        common.pyplot()
    samples, tables = {}, {}
    with tempfile.TemporaryDirectory(prefix="eidolon-acts-") as folder:
        work = pathlib.Path(folder)
        recipe = particles.write_events(
            work / "pions", [particles.gun(particles.PION, 1000, e, 1) for e in range(options.events)])
        if options.spoil:
            spoil(recipe, options.spoil)
        own = reconstruct(work, "fatras", options.events, "--particles", work / "pions/acts")
        samples["fatras"], tables["fatras"] = track_quality.quality(own, own, options.events)
        for name, settings in SAMPLES.items():
            samples[name], tables[name] = simulate(eidolon, recipe, work, name, options.events, settings)
    result["samples"] = samples
    result["gates"] = gates(samples, options.chi2_tolerance, options.width_tolerance)
    text = reconstruction_report.markdown(result)
    if not options.spoil:
        common.write(options.output / "acts-reconstruction.json", result)
        (options.output / "acts-reconstruction.md").write_text(text, encoding="utf-8")
        if has_picture:
            reconstruction_report.plot(samples, tables, options.output / "acts-reconstruction.png")
    print(text)
    sys.exit(0 if all(g["pass"] for g in result["gates"]) else 1)


if __name__ == "__main__":
    main()
