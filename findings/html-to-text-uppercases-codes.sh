#!/usr/bin/env bash
# html-to-text 10.0.1: the text part of a mail shows a different code than its HTML part.
#
# The guess: a converter of HTML to plain text keeps the words as they are.
#
# What happens: headings (h1 to h6) are turned into capitals, what stands in them included. A code "aB3xYz" in
# a heading reads "AB3XYZ" in the text part. The address of a link in a heading is kept, so tests that look
# for links do not notice. Its table of options says so; a selector with "uppercase" off keeps the case.
#
# Why it matters: an invitation or sign-in mail often shows its code large, as a heading, and RFC 2046
# section 5.1.4 calls the parts of multipart/alternative versions of the same information. A reader of plain
# text types a code that a case-sensitive check refuses. Names suffer too: "MacLeod" becomes "MACLEOD".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund html-to-text@10.0.1

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { convert } from 'html-to-text';

const heading = '<h2>aB3xYz</h2>';
const paragraph = '<p>aB3xYz</p>';
const link = '<h2><a href="https://app.example.com/confirm?token=aB3xYz">Confirm</a></h2>';
const keepCase = { selectors: [{ selector: 'h2', options: { uppercase: false } }] };

console.log('html-to-text', JSON.parse(readFileSync('node_modules/html-to-text/package.json', 'utf8')).version);
console.log('guess: aB3xYz in each of them');
console.log('seen, paragraph:', convert(paragraph));
console.log('seen, heading:  ', convert(heading));
console.log('seen, link in a heading:', convert(link));
console.log('seen, heading with uppercase off:', convert(heading, keepCase));

assert.equal(convert(paragraph), 'aB3xYz');
assert.equal(convert(heading), 'AB3XYZ');
assert.equal(convert(link), 'CONFIRM [https://app.example.com/confirm?token=aB3xYz]');
assert.equal(convert(heading, keepCase), 'aB3xYz');
JS
node finding.mjs
