"""What a change owes: from the table's stream to mails, schedules and deletions."""

import json
import re
from datetime import datetime, timedelta, timezone

from deployment import SENDER
from stack import StackTest, send, wait_for


class Mails(StackTest):
    def test_a_rename_is_mailed_and_the_link_confirms_it(self):
        user = self.tenant.create("ada@example.com")
        self.assertEqual(self.tenant.patch(user, userName="king@example.com").status, 200)
        mails = wait_for(lambda: len(self.tenant.mails()) == 2 and self.tenant.mails(), "link and notice")
        to = {mail["To"][0]: mail for mail in mails}
        self.assertEqual(set(to), {"ada@example.com", "king@example.com"})
        for mail in mails:
            self.assertIn(f"<{SENDER}>", mail["Source"])
        (link,) = set(re.findall(r"https://\S+", to["king@example.com"]["BodyText"]))
        self.assertTrue(link.startswith(self.stack.outputs["VerifyUrl"]), link)
        here = link.replace(self.stack.public_url, self.stack.url)
        self.assertIn(b"king@example.com", send("GET", here).body)
        self.assertEqual(send("POST", here, b"").status, 200)
        self.assertEqual(self.tenant.send("GET", f"/Users/{user}").json["emails"][0]["value"], "king@example.com")
        wait_for(lambda: self.tenant.item(user, "H#0000000003"), "the third entry of the history")


class Schedules(StackTest):
    def plan(self, name: str) -> dict:
        scheduler = self.stack.client("scheduler")
        return wait_for(lambda: find(scheduler, self.stack.ids["ScheduleGroup"], name), f"schedule {name}")

    def deactivated(self, address: str) -> tuple[str, datetime]:
        """An account, and when it is to be deleted."""
        user = self.tenant.create(address)
        self.assertEqual(self.tenant.patch(user, active=False).status, 200)
        return user, datetime.fromisoformat(self.tenant.item(user)["purgeAt"]["S"].replace("Z", "+00:00"))

    def test_a_deactivation_plans_one_run_for_its_hour(self):
        _, purge_at = self.deactivated("one@example.com")
        _, same_hour = self.deactivated("other@example.com")
        self.assertLessEqual(abs(same_hour - purge_at), timedelta(hours=1))
        schedule = self.plan(f"purge-{purge_at:%Y-%m-%dT%H}")
        self.assertEqual(schedule["ScheduleExpression"], f"at({purge_at:%Y-%m-%dT%H:%M:%S})")
        self.assertEqual(schedule["ActionAfterCompletion"], "DELETE")
        target = schedule["Target"]
        self.assertEqual(target["Arn"], self.stack.function_arn("PurgeFunction"))
        self.assertTrue(target["RoleArn"].endswith("/" + self.stack.ids["ScheduleRole"]))
        self.assertIn(":sqs:", target["DeadLetterConfig"]["Arn"])

    def test_a_run_that_is_due_deletes_the_account(self):
        """The run that was planned for the hour comes now, to an account whose two weeks are over."""
        user, purge_at = self.deactivated("leaver@example.com")
        schedule = self.plan(f"purge-{purge_at:%Y-%m-%dT%H}")
        hour = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0)
        self.make_due(user, hour)
        kept = ("Name", "GroupName", "FlexibleTimeWindow", "Target", "ActionAfterCompletion")
        now = datetime.now(timezone.utc) + timedelta(seconds=1)
        self.stack.client("scheduler").update_schedule(
            **{name: schedule[name] for name in kept}, ScheduleExpression=f"at({now:%Y-%m-%dT%H:%M:%S})"
        )
        tombstone = wait_for(lambda: self.tenant.item(user, "TOMBSTONE"), "the deletion")
        self.assertEqual(tombstone["reason"], {"S": "deactivated"})
        self.assertIsNone(self.tenant.item(user))
        wait_for(lambda: not self.tenant.item(user, "H#0000000001"), "the end of the history")
        self.assert_scim_error(self.tenant.send("GET", f"/Users/{user}"), 404, "no user with this id")
        self.tenant.create("leaver@example.com")

    def make_due(self, user: str, hour: datetime):
        """Two weeks are not waited for: the account's own times are moved, as if it had been deactivated then."""
        at = f"{hour:%Y-%m-%dT%H:%M:%S}.000Z"
        item = self.tenant.item(user)
        item["purgeAt"] = {"S": at}
        item["deactivatedAt"] = {"S": f"{hour - timedelta(days=14) + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z"}
        item["purgeSk"] = {"S": f"{at}#{self.tenant.id}#{user}"}
        self.stack.client("dynamodb").put_item(TableName=self.stack.ids["Table"], Item=item)

    def test_the_schedules_of_the_stack_run_its_tasks(self):
        """What each of them sends, sent as the Scheduler does it."""
        functions = self.stack.client("lambda")
        for name, function in (
            ("SweepSchedule", "OutboxFunction"),
            ("RenewalSchedule", "RenewalFunction"),
            ("PurgeNetSchedule", "PurgeFunction"),
            ("WebhookSchedule", "WebhookFunction"),
        ):
            with self.subTest(schedule=name):
                target = self.stack.template["Resources"][name]["Properties"]["Target"]
                self.assertEqual(target["Arn"], {"Fn::GetAtt": [function, "Arn"]})
                ran = functions.invoke(FunctionName=self.stack.ids[function], Payload=target["Input"].encode())
                self.assertNotIn("FunctionError", ran, ran["Payload"].read())
        self.assertTrue([line for line in self.log_lines("Outbox") if said(line, "sweep")])
        self.assertTrue([line for line in self.log_lines("Renewal") if said(line, "renewal")])
        self.assertTrue([line for line in self.log_lines("Purge") if said(line, "purge")])


class Checks(StackTest):
    def test_a_check_that_is_asked_for_is_done_by_its_function_and_leaves_no_token(self):
        """The emulator has no host of the API's public name, so the function reaches nothing: it says so by its own role."""
        token = self.tenant.issue_token("people")
        own = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        url = f"{self.stack.url}/people/v1/connection-check"
        asked = send("POST", url, "{}", own)
        self.assertEqual((asked.status, asked.json["status"]), (202, "waiting"), asked)

        def ended():
            check = send("GET", url, headers=own).json
            return check if check["status"] == "ended" else None

        check = wait_for(ended, "the end of the check")
        self.assertEqual((check["id"], check["outcome"]), (asked.json["id"], "impossible"), check)
        self.assertIn("connection was not made", check["why"])
        key = {"pk": {"S": f"T#{self.tenant.id}"}, "sk": {"S": "TENANT"}}
        tables = self.stack.client("dynamodb")
        tenant = tables.get_item(TableName=self.stack.ids["Table"], Key=key, ConsistentRead=True)["Item"]
        self.assertNotIn("checkToken", tenant)
        self.assertTrue([line for line in self.log_lines("Check") if said(line, "check")])
        again = send("POST", url, "{}", own)
        self.assertEqual(again.status, 429, again)


class Metrics(StackTest):
    """The embedded metric format: CloudWatch reads the metrics out of the log lines."""

    def test_every_kind_of_line_measures(self):
        user = self.tenant.create("measured@example.com")
        self.tenant.send("GET", f"/Users/{user}")
        functions = self.stack.client("lambda")
        functions.invoke(FunctionName=self.stack.ids["OutboxFunction"], Payload=b'{"task":"sweep"}')
        functions.invoke(FunctionName=self.stack.ids["PurgeFunction"], Payload=b'{"task":"purge"}')
        wait_for(lambda: self.tenant.item(user, "H#0000000001"), "the history")
        for function, message, metric in (
            ("Scim", "request", "requests"),
            ("Outbox", "records", "records"),
            ("Outbox", "sweep", "owed_age_secs"),
            ("Purge", "purge", "purge_overdue_secs"),
        ):
            with self.subTest(line=message):
                find = lambda: [line for line in self.log_lines(function) if said(line, message)]
                line = wait_for(find, f"the line {message!r}")[-1]
                directives = line["_aws"]["CloudWatchMetrics"]
                self.assertEqual({d["Namespace"] for d in directives}, {"Rollcall/rollcall"})
                names = {metric["Name"] for directive in directives for metric in directive["Metrics"]}
                self.assertIn(metric, names)
                for name in names:
                    self.assertIsInstance(line[name], (int, float))
                age = datetime.now(timezone.utc).timestamp() - line["_aws"]["Timestamp"] / 1000
                self.assertLess(abs(age), 600)

    def test_no_line_holds_an_address_or_a_token(self):
        self.tenant.create("secretive@example.com")
        for function in ("Scim", "Verify", "People", "Outbox", "Purge", "Renewal", "Webhook", "Check"):
            with self.subTest(function=function):
                text = json.dumps(self.log_lines(function)) if self.has_log(function) else ""
                self.assertNotIn("@example.com", text)
                self.assertNotIn(self.tenant.token, text)

    def has_log(self, function: str) -> bool:
        return bool(self.stack.client("logs").describe_log_streams(logGroupName=self.stack.ids[f"{function}Logs"]))


def said(line, message: str) -> bool:
    return isinstance(line, dict) and line.get("message") == message


def find(scheduler, group: str, name: str) -> dict | None:
    try:
        return scheduler.get_schedule(GroupName=group, Name=name)
    except scheduler.exceptions.ResourceNotFoundException:
        return None
