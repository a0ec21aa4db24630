#!/usr/bin/env bash
# pendulum 3.3.0 and date-fns 4.4.0: a month to the end of February depends on the start, or on the direction.
#
# The guess: if one full month lies between 31 January and 28 February, then also between 30 January (a day
# earlier) and 28 February. And the months from A to B are those from B to A, with the sign turned.
#
# What happens: pendulum counts one month from 31 January to 28 February and none from 30 January, the longer
# span, while 30 January plus one month is 28 February in pendulum too. date-fns counts one
# month from 31 January to 28 February, and 0 from 28 February to 31 January.
#
# Why it matters: seats are billed by whole months. The documentation of both promises whole or full months
# and leaves the month's end open. Adding and counting are not inverse there, so "add until due" and "count
# since the start" bill differently. Keep the anchor day and the number of the period, and only ever add.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund date-fns@4.4.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile pendulum==3.3.0

cat > finding.py <<'PY'
from importlib.metadata import version

from pendulum import date

february = date(2026, 2, 28)
months = {start: (february - date(2026, 1, start)).in_months() for start in (28, 29, 30, 31)}
print("pendulum", version("pendulum"))
print("guess: a start in January that is earlier is never fewer months before 28 February")
print("seen: months from January 28, 29, 30, 31:", *months.values())
print("seen: 30 January plus one month is", date(2026, 1, 30).add(months=1))
assert date(2026, 1, 30).add(months=1) == february
assert (months[28], months[30], months[31]) == (1, 0, 1)
PY
venv/bin/python finding.py

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { differenceInMonths } from 'date-fns';

const [january, february] = [new Date('2026-01-31T00:00:00Z'), new Date('2026-02-28T00:00:00Z')];
const forth = differenceInMonths(february, january);
const back = differenceInMonths(january, february);
console.log('date-fns', JSON.parse(readFileSync('node_modules/date-fns/package.json', 'utf8')).version);
console.log('guess: 1 forth and -1 back');
console.log('seen:', forth, 'forth and', back, 'back');
assert.equal(forth, 1);
assert.ok(back === 0); // 0 or -0
JS
TZ=UTC node finding.mjs
