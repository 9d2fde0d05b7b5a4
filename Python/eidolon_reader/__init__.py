# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads Eidolon datasets into NumPy arrays.

    import eidolon_reader
    with eidolon_reader.open("quickstart.h5") as data:
        for event in data:                       # a dict of dicts of arrays
            hits = event["tracker_hits"]
            print(event["events"]["event_id"], len(hits["x"]))
        x = data.column("tracker_hits/x")        # the whole column, mapped into memory

Columns are mapped into memory where the file stores them contiguously, so opening costs nothing and an event costs
what it holds. Needs numpy and h5py; knows schemas 1 and 2.
"""

import hashlib

import h5py
import numpy

__all__ = ["Dataset", "open"]

#: Latest schema this package can read.
SCHEMA_VERSION = 2

_USER_BLOCK = 512
_BLOCK_ROWS = 65536


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


class Dataset:
    """An open dataset: a sequence of events, and columns by name."""

    def __init__(self, path):
        self.path = str(path)
        with _plain_open(self.path, "rb") as plain:
            head = plain.read(_USER_BLOCK)
        lines = head.rstrip(b"\0").decode("ascii", "replace").splitlines()
        if len(lines) < 3 or not lines[0].startswith("eidolon-dataset "):
            raise ValueError(f"{self.path}: this is not a dataset of Eidolon")
        version = int(lines[0].split()[1])
        if version > SCHEMA_VERSION:
            raise ValueError(f"{self.path}: the file has schema {version}, this package knows up to {SCHEMA_VERSION}")
        #: SHA-256 of everything after the user block, as the file states it.
        self.sha256 = lines[2].split()[1]
        self.file = h5py.File(self.path, "r")
        self.schema_version = int(self.file.attrs["schema_version"])
        self.model_revision = int(self.file.attrs["model_revision"])
        self.event_count = self.file["events/event_id"].shape[0]
        self._columns = {}
        self._tables = {}
        self._find_tables(self.file)

    def _find_tables(self, group):
        for name, child in group.items():
            if isinstance(child, h5py.Group):
                columns = {k: v for k, v in child.items() if isinstance(v, h5py.Dataset)}
                path = child.name.lstrip("/")
                if columns and not path.startswith("provenance"):
                    self._tables[path] = sorted(columns)
                self._find_tables(child)

    # Context and sequence.

    def close(self):
        self._columns.clear()
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __len__(self):
        return self.event_count

    def __iter__(self):
        return (self[i] for i in range(self.event_count))

    def __getitem__(self, position):
        """Event at a position of the file: {table: {column: array}}; columns of /events are scalars or rows."""
        if position < 0:
            position += self.event_count
        if not 0 <= position < self.event_count:
            raise IndexError("no such event")
        event = {}
        ranges = {}
        for table in self._tables:
            if table.startswith("geometry"):
                continue
            columns = self._tables[table]
            if "offsets" not in columns:
                event[table] = {c: self.column(f"{table}/{c}")[position] for c in columns}
                continue
            if self._is_nested(table):
                continue
            offsets = self.column(f"{table}/offsets")
            ranges[table] = (int(offsets[position]), int(offsets[position + 1]))
            event[table] = self._slice(table, *ranges[table])
        first, last = ranges["tracker_hits"]
        for table in filter(self._is_nested, self._tables):
            offsets = self.column(f"{table}/offsets")[first : last + 1]
            event[table] = self._slice(table, int(offsets[0]), int(offsets[-1]))
            event[table]["offsets"] = offsets - offsets[0]
        return event

    @staticmethod
    def _is_nested(table):
        return table in ("tracker_cells", "hit_particles")

    def _slice(self, table, first, last):
        return {c: self.column(f"{table}/{c}")[first:last] for c in self._tables[table] if c != "offsets"}

    # Columns.

    @property
    def tables(self):
        """{table: [columns]} of everything inside."""
        return {table: list(columns) for table, columns in self._tables.items()}

    def column(self, name):
        """A whole column: mapped into memory if it is contiguous, read if it is compressed."""
        if name not in self._columns:
            dataset = self.file[name]
            offset = dataset.id.get_offset()
            if offset is None or dataset.chunks is not None or dataset.size == 0:
                self._columns[name] = dataset[()]
            else:
                self._columns[name] = numpy.memmap(
                    self.path, mode="r", dtype=dataset.dtype, shape=dataset.shape, offset=offset
                )
        return self._columns[name]

    def units(self, name):
        return _text(self.file[name].attrs["units"])

    def description(self, name):
        return _text(self.file[name].attrs["description"])

    @property
    def process_names(self):
        return [_text(name) for name in self.file["events/process_id"].attrs["names"]]

    @property
    def weight_names(self):
        return [_text(name) for name in self.file["events/weights"].attrs["names"]]

    @property
    def label_names(self):
        attributes = self.file["events/label"].attrs
        return {int(value): _text(name) for value, name in zip(attributes["values"], attributes["names"])}

    @property
    def plan(self):
        """The resolved plan: with the model revision it determines every byte."""
        return _text(self.file["provenance/plan"][()])

    @property
    def texts(self):
        """{name: text} of the recipe, geometry and cards the plan was made of."""
        return {name: _text(value[()]) for name, value in self.file["provenance/texts"].items()}

    # Digests.

    def verify(self):
        """Names of the columns whose content is not what its digest says; empty if all is well."""
        altered = []
        for table, columns in self._tables.items():
            for column in columns:
                name = f"{table}/{column}"
                if _text(self.file[name].attrs["sha256_tree"]) != tree_digest(self.column(name)):
                    altered.append(name)
        return altered


def tree_digest(column):
    """SHA-256 over the SHA-256 of each block of 65,536 rows."""
    leaves = (
        hashlib.sha256(numpy.ascontiguousarray(column[i : i + _BLOCK_ROWS]).tobytes()).digest()
        for i in range(0, len(column), _BLOCK_ROWS)
    )
    return hashlib.sha256(b"".join(leaves)).hexdigest()


_plain_open = open


def open(path):  # noqa: A001 - the natural name
    """Opens a dataset."""
    return Dataset(path)
