"""What the template must hold to and no linter knows. Run by `make check-template`.

The checks look at what SAM makes of the template, which is what CloudFormation gets.
"""

import json
import logging
import os
import re
import unittest
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

ROOT = Path(__file__).parent.parent

# Every kind of answer that API Gateway gives by itself, and what it has to be here. The list is Amazon's, at
# https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
GATEWAY_ANSWERS = {
    "ACCESS_DENIED": 400,
    "API_CONFIGURATION_ERROR": 429,
    "AUTHORIZER_CONFIGURATION_ERROR": 429,
    "AUTHORIZER_FAILURE": 429,
    "BAD_REQUEST_BODY": 400,
    "BAD_REQUEST_PARAMETERS": 400,
    "DEFAULT_4XX": 400,
    "DEFAULT_5XX": 429,
    "EXPIRED_TOKEN": 400,
    "INTEGRATION_FAILURE": 429,
    "INTEGRATION_TIMEOUT": 429,
    "INVALID_API_KEY": 400,
    "INVALID_SIGNATURE": 404,
    "MISSING_AUTHENTICATION_TOKEN": 404,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429,
    "UNAUTHORIZED": 400,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "WAF_FILTERED": 429,
}
# Those that are 5xx unless the template says otherwise.
SERVER_SIDE = {"API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE"}

# How the store calls DynamoDB, and the action that a role needs for it.
ACTION_OF_CALL = {
    r"\.batch_get_item\(\)": "dynamodb:BatchGetItem",
    r"\.batch_write_item\(\)": "dynamodb:BatchWriteItem",
    r"\.delete_item\(\)|\bDelete::builder\(\)": "dynamodb:DeleteItem",
    r"\.get_item\(\)|\bGet::builder\(\)": "dynamodb:GetItem",
    r"\.put_item\(\)|\bPut::builder\(\)": "dynamodb:PutItem",
    r"\.query\(\)": "dynamodb:Query",
    r"\.scan\(\)": "dynamodb:Scan",
    r"\.update_item\(\)|\bUpdate::builder\(\)": "dynamodb:UpdateItem",
    r"\bConditionCheck::builder\(\)": "dynamodb:ConditionCheckItem",
}


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


def statements():
    """Role, and a statement of one of its policies."""
    for name, role in of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


class Roles(unittest.TestCase):
    def test_no_action_and_no_resource_has_a_wildcard(self):
        for role, statement in statements():
            with self.subTest(role=role, sid=statement.get("Sid")):
                self.assertNotIn("NotAction", statement)
                self.assertNotIn("NotResource", statement)
                for part in as_list(statement["Action"]) + as_list(statement["Resource"]):
                    self.assertNotIn("*", json.dumps(part))

    def test_functions_have_no_managed_policies(self):
        for name, function in of_type("AWS::Lambda::Function").items():
            with self.subTest(function=name):
                role, _ = function["Role"]["Fn::GetAtt"]
                self.assertNotIn("ManagedPolicyArns", TEMPLATE["Resources"][role]["Properties"])

    def test_the_scim_function_may_do_what_the_store_calls_and_nothing_else(self):
        code = "".join(path.read_text() for path in (ROOT / "shared/src/store").rglob("*.rs"))
        called = {action for call, action in ACTION_OF_CALL.items() if re.search(call, code)}
        granted = {
            action
            for role, statement in statements()
            if role == "ScimRole"
            for action in as_list(statement["Action"])
            if action.startswith("dynamodb:")
        }
        self.assertEqual(granted, called)


class Functions(unittest.TestCase):
    def test_a_function_gives_up_before_api_gateway_does(self):
        for name, function in of_type("AWS::Lambda::Function").items():
            with self.subTest(function=name):
                limit = TEMPLATE["Parameters"][function["Timeout"]["Ref"]]
                self.assertLess(limit["MaxValue"], 29)
                self.assertLessEqual(limit["Default"], limit["MaxValue"])

    def test_a_function_logs_json_into_a_group_that_forgets(self):
        for name, function in of_type("AWS::Lambda::Function").items():
            with self.subTest(function=name):
                logging = function["LoggingConfig"]
                self.assertEqual(logging["LogFormat"], "JSON")
                group = TEMPLATE["Resources"][logging["LogGroup"]["Ref"]]
                self.assertIn("RetentionInDays", group["Properties"])


class Table(unittest.TestCase):
    def test_the_data_outlives_the_stack_and_mistakes(self):
        (resource,) = [r for r in TEMPLATE["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
        self.assertEqual(resource["DeletionPolicy"], "Retain")
        self.assertEqual(resource["UpdateReplacePolicy"], "Retain")
        table = resource["Properties"]
        self.assertTrue(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])
        self.assertTrue(table["SSESpecification"]["SSEEnabled"])
        self.assertEqual(TEMPLATE["Parameters"][table["DeletionProtectionEnabled"]["Ref"]]["Default"], "true")


class Api(unittest.TestCase):
    def setUp(self):
        self.responses = only("AWS::ApiGateway::RestApi")["Body"]["x-amazon-apigateway-gateway-responses"]

    def response(self, kind):
        default = "DEFAULT_5XX" if kind in SERVER_SIDE else "DEFAULT_4XX"
        return self.responses.get(kind, self.responses[default])

    def header(self, response, name):
        """A static header; API Gateway wants it in single quotes."""
        value = response["responseParameters"][f"gatewayresponse.header.{name}"]
        self.assertRegex(value, "^'.*'$")
        return value.strip("'")

    def test_every_answer_of_the_gateway_has_the_status_we_decided_on(self):
        self.assertLessEqual(set(self.responses), set(GATEWAY_ANSWERS))
        for kind, status in GATEWAY_ANSWERS.items():
            with self.subTest(kind=kind):
                self.assertEqual(int(self.response(kind)["statusCode"]), status)

    def test_every_answer_of_the_gateway_is_a_scim_error(self):
        for kind, response in self.responses.items():
            with self.subTest(kind=kind):
                self.assertEqual(self.header(response, "Content-Type"), "application/scim+json")
                (body,) = response["responseTemplates"].values()
                error = json.loads(body)
                self.assertEqual(error["schemas"], ["urn:ietf:params:scim:api:messages:2.0:Error"])
                self.assertEqual(error["status"], str(response["statusCode"]))
                self.assertTrue(error["detail"])

    def test_no_answer_of_the_gateway_quotes_the_request(self):
        for kind, response in self.responses.items():
            with self.subTest(kind=kind):
                self.assertNotIn("$", json.dumps(response))

    def test_what_is_transient_says_in_whole_seconds_when_to_try_again(self):
        for kind, response in self.responses.items():
            if GATEWAY_ANSWERS[kind] == 429:
                with self.subTest(kind=kind):
                    self.assertIn(int(self.header(response, "Retry-After")), range(1, 31))

    def test_the_access_log_is_json_without_personal_data(self):
        setting = only("AWS::ApiGateway::Stage")["AccessLogSetting"]["Fn::If"][1]
        logged = set(json.loads(setting["Format"]).values())
        personal = ("path", "query", "identity", "authorizer", "error.message", "error.validation", "requestOverride")
        for variable in logged:
            self.assertNotRegex(variable, "|".join(map(re.escape, personal)))
        self.assertIn("$context.requestId", logged)

    def test_the_stage_is_throttled(self):
        (setting,) = only("AWS::ApiGateway::Stage")["MethodSettings"]
        self.assertEqual((setting["ResourcePath"], setting["HttpMethod"]), ("/*", "*"))
        for limit in ("ThrottlingRateLimit", "ThrottlingBurstLimit"):
            self.assertIn("Ref", setting[limit])


if __name__ == "__main__":
    unittest.main()
