#!/usr/bin/env bash
# scim2-filter-parser 0.7.0 (the parser of django-scim2): "and" binds no tighter than "or".
#
# The guess: 'a or b and c' means 'a or (b and c)'. RFC 7644 section 3.4.2.2 says so, and the parser's own
# comment repeats that sentence right above its table of precedence.
#
# What happens: the table puts both words into one row, so they group from the left: '(a or b) and c'. The
# SQL says it in brackets, and a person who fulfils 'a' alone is not found.
#
# Why it matters: a look-up such as 'userName eq "ada" or externalId eq "7" and active eq true' misses an
# inactive Ada. The directory takes her for new and creates her again. Put brackets into each mixed filter
# you send, and test the order in each parser you take.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile scim2-filter-parser==0.7.0

cat > finding.py <<'PY'
import sqlite3
from importlib.metadata import version

from scim2_filter_parser.queries import SQLQuery

COLUMNS = {
    ("userName", None, None): "people.user_name",
    ("externalId", None, None): "people.external_id",
    ("active", None, None): "people.active",
}
database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE people (user_name, external_id, active)")
database.execute("INSERT INTO people VALUES ('ada', '1', 'FALSE'), ('grace', '7', 'TRUE'), ('mary', '9', 'TRUE')")


def found(scim_filter):
    query = SQLQuery(scim_filter, "people", COLUMNS)
    print("  SQL:", query.where_sql)
    rows = database.execute(query.sql.replace("%s", "?"), query.params)
    return sorted(name for name, *_ in rows)


print("scim2-filter-parser", version("scim2-filter-parser"))
plain = found('userName eq "ada" or externalId eq "7" and active eq true')
bracketed = found('userName eq "ada" or (externalId eq "7" and active eq true)')
print("guess: both filters find ada and grace")
print("seen, without brackets:", plain)
print("seen, with brackets:   ", bracketed)
assert bracketed == ["ada", "grace"]
assert plain == ["grace"]
PY
venv/bin/python finding.py
