#!/usr/bin/env bash
# scim-patch 0.8.3: an extension sent as an object, without a path, lands under half its name.
#
# The guess: a PATCH without a path whose value holds the enterprise extension as an object fills that
# extension, just as the same attribute given by its full path does.
#
# What happens: the key is split at its last dot, which is the dot of the version "2.0". The resource gains
# an attribute "urn:...:enterprise:2.0" that holds an object "User", and the extension itself stays empty.
# No error is raised. The full path, and a dotted key without a path, both work.
#
# Why it matters: RFC 7643 section 3.3 makes the schema URI the name of the object that holds an extension,
# so this is the form in which a resource is written; RFC 7644 section 3.5.2 lets it stand in a PATCH. The
# department of such a person is lost without a word, and every read carries an attribute no schema knows.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scim-patch@0.8.3

cat > finding.cjs <<'JS'
const assert = require('node:assert/strict');
const { scimPatch } = require('scim-patch');

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patched = (operation) => scimPatch({ schemas: [core, enterprise], userName: 'ada', meta: {} }, [operation]);

const byPath = patched({ op: 'add', path: `${enterprise}:department`, value: 'Mathematics' });
const byObject = patched({ op: 'add', value: { [enterprise]: { department: 'Mathematics' } } });

console.log('scim-patch', require('scim-patch/package.json').version);
console.log('guess: both put the department into', enterprise);
console.log('seen, by path:  ', JSON.stringify(byPath[enterprise]));
console.log('seen, by object:', JSON.stringify(byObject[enterprise]), 'and the keys', Object.keys(byObject));

assert.deepEqual(byPath[enterprise], { department: 'Mathematics' });
assert.equal(byObject[enterprise], undefined);
assert.deepEqual(byObject[enterprise.replace(':User', '')], { User: { department: 'Mathematics' } });
JS
node finding.cjs
