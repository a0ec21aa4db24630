#!/usr/bin/env bash
# aws-sam-translator 1.115.0: a schedule that is switched off by a condition is switched on.
#
# The guess: Enabled: !If [InProduction, true, false] on a function's Schedule event becomes
# State: !If [InProduction, ENABLED, DISABLED] on the rule, or is refused.
#
# What happens: SAM looks whether the value is true in its own language. An intrinsic function is an object,
# and an object is true, so the rule is ENABLED everywhere. There is no warning, and cfn-lint 1.58.0 finds
# nothing to say. A plain false works, and State passes the condition on.
#
# Why it matters: the reference of the Schedule event gives Enabled as a Boolean that becomes the rule's
# State. Purges and billing runs are the schedules one leaves off in a test stack. They run there all the
# same, and the deployed template is the first place that shows it. Use State, and test the processed template.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile aws-sam-translator==1.115.0 cfn-lint==1.58.0

cat > template.json <<'JSON'
{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Transform": "AWS::Serverless-2016-10-31",
  "Parameters": {"Stage": {"Type": "String", "Default": "test"}},
  "Conditions": {"InProduction": {"Fn::Equals": [{"Ref": "Stage"}, "production"]}},
  "Resources": {
    "Purge": {
      "Type": "AWS::Serverless::Function",
      "Properties": {
        "Runtime": "provided.al2023",
        "Handler": "bootstrap",
        "CodeUri": "s3://example-bucket/purge.zip",
        "Events": {
          "ByEnabled": {
            "Type": "Schedule",
            "Properties": {"Schedule": "rate(1 day)", "Enabled": {"Fn::If": ["InProduction", true, false]}}
          },
          "ByPlainFalse": {
            "Type": "Schedule",
            "Properties": {"Schedule": "rate(1 day)", "Enabled": false}
          },
          "ByState": {
            "Type": "Schedule",
            "Properties": {"Schedule": "rate(1 day)", "State": {"Fn::If": ["InProduction", "ENABLED", "DISABLED"]}}
          }
        }
      }
    }
  }
}
JSON
cat > finding.py <<'PY'
import json
import os
from importlib.metadata import version

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
from samtranslator.translator.transform import transform


class NoManagedPolicies:
    def load(self):
        return {"AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}


with open("template.json") as file:
    resources = transform(json.load(file), {}, NoManagedPolicies())["Resources"]
events = ("ByEnabled", "ByPlainFalse", "ByState")
states = {event: resources[f"Purge{event}"]["Properties"]["State"] for event in events}
print("aws-sam-translator", version("aws-sam-translator"), "cfn-lint", version("cfn-lint"))
print("guess: the rule of ByEnabled keeps the condition")
for event, state in states.items():
    print("seen:", event, "has the state", json.dumps(state))
assert states == {
    "ByEnabled": "ENABLED",
    "ByPlainFalse": "DISABLED",
    "ByState": {"Fn::If": ["InProduction", "ENABLED", "DISABLED"]},
}
PY
venv/bin/python finding.py 2> translator.log
venv/bin/cfn-lint --regions us-east-1 -- template.json
echo 'seen: cfn-lint says nothing'
