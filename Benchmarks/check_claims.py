# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that claims.yaml says what the committed results say, and that every target is met.

    Benchmarks/check_claims.py            exit status 1 if a claim is wrong, out of date, or says `met: no` wrongly
    Benchmarks/check_claims.py --update   takes value, met, date and commit from the result files

Python's standard library only. claims.yaml is a list of flat mappings, a small part of YAML that is read here.
"""

import argparse
import json
import pathlib
import re
import sys

BENCHMARKS = pathlib.Path(__file__).resolve().parent
KEYS = {
    "id": True, "requirement": True, "command": True, "target": True, "met": True,
    # Either a number in a result file ...
    "result": False, "field": False, "value": False, "date": False, "commit": False,
    # ... or a test that holds it.
    "test": False,
    # Why a target is not met; needed then, and only then.
    "why": False,
}
FROM_RESULT = ("result", "field", "value", "date", "commit")


class Mistake(Exception):
    """Something is wrong with the claims or the results."""


def parse(text):
    """The claims with the lines of their keys."""
    claims, started = [], False
    for number, line in enumerate(text.split("\n")):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line == "claims:" and not started:
            started = True
            continue
        match = re.fullmatch(r"(  - |    )([a-z]+): (.+)", line)
        if not (started and match):
            raise Mistake(f"claims.yaml:{number + 1}: not understood: {line}")
        lead, key, value = match.groups()
        if lead == "  - ":
            claims.append({"lines": {}})
        if not claims or key not in KEYS or key in claims[-1]:
            raise Mistake(f"claims.yaml:{number + 1}: key {key} is unknown or given twice")
        if value[0] in "\"'":
            if len(value) < 2 or value[-1] != value[0] or value[0] in value[1:-1]:
                raise Mistake(f"claims.yaml:{number + 1}: quotes do not match")
            value = value[1:-1]
        elif ": " in value or " #" in value or value[0] in "[{&*!|>%@`":
            raise Mistake(f"claims.yaml:{number + 1}: put this value in quotes")
        claims[-1][key] = value
        claims[-1]["lines"][key] = number
    return claims


def check_form(claim):
    name = claim.get("id", "?")
    missing = [k for k, needed in KEYS.items() if needed and k not in claim]
    if missing:
        raise Mistake(f"{name}: {', '.join(missing)} is missing")
    if claim["met"] not in ("yes", "no"):
        raise Mistake(f"{name}: met is yes or no")
    if ("why" in claim) != (claim["met"] == "no"):
        raise Mistake(f"{name}: `why` stands where a target is not met, and only there")
    if "test" in claim:
        if any(k in claim for k in FROM_RESULT):
            raise Mistake(f"{name}: give a test or a result, not both")
    elif missing := [k for k in FROM_RESULT if k not in claim]:
        raise Mistake(f"{name}: {', '.join(missing)} is missing")


def look_up(result, field):
    """The number at a path such as `gates[gate=peak memory].value`; [key=value] selects from a list."""
    value = result
    for name, key, wanted in re.findall(r"([A-Za-z0-9_]+)(?:\[([a-z_]+)=([^\]]+)\])?(?:\.|$)", field):
        value = value[name]
        if key:
            value = next(item for item in value if str(item[key]) == wanted)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return value


def meets(number, target):
    if match := re.fullmatch(r"(>=|<=|<|>) (\S+)", target):
        limit = float(match[2])
        return {">=": number >= limit, "<=": number <= limit, "<": number < limit, ">": number > limit}[match[1]]
    if match := re.fullmatch(r"(\S+) \+- (\S+)", target):
        return abs(number - float(match[1])) <= float(match[2])
    raise Mistake(f"target {target} is not understood")


def load(claim, folder):
    """The claim's number and the date and commit of its result."""
    path = folder / claim["result"]
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        number = look_up(result, claim["field"])
    except FileNotFoundError:
        raise Mistake(f"{claim['id']}: {claim['result']} is missing") from None
    except (ValueError, KeyError, StopIteration, TypeError, IndexError):
        raise Mistake(f"{claim['id']}: {claim['result']} holds no number {claim['field']}") from None
    return number, result.get("date"), result.get("commit")


def expected(claim, folder):
    """What the claim must say."""
    number, date, commit = load(claim, folder)
    said = {"value": f"{number:.4g}", "met": "yes" if meets(number, claim["target"]) else "no"}
    # Result files made before these were recorded carry no date and commit; the claim then has its own.
    return said | ({"date": date} if date else {}) | ({"commit": commit} if commit else {})


def check(claim, folder):
    if "test" in claim:
        path, _, words = claim["test"].partition(" ")
        file = folder.parent / path
        if not file.is_file() or words not in file.read_text(encoding="utf-8"):
            raise Mistake(f"{claim['id']}: {path} has no test {words}")
        return
    for key, value in expected(claim, folder).items():
        if claim[key] != value:
            raise Mistake(f"{claim['id']}: {key} is {claim[key]} here and {value} in {claim['result']}")


def update(text, claims, folder):
    lines = text.split("\n")
    for claim in claims:
        if "test" in claim:
            continue
        for key, value in expected(claim, folder).items():
            if claim[key] != value:
                number = claim["lines"][key]
                quoted = f'"{value}"' if ": " in value else value
                lines[number] = re.sub(r": .*$", lambda _, q=quoted: ": " + q, lines[number], count=1)
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--folder", type=pathlib.Path, default=BENCHMARKS, help="folder of claims.yaml and results")
    options = parser.parse_args()
    path = options.folder / "claims.yaml"
    mistakes = []
    try:
        claims = parse(path.read_text(encoding="utf-8"))
        if options.update:
            path.write_text(update(path.read_text(encoding="utf-8"), claims, options.folder), encoding="utf-8")
            claims = parse(path.read_text(encoding="utf-8"))
        names = [c.get("id") for c in claims]
        if len(set(names)) != len(names) or not names:
            mistakes.append("ids are missing or given twice")
    except (Mistake, OSError) as mistake:
        claims, mistakes = [], [str(mistake)]
    for claim in claims:
        try:
            check_form(claim)
            check(claim, options.folder)
            state = "met" if claim["met"] == "yes" else f"NOT MET: {claim['why']}"
            print(f"{claim['id']}: {claim.get('value', claim.get('test'))} (target {claim['target']}) {state}")
        except Mistake as mistake:
            mistakes.append(str(mistake))
    for mistake in mistakes:
        print(f"wrong: {mistake}", file=sys.stderr)
    sys.exit(1 if mistakes else 0)


if __name__ == "__main__":
    main()
