"""Parts of the stack broken on purpose, and where that shows. Each is mended again at the end of its test."""

import json

from stack import StackTest, wait_for


class Broken(StackTest):
    def without_action(self, role: str, action: str):
        """Takes an action from a role until the end of the test."""
        iam, name = self.stack.client("iam"), self.stack.ids[role]
        (policy,) = [p for p in iam.list_role_policies(RoleName=name)["PolicyNames"] if "emulator" not in p]
        document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        whole = json.dumps(document)
        for statement in document["Statement"]:
            if isinstance(statement["Action"], list):
                statement["Action"] = [granted for granted in statement["Action"] if granted != action]
        self.assertNotEqual(json.dumps(document), whole, f"{role} may not {action} anyway")
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
        self.addCleanup(iam.put_role_policy, RoleName=name, PolicyName=policy, PolicyDocument=whole)

    def without_setting(self, function: str, setting: str):
        """Takes a setting from a function, which then cannot start, until the end of the test."""
        functions, name = self.stack.client("lambda"), self.stack.ids[function]
        variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        without = {key: value for key, value in variables.items() if key != setting}
        self.assertNotEqual(without, variables)
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": without})
        whole = {"Variables": variables}
        self.addCleanup(functions.update_function_configuration, FunctionName=name, Environment=whole)

    def test_a_missing_permission_is_a_500_and_loud_in_the_log(self):
        self.without_action("ScimRole", "dynamodb:PutItem")
        refused = self.tenant.send("POST", "/Users", {"userName": "nobody@example.com"})
        self.assert_scim_error(refused, 500, "")
        request = refused.headers["x-request-id"]
        self.assertIn(request, refused.json["detail"])
        about = lambda line: isinstance(line, dict) and request in json.dumps(line) and line["level"] == "ERROR"
        (line,) = wait_for(lambda: [line for line in self.log_lines("Scim") if about(line)], "the cause in the log")
        self.assertIn("AccessDenied", line["cause"])
        self.assertNotIn("nobody@example.com", json.dumps(line))

    def test_a_run_that_fails_is_reported(self):
        self.without_setting("PurgeFunction", "TABLE_NAME")
        payload = {"task": "purge", "case": self.id()}
        self.stack.client("lambda").invoke(
            FunctionName=self.stack.ids["PurgeFunction"], InvocationType="Event", Payload=json.dumps(payload)
        )
        (message,) = wait_for(lambda: self.messages("ScheduleFailures"), "the failed run")
        self.assertEqual(message["requestPayload"], payload)

    def test_changes_that_were_given_up_are_reported_and_can_be_redone(self):
        """The emulator gives up by age alone, of which a minute is the least that can be set. They are redone as the
        runbook does it."""
        functions, mapping = self.stack.client("lambda"), self.stack.ids["OutboxFunctionChanges"]
        set_aside = functions.get_event_source_mapping(UUID=mapping)["MaximumRecordAgeInSeconds"]
        functions.update_event_source_mapping(UUID=mapping, MaximumRecordAgeInSeconds=60)
        self.addCleanup(functions.update_event_source_mapping, UUID=mapping, MaximumRecordAgeInSeconds=set_aside)
        self.without_setting("OutboxFunction", "VERIFY_URL")
        user = self.tenant.create("unrecorded@example.com")
        message = wait_for(lambda: self.messages("OutboxFailures"), "the record given up", secs=120)[0]
        self.assertEqual(message["DDBStreamBatchInfo"]["streamArn"].split("/")[1], self.stack.ids["Table"])
        self.assertIsNone(self.tenant.item(user, "H#0000000001"))

        self.doCleanups()
        payload = json.dumps({"Records": self.records(message["DDBStreamBatchInfo"])}, default=str)
        redone = functions.invoke(FunctionName=self.stack.ids["OutboxFunction"], Payload=payload)
        self.assertEqual(json.loads(redone["Payload"].read()), {"batchItemFailures": []})
        self.assertIsNotNone(self.tenant.item(user, "H#0000000001"))

    def records(self, stretch: dict) -> list[dict]:
        """Those of users in a stretch of the stream, and what lies behind it."""
        streams = self.stack.client("dynamodbstreams")
        iterator = streams.get_shard_iterator(
            StreamArn=stretch["streamArn"],
            ShardId=stretch["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=stretch["startSequenceNumber"],
        )["ShardIterator"]
        records = streams.get_records(ShardIterator=iterator)["Records"]
        self.assertIn(stretch["endSequenceNumber"], [record["dynamodb"]["SequenceNumber"] for record in records])
        return [record for record in records if record["dynamodb"]["Keys"]["sk"]["S"] == "USER"]

    def test_a_change_waits_for_an_outbox_that_is_away(self):
        user = self.tenant.create("patient@example.com")
        wait_for(lambda: self.tenant.item(user, "H#0000000001"), "the history")
        self.without_setting("OutboxFunction", "VERIFY_URL")
        self.assertEqual(self.tenant.patch(user, userName="impatient@example.com").status, 200)
        self.doCleanups()
        wait_for(lambda: self.tenant.item(user, "H#0000000002"), "the history, later")
        wait_for(lambda: len(self.tenant.mails()) == 2, "link and notice, later")
