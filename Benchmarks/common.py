# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmark programs share: the machine they ran on, running Eidolon, intervals, results."""

import datetime
import json
import math
import os
import pathlib
import platform
import subprocess
import sys

BENCHMARKS = pathlib.Path(__file__).resolve().parent
REPOSITORY = BENCHMARKS.parent
LAUNCHER = REPOSITORY / "Scripts" / "eidolon"

# Two-sided 95 % quantiles of Student's distribution by degrees of freedom.
STUDENT_95 = [math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
              2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086]


def eidolon_argument(parser):
    parser.add_argument("--eidolon", type=pathlib.Path, default=LAUNCHER, metavar="PATH",
                        help="the program; default: the launcher, which chooses the best build for this processor")


def require(program):
    """The program as an absolute path, or a clear end."""
    path = pathlib.Path(program).resolve()
    if not os.access(path, os.X_OK):
        sys.exit(f"{program} cannot be run: build it first (Scripts/build) or name it with --eidolon")
    return path


def run(arguments, **options):
    """Runs a program to its end and returns its standard output; its failure ends this program too."""
    environment = dict(os.environ, EIDOLON_HOME=str(REPOSITORY))
    done = subprocess.run([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=environment, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}\nended with status {done.returncode}:\n{done.stderr or done.stdout}")
    return done.stdout


def version(eidolon):
    return " ".join(run([eidolon, "--version"]).split()).removeprefix("eidolon ")


def processor_model():
    """Model, family and stepping: the model's name alone says little on virtual machines."""
    fields = {}
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as text:
            for line in text:
                key, _, value = line.partition(":")
                fields.setdefault(key.strip(), value.strip())
    except OSError:
        return platform.processor() or "unknown"
    name = fields.get("model name", platform.processor() or "unknown")
    numbers = [f"{word} {fields[key]}" for word, key in
               [("family", "cpu family"), ("model", "model"), ("stepping", "stepping")] if key in fields]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def machine():
    """Where and in what company a benchmark runs."""
    return {
        "processor": processor_model(),
        "cores": os.cpu_count(),
        "memory_GB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load_average_before": [round(x, 2) for x in os.getloadavg()],
    }


def header(title, command):
    """The head of every result file."""
    commit = subprocess.run(["git", "-C", str(REPOSITORY), "rev-parse", "--short=12", "HEAD"], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.strip()
    return {
        "title": title,
        "command": command,
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit or "unknown",
        "machine": machine(),
    }


def is_quiet(result):
    """Whether the machine had nothing else to do when the benchmark began."""
    return result["machine"]["load_average_before"][0] < 0.5


def write(path, result):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(f"written: {path}", file=sys.stderr)


def mean_and_interval(values):
    """Mean of the values and half the width of its 95 % confidence interval (Student)."""
    n = len(values)
    mean = sum(values) / n
    if n < 2:
        return mean, math.nan
    variance = sum((v - mean) ** 2 for v in values) / (n - 1)
    return mean, STUDENT_95[min(n - 1, 20)] * math.sqrt(variance / n)


def ratio_and_interval(numerators, denominators):
    """Geometric mean of paired ratios with its 95 % confidence interval, from their logarithms."""
    mean, half = mean_and_interval([math.log(a / b) for a, b in zip(numerators, denominators)])
    return {"value": math.exp(mean), "low": math.exp(mean - half), "high": math.exp(mean + half),
            "pairs": len(numerators)}


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else 0.5 * (ordered[middle - 1] + ordered[middle])
