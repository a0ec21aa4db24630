"""sam_local.py TEMPLATE ENV: prints the template, declaring every variable that ENV sets for all functions.

`sam local` gives a function only variables that the template declares, and where the table is must never be declared
in the one that is deployed.
"""

import json
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_dump, yaml_parse


def main(template, env):
    template = yaml_parse(Path(template).read_text())
    declared = template["Globals"]["Function"]["Environment"]["Variables"]
    for name in json.loads(Path(env).read_text())["Parameters"]:
        declared.setdefault(name, "")
    print(yaml_dump(template))


if __name__ == "__main__":
    main(*sys.argv[1:])
