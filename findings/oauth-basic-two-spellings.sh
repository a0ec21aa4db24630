#!/usr/bin/env bash
# oauth4webapi 3.8.8 and Authlib 1.9.10: one client id and secret, two different Basic headers.
#
# The guess: client_secret_basic is HTTP Basic, base64 of "id:secret", and any two clients send the same.
#
# What happens: Authlib sends the two as they are. oauth4webapi encodes each first, and more than a URL
# needs: "-", "_" and "." become %2D, %5F and %2E. So an id as plain as "scim-app_1" already differs. Decoded
# as a form, Authlib's secret "a+b" turns into "a b"; not decoded, oauth4webapi's id is unknown.
#
# Why it matters: RFC 6749 section 2.3.1 has id and secret form-encoded before the base64; one of the two
# leaves that out. A token endpoint for directories meets both kinds. Give out ids and secrets of letters and
# digits alone: then both spellings are the same bytes, as the second column shows.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund oauth4webapi@3.8.8
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile Authlib==1.9.10 requests==2.34.2

cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import * as oauth from 'oauth4webapi';

const server = { issuer: 'https://login.example.com', token_endpoint: 'https://login.example.com/token' };
async function sent(id, secret) {
  let header;
  const keepHeader = async (url, { headers }) => {
    header = new Headers(headers).get('authorization');
    return Response.json({ access_token: 'test', token_type: 'Bearer' });
  };
  const options = { [oauth.customFetch]: keepHeader };
  await oauth.clientCredentialsGrantRequest(server, { client_id: id }, oauth.ClientSecretBasic(secret), {}, options);
  return Buffer.from(header.slice('Basic '.length), 'base64').toString();
}
const version = JSON.parse(readFileSync('node_modules/oauth4webapi/package.json', 'utf8')).version;
console.log('oauth4webapi', version, await sent('scim-app_1', 'a+b'), await sent('scimapp1', 'ab'));
JS
cat > finding.py <<'PY'
import base64
from importlib.metadata import version

import requests
from authlib.integrations.requests_client import OAuth2Session


class KeepHeader(requests.adapters.BaseAdapter):
    def send(self, request, **_):
        self.header = request.headers["Authorization"]
        response = requests.Response()
        response.status_code = 200
        response._content = b'{"access_token": "test", "token_type": "Bearer"}'
        return response

    def close(self):
        pass


def sent(client_id, secret):
    keep = KeepHeader()
    session = OAuth2Session(client_id, secret, token_endpoint_auth_method="client_secret_basic")
    session.mount("https://", keep)
    session.fetch_token("https://login.example.com/token", grant_type="client_credentials")
    return base64.b64decode(keep.header.removeprefix("Basic ")).decode()


print("Authlib", version("authlib"), sent("scim-app_1", "a+b"), sent("scimapp1", "ab"))
PY
echo 'guess: one and the same row for both; columns: scim-app_1 with the secret a+b, scimapp1 with ab'
{ node finding.mjs; venv/bin/python -W ignore finding.py; } | tee seen
diff - seen <<'SEEN'
oauth4webapi 3.8.8 scim%2Dapp%5F1:a%2Bb scimapp1:ab
Authlib 1.9.10 scim-app_1:a+b scimapp1:ab
SEEN
