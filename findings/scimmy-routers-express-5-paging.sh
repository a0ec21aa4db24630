#!/usr/bin/env bash
# scimmy-routers 1.3.2 with express 5: every page of a listing is the first and holds everybody.
#
# The guess: scimmy-routers declares express ">=4.18" as its peer, so GET /Users?startIndex=2&count=1 works
# with express 4 and 5 alike.
#
# What happens: the router turns startIndex and count from text into numbers by writing them back into
# req.query. In express 5 req.query is read anew from the URL each time, so what was written is gone; the
# text is then no whole number for scimmy, and both parameters are dropped. With express 4 paging works.
#
# Why it matters: RFC 7644 section 3.4.2.4 lets a client ask for a page, and a directory's import goes on
# asking from the next startIndex until it has totalResults. Here each answer says startIndex 1 and repeats
# the same people, with status 200. No error shows it, and a test with one page cannot.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
const people = ['ada', 'grace', 'mary'].map((userName, index) => ({ id: String(index), userName }));
SCIMMY.Resources.declare(SCIMMY.Resources.User)
  .egress(() => people)
  .ingress((resource, data) => data)
  .degress(() => undefined);

const app = express().use('/scim', new SCIMMYRouters({ type: 'bearer', handler: () => 'tester' }));
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = `http://127.0.0.1:${server.address().port}/scim/Users?startIndex=2&count=1`;
const page = await (await fetch(address, { headers: { authorization: 'Bearer test', connection: 'close' } })).json();
server.close();

const names = page.Resources.map((person) => person.userName);
console.log('scimmy', version('scimmy'), 'scimmy-routers', version('scimmy-routers'), 'express', version('express'));
console.log('seen: startIndex', page.startIndex, 'totalResults', page.totalResults, names);
assert.deepEqual({ startIndex: page.startIndex, names }, JSON.parse(process.argv[2]));
JS

seen_with_express() {
  mkdir "express-$1"
  cp finding.mjs "express-$1"
  (
    cd "express-$1"
    npm init -y > npm.log
    npm install --silent --no-audit --no-fund scimmy@1.3.5 scimmy-routers@1.3.2 "express@$1"
    node finding.mjs "$2"
  )
}
echo 'guess: startIndex=2&count=1 of three people is one person, the second, with either express'
seen_with_express 4.21.2 '{"startIndex":2,"names":["grace"]}'
seen_with_express 5.3.0 '{"startIndex":1,"names":["ada","grace","mary"]}'
