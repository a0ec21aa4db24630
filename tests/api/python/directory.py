"""A directory by Authlib: it proves itself by a secret, by a signed assertion, and by a code to which an administrator consents.

The assertions are about the client itself, and nothing else names it (RFC 7523 section 3).
"""

import json
import os
import re
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey, RSAKey

# Authlib wants TLS. There is none on loopback.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "yes"

base_url, callback = os.environ["BASE_URL"], "https://app.example/oauth/callback"
server = requests.get(f"{base_url}/.well-known/oauth-authorization-server").json()
token_url = server["token_endpoint"]
keys = [RSAKey.generate_key(2048, {"kid": "rsa"}), ECKey.generate_key("P-256", {"kid": "ec"})]


class Shown(BaseHTTPRequestHandler):
    """The keys, as the directory shows them."""

    def do_GET(self):
        body = json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


shown = HTTPServer(("127.0.0.1", 0), Shown)
Thread(target=shown.serve_forever, daemon=True).start()
jwks_uri = f"http://127.0.0.1:{shown.server_port}/keys"


def operator(*words):
    """What the operator does about clients of the demo tenant."""
    command = [os.environ["ROLLCALL_BIN"], "oauth-client", *words, "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def client(*options):
    return operator("create", "demo", *options)


def provisions(session):
    """The session's token opens the SCIM API."""
    answer = session.get(f"{base_url}/scim/v2/Users?count=1")
    assert answer.status_code == 200, answer.text


def is_refused(code, ask):
    """The library raises the error that the RFC has for it."""
    try:
        ask()
    except OAuthError as error:
        assert error.error == code, error
    else:
        raise AssertionError(f"no {code}")


made = client("--method", "secret")
for method in ("client_secret_basic", "client_secret_post"):
    by_secret = OAuth2Session(made["clientId"], made["clientSecret"], token_endpoint_auth_method=method)
    by_secret.fetch_token(token_url, grant_type="client_credentials")
    provisions(by_secret)

made = client("--method", "jwt", "--audience", token_url, "--jwks-uri", jwks_uri)
for key, algorithm in zip(keys, ("RS256", "ES256")):
    by_assertion = OAuth2Session(made["clientId"], key, token_endpoint_auth_method="private_key_jwt")
    by_assertion.register_client_auth_method(PrivateKeyJWT(token_url, headers={"kid": key.kid}, alg=algorithm))
    by_assertion.fetch_token(token_url, grant_type="client_credentials")
    provisions(by_assertion)
stranger = OAuth2Session(made["clientId"], RSAKey.generate_key(2048), token_endpoint_auth_method="private_key_jwt")
stranger.register_client_auth_method(PrivateKeyJWT(token_url, headers={"kid": "rsa"}))
is_refused("invalid_client", lambda: stranger.fetch_token(token_url, grant_type="client_credentials"))


class Administrator:
    """Whoever is signed in to the portal. The cookie is kept by hand: browsers alone send a secure one on loopback."""

    def __init__(self):
        token = {"Authorization": f"Bearer {os.environ['PEOPLE_TOKEN']}"}
        link = requests.post(f"{base_url}/people/v1/portal-links", json={"name": "Grace"}, headers=token).json()["url"]
        opened = requests.post(link, {"nonce": field("nonce", requests.get(link).text)}, allow_redirects=False)
        self.cookie = {"Cookie": opened.headers["Set-Cookie"].split(";")[0]}

    def answer(self, url, button):
        """Presses a button of the page to which a directory sent the browser; gives where that leads."""
        page = requests.get(url, headers=self.cookie)
        assert page.status_code == 200 and "Okta" in page.text, page.text
        form = dict(re.findall('<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)) | {"answer": button}
        sent = requests.post(urlsplit(url)._replace(query="").geturl(), form, headers=self.cookie, allow_redirects=False)
        assert sent.status_code == 303, sent.text
        return sent.headers["Location"]


def field(name, page):
    return re.search(f'name="{name}" value="([^"]*)"', page)[1]


made = client("--method", "code", "--label", "Okta", "--redirect-uri", callback)
administrator, verifier = Administrator(), generate_token(48)
directory = OAuth2Session(
    made["clientId"], made["clientSecret"], scope="scim", redirect_uri=callback, code_challenge_method="S256"
)
url, state = directory.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier)
denied = parse_qs(urlsplit(administrator.answer(url, "deny")).query)
assert (denied["error"], denied["state"], denied["iss"]) == (["access_denied"], [state], [server["issuer"]]), denied
back = administrator.answer(url, "allow")
directory.fetch_token(token_url, authorization_response=back, state=state, code_verifier=verifier)
provisions(directory)
first = directory.token["refresh_token"]
directory.refresh_token(token_url, refresh_token=first)
assert directory.token["refresh_token"] != first
provisions(directory)
is_refused("invalid_grant", lambda: directory.fetch_token(token_url, authorization_response=back, state=state, code_verifier=verifier))
assert directory.get(f"{base_url}/scim/v2/Users").status_code == 401, "a code that comes twice ends what it got"

for listed in operator("list", "demo"):
    operator("revoke", "demo", listed["clientId"])
print("Python: Authlib gets tokens by a secret, an assertion and a code")
