"""`rollcall doctor`, as an operator runs it on a stack that is whole and on one that is not."""

import json

from stack import StackTest, rollcall


class Doctor(StackTest):
    def findings(self, *arguments) -> dict[str, dict]:
        """By what was looked at. The exit code says whether there is a problem."""
        ran = rollcall(self.stack, "doctor", "--json", *arguments)
        findings = {finding["check"]: finding for finding in json.loads(ran.stdout)["findings"]}
        problems = [finding for finding in findings.values() if finding["status"] == "problem"]
        self.assertEqual(ran.returncode, 1 if problems else 0, ran)
        return findings

    def test_a_stack_that_is_whole_has_no_problem(self):
        findings = self.findings()
        amiss = {check: finding for check, finding in findings.items() if finding["status"] in ("problem", "unknown")}
        # The emulator tells no state of an index.
        amiss.pop("table: indexes", None)
        # It serves the API under a URL of its own.
        self.assertEqual(amiss.pop("public URL")["status"], "problem")
        # Webhooks are those of all tests.
        self.assertEqual({check for check in amiss if not check.startswith("webhook: ")}, set(), amiss)
        for check in (
            *("stack", "table", "changes", "schedule: sweep", "function: scim"),
            *("mail: identity", "mail: configuration set", "events: bus"),
        ):
            self.assertEqual(findings[check]["status"], "ok", findings[check])

    def test_what_is_broken_is_named_with_what_mends_it(self):
        functions, mapping = self.stack.client("lambda"), self.stack.ids["OutboxFunctionChanges"]
        scim = self.stack.ids["ScimFunction"]
        functions.put_function_concurrency(FunctionName=scim, ReservedConcurrentExecutions=0)
        self.addCleanup(functions.delete_function_concurrency, FunctionName=scim)
        functions.update_event_source_mapping(UUID=mapping, Enabled=False)
        self.addCleanup(functions.update_event_source_mapping, UUID=mapping, Enabled=True)
        self.switch_off("SweepSchedule")
        findings = self.findings()
        for check in ("function: scim", "changes", "schedule: sweep"):
            with self.subTest(check=check):
                self.assertEqual(findings[check]["status"], "problem", findings[check])
                self.assertTrue(findings[check]["advice"])
        self.assertEqual(findings["function: verify"]["status"], "ok")
        self.assertIn(f"--function-name {scim}", findings["function: scim"]["commands"][0])
        script = rollcall(self.stack, "doctor", "--fix").stdout
        for command in findings["changes"]["commands"] + findings["schedule: sweep"]["commands"]:
            self.assertIn(f"\n{command}\n", script)

    def switch_off(self, schedule: str):
        scheduler, group = self.stack.client("scheduler"), self.stack.ids["ScheduleGroup"]
        found = scheduler.get_schedule(GroupName=group, Name=self.stack.ids[schedule])
        kept = {"Name", "GroupName", "ScheduleExpression", "FlexibleTimeWindow", "Target", "State"}
        whole = {name: value for name, value in found.items() if name in kept}
        scheduler.update_schedule(**whole | {"State": "DISABLED"})
        self.addCleanup(scheduler.update_schedule, **whole)

    def test_the_burst_one_wants_is_measured_against_the_quotas(self):
        few, many = self.findings("--burst", "100"), self.findings("--burst", "1000000")
        self.assertEqual(few["quota: requests"]["status"], "ok")
        self.assertEqual(many["quota: requests"]["status"], "warning", many["quota: requests"])

    def test_a_stack_that_is_not_there_is_said_to_be(self):
        ran = rollcall(self.stack, "doctor", "--stack", "nowhere")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("nowhere", ran.stderr + ran.stdout)

    def test_the_other_commands_find_the_table_by_the_stack(self):
        by_stack = rollcall(self.stack, "tenant", "list", "--stack", "rollcall", "--json")
        self.assertEqual(by_stack.returncode, 0, by_stack)
        by_table = rollcall(self.stack, "tenant", "list", "--table", self.stack.ids["Table"], "--json")
        ids = [{tenant["id"] for tenant in json.loads(ran.stdout)} for ran in (by_stack, by_table)]
        # Other tests may make tenants in between.
        self.assertLessEqual(ids[0], ids[1])
