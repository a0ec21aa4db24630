#!/usr/bin/env bash
# scimmy 1.3.5 and scim2-models 0.12.3: neither takes the PATCH of the bulk request that RFC 7644 shows.
#
# The guess: the example of RFC 7644 section 3.7.3 is what everybody tests with, so each library carries out its four
# operations. In it the "data" of the PATCH is the bare list of patch operations.
#
# What happens: both take "data" as a whole PatchOp message only. scimmy refuses that one operation with 400. scim2-models
# refuses the request, so the POST, the PUT and the DELETE beside it, which are right, are not done either. A PatchOp
# message in place of the list is taken by both.
#
# Why it matters: section 3.7 says that "data" is what a single request has as its body, which is a PatchOp message
# (section 3.5.2); the example of section 3.7.3 is of the same RFC. Whoever builds a client by the one fails at servers
# that were built by the other. A server can take both, for a list is no message; a client does best to send the message.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scimmy@1.3.5
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile scim2-models==0.12.3

cat > cases.json <<'JSON'
{
  "list": [{"op": "replace", "path": "userName", "value": "dave"}],
  "message": {
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "replace", "path": "userName", "value": "dave"}]
  }
}
JSON
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import SCIMMY from 'scimmy';

const cases = JSON.parse(readFileSync('cases.json', 'utf8'));
const version = JSON.parse(readFileSync('node_modules/scimmy/package.json', 'utf8')).version;
const people = new Map();
SCIMMY.Resources.declare(SCIMMY.Resources.User, {
  egress: async ({ id }) => (id ? people.get(id) : [...people.values()]),
  ingress: async ({ id = String(people.size + 1) }, data) => {
    people.set(id, { ...JSON.parse(JSON.stringify(data)), id });
    return people.get(id);
  },
  degress: async ({ id }) => people.delete(id),
});
const row = [];
for (const data of [cases.list, cases.message]) {
  people.clear();
  people.set('1', { id: '1', userName: 'bob' });
  const { Operations } = await new SCIMMY.Messages.BulkRequest({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [
      { method: 'PATCH', path: '/Users/1', data },
      { method: 'POST', path: '/Users', bulkId: 'ada', data: { userName: 'ada' } },
    ],
  }).apply();
  row.push(Operations.map(({ status }) => status).join(','), people.get('1').userName);
}
console.log('scimmy', version, ...row);
JS
cat > finding.py <<'PY'
import json
from importlib.metadata import version

from pydantic import ValidationError
from scim2_models import BulkRequest, User

with open("cases.json") as file:
    cases = json.load(file)


def taken(data):
    request = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {"method": "PATCH", "path": "/Users/1", "data": data},
            {"method": "POST", "path": "/Users", "bulkId": "ada", "data": {"userName": "ada"}},
        ],
    }
    try:
        return f"{len(BulkRequest[User].model_validate(request).operations)}-operations"
    except ValidationError as error:
        places = {".".join(map(str, fault["loc"][:3])) for fault in error.errors()}
        return f"refused-for-{','.join(sorted(places))}"


print("scim2-models", version("scim2-models"), taken(cases["list"]), taken(cases["message"]))
PY

echo 'guess: 200,201 dave twice; 2-operations twice. Columns: the list of the RFC, then a PatchOp message'
{ node finding.mjs; venv/bin/python finding.py; } | tee seen
diff - seen <<'SEEN'
scimmy 1.3.5 400,201 bob 200,201 dave
scim2-models 0.12.3 refused-for-Operations.0.data 2-operations
SEEN
