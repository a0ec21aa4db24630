"""The template as CloudFormation gets it, which is what SAM makes of it, and how to ask it things."""

import itertools
import json
import logging
import os
import re
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

ROOT = Path(__file__).parent.parent
NO_VALUE = {"Ref": "AWS::NoValue"}


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


def then_if_any(node):
    """What a value is where it is there at all."""
    if "Fn::If" not in node:
        return node
    _, then, otherwise = node["Fn::If"]
    assert otherwise == NO_VALUE, f"{otherwise} would not be looked at"
    return then


def named(resource):
    """What a policy is about: `Table.Arn` for an attribute; an ARN without what all ARNs of the stack begin with."""
    resource = then_if_any(resource)
    if "Fn::GetAtt" in resource:
        return ".".join(resource["Fn::GetAtt"])
    beginning = r"^arn:\$\{AWS::Partition\}:(\w+):\$\{AWS::Region\}:\$\{AWS::AccountId\}:"
    return re.sub(beginning, r"\1:", resource["Fn::Sub"])


def statements():
    """Role, and a statement of one of its policies; those too that are there under some parameters only."""
    for name, role in of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, then_if_any(statement)
    for policy in of_type("AWS::IAM::Policy").values():
        for role in policy["Roles"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                yield role["Ref"], then_if_any(statement)


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


def matches(pattern, record):
    """Whether Lambda lets a record through a filter; of its patterns only lists of literals, prefixes and presence."""
    if isinstance(pattern, list):
        return any(matches_one(each, record) for each in pattern)
    return all(key in record and matches(part, record[key]) for key, part in pattern.items())


def matches_one(wanted, value):
    match wanted:
        case str():
            return value == wanted
        case {"prefix": prefix, **rest} if not rest:
            return value.startswith(prefix)
        case {"exists": True, **rest} if not rest:
            return True
    raise AssertionError(f"{wanted} is not known here")


def minute_of_the_hour(expression):
    """When a cron expression of the Scheduler comes, which here is once an hour."""
    minute = re.fullmatch(r"cron\((\d+) \* \* \* \? \*\)", expression)
    assert minute and int(minute[1]) < 60, f"{expression} is not once an hour"
    return int(minute[1])


def period(expression):
    """Seconds between two runs of a schedule."""
    rate = re.fullmatch(r"rate\((1 minute|1 hour|\d+ minutes|\d+ hours)\)", expression)
    if not rate:
        minute_of_the_hour(expression)
        return 3600
    number, unit = rate[1].split()
    return int(number) * (60 if unit.startswith("minute") else 3600)


def evaluated(node, parameters):
    """What CloudFormation makes of a value, for the few functions that are used in conditions."""
    if isinstance(node, list):
        return [evaluated(part, parameters) for part in node]
    if not isinstance(node, dict):
        return node
    ((function, argument),) = node.items()
    if function == "Ref":
        return parameters[argument]
    if function == "Condition":
        return evaluated(TEMPLATE["Conditions"][argument], parameters)
    if function in ("Fn::Equals", "Fn::Not", "Fn::And"):
        values = evaluated(argument, parameters)
        return {"Fn::Equals": lambda: values[0] == values[1], "Fn::Not": lambda: not values[0]}.get(
            function, lambda: all(values)
        )()
    separator, parts = evaluated(argument, parameters)
    return {"Fn::Join": separator.join, "Fn::Split": lambda text: text.split(separator)}[function](parts)


# A value of each parameter that a condition asks for, by which the condition is another than by default.
SET = {
    "PublicUrl": ["https://scim.example.com"],
    "DefaultEndpoint": ["closed"],
    "MailConfigurationSet": ["mails"],
    "EventBusName": ["default"],
    "AlarmTopicArn": ["arn:aws:sns:us-east-1:123456789012:on-call"],
    "ApiAccessLogs": ["with-existing-role", "with-new-role"],
}


def settings():
    """Parameters for each combination of conditions that there can be."""
    defaults = {name: parameter.get("Default", "") for name, parameter in TEMPLATE["Parameters"].items()}
    for values in itertools.product(*([defaults[name], *others] for name, others in SET.items())):
        yield defaults | dict(zip(SET, values))


def conditions(parameters):
    """Each condition, and whether it holds."""
    return {name: evaluated(condition, parameters) for name, condition in TEMPLATE["Conditions"].items()}


def without_conditions(node, holds):
    """What is left of a part of the template once CloudFormation has decided its conditions."""
    if isinstance(node, list):
        parts = (without_conditions(part, holds) for part in node)
        return [part for part in parts if part != NO_VALUE]
    if not isinstance(node, dict):
        return node
    if set(node) == {"Fn::If"}:
        name, then, otherwise = node["Fn::If"]
        return without_conditions(then if holds[name] else otherwise, holds)
    parts = {key: without_conditions(part, holds) for key, part in node.items()}
    return {key: part for key, part in parts.items() if part != NO_VALUE}


def decided(parameters):
    """The template that CloudFormation carries out with these parameters."""
    holds = conditions(parameters)
    left = {name: part for name, part in TEMPLATE.items() if name not in ("Conditions", "Resources")}
    resources = {
        name: {key: part for key, part in resource.items() if key != "Condition"}
        for name, resource in TEMPLATE["Resources"].items()
        if "Condition" not in resource or holds[resource["Condition"]]
    }
    given = {
        name: parameter | ({"Default": parameters[name]} if name in SET else {})
        for name, parameter in TEMPLATE["Parameters"].items()
    }
    return without_conditions(left | {"Parameters": given, "Resources": resources}, holds)


def write_all(folder):
    """Writes the templates for a linter: as processed, with each condition off, and with each on."""
    folder.mkdir(parents=True, exist_ok=True)
    by_count = sorted(settings(), key=lambda parameters: sum(conditions(parameters).values()))
    none, every = by_count[0], by_count[-1]
    assert not any(conditions(none).values()) and all(conditions(every).values())
    for name, template in {"processed": TEMPLATE, "none": decided(none), "every": decided(every)}.items():
        (folder / f"{name}.json").write_text(json.dumps(template, indent=1))


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
