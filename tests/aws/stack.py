"""What the tests of the deployed stack have in common."""

import json
import os
import subprocess
import time
import unittest
import urllib.error
import urllib.request
from uuid import uuid4

from deployment import ROOT, Deployment

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

# How long something may take that somebody else does: the emulator looks for due schedules every ten seconds.
PATIENCE_SECS = 60


class Answer:
    """Status, headers and body of an answer, whatever the status."""

    def __init__(self, answer):
        with answer:
            self.status, self.headers, self.body = answer.status, answer.headers, answer.read()

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:2000]!r}"


def send(method: str, url: str, body: bytes | str | None = None, headers: dict | None = None) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    try:
        return Answer(urllib.request.urlopen(request, timeout=60))
    except urllib.error.HTTPError as error:
        return Answer(error)


def wait_for(ask, what: str, secs: int = PATIENCE_SECS):
    """The first answer that is not empty."""
    until = time.monotonic() + secs
    while True:
        if answer := ask():
            return answer
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not come in {secs} s")
        time.sleep(0.1)


def rollcall(stack: Deployment, *arguments: str) -> subprocess.CompletedProcess:
    """The command line, as operators use it."""
    command = [os.environ.get("ROLLCALL_BIN", ROOT / "target/debug/rollcall"), *arguments]
    return subprocess.run(command, env=stack.emulator.environment(), capture_output=True, text=True)


class Tenant:
    """A customer of the operator, made by the command line as operators make it, and its directory."""

    def __init__(self, stack: Deployment):
        self.stack = stack
        self.id = f"acme-{uuid4().hex[:10]}"
        self._rollcall("tenant", "create", self.id, "--plan", "advanced")
        self.token = self.issue_token("scim")

    def issue_token(self, scope: str) -> str:
        return json.loads(self._rollcall("token", "issue", self.id, "--scope", scope))["token"]

    def _rollcall(self, *arguments: str) -> str:
        ran = rollcall(self.stack, *arguments, "--table", self.stack.ids["Table"], "--json")
        if ran.returncode != 0:
            raise AssertionError(f"{arguments}: {ran.stderr}")
        return ran.stdout

    def send(
        self, method: str, path: str, body: dict | str | bytes | None = None, headers: dict | None = None
    ) -> Answer:
        own = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/scim+json"}
        data = json.dumps(body) if isinstance(body, dict) else body
        return send(method, f"{self.stack.url}/scim/v2{path}", data, own | (headers or {}))

    def create(self, address: str) -> str:
        """An account; gives its id."""
        answer = self.send("POST", "/Users", {"schemas": [USER], "userName": address})
        if answer.status != 201:
            raise AssertionError(answer)
        return answer.json["id"]

    def patch(self, user: str, **values) -> Answer:
        return self.send("PATCH", f"/Users/{user}", patch(values))

    def item(self, user: str, sort_key: str = "USER") -> dict | None:
        """An item of an account, read past the system, with the types of DynamoDB."""
        key = {"pk": {"S": f"T#{self.id}#U#{user}"}, "sk": {"S": sort_key}}
        tables = self.stack.client("dynamodb")
        return tables.get_item(TableName=self.stack.ids["Table"], Key=key, ConsistentRead=True).get("Item")

    def mails(self) -> list[dict]:
        """Those sent on behalf of this tenant, oldest first."""
        sent = send("GET", self.stack.emulator.url + "/_ministack/ses/messages").json["messages"]
        return [mail for mails in sent.values() for mail in mails if self.id in mail["BodyText"]]


def patch(values: dict) -> dict:
    return {"schemas": [PATCH], "Operations": [{"op": "replace", "value": values}]}


class StackTest(unittest.TestCase):
    """A test of the stack that `run.py` deployed."""

    stack: Deployment

    @classmethod
    def setUpClass(cls):
        cls.began_millis = int(time.time() * 1000)
        cls.tenant = Tenant(cls.stack)

    def assert_scim_error(self, answer: Answer, status: int, detail: str):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "application/scim+json", answer)
        error = answer.json
        self.assertEqual((error["schemas"], error["status"]), ([ERROR], str(status)))
        self.assertIn(detail, error["detail"])

    def assert_retry_after(self, answer: Answer):
        """In whole seconds, which is what Okta obeys."""
        self.assertRegex(answer.headers["retry-after"] or "", r"^[0-9]+$", answer)
        self.assertIn(int(answer.headers["retry-after"]), range(1, 31))

    def log_lines(self, function: str) -> list[dict | str]:
        """What a function has written into its log group since these tests began, oldest first; JSON read as such.

        Not from the beginning: of the ten thousand events of a page the emulator gives the first and no more.
        """
        logs, group = self.stack.client("logs"), self.stack.ids[f"{function}Logs"]
        search = logs.get_paginator("filter_log_events")
        pages = search.paginate(logGroupName=group, startTime=self.began_millis)
        return [read(event["message"]) for page in pages for event in page["events"]]

    def messages(self, queue: str) -> list[dict]:
        """What is in a queue now, taken out."""
        sqs = self.stack.client("sqs")
        got = sqs.receive_message(QueueUrl=self.stack.ids[queue], MaxNumberOfMessages=10, WaitTimeSeconds=0)
        for message in got.get("Messages", []):
            sqs.delete_message(QueueUrl=self.stack.ids[queue], ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in got.get("Messages", [])]


def read(line: str) -> dict | str:
    try:
        return json.loads(line)
    except ValueError:
        return line
