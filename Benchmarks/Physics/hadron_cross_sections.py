# SPDX-License-Identifier: GPL-3.0-or-later
"""Cross-sections of hadrons with nuclei, as the transport reckons with them, against measurements.

    python3 Benchmarks/Physics/hadron_cross_sections.py [--eidolon PATH] [--output DIR]
    python3 Benchmarks/Physics/hadron_cross_sections.py --reduced [--eidolon PATH]

`eidolon geometry lengths` says what Eidolon has; hadron_data.py holds the measurements with their sources. A value
must be within its relative tolerance of what was measured, two standard errors allowed. Exit status 1 if a line fails.
--reduced writes no files, but looks whether the gates notice cross-sections that are a fifth too large, or too small.
"""

import argparse
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import common
import hadron_data

MASS = {"pi+": 0.1395704, "pi-": 0.1395704, "K+": 0.493677, "K-": 0.493677, "p": 0.9382721, "n": 0.9395654,
        "pbar": 0.9382721}
HEAVY = ("tungsten", "lead")
PARTS = {"elastic": ("elastic",), "inelastic": ("inelastic",), "reaction": ("quasi-elastic", "inelastic"),
         "total": ("elastic", "quasi-elastic", "inelastic")}
ANTIPROTON_MOMENTA = (0.5, 1.0, 2.0, 10.0, 100.0)


def tolerance(particle, material, quantity, momentum):
    """What the models claim: within how much of the truth they are."""
    if particle in ("pi+", "pi-"):
        if momentum < 0.5 and material in HEAVY:
            return 0.25
        if momentum < 0.2:
            return 0.20
        return 0.15 if quantity == "total" and momentum < 0.5 else 0.10
    if quantity == "total" and particle in ("p", "n") and momentum < 1:
        return 0.15
    return 0.10 if momentum < 0.5 else 0.08


def wanted():
    """Rows of what is compared: particle, material, quantity, source, momentum, mb, error."""
    rows = []
    for particle, material, quantity, source, points in hadron_data.MEASURED + hadron_data.lengths_as_rows():
        for energy, value, error in points:
            momentum = round((energy * (energy + 2 * MASS[particle])) ** 0.5, 6)
            rows.append((particle, material, quantity, source, momentum, value, error))
    for material in hadron_data.ATOMIC_MASS:
        for momentum in ANTIPROTON_MOMENTA:
            value = hadron_data.antiproton_reaction(momentum, hadron_data.ATOMIC_MASS[material])
            rows.append(("pbar", material, "reaction", "Uzhinsky 2011", momentum, round(value, 1), None))
    return rows


def reckoned(eidolon, rows):
    """Eidolon's cross-sections: {(particle, material, momentum): {process: mb}}."""
    result = {}
    for particle in sorted({row[0] for row in rows}):
        materials = sorted({row[1] for row in rows if row[0] == particle})
        momenta = sorted({row[4] for row in rows if row[0] == particle})
        text = common.run([eidolon, "geometry", "lengths", *materials, "--particles", particle,
                           "--momenta", *momenta, "--json"])
        for row in json.loads(text)["rows"]:
            key = (particle, row["material"], round(row["momentum"], 6))
            result.setdefault(key, {})[row["process"]] = row["crossSection"]
    return result


def compared(rows, ours, factor=1.0):
    lines = []
    for particle, material, quantity, source, momentum, value, error in rows:
        processes = ours[particle, material, momentum]
        own = factor * sum(processes.get(name, 0) for name in PARTS[quantity])
        allowed = tolerance(particle, material, quantity, momentum)
        lines.append({
            "particle": particle, "material": material, "quantity": quantity, "momentum_GeV": momentum,
            "value_mb": round(own, 2), "measured_mb": value, "error_mb": error, "ratio": round(own / value, 4),
            "tolerance": allowed, "source": source,
            "pass": abs(own - value) <= allowed * value + 2 * (error or 0),
        })
    return lines


def failed(lines):
    return [line for line in lines if not line["pass"]]


def markdown(result):
    machine = result["machine"]
    lines = [f"# {result['title']}", "", f"`{result['command']}`, {result['date']}, commit {result['commit']}, "
             f"eidolon {result['eidolon']}. {machine['processor']}.", "",
             f"{len(result['checks'])} cross-sections, {len(failed(result['checks']))} beyond their tolerance and two "
             "standard errors.", "",
             "| particle | material | GeV/c | quantity | Eidolon, mb | measured, mb | ratio | tolerance | source | |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for c in result["checks"]:
        error = "" if c["error_mb"] is None else f" +- {c['error_mb']:g}"
        lines.append(f"| {c['particle']} | {c['material']} | {c['momentum_GeV']:.3g} | {c['quantity']} | "
                     f"{c['value_mb']:.4g} | {c['measured_mb']:.4g}{error} | {c['ratio']:.3f} | "
                     f"{100 * c['tolerance']:g} % | {c['source']} | {'PASS' if c['pass'] else 'FAIL'} |")
    lines += [""] + [f"- {name}: {text}" for name, text in hadron_data.SOURCES.items()] + [""]
    return "\n".join(lines)


def reduced(rows, ours):
    """Whether the right cross-sections pass, and wrong ones do not."""
    bad = failed(compared(rows, ours))
    for line in bad:
        print(f"FAIL  {line['particle']} {line['material']} {line['momentum_GeV']} GeV/c: {line['ratio']}")
    print(f"{'FAIL' if bad else 'PASS'}  {len(rows)} cross-sections of hadrons")
    passes = not bad
    for factor in (1.2, 0.8):
        noticed = len(failed(compared(rows, ours, factor)))
        word = "PASS" if noticed > len(rows) / 2 else "FAIL"
        print(f"{word}  notices a mistake, cross-sections times {factor}: {noticed} of {len(rows)} lines")
        passes &= word == "PASS"
    return passes


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.eidolon_argument(parser)
    parser.add_argument("--output", type=pathlib.Path, default=HERE / "results", help="folder of the results")
    parser.add_argument("--reduced", action="store_true", help="no files; wrong cross-sections must fail")
    options = parser.parse_args()
    eidolon = common.require(options.eidolon)
    rows = wanted()
    ours = reckoned(eidolon, rows)
    if options.reduced:
        sys.exit(0 if reduced(rows, ours) else 1)
    result = common.header("Hadrons and nuclei: cross-sections against measurements",
                           "Benchmarks/Physics/hadron_cross_sections.py")
    checks = compared(rows, ours)
    result |= {"eidolon": common.version(eidolon), "sources": hadron_data.SOURCES, "compared": len(checks),
               "beyond_tolerance": len(failed(checks)), "checks": checks}
    for line in failed(checks):
        print(f"FAIL  {line['particle']} {line['material']} {line['momentum_GeV']} GeV/c {line['quantity']}: "
              f"{line['ratio']} of {line['source']}")
    print(f"{len(rows) - len(failed(checks))} of {len(rows)} cross-sections within their tolerance")
    common.write(options.output / "hadron-cross-sections.json", result)
    (options.output / "hadron-cross-sections.md").write_text(markdown(result), encoding="utf-8")
    sys.exit(1 if failed(checks) else 0)


if __name__ == "__main__":
    main()
