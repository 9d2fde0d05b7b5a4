# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of check_claims.py: it accepts the committed claims, and each kind of falsehood fails.

    Scripts/python -m unittest discover -s Tests/Python -p 'test_*.py'
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

BENCHMARKS = pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"
PROGRAM = BENCHMARKS / "check_claims.py"

CLAIMS = """# A comment.
claims:
  - id: fast
    requirement: At least twice as fast
    command: measure
    result: results.json
    field: "runs[build=fast one].speed"
    value: 2.5
    target: ">= 2"
    met: yes
    date: 2026-01-01
    commit: abc
"""


def run(claims, result=None, *options):
    """Exit status, messages and the claims afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "claims.yaml").write_text(claims, encoding="utf-8")
        if result is not None:
            (folder / "results.json").write_text(json.dumps(result), encoding="utf-8")
        done = subprocess.run([sys.executable, "-B", PROGRAM, "--folder", folder, *options], text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, done.stderr, (folder / "claims.yaml").read_text(encoding="utf-8")


def result(speed=2.5):
    return {"date": "2026-01-01", "commit": "abc", "runs": [{"build": "slow", "speed": 1}, {"build": "fast one",
                                                                                          "speed": speed}]}


class CheckClaims(unittest.TestCase):
    def test_committed_claims(self):
        done = subprocess.run([sys.executable, "-B", PROGRAM], text=True, check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_true_claim(self):
        self.assertEqual(run(CLAIMS, result())[0], 0)

    def test_falsehoods(self):
        for wrong, measured in [
            (CLAIMS, result(2.6)),
            (CLAIMS.replace("2.5", "1.5"), result(1.5)),
            (CLAIMS.replace("met: yes", "met: no"), result()),
            (CLAIMS.replace("met: yes", "met: no\n    why: luck"), result()),
            (CLAIMS.replace("speed\"", "size\""), result()),
            (CLAIMS.replace("abc", "abd"), result()),
            (CLAIMS.replace(">= 2", "about 2"), result()),
            (CLAIMS.replace("    value: 2.5\n", ""), result()),
            (CLAIMS.replace("value", "valeu"), result()),
            (CLAIMS + CLAIMS.split("claims:\n")[1], result()),
            (CLAIMS, None),
        ]:
            status, message, _ = run(wrong, measured)
            self.assertEqual(status, 1, wrong)
            self.assertIn("wrong: ", message)
            self.assertNotIn("Traceback", message)

    def test_missed_target_is_said(self):
        claims = CLAIMS.replace("2.5", "1.5").replace("met: yes", "met: no\n    why: slow disk")
        self.assertEqual(run(claims, result(1.5))[0], 0)

    def test_update(self):
        status, _, after = run(CLAIMS, result(3), "--update")
        self.assertEqual(status, 0)
        self.assertEqual(after, CLAIMS.replace("2.5", "3"))


if __name__ == "__main__":
    unittest.main()
