#!/usr/bin/env bash
# fluent.runtime 0.4.0 and @fluent/bundle 0.19.1: one text file shows one price in two currencies.
#
# The guess: two implementations of Fluent, both of its own project, format a file of messages alike. And a
# price that the program hands over in dollars stays one in dollars, whatever a translator writes.
#
# What happens: with { NUMBER($price, style: "currency", currency: "EUR") }, five dollars are "$5.00" in
# @fluent/bundle and "€5.00" in fluent.runtime. A plain 5 is "5" in the one, without a currency, and "€5.00"
# in the other. With { NUMBER($share, style: "percent") } a share of 0.19 is "0.19" and "19%". And where
# NUMBER($months, minimumFractionDigits: 1) selects the plural, 1 is "1.0 months" and "1.0 month". No side
# reports an error.
#
# Why it matters: a service that writes its mails in Python and its pages in JavaScript shares the text files.
# The API reference of @fluent/bundle lists the options a translation may set and says that others are ignored;
# the usage guide of fluent.runtime says that the options of program and file are merged, and leaves open who
# wins. On plurals the guide of Fluent ("Selectors") sides with JavaScript. A file that reads well in one may
# be wrong in the other. Let the program set the currency, and keep style and currency out of the texts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund @fluent/bundle@0.19.1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile fluent.runtime==0.4.0 babel==2.19.0

cat > texts.ftl <<'FTL'
price = { NUMBER($price, style: "currency", currency: "EUR") }
share = { NUMBER($share, style: "percent") }
months = { NUMBER($months, minimumFractionDigits: 1) ->
    [one] { NUMBER($months, minimumFractionDigits: 1) } month
   *[other] { NUMBER($months, minimumFractionDigits: 1) } months
}
FTL
cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';

const bundle = new FluentBundle('en', { useIsolating: false });
bundle.addResource(new FluentResource(readFileSync('texts.ftl', 'utf8')));
function text(message, values) {
  const errors = [];
  const formatted = bundle.formatPattern(bundle.getMessage(message).value, values, errors);
  assert.deepEqual(errors, []);
  return formatted;
}
const dollars = new FluentNumber(5, { style: 'currency', currency: 'USD' });
const row = [text('price', { price: dollars }), text('price', { price: 5 }), text('share', { share: 0.19 })];
row.push(text('months', { months: 1 }));
const { version } = JSON.parse(readFileSync('node_modules/@fluent/bundle/package.json', 'utf8'));
console.log(['@fluent/bundle', version, ...row].join(' | '));
JS
cat > finding.py <<'PY'
from importlib.metadata import version
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

bundle = FluentBundle(["en"], use_isolating=False)
bundle.add_resource(FluentResource(Path("texts.ftl").read_text()))


def text(message, **values):
    formatted, errors = bundle.format_pattern(bundle.get_message(message).value, values)
    assert errors == []
    return formatted


dollars = fluent_number(5, style="currency", currency="USD")
row = [text("price", price=dollars), text("price", price=5), text("share", share=0.19), text("months", months=1)]
print(" | ".join(["fluent.runtime", version("fluent.runtime"), *row]))
PY

echo 'guess: one and the same row for both; columns: five dollars, a plain 5, a share of 0.19, one month'
{ node finding.mjs; venv/bin/python -X utf8 finding.py; } | tee seen
diff - seen <<'SEEN'
@fluent/bundle | 0.19.1 | $5.00 | 5 | 0.19 | 1.0 months
fluent.runtime | 0.4.0 | €5.00 | €5.00 | 19% | 1.0 month
SEEN
