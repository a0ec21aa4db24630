"""What the template must hold to and no linter knows. Run by `make check-template`.

The checks look at what SAM makes of the template, which is what CloudFormation gets.
"""

import json
import re
import unittest
from fnmatch import fnmatchcase

from calls import reached
from processed import (
    ROOT,
    TEMPLATE,
    as_list,
    code,
    evaluated,
    grants,
    longest_run,
    matches,
    minute_of_the_hour,
    of_type,
    only,
    period,
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
    "schedule": {
        r"\.create_schedule\(\)": "scheduler:CreateSchedule",
        r"\.delete_schedule\(\)": "scheduler:DeleteSchedule",
        r"\.get_schedule\(\)": "scheduler:GetSchedule",
        r"\.update_schedule\(\)": "scheduler:UpdateSchedule",
    },
    "events": {
        r"\.put_events\(\)": "events:PutEvents",
    },
    "mail": {
        r"\.send_bulk_email\(\)": "ses:SendBulkEmail",
        r"\.send_email\(\)": "ses:SendEmail",
    },
}

# `rollcall tenant delete` and `export` look through the whole table. No function may.
OF_THE_COMMAND = {"dynamodb:Scan"}

# Whose actions the code calls. The others are called by AWS as the function, or go along with a call.
SERVICES = ("dynamodb:", "events:", "scheduler:", "ses:")

ITEMS = {
    "dynamodb:BatchGetItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
}
# Lambda itself calls these, as the function.
STREAM = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}
LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
# The name of a deletion run's schedule holds the hour.
DELETION_RUNS = "scheduler:schedule/${ScheduleGroup}/purge-*"
# That of a check holds its id.
CHECKS = "scheduler:schedule/${ScheduleGroup}/check-*"
# Which one SES asks for depends on what has been verified. A condition has the one sender.
MAIL_IDENTITIES = "ses:identity/*"
WILDCARDS = {(DELETION_RUNS, "scheduler:CreateSchedule"), (CHECKS, "scheduler:CreateSchedule"), (MAIL_IDENTITIES, "ses:SendEmail")}

# All that each role may do. Resources are written as `processed.named` writes them.
GRANTS = {
    "ScimRole": {
        "Table.Arn": ITEMS | {"dynamodb:BatchWriteItem", "dynamodb:Query"},
        "${Table.Arn}/index/ByTenant": {"dynamodb:Query"},
        "ScimLogs.Arn": LOG,
    },
    "VerifyRole": {
        "Table.Arn": ITEMS,
        "VerifyLogs.Arn": LOG,
    },
    "OauthRole": {
        "Table.Arn": {"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        "OauthLogs.Arn": LOG,
    },
    "PeopleRole": {
        "Table.Arn": ITEMS | {"dynamodb:BatchWriteItem", "dynamodb:Query"},
        "${Table.Arn}/index/ByTenant": {"dynamodb:Query"},
        "${Table.Arn}/index/EffectDue": {"dynamodb:Query"},
        "PeopleLogs.Arn": LOG,
    },
    "OutboxRole": {
        "Table.StreamArn": STREAM,
        "Table.Arn": ITEMS | {"dynamodb:BatchWriteItem", "dynamodb:Query"},
        "${Table.Arn}/index/EffectDue": {"dynamodb:Query"},
        "${Table.Arn}/index/ByTenant": {"dynamodb:Query"},
        MAIL_IDENTITIES: {"ses:SendEmail"},
        "ses:configuration-set/${MailConfigurationSet}": {"ses:SendEmail"},
        "events:event-bus/${EventBusName}": {"events:PutEvents"},
        DELETION_RUNS: {"scheduler:CreateSchedule"},
        CHECKS: {"scheduler:CreateSchedule"},
        "ScheduleRole.Arn": {"iam:PassRole"},
        "OutboxFailures.Arn": {"sqs:SendMessage"},
        "ScheduleFailures.Arn": {"sqs:SendMessage"},
        "OutboxLogs.Arn": LOG,
    },
    "PurgeRole": {
        "Table.Arn": ITEMS | {"dynamodb:BatchWriteItem", "dynamodb:Query"},
        "${Table.Arn}/index/PurgeDue": {"dynamodb:Query"},
        DELETION_RUNS: {"scheduler:CreateSchedule"},
        "ScheduleRole.Arn": {"iam:PassRole"},
        "ScheduleFailures.Arn": {"sqs:SendMessage"},
        "PurgeLogs.Arn": LOG,
    },
    "RenewalRole": {
        "Table.Arn": ITEMS,
        "${Table.Arn}/index/ByTenant": {"dynamodb:Query"},
        "ScheduleFailures.Arn": {"sqs:SendMessage"},
        "RenewalLogs.Arn": LOG,
    },
    "WebhookRole": {
        "Table.Arn": {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"},
        "${Table.Arn}/index/EffectDue": {"dynamodb:Query"},
        "ScheduleFailures.Arn": {"sqs:SendMessage"},
        "WebhookLogs.Arn": LOG,
    },
    "CheckRole": {
        "Table.Arn": {"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        "ScheduleFailures.Arn": {"sqs:SendMessage"},
        "CheckLogs.Arn": LOG,
    },
    "ScheduleRole": {
        "OutboxFunction.Arn": {"lambda:InvokeFunction"},
        "PurgeFunction.Arn": {"lambda:InvokeFunction"},
        "RenewalFunction.Arn": {"lambda:InvokeFunction"},
        "WebhookFunction.Arn": {"lambda:InvokeFunction"},
        "CheckFunction.Arn": {"lambda:InvokeFunction"},
        "ScheduleFailures.Arn": {"sqs:SendMessage"},
    },
}

WRITES = {"dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}
# Kinds of items by an example of their partition key, and the functions that may not write any item of the table but
# these. The keys are those of shared/rollcall/src/store/keys.rs.
PARTITIONS = {
    "tenant, access rules or entity": "T#acme",
    "entity that is being deleted": "T#acme#E#f3bb189e-8bf9-4888-9912-ace4e6543002",
    "user, history or tombstone": "T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002",
    "history of a tenant": "T#acme#T",
    "guard of an address": "T#acme#A#ada@example.com",
    "guard of an externalId": "T#acme#X#00u1#C",
    "counter": "T#acme#N#63",
    "group, or who is in it": "T#acme#G#f3bb189e-8bf9-4888-9912-ace4e6543002",
    "guard of a group's name": "T#acme#D#sales",
    "guard of a group's externalId": "T#acme#GX#00g1",
    "counter of groups": "T#acme#G",
    "mails of an hour": "T#acme#M",
    "contact of a directory": "T#acme#C",
    "administrators, and what they are told": "T#acme#W",
    "check of the connection, or its report": "T#acme#V",
    "feed of a tenant": "T#acme#F",
    "billing line, or sum of lines": "T#acme#B#2026-07-01",
    "bookmark": "T#acme#P#9f86d081",
    "key of a tenant's marks": "T#acme#Q",
    "mark of a deleted user": "T#acme#Q#9f86d081",
    "request with a key": "T#acme#I#9f86d081",
    "assertion that was used": "T#acme#J#9f86d081",
    "link, session": "K#9f86d081",
}
WRITTEN = {
    "ScimRole": {
        "user, history or tombstone",
        "guard of an address",
        "guard of an externalId",
        "counter",
        "group, or who is in it",
        "guard of a group's name",
        "guard of a group's externalId",
        "counter of groups",
        "contact of a directory",
        "bookmark",
    },
    "VerifyRole": {
        "user, history or tombstone",
        "guard of an address",
        "administrators, and what they are told",
        "link, session",
    },
}

# Longest run of a function that no request waits for: Lambda's own limit.
LAMBDA_LIMIT_SECS = 900
# The Scheduler starts a run within the minute.
SCHEDULER_DELAY_SECS = 60


class Parameters(unittest.TestCase):
    def test_every_parameter_stands_in_a_group(self):
        groups = TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
        grouped = [parameter for group in groups for parameter in group["Parameters"]]
        self.assertCountEqual(grouped, TEMPLATE["Parameters"])

    def takes(self, parameter, value):
        return bool(re.fullmatch(TEMPLATE["Parameters"][parameter]["AllowedPattern"], value))

    def test_the_sender_is_what_the_code_takes_for_one(self):
        samples = json.loads((ROOT / "shared/mail/src/ses/senders.json").read_text())
        for kind, sender in ((kind, sender) for kind, senders in samples.items() for sender in senders):
            with self.subTest(sender=sender):
                self.assertEqual(self.takes("MailSender", sender), kind == "taken")

    def test_the_product_is_shown_as_the_code_takes_it(self):
        samples = json.loads((ROOT / "shared/rules/src/brand.json").read_text())
        for parameter, kinds in samples.items():
            for kind, value in ((kind, value) for kind, values in kinds.items() for value in values):
                with self.subTest(parameter=parameter, value=value):
                    self.assertEqual(self.takes(parameter, value), kind == "taken")

    def test_what_becomes_part_of_a_policy_has_no_wildcard(self):
        for parameter in ("MailSender", "MailIdentity", "MailConfigurationSet", "EventBusName"):
            for value in ("*", "?", "example.*", "*@example.com", "??????.com"):
                with self.subTest(parameter=parameter, value=value):
                    self.assertFalse(self.takes(parameter, value))
        self.assertTrue(self.takes("MailIdentity", "example.com"))
        self.assertTrue(self.takes("MailIdentity", "no-reply@example.com"))


class Roles(unittest.TestCase):
    def test_a_role_may_do_this_and_nothing_else(self):
        granted = {}
        for role, resource, action in grants():
            granted.setdefault(role, {}).setdefault(resource, set()).add(action)
        self.assertEqual(granted, GRANTS)

    def test_only_deletion_runs_checks_and_identities_of_the_sender_are_granted_by_a_wildcard(self):
        for role, statement in statements():
            with self.subTest(role=role, sid=statement.get("Sid")):
                self.assertNotIn("NotAction", statement)
                self.assertNotIn("NotResource", statement)
        for role, resource, action in grants():
            with self.subTest(role=role, resource=resource, action=action):
                self.assertNotIn("*", action)
                if (resource, action) not in WILDCARDS:
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
            if re.search(call, code("shared/rollcall/src/store" if module == "store" else f"shared/{module}/src"))
        }
        granted = {action for _, _, action in grants() if action.startswith(SERVICES)}
        self.assertEqual(granted - STREAM, called - OF_THE_COMMAND)

    def test_each_function_calls_what_it_is_granted_and_is_granted_what_it_calls(self):
        for function in of_type("AWS::Lambda::Function"):
            name = function.removesuffix("Function")
            called = {
                action
                for module, body in reached(name.lower())
                for call, action in ACTION_OF_CALL.get(module, {}).items()
                if re.search(call, body)
            }
            granted = {action for role, _, action in grants() if role == f"{name}Role" and action.startswith(SERVICES)}
            with self.subTest(function=function):
                self.assertEqual(granted - STREAM, called)

    def test_what_directories_and_readers_of_mails_reach_writes_no_tenant(self):
        """Tenants have the tokens, and the plan: a function that the Internet talks to must not be able to make some."""
        for role, written in WRITTEN.items():
            (allowed,) = [s for r, s in statements() if r == role and WRITES & set(as_list(s["Action"]))]
            self.assertEqual(set(allowed["Action"]), WRITES, "reading is not held to keys: a tenant is read")
            ((operator, condition),) = allowed["Condition"].items()
            self.assertEqual((operator, set(condition)), ("ForAllValues:StringLike", {"dynamodb:LeadingKeys"}))
            for kind, key in PARTITIONS.items():
                with self.subTest(role=role, kind=kind):
                    may = any(fnmatchcase(key, pattern) for pattern in condition["dynamodb:LeadingKeys"])
                    self.assertEqual(may, kind in written)

    def assert_writes(self, role, written):
        (allowed,) = [s for r, s in statements() if r == role and WRITES & set(as_list(s["Action"]))]
        like = allowed["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        unlike = allowed["Condition"]["ForAllValues:StringNotLike"]["dynamodb:LeadingKeys"]
        self.assertEqual(len(allowed["Condition"]), 2)
        for kind, key in PARTITIONS.items():
            with self.subTest(kind=kind):
                may = any(fnmatchcase(key, pattern) for pattern in like)
                may = may and not any(fnmatchcase(key, pattern) for pattern in unlike)
                self.assertEqual(may, kind in written)

    def test_who_grants_tokens_writes_clients_and_used_assertions_and_nothing_of_people(self):
        written = {
            "tenant, access rules or entity",
            "history of a tenant",
            "assertion that was used",
            "contact of a directory",
        }
        self.assert_writes("OauthRole", written)

    def test_who_checks_connections_writes_the_token_and_the_check_and_nothing_of_people(self):
        written = {
            "tenant, access rules or entity",
            "history of a tenant",
            "check of the connection, or its report",
        }
        self.assert_writes("CheckRole", written)

    def test_who_sends_to_where_others_say_writes_how_far_it_came_and_nothing_else(self):
        (allowed,) = [s for r, s in statements() if r == "WebhookRole" and WRITES & set(as_list(s["Action"]))]
        self.assertEqual(allowed["Condition"], {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["T#*#F"]}})
        written = {kind for kind, key in PARTITIONS.items() if fnmatchcase(key, "T#*#F")}
        self.assertEqual(written, {"feed of a tenant"})

    def test_every_partition_of_the_table_is_known(self):
        keys = (ROOT / "shared/rollcall/src/store/keys.rs").read_text()
        table = re.findall(r"^//! \| .* \| `([TK]#[^`]*)` \| `[^`]*` \|$", keys, re.M)
        self.assertGreater(len(table), 10)

        def kind(key):
            """What tells the partition from others: the letter in front, and the one behind the tenant."""
            parts = key.split("#")
            return (parts[0], *parts[2:3]) if parts[0] == "T" else (parts[0],)

        self.assertEqual({kind(key) for key in table}, {kind(key) for key in PARTITIONS.values()})

    def test_a_role_is_passed_to_the_scheduler_alone(self):
        for role, statement in statements():
            if "iam:PassRole" in as_list(statement["Action"]):
                with self.subTest(role=role):
                    self.assertEqual(
                        statement["Condition"], {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
                    )

    def test_the_role_of_the_schedules_serves_the_schedules_of_this_stack_alone(self):
        (trust,) = of_type("AWS::IAM::Role")["ScheduleRole"]["AssumeRolePolicyDocument"]["Statement"]
        self.assertEqual(trust["Principal"], {"Service": "scheduler.amazonaws.com"})
        account, group = {"Ref": "AWS::AccountId"}, {"Fn::GetAtt": ["ScheduleGroup", "Arn"]}
        self.assertEqual(trust["Condition"], {"StringEquals": {"aws:SourceAccount": account, "aws:SourceArn": group}})

    def test_events_are_published_if_a_bus_is_named_and_on_that_alone(self):
        conditional = [
            statement["Fn::If"]
            for role in of_type("AWS::IAM::Role").values()
            for policy in role.get("Policies", [])
            for statement in policy["PolicyDocument"]["Statement"]
            if "Fn::If" in statement
        ]
        ((condition, statement, otherwise),) = conditional
        self.assertEqual((statement["Action"], otherwise), ("events:PutEvents", {"Ref": "AWS::NoValue"}))
        self.assertEqual(TEMPLATE["Parameters"]["EventBusName"]["Default"], "")
        unnamed = {"Fn::Equals": [{"Ref": "EventBusName"}, ""]}
        self.assertEqual(TEMPLATE["Conditions"][condition], {"Fn::Not": [unnamed]})
        variables = of_type("AWS::Lambda::Function")["OutboxFunction"]["Environment"]["Variables"]
        self.assertEqual(variables["EVENT_BUS_NAME"], {"Ref": "EventBusName"})

    def test_mails_are_sent_from_the_senders_address_alone(self):
        (statement,) = [s for _, s in statements() if "ses:SendEmail" in as_list(s["Action"])]
        ((operator, condition),) = statement["Condition"].items()
        self.assertEqual(operator, "StringEquals")
        samples = json.loads((ROOT / "shared/mail/src/ses/senders.json").read_text())
        for sender in samples["taken"]:
            with self.subTest(sender=sender):
                accepted = evaluated(condition["ses:FromAddress"], {"MailSender": sender})
                (address,) = [text for text in accepted if "@" in text]
                self.assertRegex(sender, f"(^|<){re.escape(address)}(>|$)")
                self.assertNotIn("$", "".join(accepted))


class Functions(unittest.TestCase):
    def test_a_function_behind_the_api_gives_up_before_api_gateway_does(self):
        paths = only("AWS::ApiGateway::RestApi")["Body"]["paths"]
        behind_the_api = set(re.findall(r"\$\{(\w+)\.Arn\}/invocations", json.dumps(paths)))
        self.assertEqual(behind_the_api, {"ScimFunction", "VerifyFunction", "OauthFunction", "PeopleFunction"})
        for name in of_type("AWS::Lambda::Function"):
            with self.subTest(function=name):
                self.assertLessEqual(longest_run(name), 28 if name in behind_the_api else LAMBDA_LIMIT_SECS)

    def test_functions_are_given_the_settings_that_the_code_reads_and_no_others(self):
        settings = re.findall(r"\b(?:required|optional)\(\s*\"([A-Z][A-Z_]*)\"", code("functions", "shared"))
        # Those of Lambda and the SDK come of themselves; this one is for lambda_http.
        read = {setting for setting in settings if not setting.startswith("AWS_")}
        given = {
            setting
            for function in of_type("AWS::Lambda::Function").values()
            for setting in function["Environment"]["Variables"]
        }
        self.assertEqual(given - {"AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH"}, read)

    def test_a_tenant_may_cause_as_many_mails_as_the_code_says(self):
        (most,) = re.findall(r"const MAILS_PER_TENANT_AND_HOUR: u32 = ([0-9_]+);", code("functions/outbox"))
        self.assertEqual(TEMPLATE["Parameters"]["MailsPerTenantAndHour"]["Default"], int(most))

    def test_mails_and_outputs_name_the_same_address(self):
        variables = of_type("AWS::Lambda::Function")["OutboxFunction"]["Environment"]["Variables"]
        self.assertEqual(variables["MAIL_SENDER"], {"Ref": "MailSender"})
        condition, custom, own = variables["VERIFY_URL"]["Fn::If"]
        self.assertEqual((condition, custom), ("HasPublicUrl", {"Ref": "PublicUrl"}))
        checked = of_type("AWS::Lambda::Function")["CheckFunction"]["Environment"]["Variables"]["SCIM_URL"]
        self.assertEqual(checked, TEMPLATE["Outputs"]["ScimUrl"]["Value"])
        paths = {
            "ScimUrl": "/scim/v2",
            "TokenUrl": "/oauth/token",
            "VerifyUrl": "/verify/",
            "PeopleUrl": "/people/v1",
            "OperatorUrl": "/operator/v1",
        }
        for output, path in paths.items():
            with self.subTest(output=output):
                expected = [{"Fn::Sub": "${PublicUrl}" + path}, {"Fn::Sub": own["Fn::Sub"] + path}]
                self.assertEqual(TEMPLATE["Outputs"][output]["Value"]["Fn::If"], [condition, *expected])

    def test_a_function_logs_json_into_a_group_that_forgets(self):
        for name, function in of_type("AWS::Lambda::Function").items():
            with self.subTest(function=name):
                logging = function["LoggingConfig"]
                self.assertEqual(logging["LogFormat"], "JSON")
                group = TEMPLATE["Resources"][logging["LogGroup"]["Ref"]]
                self.assertIn("RetentionInDays", group["Properties"])


class Stream(unittest.TestCase):
    def setUp(self):
        self.mapping = only("AWS::Lambda::EventSourceMapping")

    def test_the_outbox_reads_the_stream_of_the_table_from_its_beginning(self):
        self.assertEqual(self.mapping["FunctionName"], {"Ref": "OutboxFunction"})
        self.assertEqual(self.mapping["EventSourceArn"], {"Fn::GetAtt": ["Table", "StreamArn"]})
        self.assertEqual(self.mapping["StartingPosition"], "TRIM_HORIZON")
        stream = only("AWS::DynamoDB::Table")["StreamSpecification"]
        self.assertEqual(stream["StreamViewType"], "NEW_AND_OLD_IMAGES")

    def test_one_bad_record_does_not_take_the_others_along(self):
        self.assertEqual(self.mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])
        self.assertIs(self.mapping["BisectBatchOnFunctionError"], True)

    def test_a_record_is_tried_for_long_but_reported_before_the_stream_forgets_it(self):
        self.assertIn(self.mapping["MaximumRetryAttempts"], range(10, 1000))
        hour = 3600
        self.assertIn(self.mapping["MaximumRecordAgeInSeconds"], range(12 * hour, 23 * hour))
        destination = self.mapping["DestinationConfig"]["OnFailure"]["Destination"]
        self.assertEqual(destination, {"Fn::GetAtt": ["OutboxFailures", "Arn"]})

    def test_batches_and_waits_are_small(self):
        self.assertLessEqual(self.mapping["BatchSize"], 100)
        self.assertLessEqual(self.mapping["MaximumBatchingWindowInSeconds"], 1)

    def test_only_items_from_which_effects_follow_wake_the_outbox(self):
        patterns = [json.loads(each["Pattern"]) for each in self.mapping["FilterCriteria"]["Filters"]]

        def wakes(pk, sk, **attributes):
            image = {name: {"S": value} for name, value in attributes.items()}
            keys = {"pk": {"S": pk}, "sk": {"S": sk}}
            record = {"eventName": "MODIFY", "dynamodb": {"Keys": keys, "NewImage": image | keys}}
            return any(matches(pattern, record) for pattern in patterns)

        self.assertTrue(wakes("T#acme#F", "W#wh_0123456789ab", stoppedAt="2026-11-24T13:00:00Z"))
        self.assertFalse(wakes("T#acme#F", "W#wh_0123456789ab"))
        self.assertFalse(wakes("T#acme#F", "LAST", stoppedAt="2026-11-24T13:00:00Z"))
        self.assertTrue(wakes("T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "USER"))
        self.assertTrue(wakes("T#acme#G#f3bb189e-8bf9-4888-9912-ace4e6543002", "GROUP"))
        self.assertTrue(wakes("T#acme", "ACCESS"))
        self.assertTrue(wakes("T#acme", "TENANT"))
        self.assertTrue(wakes("T#acme#W", "NOTICES"))
        self.assertTrue(wakes("T#acme#V", "CHECK"))
        for pk, sk in (
            ("T#acme#C", "HEARD"),
            ("T#acme", "ENTITY#1"),
            ("T#acme#V", "REPORT"),
            ("T#acme#A#user@example.com", "GUARD"),
            ("T#acme#X#USER", "GUARD"),
            ("T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "H#0000000001"),
            ("T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "TOMBSTONE"),
            ("K#9f86d081884c7d65", "TOKEN"),
            ("T#acme#P#9f", "101"),
            ("T#acme#U#f3bb189e-8bf9-4888-9912-ace4e6543002", "E#1/1/user.created"),
            ("T#acme#F", "P#000000000001"),
            ("T#acme#F", "LAST"),
            ("T#acme#F", "W#wh_0123456789ab"),
            ("OPERATOR", "WEBHOOKS"),
        ):
            with self.subTest(pk=pk, sk=sk):
                self.assertFalse(wakes(pk, sk))


class Schedules(unittest.TestCase):
    def setUp(self):
        self.schedules = of_type("AWS::Scheduler::Schedule")

    def test_each_runs_a_task_of_a_function(self):
        tasks = {
            "SweepSchedule": ("OutboxFunction", "sweep"),
            "RenewalSchedule": ("RenewalFunction", "renew"),
            "PurgeNetSchedule": ("PurgeFunction", "purge"),
            "WebhookSchedule": ("WebhookFunction", "send"),
        }
        self.assertEqual(set(self.schedules), set(tasks))
        for name, (function, task) in tasks.items():
            with self.subTest(schedule=name):
                target = self.schedules[name]["Target"]
                self.assertEqual(target["Arn"], {"Fn::GetAtt": [function, "Arn"]})
                self.assertEqual(json.loads(target["Input"]), {"task": task})

    def test_each_is_in_the_group_that_its_role_serves(self):
        for name, schedule in self.schedules.items():
            with self.subTest(schedule=name):
                self.assertEqual(schedule["GroupName"], {"Ref": "ScheduleGroup"})
                self.assertEqual(schedule["Target"]["RoleArn"], {"Fn::GetAtt": ["ScheduleRole", "Arn"]})
                self.assertEqual(TEMPLATE["Resources"][name]["DependsOn"], "SchedulePolicy")

    def test_each_comes_when_it_says(self):
        seconds_of = {
            "SweepSchedule": 15 * 60,
            "RenewalSchedule": 3600,
            "PurgeNetSchedule": 3600,
            "WebhookSchedule": 60,
        }
        for name, seconds in seconds_of.items():
            with self.subTest(schedule=name):
                schedule = self.schedules[name]
                self.assertEqual(period(schedule["ScheduleExpression"]), seconds)
                self.assertEqual(schedule["FlexibleTimeWindow"], {"Mode": "OFF"})
                self.assertEqual(schedule.get("State", "ENABLED"), "ENABLED")

    def test_a_run_that_does_not_start_is_tried_until_the_next_and_then_reported(self):
        for name, schedule in self.schedules.items():
            with self.subTest(schedule=name):
                retries = schedule["Target"]["RetryPolicy"]
                self.assertIn(retries["MaximumRetryAttempts"], range(1, 186))
                until_the_next = period(schedule["ScheduleExpression"])
                self.assertIn(retries["MaximumEventAgeInSeconds"], range(60, until_the_next + 1))
                queue = schedule["Target"]["DeadLetterConfig"]["Arn"]
                self.assertEqual(queue, {"Fn::GetAtt": ["ScheduleFailures", "Arn"]})

    def test_a_run_that_fails_is_tried_for_an_hour_at_most_and_then_reported(self):
        configs = {c["FunctionName"]["Ref"]: c for c in of_type("AWS::Lambda::EventInvokeConfig").values()}
        started = {s["Target"]["Arn"]["Fn::GetAtt"][0] for s in self.schedules.values()}
        self.assertEqual(set(configs), started | {"CheckFunction"})
        for name, config in configs.items():
            with self.subTest(function=name):
                self.assertIn(config["MaximumRetryAttempts"], range(3))
                self.assertIn(config["MaximumEventAgeInSeconds"], range(60, 3601))
                queue = config["DestinationConfig"]["OnFailure"]["Destination"]
                self.assertEqual(queue, {"Fn::GetAtt": ["ScheduleFailures", "Arn"]})

    def test_a_sweep_is_over_before_the_next(self):
        sweep = self.schedules["SweepSchedule"]["ScheduleExpression"]
        self.assertLessEqual(longest_run("OutboxFunction"), period(sweep))

    def test_the_net_deletes_what_is_due_before_its_two_weeks_are_over(self):
        """An account is due on the hour, and must be gone a margin later at the latest."""
        rust = code("shared/rules/src/deletion")
        (margin_hours,) = re.findall(r"MARGIN: SignedDuration = SignedDuration::from_hours\((\d+)\);", rust)
        net = self.schedules["PurgeNetSchedule"]
        # On the hour everywhere: no time zone, in which it might not be.
        self.assertEqual(net["ScheduleExpressionTimezone"], "UTC")
        starts = minute_of_the_hour(net["ScheduleExpression"]) * 60 + SCHEDULER_DELAY_SECS
        self.assertLessEqual(starts + longest_run("PurgeFunction"), int(margin_hours) * 3600)


class Checks(unittest.TestCase):
    def test_a_run_is_over_when_its_check_is(self):
        """The token of a check lives as long; a check that has not ended by then is lost."""
        (minutes,) = re.findall(r"LIMIT: SignedDuration = SignedDuration::from_mins\((\d+)\);", code("shared/rules/src/check"))
        config = next(c for c in of_type("AWS::Lambda::EventInvokeConfig").values() if c["FunctionName"]["Ref"] == "CheckFunction")
        self.assertEqual(longest_run("CheckFunction"), int(minutes) * 60)
        self.assertLessEqual(config["MaximumEventAgeInSeconds"], int(minutes) * 60)


class Queues(unittest.TestCase):
    def test_what_is_put_aside_is_encrypted_and_kept_for_two_weeks(self):
        for name, queue in of_type("AWS::SQS::Queue").items():
            with self.subTest(queue=name):
                self.assertIs(queue["SqsManagedSseEnabled"], True)
                self.assertEqual(queue["MessageRetentionPeriod"], 14 * 24 * 3600)
                # Neither the Scheduler nor Lambda would put anything into a FIFO queue.
                self.assertNotIn("FifoQueue", queue)


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
        expected = {
            "/scim/v2/{proxy+}",
            "/verify/{token}",
            "/accept/{token}",
            "/administrator/{token}",
            "/oauth/{proxy+}",
            "/oauth/authorize",
            "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-protected-resource/scim/v2",
            "/people/v1/{proxy+}",
            "/operator/v1/{proxy+}",
            "/portal",
            "/portal/{proxy+}",
        }
        self.assertEqual(set(self.paths), expected)
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
