"""The template as CloudFormation gets it, which is what SAM makes of it, and how to ask it things."""

import json
import logging
import os
import re
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

ROOT = Path(__file__).parent.parent


class NoManagedPolicies:
    """Stands in for the look-up of managed policies, which asks AWS."""

    def load(self):
        return {}


def processed():
    """The template after SAM's transformation, with parameters and functions such as `Ref` still in it."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    template = yaml_parse((ROOT / "infra/template.yaml").read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    return transform(template, {}, NoManagedPolicies())


TEMPLATE = processed()


def of_type(kind):
    """Name and properties of the resources of a type; never none."""
    found = {n: r["Properties"] for n, r in TEMPLATE["Resources"].items() if r["Type"] == kind}
    assert found, f"the template has no {kind}"
    return found


def only(kind):
    (properties,) = of_type(kind).values()
    return properties


def as_list(value):
    return value if isinstance(value, list) else [value]


def named(resource):
    """What a policy is about: `Table.Arn` for an attribute; an ARN without what all ARNs of the stack begin with."""
    if "Fn::GetAtt" in resource:
        return ".".join(resource["Fn::GetAtt"])
    beginning = r"^arn:\$\{AWS::Partition\}:(\w+):\$\{AWS::Region\}:\$\{AWS::AccountId\}:"
    return re.sub(beginning, r"\1:", resource["Fn::Sub"])


def statements():
    """Role, and a statement of one of its policies."""
    for name, role in of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


def grants():
    """Role, resource and an action that the role may do on it; all that it may under any parameters."""
    for role, statement in statements():
        for resource in as_list(statement["Resource"]):
            for action in as_list(statement["Action"]):
                yield role, named(resource), action


def code(*places):
    """The Rust code of modules and folders."""
    files = [file for place in places for file in (ROOT / f"{place}.rs", *(ROOT / place).rglob("*.rs"))]
    text = "".join(file.read_text() for file in files if file.is_file())
    assert text, f"there is no code in {places}"
    return text


def longest_run(function):
    """Seconds after which a function is stopped, at the most that the template lets somebody set."""
    timeout = of_type("AWS::Lambda::Function")[function]["Timeout"]
    if isinstance(timeout, int):
        return timeout
    limit = TEMPLATE["Parameters"][timeout["Ref"]]
    assert limit["MinValue"] <= limit["Default"] <= limit["MaxValue"], f"{timeout} has a default out of bounds"
    return limit["MaxValue"]
