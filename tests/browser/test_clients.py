"""An administrator makes an OAuth client in the portal, and the directory gets its tokens by it."""

import base64
import itertools
import json
import subprocess
import tempfile
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode

from browser import SCHEMES, SIZES
from local import LocalTest

ISSUER, SUBJECT, AUDIENCE = "https://login.example.com/v2.0", "5a1b8c9e", "api://rollcall"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments: str, data: bytes | None = None) -> bytes:
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


class Directory:
    """What signs assertions, and shows the key by which it does."""

    def __init__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="rollcall-keys-")
        self._key = str(Path(self._dir.name) / "key.pem")
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self._key)
        modulus = openssl("rsa", "-in", self._key, "-noout", "-modulus").decode().strip().removeprefix("Modulus=")
        key = {"kty": "RSA", "kid": "k1", "use": "sig", "n": encoded(bytes.fromhex(modulus)), "e": "AQAB"}
        body = json.dumps({"keys": [key]}).encode()

        class Keys(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Keys)
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.keys = f"http://127.0.0.1:{self._server.server_port}/keys"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._dir.cleanup()

    def sign(self, now: int, **claims) -> str:
        claims = {"iss": ISSUER, "sub": SUBJECT, "aud": AUDIENCE, "iat": now, "exp": now + 300, **claims}
        header = {"alg": "RS256", "kid": "k1", "typ": "JWT"}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
        return f"{signed}.{encoded(openssl('dgst', '-sha256', '-sign', self._key, data=signed.encode()))}"

    def ask(self, token_url: str, client: str, assertion: str) -> tuple[int, dict]:
        """Asks for a token, as Entra does."""
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        form = {"grant_type": "client_credentials", "client_id": client}
        form |= {"client_assertion_type": kind, "client_assertion": assertion}
        try:
            answer = urllib.request.urlopen(token_url, data=urlencode(form).encode(), timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, json.loads(answer.read())


class Clients(LocalTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.directory = Directory()
        cls.addClassCleanup(cls.directory.stop)

    def signed_in(self, *settings):
        headers = {"authorization": f"Bearer {self.local.people_token}", "content-type": "application/json"}
        url = self.local.url("/people/v1/portal-links")
        _, _, answer = self.local.request("POST", url, {"name": "Grace Hopper"}, headers)
        return self.tab(*settings).open(json.loads(answer)["url"]).press("Open the portal")

    def follow(self, tab, link: str):
        with tab.page.expect_navigation():
            tab.page.get_by_role("link", name=link, exact=True).click()
        return tab

    def fill(self, tab, **fields: str):
        for name, value in fields.items():
            tab.page.locator(f"#{name}").fill(value)

    def shown(self, tab, name: str) -> str:
        return tab.page.locator(f"#{name}").inner_text()

    def now(self) -> int:
        _, _, answer = self.local.request("GET", self.local._ready["clockUrl"])
        from datetime import datetime

        text = json.loads(answer)["now"].split(".")[0].removesuffix("Z")
        return int(datetime.fromisoformat(f"{text}+00:00").timestamp())

    def test_a_federation_is_set_up_mended_and_used(self):
        tab = self.signed_in()
        self.follow(tab, "OAuth client")
        self.assertEqual(tab.heading, "OAuth clients")
        self.follow(tab, "Federation")
        fields = {"label": "Entra", "issuer": ISSUER, "subject": SUBJECT}
        self.fill(tab, **fields, jwks="http://login.example.com/keys", audience="api://other")
        tab.press("Make the client")
        self.assertEqual(tab.response.status, 400)
        self.assertEqual(tab.page.locator("#issuer").input_value(), ISSUER, "what was typed is kept")
        self.assertIn("This is an https address", self.shown(tab, "jwks-fault"))
        self.assert_accessible(tab)
        self.fill(tab, jwks=self.directory.keys)
        tab.press("Make the client")
        client, token_url = self.shown(tab, "made-id"), self.shown(tab, "made-token")
        self.assertTrue(client.startswith("rcc_demo_"), client)
        self.assertEqual(tab.page.locator("#secret").count(), 0, "a federation has no secret")

        status, refused = self.directory.ask(token_url, client, self.directory.sign(self.now(), jti="1"))
        self.assertEqual((status, refused["error"]), (401, "invalid_client"))
        self.follow(tab, "look here again")
        self.assertIn("The assertion had another audience", tab.words)
        other = self.directory.sign(self.now(), jti="2", aud="api://other")
        status, granted = self.directory.ask(token_url, client, other)
        self.assertEqual(status, 200, granted)
        token = {"authorization": f"Bearer {granted['access_token']}"}
        status, _, _ = self.local.request("GET", self.local.url("/scim/v2/Users"), headers=token)
        self.assertEqual(status, 200)
        self.follow(tab, "look here again")
        self.assertIn("It got a token since", tab.words)
        self.assertEqual(tab.complaints, [])

        summary = tab.page.locator("summary", has_text="Revoke client").last
        summary.click()
        with tab.page.expect_navigation():
            tab.page.locator("form[action=client-revoke] button").last.click()
        self.assertIn("The client is revoked", tab.words)
        status, _, _ = self.local.request("GET", self.local.url("/scim/v2/Users"), headers=token)
        self.assertEqual(status, 401)

    def test_a_secret_is_made_rotated_and_copied(self):
        tab = self.signed_in()
        tab.open(self.local.url("/portal/clients?method=secret"))
        self.fill(tab, label="Trial")
        tab.press("Make the client")
        first = self.shown(tab, "secret")
        self.assertTrue(first.startswith("rcs_"), first)
        self.assertTrue(tab.page.locator("[data-copy=secret]").is_visible())
        self.follow(tab, "I have copied it")
        self.assertNotIn(first, tab.page.content())
        tab.press("Add a second secret Trial")
        self.assertNotEqual(self.shown(tab, "secret"), first)
        self.assertIn("so nothing stops in between", tab.words)
        self.assertEqual(tab.complaints, [])

    def test_the_page_fits_at_every_size_and_in_both_schemes(self):
        uri = "https://system-admin.okta.com/admin/app/cpc/acme/oauth/callback"
        self.local.rollcall("oauth-client", "create", "demo", "--label", "Okta", "--method", "code", "--redirect-uri", uri)
        jwt = ("--method", "jwt", "--audience", AUDIENCE, "--issuer", ISSUER, "--jwks-uri", self.directory.keys)
        made = self.local.rollcall("oauth-client", "create", "demo", "--label", "Entra", *jwt)
        assertion = self.directory.sign(self.now(), sub="x", jti="9")
        self.directory.ask(self.local.url("/oauth/token"), made["clientId"], assertion)
        for (size, viewport), scheme in itertools.product(SIZES.items(), SCHEMES):
            for method in ("jwt", "code"):
                with self.subTest(size=size, scheme=scheme, method=method):
                    tab = self.signed_in(viewport, scheme)
                    tab.open(self.local.url(f"/portal/clients?method={method}"))
                    self.assertEqual(tab.heading, "OAuth clients")
                    self.assert_fits(tab)
                    self.assert_accessible(tab)
                    self.assertEqual(tab.complaints, [])
                    self.screenshot(tab, f"portal-clients-{method}-{size}-{scheme}")
