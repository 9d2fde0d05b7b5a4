# SPDX-License-Identifier: GPL-3.0-or-later
"""Cross-sections of all processes against published ones, each in the set-up in which it was published.

    cross_sections.py [--densities NNPDF23_lo_as_0130_qed_0000.dat] [--points N] [--pythia-events N] [--eidolon PATH]

Where the cards name a set-up, both are leading order and must agree: tt + parton with MadGraph5_aMC@NLO 3.7.2, channel
by channel, and dijets with Pythia 8. They are computed twice: with the densities of the card, a fit to NNPDF2.3 LO, and
with the grid of that set itself, which comes with the package `pythia8mc` or is named. With that package Pythia also
computes dijets in the same run. These cross-sections are those of a second integration (VEGAS over transverse momenta
and rapidities), which is more precise; the first must agree with it. Other published figures are of higher order; there
the K-factor of the card must give them. Writes results/cross-sections.json and .md; exit 1 if a gate fails.
"""
import argparse
import json
import math
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import common  # noqa: E402

RESULTS = HERE / "results"
SET = "NNPDF23_lo_as_0130_qed"
# What the strong coupling of the set is: 0.130 at the Z mass, one loop.
DESCRIPTION = "AlphaS_MZ: 0.130\nAlphaS_OrderQCD: 0\nMCharm: 1.5\nMBottom: 4.8\nMTop: 171\n"
# MadGraph's channels of tt + parton in pb (same source as the card's figure); each stands for one order of the beams.
MADGRAPH = {
    "g g -> t tbar g": (725.4015, 0.2574, 1),
    "q qbar -> t tbar g": (17.05355, 0.00517, 2),
    "q g -> t tbar q": (98.83968, 0.02752, 2),
    "qbar g -> t tbar qbar": (20.08517, 0.00617, 2),
}
# Relative differences beyond the statistical errors that are accepted: the same densities; the fit to them; K-factors.
SAME, FIT, K_FACTOR = 0.003, 0.01, 0.005
PYTHIA = ["Beams:eCM = 13000", "HardQCD:all = on", "PhaseSpace:pTHatMin = 50", "PDF:pSet = 13", "PartonLevel:all = off",
          "HadronLevel:all = off", "Print:quiet = on", "Random:setSeed = on", "Random:seed = 1"]


def pythia_library():
    try:
        import pythia8mc
        return pythia8mc
    except ImportError:
        return None


def find_grid(named, library, folder):
    """A copy of the grid with a description beside it, or None."""
    place = named
    if place is None and library is not None:
        settings = library.Pythia("", False).settings
        place = pathlib.Path(settings.word("xmlPath")).parent / "pdfdata" / f"{SET}_0000.dat"
    if place is None or not place.is_file():
        return None
    grid = folder / f"{SET}_0000.dat"
    shutil.copyfile(place, grid)
    (folder / f"{SET}.info").write_text(DESCRIPTION)
    return grid


def cross_section(eidolon, process, points, grid=None):
    arguments = [eidolon, "process", "xsec", process, "--as-published", "--json"]
    if points:
        arguments += ["--second", "--points", str(points)]
    if grid:
        arguments += ["--densities", grid]
    return json.loads(common.run(arguments))


def pythia_dijets(library, events):
    """pb and its statistical error."""
    generator = library.Pythia("", False)
    if not all(generator.readString(line) for line in PYTHIA) or not generator.init():
        sys.exit("Pythia cannot be initialised with " + ", ".join(PYTHIA))
    for _ in range(events):
        generator.next()
    info = generator.infoPython()
    return 1e9 * info.sigmaGen(), 1e9 * info.sigmaErr()


class Gates:
    def __init__(self):
        self.list = []

    def compare(self, name, ours, our_error, theirs, their_error, allowed):
        """Three standard errors and the allowed share apart at most."""
        error = math.hypot(our_error / ours, their_error / theirs)
        entry = {"gate": name, "here": ours, "here_error": our_error, "published": theirs,
                 "published_error": their_error, "ratio": ours / theirs, "error": error, "limit": allowed + 3 * error}
        entry["deviation"] = abs(entry["ratio"] - 1)
        entry["pass"] = entry["deviation"] <= entry["limit"]
        self.list.append(entry)
        return entry


def leading_order(eidolon, process, points, grid, gates, entry):
    """Both densities against the published figure; MadGraph's channels."""
    for name, path, allowed in [("fit", None, FIT), ("grid", grid, SAME)]:
        if name == "grid" and grid is None:
            continue
        found = cross_section(eidolon, process, points, path)
        second, error = found["secondCrossSection"], found["secondError"]
        entry[name] = {"first": found["crossSection"], "first_error": found["error"], "second": second,
                       "second_error": error}
        gates.compare(f"{process}, {name}: two integrations", found["crossSection"], found["error"], second, error, 0)
        gates.compare(f"{process}, {name} against published", second, error, found["publishedCrossSection"], 0, allowed)
        if process == "ttj":
            for channel in found["channels"]:
                theirs, their_error, orders = MADGRAPH[channel["name"]]
                gates.compare(f"{process}, {name}: {channel['name']}", channel["crossSection"], channel["error"],
                              orders * theirs, orders * their_error, allowed)


def table(result):
    lines = ["# Cross-sections against published ones", "", "Made by `Benchmarks/Physics/cross_sections.py`, "
             f"{result['date']}, commit {result['commit']}. Ratios are here over published; a gate allows three "
             "standard errors and 0.3 % with the same densities, 1 % with the fit to them, 0.5 % for K-factors.", "",
             "| process | published, pb | source | here, pb | ratio |", "|---|---|---|---|---|"]
    for entry in result["processes"]:
        shown = entry.get("grid") or entry.get("fit")
        here = f"{shown['second']:.5g} +- {shown['second_error']:.2g}" if shown else (
            f"{entry['leading_order']:.4g} x {entry['k_factor']:.4g}")
        value = shown["second"] if shown else entry["leading_order"] * entry["k_factor"]
        source = "; ".join(part for part in (entry["source"], entry["setup"]) if part).replace("|", "\\|")
        lines.append(f"| {entry['process']} | {entry['published']:.5g} | {source} | {here} | "
                     f"{value / entry['published']:.4f} |")
    lines += ["", "| gate | here, pb | published, pb | ratio | |", "|---|---|---|---|---|"]
    for gate in result["gates"]:
        lines.append(f"| {gate['gate']} | {gate['here']:.5g} +- {gate['here_error']:.2g} | {gate['published']:.5g} +- "
                     f"{gate['published_error']:.2g} | {gate['ratio']:.4f} +- {gate['error']:.4f} | "
                     f"{'PASS' if gate['pass'] else 'FAIL'} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--densities", type=pathlib.Path, help=f"{SET}_0000.dat; default: that of pythia8mc")
    parser.add_argument("--points", type=int, default=100_000, help="per iteration of the second integration")
    parser.add_argument("--pythia-events", type=int, default=1_000_000)
    common.eidolon_argument(parser)
    arguments = parser.parse_args()
    eidolon = common.require(arguments.eidolon)
    library = pythia_library()
    result = common.header("Cross-sections against published ones", "cross_sections.py")
    result |= {"processes": []}
    gates = Gates()
    with tempfile.TemporaryDirectory() as folder:
        grid = find_grid(arguments.densities, library, pathlib.Path(folder))
        for card in json.loads(common.run([eidolon, "process", "list", "--json"]))["processes"]:
            if card["publishedCrossSection"] == 0 or "summary" not in card:
                continue
            process = card["name"]
            entry = {"process": process, "published": card["publishedCrossSection"], "energy": card["publishedEnergy"],
                     "source": card["publishedSource"], "setup": card["publishedSetup"]}
            if card["publishedSetup"]:
                leading_order(eidolon, process, arguments.points, grid, gates, entry)
            else:
                found = cross_section(eidolon, process, 0)
                entry |= {"leading_order": found["crossSection"], "k_factor": found["kFactor"]}
                gates.compare(f"{process} with its K-factor", found["crossSection"] * found["kFactor"],
                              found["error"] * found["kFactor"], entry["published"], 0, K_FACTOR)
            result["processes"].append(entry)
    dijets = next(entry for entry in result["processes"] if entry["process"] == "dijets")
    if library and "grid" in dijets:
        value, error = pythia_dijets(library, arguments.pythia_events)
        dijets["pythia"] = {"settings": PYTHIA, "value": value, "error": error}
        gates.compare("dijets, grid, against Pythia in this run", dijets["grid"]["second"],
                      dijets["grid"]["second_error"], value, error, SAME)
    result["gates"] = gates.list
    result["failed"] = sum(not gate["pass"] for gate in gates.list)
    common.write(RESULTS / "cross-sections.json", result)
    text = table(result)
    (RESULTS / "cross-sections.md").write_text(text)
    print(text)
    sys.exit(1 if result["failed"] else 0)


if __name__ == "__main__":
    main()
