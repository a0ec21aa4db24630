#!/usr/bin/env bash
# scim-patch 0.8.3 with scim2-parse-filter 0.2.10: an attribute that was cleared is still present.
#
# The guess: after a replace of "title" by null the person has no title, so 'title pr' does not match.
#
# What happens: scim-patch stores the null. scim2-parse-filter (the same authors; scim-patch uses it for its
# paths) calls an attribute present unless it is undefined: null, "" and [] are all present. Each of the two
# looks harmless alone; together a cleared attribute is found by 'pr' for ever. A remove works as guessed.
#
# Why it matters: RFC 7643 section 2.5 makes null and an empty array the same as no value, and RFC 7644
# section 3.4.2.2 wants a non-empty value for "pr". Directories clear an attribute by sending null or an empty string.
# A rule such as "everybody with a title" then goes on choosing people who lost it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scim-patch@0.8.3 scim2-parse-filter@0.2.10

cat > finding.cjs <<'JS'
const assert = require('node:assert/strict');
const { scimPatch } = require('scim-patch');
const { filter, parse } = require('scim2-parse-filter');

const ada = () => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ada',
  title: 'Countess',
  phoneNumbers: [{ value: 'tel:+1-201-555-0123' }],
  meta: {},
});
const present = (attribute, operation) => filter(parse(`${attribute} pr`))(scimPatch(ada(), [operation]));
const seen = {
  'title replaced by null': present('title', { op: 'replace', path: 'title', value: null }),
  'title replaced by ""': present('title', { op: 'replace', path: 'title', value: '' }),
  'phoneNumbers replaced by []': present('phoneNumbers', { op: 'replace', path: 'phoneNumbers', value: [] }),
  'title removed': present('title', { op: 'remove', path: 'title' }),
};

console.log('scim-patch', require('scim-patch/package.json').version);
console.log('scim2-parse-filter', require('scim2-parse-filter/package.json').version);
console.log('guess: present is false in each row');
for (const [row, isPresent] of Object.entries(seen)) console.log('seen:', row, '-> present is', isPresent);
assert.deepEqual(Object.values(seen), [true, true, true, false]);
JS
node finding.cjs
