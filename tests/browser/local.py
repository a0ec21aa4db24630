"""`rollcall local`, as a process, and what a directory and a person do with it."""

import json
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from uuid import uuid4

from browser import ROOT, BrowserTest

STARTS_AT = "2026-03-02T09:30:00Z"
LINK = re.compile(r"https?://[^\s\"'<>]+")
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

DAY = 24 * 60 * 60

BINARY = os.environ.get("ROLLCALL_BIN", ROOT / "target" / "debug" / "rollcall")


class Local:
    """The whole system, from when it is ready until it is stopped."""

    def __init__(self, **settings: str):
        self._dir = tempfile.TemporaryDirectory(prefix="rollcall-browser-")
        ready_file = Path(self._dir.name) / "ready.json"
        self._log = open(Path(self._dir.name) / "log", "w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [
                BINARY,
                *("local", "--port", "0", "--now", STARTS_AT),
                *("--data-dir", Path(self._dir.name) / "data", "--ready-file", ready_file),
            ],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )
        try:
            self._ready = self._wait_for(ready_file)
        except BaseException:
            self.stop()
            raise

    def _wait_for(self, ready_file: Path) -> dict:
        until = time.monotonic() + 30
        while not ready_file.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                self._log.seek(0)
                raise RuntimeError(f"rollcall local did not start:\n{self._log.read()}")
            time.sleep(0.02)
        return json.loads(ready_file.read_text(encoding="utf-8"))

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self._dir.cleanup()

    def url(self, path: str) -> str:
        return self._ready["baseUrl"] + path

    @property
    def people_token(self) -> str:
        return self._ready["peopleToken"]

    def request(self, method: str, url: str, body=None, headers=None):
        """Status, headers and body of an answer, whatever the status."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read()

    def rollcall(self, *command: str) -> dict:
        """What the operator does, by the command line."""
        settings = {
            "AWS_ENDPOINT_URL_DYNAMODB": self._ready["dynamodbUrl"],
            "AWS_REGION": "local",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "TABLE_NAME": self._ready["tableName"],
        }
        done = subprocess.run(
            [BINARY, *command, "--json"], env={**os.environ, **settings}, capture_output=True, text=True, timeout=60
        )
        if done.returncode != 0:
            raise AssertionError(f"rollcall {command}: {done.stderr}")
        return json.loads(done.stdout)

    def scim(self, method: str, path: str, body=None) -> dict:
        headers = {"authorization": f"Bearer {self._ready['token']}", "content-type": "application/scim+json"}
        status, _, answer = self.request(method, self._ready["scimUrl"] + path, body, headers)
        if status not in (200, 201):
            raise AssertionError(f"{method} {path}: {status} {answer.decode()}")
        return json.loads(answer)

    def advance(self, secs: int):
        """Moves the clock; all that fell due on the way is done then."""
        status, _, answer = self.request("POST", self._ready["clockUrl"], {"advanceSecs": secs})
        if status != 200:
            raise AssertionError(f"the clock did not move: {status} {answer.decode()}")

    def settle(self):
        """Waits until nothing is owed any more."""
        self.advance(0)

    def mails_to(self, address: str) -> list[dict]:
        """Newest first."""
        _, _, answer = self.request("GET", self._ready["mailboxUrl"], headers={"accept": "application/json"})
        return [mail for mail in json.loads(answer) if mail["to"] == address]


class Ada:
    """A person whose account a directory manages, and her mailboxes. Each test has another one."""

    def __init__(self, local: Local):
        self.local = local
        self.name = f"ada-{uuid4().hex[:8]}"
        self.address = f"{self.name}@example.com"
        self.id = local.scim("POST", "/Users", {"schemas": [USER], "userName": self.address})["id"]

    def another_address(self, hint: str = "king") -> str:
        return f"{self.name}.{hint}@example.com"

    def rename(self, to: str):
        """As Okta does it."""
        self.local.scim("PUT", f"/Users/{self.id}", {"schemas": [USER], "id": self.id, "userName": to})
        self.local.settle()

    def rename_by_patch(self, to: str):
        """As Entra does it."""
        operations = [{"op": "Replace", "path": "userName", "value": to}]
        self.local.scim("PATCH", f"/Users/{self.id}", {"schemas": [PATCH], "Operations": operations})
        self.local.settle()

    def emails(self) -> list[str]:
        return [email["value"] for email in self.local.scim("GET", f"/Users/{self.id}")["emails"]]

    def links_to(self, address: str) -> list[str]:
        """The links in the mails to an address, newest first. Each mail has the same one in both its bodies; in HTML
        behind the button, and spelt out below."""
        links = []
        for mail in self.local.mails_to(address):
            found = LINK.findall(mail["text"])
            if found * 2 != LINK.findall(mail["html"]) or len(found) != 1:
                raise AssertionError(f"not one link: {found} in {mail}")
            links += found
        return links

    def link_to(self, address: str) -> str:
        """The newest link to an address."""
        links = self.links_to(address)
        if not links:
            raise AssertionError("no link was sent")
        newest = links[0]
        prefix = re.escape(self.local.url("/verify/"))
        if not re.fullmatch(prefix + "[0-9a-f]{64}", newest):
            raise AssertionError(f"not a link of ours: {newest}")
        return newest


class LocalTest(BrowserTest):
    """A test with a browser and the whole system."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.local = Local()
        cls.addClassCleanup(cls.local.stop)

    def ada(self) -> Ada:
        return Ada(self.local)
