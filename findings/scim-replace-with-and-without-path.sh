#!/usr/bin/env bash
# scim-patch 0.8.3 and scimmy 1.3.5: whether a replace merges depends on the path, and they disagree which way.
#
# The guess: {"op":"replace","path":"name","value":{"givenName":"Augusta"}} and the same without a path,
# {"op":"replace","value":{"name":{"givenName":"Augusta"}}}, are two spellings of one change. Two popular
# libraries of one language would treat them alike. A replace of "emails" leaves only the new ones.
#
# What happens: scim-patch keeps the family name with a path and drops it without one. scimmy drops it with
# a path and keeps it without one. In scimmy a replace of "emails" without a path is an add: the old
# addresses stay. With the path it replaces them.
#
# Why it matters: RFC 7644 section 3.5.2.3 says that the sub-attributes in the value replace those there or
# join them, and that a multi-valued attribute without a filter is replaced as a whole. Directories send
# both spellings (Okta's and Entra's differ by their settings). A server that is tested with one spelling
# loses family names, or keeps a former address, as soon as it meets the other.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scim-patch@0.8.3 scimmy@1.3.5

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import scimPatchPackage from 'scim-patch';
import SCIMMY from 'scimmy';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
const ada = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ada',
  name: { familyName: 'Lovelace', givenName: 'Ada' },
  emails: [{ value: 'former@example.com' }],
  meta: {},
});
const libraries = {
  'scim-patch': async (operation) => scimPatchPackage.scimPatch(ada(), [operation]),
  scimmy: async (operation) => {
    const request = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] };
    return new SCIMMY.Messages.PatchOp(request).apply(new SCIMMY.Schemas.User({ id: '1', ...ada() }));
  },
};
const operations = {
  'name, with a path': { op: 'replace', path: 'name', value: { givenName: 'Augusta' } },
  'name, without a path': { op: 'replace', value: { name: { givenName: 'Augusta' } } },
  'emails, with a path': { op: 'replace', path: 'emails', value: [{ value: 'new@example.com' }] },
  'emails, without a path': { op: 'replace', value: { emails: [{ value: 'new@example.com' }] } },
};

console.log('guess: "Lovelace" stays in every row of name, and only new@example.com in every row of emails');
const seen = {};
for (const [library, patch] of Object.entries(libraries)) {
  seen[library] = [];
  for (const [label, operation] of Object.entries(operations)) {
    const user = await patch(operation);
    const addresses = user.emails.map((email) => email.value).join(' ');
    const result = label.startsWith('name') ? (user.name.familyName ?? 'lost') : addresses;
    seen[library].push(result);
    console.log('seen:', library, version(library), '|', label, '|', result);
  }
}
assert.deepEqual(seen, {
  'scim-patch': ['Lovelace', 'lost', 'new@example.com', 'new@example.com'],
  scimmy: ['lost', 'Lovelace', 'new@example.com', 'former@example.com new@example.com'],
});
JS
node finding.mjs
