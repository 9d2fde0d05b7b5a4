# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of an event fits its detector: nothing is drawn outside of the frames."""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Python"))

import eidolon_reader
from eidolon_reader import picture


class PictureTests(unittest.TestCase):
    def test_limits_are_round_and_a_little_above(self):
        for largest, wanted in [(1025.0, 1100), (2958.0, 3100), (635.8, 670), (11.85, 13), (96.0, 100)]:
            self.assertAlmostEqual(picture.limit(largest), wanted)

    def test_everything_lies_within_its_frame(self):
        with eidolon_reader.open(str(ROOT / "Datasets" / "golden-schema-2.h5")) as data:
            text = picture.draw(data, 0)
        frames = [float(x) for x in re.findall(r'<rect x="(\d+)" y="40"', text)]
        self.assertEqual(len(frames), 2)
        size = picture.SIZE - picture.MARGIN
        points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", text)
        self.assertGreater(len(points), 20)
        for x, y in ((float(x), float(y)) for x, y in points):
            self.assertTrue(any(left <= x <= left + size for left in frames), x)
            self.assertTrue(40 <= y <= 40 + size, y)


if __name__ == "__main__":
    unittest.main()
