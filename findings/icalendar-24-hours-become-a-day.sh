#!/usr/bin/env bash
# icalendar 7.3.2 and ical.js 2.2.1: "24 hours" last 23 hours, and are written back as "a day".
#
# The guess: DURATION:PT24H and DURATION:P1D differ on the day the clocks change. 24 hours after Saturday noon
# in Berlin it is 13:00 on the last Sunday of March; a day after, it is noon.
#
# What happens: both libraries end both at noon, so 24 hours last 23. icalendar reads either duration as the
# same timedelta and writes PT24H as P1D: a calendar that is only read and written again says something else.
#
# Why it matters: RFC 5545 section 3.3.6 has days as nominal durations and hours as exact ones. Access for 24
# hours, notice of an interruption and the time to answer an invitation are promised in hours and put into
# calendars. Once a year they are an hour short, once an hour long, and both libraries agree, so comparing
# them shows nothing. Work out the end in UTC and send DTEND.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund ical.js@2.2.1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile icalendar==7.3.2 tzdata==2026.6

cat > calendar.ics <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//findings//EN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:access@example.com
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260328T120000
DURATION:PT24H
END:VEVENT
END:VCALENDAR
ICS
sed 's/PT24H/P1D/' calendar.ics > day.ics

cat > finding.py <<'PY'
from datetime import UTC
from importlib.metadata import version
from pathlib import Path

from icalendar import Calendar

row = []
for name in ("calendar.ics", "day.ics"):
    event = Calendar.from_ical(Path(name).read_bytes()).walk("VEVENT")[0]
    hours = (event.end.astimezone(UTC) - event.start.astimezone(UTC)).total_seconds() / 3600
    row += [f"{hours:g}", event["DURATION"].to_ical().decode()]
print("icalendar", version("icalendar"), *row)
PY
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const row = ['calendar.ics', 'day.ics'].flatMap((name) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(name, 'utf8')));
  ICAL.TimezoneService.register(calendar.getFirstSubcomponent('vtimezone'));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
  const hours = (event.endDate.toJSDate() - event.startDate.toJSDate()) / 3_600_000;
  return [hours, event.component.getFirstPropertyValue('duration').toICALString()];
});
console.log('ical.js', JSON.parse(readFileSync('node_modules/ical.js/package.json', 'utf8')).version, ...row);
JS

echo 'guess: 24 PT24H 23 P1D for each; columns: hours and text of PT24H, hours and text of P1D'
{ venv/bin/python finding.py; node finding.mjs; } | tee seen
diff - seen <<'SEEN'
icalendar 7.3.2 23 P1D 23 P1D
ical.js 2.2.1 23 PT24H 23 P1D
SEEN
