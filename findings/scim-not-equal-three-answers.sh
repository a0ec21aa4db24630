#!/usr/bin/env bash
# scimmy 1.3.5, scim2-parse-filter 0.2.10, scim2-models 0.12.3: three libraries, three meanings of "ne".
#
# The guess: "ne" is the plainest operator after "eq", and libraries that call themselves RFC 7644 filters
# agree on it.
#
# What happens: 'title ne "Countess"' holds for a person without a title in scimmy and scim2-models, and not
# in scim2-parse-filter. 'emails.type ne "work"' for a person who has a work and a home address holds in
# scimmy and scim2-parse-filter (one of the two differs), and not in scim2-models (one of the two is equal).
# No two of them agree on both.
#
# Why it matters: RFC 7644 section 3.4.2.2 matches a multi-valued attribute if any of its values matches,
# and does not say whether "ne" holds where there is no value. A sync that asks for "everybody who is not a
# contractor" gets the people without a type from one server and leaves them out on the next. State which
# meaning yours has; send 'not (... eq ...)' or add '... pr' where it counts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund scimmy@1.3.5 scim2-parse-filter@0.2.10
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile scim2-models==0.12.3

cat > filters.json <<'JSON'
{
  "person": {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "ada",
    "emails": [{"value": "ada@example.com", "type": "work"}, {"value": "ada@example.org", "type": "home"}]
  },
  "filters": ["title ne \"Countess\"", "emails.type ne \"work\""]
}
JSON
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import parser from 'scim2-parse-filter';
import SCIMMY from 'scimmy';

const { person, filters } = JSON.parse(readFileSync('filters.json', 'utf8'));
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
const row = (name, matches) => console.log(name, version(name), filters.map((filter) => matches(filter)).join(' '));
row('scimmy', (filter) => new SCIMMY.Types.Filter(filter).match([person]).length === 1);
row('scim2-parse-filter', (filter) => parser.filter(parser.parse(filter))(person));
JS
cat > finding.py <<'PY'
import json
from importlib.metadata import version

from scim2_models import ScimFilter, User

with open("filters.json") as file:
    given = json.load(file)
person = User.model_validate(given["person"])
answers = [str(ScimFilter[User](text).match(person)).lower() for text in given["filters"]]
print("scim2-models", version("scim2-models"), *answers)
PY

echo 'guess: one and the same row for each library; columns: title ne "Countess", emails.type ne "work"'
{ node finding.mjs; venv/bin/python finding.py; } | tee seen
diff - seen <<'SEEN'
scimmy 1.3.5 true true
scim2-parse-filter 0.2.10 false true
scim2-models 0.12.3 true false
SEEN
