#!/usr/bin/env bash
# scimmy 1.3.5: an attribute that is not there contains "fine".
#
# The guess: 'title co "fine"' matches nobody who has no title.
#
# What happens: the missing value is turned into text before it is compared, and the text is "undefined".
# So a person without a title matches 'title co "fine"', 'title sw "un"' and 'title ew "ed"'. The same
# filters inside a PATCH path choose entries: a removal of 'emails[display co "fine"]' takes away an address
# that has no display name.
#
# Why it matters: RFC 7643 section 2.5 calls an attribute without a value unassigned, and a comparison with
# text cannot hold for it (RFC 7644 section 3.4.2.2). Most people lack most optional attributes, so a search
# for a part of a word can return everybody, and a PATCH can remove what nobody named.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scimmy@1.3.5

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import SCIMMY from 'scimmy';

const people = [{ userName: 'ada' }, { userName: 'grace', title: 'Rear admiral' }];
const found = (filter) => new SCIMMY.Types.Filter(filter).match(people).map((person) => person.userName);

console.log('scimmy', JSON.parse(readFileSync('node_modules/scimmy/package.json', 'utf8')).version);
console.log('guess: nobody is found; neither title holds these letters, and ada has no title');
for (const filter of ['title co "fine"', 'title sw "un"', 'title ew "ed"']) {
  console.log('seen:', filter, '->', found(filter));
  assert.deepEqual(found(filter), ['ada']);
}
assert.deepEqual(found('title co "admiral"'), ['grace']);

const user = new SCIMMY.Schemas.User({
  id: '1',
  userName: 'ada',
  emails: [{ value: 'ada@example.com' }, { value: 'office@example.com', display: 'Office' }],
});
const removal = new SCIMMY.Messages.PatchOp({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'remove', path: 'emails[display co "fine"]' }],
});
const left = (await removal.apply(user)).emails.map((email) => email.value);
console.log('guess: the removal of emails[display co "fine"] removes nothing');
console.log('seen: left are', left);
assert.deepEqual(left, ['office@example.com']);
JS
node finding.mjs
