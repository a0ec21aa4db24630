"""What the template must hold to and no linter knows. Run by `make check-template`.

The checks look at what SAM makes of the template, which is what CloudFormation gets.
"""

import json
import re
import unittest

from processed import (
    TEMPLATE,
    code,
    grants,
    longest_run,
    of_type,
    only,
    statements,
)

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

# How the common crate calls a service, module by module, and the action that a role needs for it.
ACTION_OF_CALL = {
    "store": {
        r"\.batch_get_item\(\)": "dynamodb:BatchGetItem",
        r"\.batch_write_item\(\)": "dynamodb:BatchWriteItem",
        r"\.delete_item\(\)|\bDelete::builder\(\)": "dynamodb:DeleteItem",
        r"\.get_item\(\)|\bGet::builder\(\)": "dynamodb:GetItem",
        r"\.put_item\(\)|\bPut::builder\(\)": "dynamodb:PutItem",
        r"\.query\(\)": "dynamodb:Query",
        r"\.scan\(\)": "dynamodb:Scan",
        r"\.update_item\(\)|\bUpdate::builder\(\)": "dynamodb:UpdateItem",
        r"\bConditionCheck::builder\(\)": "dynamodb:ConditionCheckItem",
    },
}

ITEMS = {"dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"}
LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}

# All that each role may do. Resources are written as `processed.named` writes them.
GRANTS = {
    "ScimRole": {
        "Table.Arn": ITEMS,
        "${Table.Arn}/index/ByTenant": {"dynamodb:Query"},
        "ScimLogs.Arn": LOG,
    },
    "VerifyRole": {
        "Table.Arn": ITEMS,
        "VerifyLogs.Arn": LOG,
    },
}

# Longest run of a function that no request waits for: Lambda's own limit.
LAMBDA_LIMIT_SECS = 900


class Parameters(unittest.TestCase):
    def test_every_parameter_stands_in_a_group(self):
        groups = TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
        grouped = [parameter for group in groups for parameter in group["Parameters"]]
        self.assertCountEqual(grouped, TEMPLATE["Parameters"])


class Roles(unittest.TestCase):
    def test_a_role_may_do_this_and_nothing_else(self):
        granted = {}
        for role, resource, action in grants():
            granted.setdefault(role, {}).setdefault(resource, set()).add(action)
        self.assertEqual(granted, GRANTS)

    def test_no_action_and_no_resource_has_a_wildcard(self):
        for role, statement in statements():
            with self.subTest(role=role, sid=statement.get("Sid")):
                self.assertNotIn("NotAction", statement)
                self.assertNotIn("NotResource", statement)
        for role, resource, action in grants():
            with self.subTest(role=role, resource=resource, action=action):
                self.assertNotIn("*", action)
                self.assertNotIn("*", resource)

    def test_a_function_has_a_role_to_itself_without_managed_policies(self):
        roles = [function["Role"]["Fn::GetAtt"][0] for function in of_type("AWS::Lambda::Function").values()]
        self.assertCountEqual(roles, set(roles))
        for role in roles:
            with self.subTest(role=role):
                self.assertNotIn("ManagedPolicyArns", TEMPLATE["Resources"][role]["Properties"])

    def test_what_the_code_calls_is_granted_and_what_is_granted_is_called(self):
        called = {
            action
            for module, actions in ACTION_OF_CALL.items()
            for call, action in actions.items()
            if re.search(call, code(f"shared/src/{module}"))
        }
        granted = {action for _, _, action in grants() if action.startswith("dynamodb:")}
        self.assertEqual(granted, called)


class Functions(unittest.TestCase):
    def test_a_function_behind_the_api_gives_up_before_api_gateway_does(self):
        paths = only("AWS::ApiGateway::RestApi")["Body"]["paths"]
        behind_the_api = set(re.findall(r"\$\{(\w+)\.Arn\}/invocations", json.dumps(paths)))
        self.assertEqual(behind_the_api, {"ScimFunction", "VerifyFunction"})
        for name in of_type("AWS::Lambda::Function"):
            with self.subTest(function=name):
                self.assertLessEqual(longest_run(name), 28 if name in behind_the_api else LAMBDA_LIMIT_SECS)

    def test_functions_are_given_the_settings_that_the_code_reads_and_no_others(self):
        settings = re.findall(r"\b(?:required|optional)\(\s*\"([A-Z][A-Z_]*)\"", code("functions", "shared/src"))
        # Those of Lambda and the SDK come of themselves; this one is for lambda_http.
        read = {setting for setting in settings if not setting.startswith("AWS_")}
        given = {
            setting
            for function in of_type("AWS::Lambda::Function").values()
            for setting in function["Environment"]["Variables"]
        }
        self.assertEqual(given - {"AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH"}, read)

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
        body = only("AWS::ApiGateway::RestApi")["Body"]
        self.responses = body["x-amazon-apigateway-gateway-responses"]
        self.paths = body["paths"]

    def response(self, kind):
        default = "DEFAULT_5XX" if kind in SERVER_SIDE else "DEFAULT_4XX"
        return self.responses.get(kind, self.responses[default])

    def header(self, response, name):
        """A static header; API Gateway wants it in single quotes."""
        value = response["responseParameters"][f"gatewayresponse.header.{name}"]
        self.assertRegex(value, "^'.*'$")
        return value.strip("'")

    def test_the_functions_answer_wrong_methods_themselves(self):
        self.assertEqual(set(self.paths), {"/scim/v2/{proxy+}", "/verify/{token}"})
        for path, methods in self.paths.items():
            with self.subTest(path=path):
                self.assertEqual(set(methods), {"x-amazon-apigateway-any-method"})

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
