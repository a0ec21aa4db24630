#!/usr/bin/env bash
# Authlib 1.9.10: one EC key in 128 is published too short, and PyJWT 2.15.1 leaves it out of the key set.
#
# The guess: a P-256 key that Authlib writes as a JWK is read by every JOSE library. If one key works, all do.
#
# What happens: authlib.jose drops leading zero octets of x and y. A key whose x begins with a zero octet gets
# an x of 31 octets. PyJWT refuses that key; in a key set it skips it without an error, so a token signed with
# it names an unknown "kid". jose 6.2.18 takes the same key and verifies the token. The "kid" that Authlib gives
# the key is not its RFC 7638 thumbprint either: jose works out another one from the full key.
#
# Why it matters: RFC 7518 section 6.2.1.2 wants 32 octets for P-256, zeros included. x or y begins with a
# zero in about one key of 128, so no test meets it, and after a rotation one customer's client assertions are
# refused by some servers. authlib.jose is deprecated but still there; joserfc, its successor, pads.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund jose@6.2.18
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile \
  Authlib==1.9.10 PyJWT==2.15.1 joserfc==1.8.0 cryptography==50.0.2

cat > finding.py <<'PY'
import json
from importlib.metadata import version

import jwt
from authlib.jose import ECKey as AuthlibKey
from authlib.jose import jwt as authlib_jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey as JoserfcKey


def pem(number):
    key = ec.derive_private_key(number, ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


SHORT = pem(379)  # the smallest private number whose x begins with a zero octet
LONG = pem(380)

published = [AuthlibKey.import_key(key).as_dict(is_private=False) for key in (SHORT, LONG)]
short = published[0]
full = JoserfcKey.import_key(SHORT).as_dict(private=False)
try:
    jwt.PyJWK(short, algorithm="ES256")
    alone = "taken"
except jwt.InvalidKeyError as error:
    alone = f"refused: {error}"
in_set = [key.key_id for key in jwt.PyJWKSet(published).keys]

for package in ("Authlib", "joserfc", "PyJWT"):
    print(package, version(package))
print("guess: one and the same x from Authlib and joserfc, and PyJWT reads two keys of two")
print("seen, x by Authlib:", short["x"])
print("seen, x by joserfc:", full["x"])
print("seen, PyJWT, the key alone:", alone)
print("seen, PyJWT, a set of two keys has", len(in_set), "key")
assert (len(short["x"]), len(full["x"])) == (42, 43)
assert alone.startswith("refused")
assert in_set == [published[1]["kid"]]

token = authlib_jwt.encode({"alg": "ES256", "kid": short["kid"]}, {"iss": "example"}, SHORT).decode()
with open("keys.json", "w") as file:
    json.dump({"short": short, "full": full, "token": token}, file)
PY
venv/bin/python finding.py 2> warnings.log # that authlib.jose is deprecated

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as jose from 'jose';

const { short, full, token } = JSON.parse(readFileSync('keys.json', 'utf8'));
const { payload } = await jose.jwtVerify(token, await jose.importJWK(short, 'ES256'));
const thumbprint = await jose.calculateJwkThumbprint(full);

console.log('jose', JSON.parse(readFileSync('node_modules/jose/package.json', 'utf8')).version);
console.log('seen, jose verifies the token by the short key:', payload);
console.log('seen, kid by Authlib:                 ', short.kid);
console.log('seen, thumbprint of the full key, jose:', thumbprint);
assert.equal(payload.iss, 'example');
assert.notEqual(short.kid, thumbprint);
JS
node finding.mjs
