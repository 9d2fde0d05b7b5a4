# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a dataset with plain h5py and with eidolon_reader, compares the two, and prints what is inside as JSON.

    read_dataset.py FILE

Every column that Datasets/SCHEMA.md names must be there with its type, units and description.
"""

import hashlib
import json
import pathlib
import re
import sys

import h5py
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Python"))
import eidolon_reader  # noqa: E402

OPTIONAL = {"vertices", "tracker_cells", "hit_particles", "geometry/as_built", "geometry/defects"}


def documented_columns():
    """(table, column, type, units) of every row of the tables of the schema document."""
    table = None
    for line in (ROOT / "Datasets" / "SCHEMA.md").read_text().splitlines():
        heading = re.match(r"### `/([^`]+)`", line)
        if heading:
            table = heading.group(1)
        row = re.match(r"\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|", line)
        if table and row:
            yield table, row.group(1), row.group(2).strip(), row.group(3).strip()


def check_documented(file):
    count = 0
    for table, column, kind, units in documented_columns():
        if table in OPTIONAL and table not in file:
            continue
        dataset = file[f"{table}/{column}"]
        expected = numpy.dtype(kind.split()[0]).newbyteorder("<")
        assert dataset.dtype == expected, f"{table}/{column} is {dataset.dtype}, documented {kind}"
        assert dataset.attrs["units"].decode() == units, f"{table}/{column} units"
        assert dataset.attrs["description"], f"{table}/{column} description"
        count += 1
    return count


def main():
    path = sys.argv[1]
    content = pathlib.Path(path).read_bytes()
    block = content[:512].rstrip(b"\0").decode().splitlines()
    digest = hashlib.sha256(content[512:]).hexdigest()
    hits = 0
    with h5py.File(path, "r") as file, eidolon_reader.open(path) as data:
        assert file.userblock_size == 512
        columns = check_documented(file)
        assert data.verify() == [], "a column digest is wrong"
        offsets = file["tracker_hits/offsets"][()]
        for i, event in enumerate(data):
            part = event["tracker_hits"]
            for name in part:
                plain = file[f"tracker_hits/{name}"][offsets[i] : offsets[i + 1]]
                assert numpy.array_equal(plain, part[name]), f"tracker_hits/{name} of event {i}"
            if "tracker_cells" in event:
                cells = event["tracker_cells"]
                assert len(cells["offsets"]) == len(part["x"]) + 1
                assert cells["offsets"][-1] == len(cells["value"])
            known = event["particles"]["particle_id"]
            of_hit = part["particle"]
            assert (known[of_hit[of_hit >= 0]] == part["particle_id"][of_hit >= 0]).all()
            hits += len(part["x"])
        mapped = isinstance(data.column("tracker_hits/x"), numpy.memmap)
        print(
            json.dumps(
                {
                    "events": len(data),
                    "hits": hits,
                    "columns": columns,
                    "digest_holds": block[2] == "sha256 " + digest,
                    "length_holds": block[1] == f"bytes {len(content) - 512}",
                    "memory_mapped": bool(mapped),
                    "processes": data.process_names,
                    "labels": {str(k): v for k, v in data.label_names.items()},
                    "weights": data.weight_names,
                    "plan": data.plan,
                    "texts": data.texts,
                    "sum_of_weights": file["events"].attrs["sum_of_weights"].tolist(),
                    "trials": file["events"].attrs["trials"].tolist(),
                    "passed": file["events"].attrs["passed"].tolist(),
                }
            )
        )


if __name__ == "__main__":
    main()
