#!/usr/bin/env bash
# scim-patch 0.8.3, scimmy 1.3.5 and scim2-models 0.12.3: a member who is sent again is there twice.
#
# The guess: members of a group are told apart by their "value". Adding {"value":"ada"} to a group that has
# {"value":"ada","type":"User"} changes nothing, in each of three libraries.
#
# What happens: all three add a second Ada. scim-patch and scim2-models compare the whole object, so the same
# request is harmless while the stored member has no "type" and no "display". scimmy adds in either case. For
# the removal {"op":"remove","path":"members","value":[{"value":"ada"}]}, which Entra ID sends (issue 959 of
# scim-patch), each library does another thing: scim-patch leaves the group as it is and raises no error,
# scimmy removes her, scim2-models refuses the request.
#
# Why it matters: RFC 7644 section 3.5.2.1 has no change where the value is already there, but leaves open what
# makes two complex values the same (RFC 7643 section 2.4 only says that "type" and "value" should not repeat).
# Servers add "type", "display" and "$ref" of their own, and directories send bare values, again after each
# lost answer. The count of a group is then wrong, and who was removed is still in it. Compare by "value" alone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scim-patch@0.8.3 scimmy@1.3.5
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile scim2-models==0.12.3

cat > cases.json <<'JSON'
{
  "bare": {"value": "ada"},
  "full": {"value": "ada", "type": "User"},
  "add": {"op": "add", "path": "members", "value": [{"value": "ada"}]},
  "remove": {"op": "remove", "path": "members", "value": [{"value": "ada"}]}
}
JSON
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import scimPatchPackage from 'scim-patch';
import SCIMMY from 'scimmy';

const { bare, full, add, remove } = JSON.parse(readFileSync('cases.json', 'utf8'));
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
const group = (member) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  displayName: 'Mathematics',
  members: [{ ...member }],
  meta: {},
});
const libraries = {
  'scim-patch': async (member, operation) => scimPatchPackage.scimPatch(group(member), [operation]),
  scimmy: async (member, operation) => {
    const request = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
    return new SCIMMY.Messages.PatchOp(request).apply(new SCIMMY.Schemas.Group({ id: '1', ...group(member) }));
  },
};
for (const [library, patch] of Object.entries(libraries)) {
  const row = [];
  for (const [member, operation] of [[bare, add], [full, add], [full, remove]]) {
    row.push(((await patch(member, operation)).members ?? []).length);
  }
  console.log(library, version(library), ...row);
}
JS
cat > finding.py <<'PY'
import json
from importlib.metadata import version

from scim2_models import Group, PatchOp, SCIMException

with open("cases.json") as file:
    given = json.load(file)


def members_after(member, operation):
    group = Group.model_validate({"displayName": "Mathematics", "members": [member]})
    request = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}
    try:
        PatchOp[Group].model_validate(request).patch(group)
    except SCIMException:
        return "refused"
    return len(group.members or [])


row = [
    members_after(given["bare"], given["add"]),
    members_after(given["full"], given["add"]),
    members_after(given["full"], given["remove"]),
]
print("scim2-models", version("scim2-models"), *row)
PY

echo 'guess: 1 1 0 in each row; columns: members after a second add to a bare member, to one with a type, a removal'
{ node finding.mjs; venv/bin/python finding.py; } | tee seen
diff - seen <<'SEEN'
scim-patch 0.8.3 1 2 1
scimmy 1.3.5 2 2 0
scim2-models 0.12.3 1 2 refused
SEEN
