"""The SCIM API as two validators see it that others wrote: scim2-tester and scim-sanity.

Every check passes, but for what exceptions.toml lists. Each exception has its reason, and must still occur.
"""

import os
import random
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server, filling
from scim_sanity.probe.runner import run_probe_api

SCIM_URL = os.environ["BASE_URL"] + "/scim/v2"
TOKEN = os.environ["SCIM_TOKEN"]


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    validator: str
    check: str
    passed: bool
    says: str

    def __str__(self):
        return f"{self.validator}: {self.check}: {self.says}"


@dataclass(frozen=True)
class Exempt:
    """Checks of a pattern that need not pass, where they say this."""

    validator: str
    check: str
    says: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        return (
            not finding.passed
            and self.validator == finding.validator
            and fnmatchcase(finding.check, self.check)
            and self.says in finding.says
        )


def scim2_tester():
    # The same values each time. A userName is an address here, which no schema can tell.
    random.seed(1)
    example_of = filling.get_random_example_value
    names = iter(range(1_000_000))

    def value_of(path):
        return f"person{next(names)}@example.com" if str(path) == "userName" else example_of(path)

    filling.get_random_example_value = value_of
    with Client(base_url=SCIM_URL, headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        results = check_server(SyncSCIMClient(http))
    passed = (Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE)
    for result in results:
        check = f"{result.resource_type or 'Service'}, {result.title}"
        says = f"{result.status.name}: {result.reason}"
        yield Finding("scim2-tester", check, result.status in passed, says)


def scim_sanity():
    for result in run_probe_api(SCIM_URL, token=TOKEN)["results"]:
        check = f"{result['phase']}, {result['name']}"
        says = f"{result['status'].upper()}: {result.get('message', '')}"
        yield Finding("scim-sanity", check, result["status"] == "pass", says)


def main() -> int:
    began = time.monotonic()
    listed = tomllib.loads((Path(__file__).parent / "exceptions.toml").read_text())
    exempt = [Exempt(**each) for each in listed["exceptions"]]
    findings = [*scim2_tester(), *scim_sanity()]
    failed = [finding for finding in findings if not finding.passed]
    faults = [finding for finding in failed if not any(each.covers(finding) for each in exempt)]
    gone = [each for each in exempt if not any(map(each.covers, findings))]
    for finding in faults:
        print(f"FAILED  {finding}")
    for each in gone:
        print(f"GONE    {each.validator}: {each.check}: {each.says}: take it out of exceptions.toml")
    for validator, count in Counter(finding.validator for finding in findings).items():
        passed = sum(finding.passed for finding in findings if finding.validator == validator)
        print(f"{validator}: {passed} of {count} checks passed")
    print(f"Ran {len(findings)} tests in {time.monotonic() - began:.1f} s")
    print(f"{len(exempt)} exceptions, {len(gone)} of them gone, {len(faults)} failures")
    return 1 if faults or gone else 0


if __name__ == "__main__":
    sys.exit(main())
