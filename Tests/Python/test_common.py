# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmark programs share says clearly what it lacks."""

import pathlib
import sys
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Benchmarks"), str(ROOT / "Benchmarks" / "Peers")]

import common


class MissingModules(unittest.TestCase):
    def test_a_picture_without_matplotlib_ends_with_what_to_do(self):
        with mock.patch.dict(sys.modules, {"matplotlib": None}):
            with self.assertRaises(SystemExit) as end:
                common.pyplot()
        for part in ["matplotlib", "install", "--no-plot"]:
            self.assertIn(part, str(end.exception))

    def test_a_program_that_is_not_built_is_named(self):
        with self.assertRaises(SystemExit) as end:
            common.require("/nowhere/eidolon")
        self.assertIn("/nowhere/eidolon", str(end.exception))


if __name__ == "__main__":
    unittest.main()
