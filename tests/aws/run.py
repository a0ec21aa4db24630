"""Deploys the stack into an emulator of AWS and tests it there. `make test-aws` runs it; what it needs is in scripts/.

The behaviour suites in `tests/suites` run against it as they do against the local system; then the tests beside this
file, of what only a deployed stack has. Arguments are unittest's, e.g. `test_gateway`: then only those run.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from deployment import ROOT, Deployment
from emulator import Emulator
from stack import StackTest

BUILT = Path(os.environ.get("BUILT", ROOT / "target/sam-check"))
# In this order: those that break something come after those that need it whole.
MODULES = ["test_gateway", "test_effects", "test_doctor", "test_failures"]


def main() -> bool:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rollcall-aws-") as directory:
        log = Path(directory) / "emulator.log"
        emulator = Emulator(log)
        try:
            stack = Deployment(emulator, BUILT, Architecture=os.environ.get("HOST_ARCH", "x86_64"))
            StackTest.stack = stack
            report("deployed", started)
            passed = test(stack, Path(directory))
        finally:
            emulator.stop()
        if not passed:
            kept = ROOT / "target/emulator.log"
            shutil.copy(log, kept)
            print(f"The log of the emulator is in {kept.relative_to(ROOT)}")
    report("all of the stack's tests", started)
    return passed


def test(stack: Deployment, directory: Path) -> bool:
    if asked := sys.argv[1:]:
        return run(asked)
    began = time.monotonic()
    suites = run_suites(stack, directory)
    report("behaviour suites", began)
    began = time.monotonic()
    stack_tests = run(MODULES)
    report("tests of the stack alone", began)
    stack.deploy(ThrottleRate=1, ThrottleBurst=1)
    return run(["test_throttled"]) and suites and stack_tests


def run_suites(stack: Deployment, directory: Path) -> bool:
    reach = directory / "stack.json"
    reach.write_text(
        json.dumps(
            {
                "baseUrl": stack.url,
                "publicUrl": stack.public_url,
                "tableName": stack.ids["Table"],
                "endpointUrl": stack.emulator.url,
                "mailsUrl": stack.emulator.url + "/_ministack/ses/messages",
            }
        )
    )
    return not subprocess.run(
        ["cargo", *suites_command(), "--no-fail-fast"],
        cwd=ROOT,
        env=stack.emulator.environment() | {"ROLLCALL_DEPLOYED": str(reach)},
    ).returncode


def suites_command() -> list[str]:
    """With PREBUILT, what scripts/list-tests listed, and Cargo is not asked: it may be busy."""
    built = ["--locked", "--package", "rollcall-tests", "--test", "suites"]
    if not shutil.which("cargo-nextest"):
        return ["test", *built]
    if os.environ.get("PREBUILT"):
        lists = ["--cargo-metadata", "target/tests/cargo.json", "--binaries-metadata", "target/tests/binaries.json"]
        return ["nextest", "run", *lists, "--filterset", "binary_id(rollcall-tests::suites)"]
    return ["nextest", "run", *built]


def run(names: list[str]) -> bool:
    tests = unittest.defaultTestLoader.loadTestsFromNames(names)
    return unittest.TextTestRunner(verbosity=1).run(tests).wasSuccessful()


def report(what: str, since: float):
    print(f"--- {what}: {time.monotonic() - since:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
