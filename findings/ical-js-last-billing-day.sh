#!/usr/bin/env bash
# ical.js 2.2.1: the rule for "the 31st, or the last day of a shorter month" bills in the middle of the month.
#
# The guess: FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1 is one day a month, the last of those that
# exist. It is the common way to write a billing day of 31, as FREQ=MONTHLY from 31 January skips February.
#
# What happens: ical.js gives 31 January and 28 February, then 28, 29 and 30 March: three in one month, none of
# them the last. BYSETPOS has no effect here. rrule 2.8.1 reads the same rule as guessed, and ical.js itself
# does so for BYMONTHDAY=-1.
#
# Why it matters: RFC 5545 section 3.3.10 applies BYSETPOS to the set of days of each interval, however they
# were named. An invoice calendar made by one library and read by the other shows different dates; a job that
# follows ical.js bills three times in a month. The first two dates are right, so a short test passes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund ical.js@2.2.1 rrule@2.8.1

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import rrule from 'rrule';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
function byIcal(rule) {
  const dates = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString('2026-01-31'));
  return Array.from({ length: 5 }, () => dates.next().toString());
}
function byRrule(rule) {
  const dates = rrule.rrulestr(`DTSTART:20260131T000000Z\nRRULE:${rule};COUNT=5`).all();
  return dates.map((date) => date.toISOString().slice(0, 10));
}

const clamped = 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1';
const last = 'FREQ=MONTHLY;BYMONTHDAY=-1';
const monthEnds = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'];
console.log('ical.js', version('ical.js'), 'rrule', version('rrule'));
console.log('guess:', ...monthEnds);
console.log('seen, ical.js:', ...byIcal(clamped));
console.log('seen, rrule:  ', ...byRrule(clamped));
console.log('seen, ical.js with BYMONTHDAY=-1:', ...byIcal(last));

assert.deepEqual(byRrule(clamped), monthEnds);
assert.deepEqual(byIcal(last), monthEnds);
assert.deepEqual(byIcal(clamped), ['2026-01-31', '2026-02-28', '2026-03-28', '2026-03-29', '2026-03-30']);
JS
node finding.mjs
