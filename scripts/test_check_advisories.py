"""When advisories that nobody checked are a failure. Run by `make check-deps`, with a `cargo` that only writes down what
it is asked."""

import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARGO = """#!/bin/sh
echo "$*" >>"$ASKED"
case "$*" in
"deny fetch db") exit "$FETCH" ;;
esac
"""
DAY = 24 * 3600


class Advisories(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        (self.home / "bin").mkdir()
        (self.home / "bin/cargo").write_text(CARGO)
        (self.home / "bin/cargo").chmod(0o755)

    def copy(self, days: float):
        """Leaves a copy of the database that was fetched so long ago."""
        head = self.home / "advisory-dbs/advisory-db-3157b0e258782691/.git/FETCH_HEAD"
        head.parent.mkdir(parents=True)
        head.touch()
        then = time.time() - days * DAY
        os.utime(head, (then, then))

    def run_it(self, reachable: bool, **settings: str) -> tuple[bool, bool, str]:
        """Whether it passed, whether advisories were checked, and what it said."""
        asked = self.home / "asked"
        asked.unlink(missing_ok=True)
        own = {name: value for name, value in os.environ.items() if name not in ("CI", "ADVISORIES")}
        ran = subprocess.run(
            ["scripts/check-advisories"],
            cwd=ROOT,
            env=own
            | {"PATH": f"{self.home}/bin:{own['PATH']}", "CARGO_HOME": str(self.home), "ASKED": str(asked)}
            | {"FETCH": "0" if reachable else "1"}
            | settings,
            capture_output=True,
            text=True,
        )
        lines = asked.read_text().splitlines() if asked.exists() else []
        checked = "deny --locked check --disable-fetch advisories" in lines
        return ran.returncode == 0, checked, ran.stdout + ran.stderr

    def test_are_checked_where_the_database_can_be_reached(self):
        self.assertEqual(self.run_it(True, CI="true")[:2], (True, True))

    def test_are_checked_by_a_recent_copy_otherwise(self):
        self.copy(days=89)
        self.assertEqual(self.run_it(False, CI="true")[:2], (True, True))

    def test_that_nobody_checked_are_a_failure_in_ci(self):
        for days in (None, 91):
            with self.subTest(copy=days):
                if days:
                    self.copy(days)
                passed, checked, said = self.run_it(False, CI="true")
                self.assertEqual((passed, checked), (False, False))
                self.assertIn("ADVISORIES NOT CHECKED", said)

    def test_that_nobody_checked_are_a_loud_warning_elsewhere_or_if_ci_says_so(self):
        for settings in ({}, {"CI": "true", "ADVISORIES": "optional"}):
            with self.subTest(**settings):
                passed, checked, said = self.run_it(False, **settings)
                self.assertEqual((passed, checked), (True, False))
                self.assertIn("ADVISORIES NOT CHECKED", said)

    def test_can_be_required_elsewhere_and_by_no_other_word(self):
        self.assertFalse(self.run_it(False, ADVISORIES="required")[0])
        self.assertFalse(self.run_it(True, ADVISORIES="no")[0])


if __name__ == "__main__":
    unittest.main()
