#!/usr/bin/env bash
# premailer 3.10.0, css-inline 0.24.0 and juice 11.1.1: two of three take a mail's dark mode away, each its way.
#
# The guess: a tool that moves the CSS of a mail into style attributes leaves @media rules in a style element,
# with the "!important" they need to win over those attributes. Such rules cannot be moved, after all.
#
# What happens: juice does that. premailer keeps the @media rule, too, but drops "!important" inside it. The
# style attribute that it wrote itself then wins, so the rule is there and has no effect. css-inline drops
# the style element with all it holds. None raises an error or warns.
#
# Why it matters: in the CSS cascade a style attribute wins over each rule that is not important. Invitations
# and notices of a provisioning service are opened in dark mode and on telephones. A test that looks for the
# @media rule in the mail passes with premailer. Its README lists strip_important, True by default, without a
# word on @media (issue 241 of premailer is on style elements marked to be left alone); css-inline's README
# names keep_at_rules for this. Set strip_important=False or keep_at_rules=True.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund juice@11.1.1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile premailer==3.10.0 css-inline==0.24.0

cat > mail.html <<'HTML'
<html><head><style>
p { color: black }
@media (prefers-color-scheme: dark) { p { color: white !important } }
</style></head><body><p>Welcome</p></body></html>
HTML
cat > finding.py <<'PY'
from importlib.metadata import version
from pathlib import Path

import css_inline
import premailer

mail = Path("mail.html").read_text()
default = {"premailer": premailer.transform(mail), "css-inline": css_inline.inline(mail)}
mended = {
    "premailer": premailer.transform(mail, strip_important=False),
    "css-inline": css_inline.inline(mail, keep_at_rules=True),
}
for name in default:
    Path(f"{name} {version(name)}").write_text(default[name])
    Path(f"{name} {version(name)} mended").write_text(mended[name])
PY
venv/bin/python finding.py
cat > finding.cjs <<'JS'
const { readFileSync, writeFileSync } = require('node:fs');
const juice = require('juice');
const { version } = require('juice/package.json');

writeFileSync(`juice ${version}`, juice(readFileSync('mail.html', 'utf8')));
JS
node finding.cjs

has() { if tr -d ' \n' < "$1" | grep -q "$2"; then echo yes; else echo no; fi; }
echo 'guess: yes yes yes for each'
echo 'columns: black in the style attribute, the @media rule is there, its white is important'
for mail in juice\ * premailer\ * css-inline\ *; do
  echo "$mail: $(has "$mail" 'style="color:black') $(has "$mail" '@media(') $(has "$mail" 'white!important')"
done | tee seen
diff - seen <<'SEEN'
juice 11.1.1: yes yes yes
premailer 3.10.0: yes yes no
premailer 3.10.0 mended: yes yes yes
css-inline 0.24.0: yes no no
css-inline 0.24.0 mended: yes yes yes
SEEN
