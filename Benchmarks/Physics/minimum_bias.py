# SPDX-License-Identifier: GPL-3.0-or-later
"""Minimum-bias collisions against Pythia 8.318: table with PASS/FAIL, plots, speed, results.

    python3 Benchmarks/Physics/minimum_bias.py --reference DIRECTORY [--eidolon PATH] [--events N]

Inelastic collisions are compared with DIRECTORY/minbias_inel_13600.json, non-diffractive ones (a copy of the card with
their share set to 1) with minbias_nondiff_13600.json. The speed is that of generation in `eidolon bench --recipe`, as
processor time of one core. Needs numpy, h5py, fastjet, awkward, vector and matplotlib.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import common_events  # noqa: E402
import common_histograms  # noqa: E402
from common_events import common  # noqa: E402
from particle_plots import draw  # noqa: E402
from particle_quantities import Accumulator  # noqa: E402

MEAN, DEVIATION, DISTANCE, SPECIES_TOLERANCE, TAIL = 0.05, 0.10, 0.04, 0.15, 0.30
SAMPLES = {"inelastic": "minbias_inel_13600.json", "non-diffractive": "minbias_nondiff_13600.json"}
REQUIRED = {
    "nch_eta25_pt05": "charged particles, abs(eta) < 2.5, pT > 0.5 GeV",
    "dNch_deta": "dN/deta of charged particles",
    "pt_chhad_eta25": "pT of charged hadrons, abs(eta) < 2.5",
    "njet_pt25_eta25": "jets, pT > 25 GeV, abs(eta) < 2.5",
    "njet_pt25_eta45": "jets, pT > 25 GeV, abs(eta) < 4.5",
    "jet1_pt": "pT of jet 1",
    "met": "missing pT (neutrinos)",
}
# Reported without a requirement.
ALSO = ["nch_eta25_pt01", "nch_all", "nstable_all", "dNch_deta_pt05", "pt_pi_eta25", "pt_K_eta25", "pt_p_eta25",
        "pt_photon_eta25", "pt_nhad_eta25", "npho_eta25_pt05", "sumET_eta49", "nbjet_pt25_eta25", "jet2_pt",
        "n_chad", "c_pt", "n_bhad", "b_pt"]
DENSITIES = {"dNch_deta", "dNch_deta_pt05"}
# Targets of the speed.
EVENTS_PER_SECOND, CROSSING_MS = 20_000, 15


class Collisions(Accumulator):
    """Adds species over all rapidities to the quantities of the particle-level comparison."""

    def __init__(self, reference, species):
        super().__init__(reference)
        self.all_species = dict.fromkeys(species, 0)

    def add(self, events):
        super().add(events)
        numbers, counts = numpy.unique(events.id[events.final], return_counts=True)
        for number, count in zip(numbers, counts):
            if int(number) in self.all_species:
                self.all_species[int(number)] += int(count)


def home_of(sample, folder):
    """The directory of geometries and cards that a sample is made with."""
    if sample == "inelastic":
        return common.REPOSITORY
    (folder / "Generators").mkdir()
    (folder / "Geometries").symlink_to(common.REPOSITORY / "Geometries")
    for card in (common.REPOSITORY / "Generators").glob("*.yaml"):
        text = card.read_text(encoding="utf-8")
        if card.name == "minimum-bias.yaml":
            text, changes = re.subn(r"(nondiffractive:\n  fraction: )[0-9.]+", r"\g<1>1.0", text)
            if changes != 1:
                sys.exit(f"{card}: the share of non-diffractive collisions is not where it was")
        (folder / "Generators" / card.name).write_text(text, encoding="utf-8")
    return folder


def generate(eidolon, sample, events, folder):
    own = folder / sample
    own.mkdir()
    path = own / "events.h5"
    command = [eidolon, "generate", HERE / "minimum-bias.yaml", "-o", path]
    if events:
        command += ["--events", events]
    environment = dict(os.environ, EIDOLON_HOME=str(home_of(sample, own)))
    done = subprocess.run([str(part) for part in command], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"eidolon ended with status {done.returncode}:\n{done.stderr}")
    return path


def compare(ours, theirs, name, events, reference_events):
    """Figures of a histogram; quantities of particles and jets are compared in their number per event too."""
    distance, floor = common_histograms.distance(ours, theirs), common_histograms.floor(ours, theirs)
    row = {"fills": ours.fills, "reference_fills": theirs.fills, "mean": ours.mean, "reference_mean": theirs.mean,
           "deviation": ours.deviation, "reference_deviation": theirs.deviation, "distance": distance, "floor": floor}
    # One standard error of the ratio of means, from both samples; one of deviations for normal-like distributions.
    relative = [h.deviation / abs(h.mean) / h.fills**0.5 if h.fills and h.mean else 0.0 for h in (ours, theirs)]
    row["mean_error"] = (relative[0]**2 + relative[1]**2)**0.5
    per_event = [ours.fills / events, theirs.fills / reference_events]
    if name in DENSITIES:
        row["mean"], row["reference_mean"], row["mean_error"] = *per_event, 0.0
    row["per_event_ratio"] = per_event[0] / per_event[1]
    row["passes"] = {
        "mean": abs(row["mean"] / row["reference_mean"] - 1) <= MEAN,
        "deviation": abs(row["deviation"] / row["reference_deviation"] - 1) <= DEVIATION,
        "distance": distance - floor <= DISTANCE}
    if name.startswith("pt_"):
        row["passes"]["number"] = abs(row["per_event_ratio"] - 1) <= MEAN
    return row


def tail(histogram, mean):
    """The share of events beyond five times the reference's mean, from the first edge above."""
    first = int(numpy.searchsorted(histogram.edges, 5 * mean))
    return float(histogram.counts[first:].sum() + histogram.outside[1]) / histogram.fills


def examine(eidolon, sample, reference_folder, events, folder, results):
    reference, other = common_histograms.references(reference_folder / SAMPLES[sample])
    wanted = {int(k): v for k, v in other["tables_per_event"]["species_all"].items()}
    filled = Collisions(reference, wanted)
    for block in common_events.read(generate(eidolon, sample, events, folder), block=5000):
        filled.add(block)
    reference_events = other["scalars"]["n_events"]
    result = {"events": filled.events, "reference_events": reference_events, "required": {}, "also": {}, "species": {}}
    for name in [*REQUIRED, *ALSO]:
        if filled.histograms[name].fills:
            place = "required" if name in REQUIRED else "also"
            result[place][name] = compare(
                filled.histograms[name], reference[name], name, filled.events, reference_events)
    shares = [tail(h["nch_eta25_pt05"], reference["nch_eta25_pt05"].mean) for h in (filled.histograms, reference)]
    result["tail"] = {"share": shares[0], "reference": shares[1], "passes": abs(shares[0] / shares[1] - 1) <= TAIL}
    ordered = sorted(wanted, key=lambda number: -wanted[number])
    for place, number in enumerate(ordered):
        row = {"per_event": filled.all_species[number] / filled.events, "reference": wanted[number]}
        if place < 10:
            row["passes"] = abs(row["per_event"] / row["reference"] - 1) <= SPECIES_TOLERANCE
        result["species"][str(number)] = row
    draw(filled, reference, REQUIRED, results / f"minimum-bias-{sample}.png", columns=4)
    return result


def speed(eidolon):
    """Generation of collisions, and of crossings with a mean of 200 of them, on one thread."""
    figures = {}
    for name, more in [("collision", ["--events", 2000]),
                       ("crossing", ["--events", 50, "--set", "collisions.pile_up.mean=200"])]:
        output = json.loads(common.run([
            eidolon, "bench", "--recipe", HERE / "minimum-bias.yaml", "--json", *more]))
        stage = next(s for s in output["stages"] if s["name"] == "generation")
        figures[name] = {"ns_per_event": stage["perEvent"], "fastest": stage["perEventFastest"],
                         "particles_per_event": output["counts"]["generatedParticles"] / output["counts"]["events"]}
    rate, time = 1e9 / figures["collision"]["ns_per_event"], 1e-6 * figures["crossing"]["ns_per_event"]
    figures["collisions_per_second"], figures["crossing_ms"] = rate, time
    figures["passes"] = {"collisions": rate >= EVENTS_PER_SECOND, "crossing": time <= CROSSING_MS}
    return figures


def percent(value, reference):
    return f"{100 * (value / reference - 1):+.1f} %"


def verdict(passes):
    return "PASS" if passes else "FAIL"


def table(result):
    lines = []
    for sample in SAMPLES:
        part = result[sample]
        lines += [f"## {sample.capitalize()} collisions, 13.6 TeV", "",
                  f"{part['events']} events against {part['reference_events']} of Pythia 8.318. Tolerances: mean "
                  f"{MEAN:.0%}, deviation {DEVIATION:.0%}, total-variation distance {DISTANCE} beyond the floor; the "
                  "mean of dN/deta is its integral. The error is one standard error of the ratio of means.", "",
                  "| quantity | mean | reference | | error | deviation | reference | | distance | floor | verdict |",
                  "|---|---|---|---|---|---|---|---|---|---|---|"]
        for place in ("required", "also"):
            for name, row in part[place].items():
                lines.append(
                    f"| {REQUIRED.get(name, name)} | {row['mean']:.4g} | {row['reference_mean']:.4g} | "
                    f"{percent(row['mean'], row['reference_mean'])} | {100 * row['mean_error']:.1f} % | "
                    f"{row['deviation']:.4g} | {row['reference_deviation']:.4g} | "
                    f"{percent(row['deviation'], row['reference_deviation'])} | {row['distance']:.4f} | "
                    f"{row['floor']:.4f} | {verdict(all(row['passes'].values())) if place == 'required' else ''} |")
        row = part["tail"]
        lines += ["", f"Events beyond five times the mean multiplicity: {row['share']:.5f}, reference "
                  f"{row['reference']:.5f} ({percent(row['share'], row['reference'])}, tolerance {TAIL:.0%}): "
                  f"{verdict(row['passes'])}", "",
                  f"Species per event; the ten most frequent must agree within {SPECIES_TOLERANCE:.0%}.", "",
                  "| species | per event | reference | | verdict |", "|---|---|---|---|---|"]
        for number, row in part["species"].items():
            lines.append(f"| {number} | {row['per_event']:.4f} | {row['reference']:.4f} | "
                         f"{percent(row['per_event'], row['reference'])} | "
                         f"{verdict(row['passes']) if 'passes' in row else ''} |")
        lines.append("")
    part = result["speed"]
    lines += ["## Speed, one core", "",
              f"- {part['collisions_per_second']:.0f} collisions per second (at least {EVENTS_PER_SECOND}): "
              f"{verdict(part['passes']['collisions'])}",
              f"- a crossing of mean 200: {part['crossing_ms']:.1f} ms for "
              f"{part['crossing']['particles_per_event']:.0f} particles (at most {CROSSING_MS}): "
              f"{verdict(part['passes']['crossing'])}"]
    return "\n".join(lines) + "\n"


def passes(result):
    good = all(result["speed"]["passes"].values())
    for sample in SAMPLES:
        part = result[sample]
        good = good and part["tail"]["passes"] and all(row.get("passes", True) for row in part["species"].values())
        good = good and all(all(row["passes"].values()) for row in part["required"].values())
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    common.eidolon_argument(parser)
    parser.add_argument("--reference", type=pathlib.Path, required=True, help="directory with the reference histograms")
    parser.add_argument("--events", type=int, help="events of each sample instead of the recipe's number")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results")
    arguments = parser.parse_args()
    eidolon = common.require(arguments.eidolon)
    command = "python3 Benchmarks/Physics/minimum_bias.py --reference DIRECTORY"
    result = common.header("Minimum-bias collisions against Pythia 8.318", command)
    result["version"] = common.version(eidolon)
    arguments.results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for sample in SAMPLES:
            result[sample] = examine(
                eidolon, sample, arguments.reference, arguments.events, pathlib.Path(temporary), arguments.results)
    result["speed"] = speed(eidolon)
    text = f"# {result['title']}\n\n`{command}`, commit {result['commit']}, {result['date']}\n\n" + table(result)
    print(text)
    common.write(arguments.results / "minimum-bias.json", json.loads(json.dumps(result, default=bool)))
    (arguments.results / "minimum-bias.md").write_text(text, encoding="utf-8")
    sys.exit(0 if passes(result) else 1)


if __name__ == "__main__":
    main()
