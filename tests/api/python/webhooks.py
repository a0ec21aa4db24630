"""A receiver of webhooks by the library of Standard Webhooks. It takes the secret before a rotation and the one after."""

import json
import os
import subprocess
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import requests
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

received = []


class Receiver(BaseHTTPRequestHandler):
    """Notes each request, and takes it."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        received.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def rollcall(*words):
    run = subprocess.run([os.environ["ROLLCALL_BIN"], *words, "--json"], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout)


def told(login):
    """What the receiver is sent when somebody is assigned."""
    before = len(received)
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": login}
    headers = {"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}
    requests.post(f"{os.environ['BASE_URL']}/scim/v2/Users", json=user, headers=headers).raise_for_status()
    until = time.monotonic() + 30
    while len(received) == before:
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.05)
    return received[-1]


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
Thread(target=receiver.serve_forever, daemon=True).start()
added = rollcall("webhook", "add", f"http://127.0.0.1:{receiver.server_port}/hooks")
first = Webhook(added["secret"])
headers, body = told("webhook-ada@example.com")
event = first.verify(body, headers)
assert event["kind"] == "user.created" and headers["webhook-id"] == event["id"], event
second = Webhook(rollcall("webhook", "rotate", added["id"])["secret"])
headers, body = told("webhook-bob@example.com")
assert first.verify(body, headers) == second.verify(body, headers)
try:
    first.verify(body.replace("bob", "eve"), headers)
    raise AssertionError("another body was taken")
except WebhookVerificationError:
    pass
rollcall("webhook", "remove", added["id"])
print("Python: webhooks are signed as Standard Webhooks has it")
