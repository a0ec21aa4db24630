"""Whether somebody is told when it goes wrong, and what to do: alarms, the dashboard and docs/runbook.md.

Run by `make check-template`.
"""

import itertools
import json
import re
import unittest

from measured import measured
from processed import ROOT, TEMPLATE, code, of_type, only, period

NAMESPACE = {"Fn::Sub": "Rollcall/${AWS::StackName}"}
NOTIFIES = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
# Metrics that come only when a schedule does, and which one.
SCHEDULED = {
    "mails_owed": "SweepSchedule",
    "owed_age_secs": "SweepSchedule",
    "purge_overdue_secs": "PurgeNetSchedule",
    "purges_done": "PurgeNetSchedule",
    "purges_due": "PurgeNetSchedule",
    "purges_failed": "PurgeNetSchedule",
}
# Those whose absence means that the schedule does not come, where the others' means that all is well.
SIGN_OF_LIFE = {"owed_age_secs", "purge_overdue_secs"}

ALARMS = of_type("AWS::CloudWatch::Alarm")


def metrics(alarm):
    """The metrics an alarm looks at, each with its period."""
    if "Metrics" not in alarm:
        return [alarm]
    stats = [query["MetricStat"] for query in alarm["Metrics"] if "MetricStat" in query]
    return [{**stat["Metric"], "Period": stat["Period"], "Statistic": stat["Stat"]} for stat in stats]


def watched(namespace, metric):
    """Alarms by the value of the one dimension of the metric that they look at."""
    found = {}
    for name, alarm in ALARMS.items():
        if alarm.get("Namespace") == namespace and alarm.get("MetricName") == metric:
            (dimension,) = alarm["Dimensions"]
            found[json.dumps(dimension["Value"])] = name
    return found


def seconds_between(metric):
    return period(of_type("AWS::Scheduler::Schedule")[SCHEDULED[metric]]["ScheduleExpression"])


def known(name):
    """Whether the code has the name of a metric, as a text."""
    return f'"{name}"' in code("functions", "shared")


class Alarms(unittest.TestCase):
    def test_the_errors_of_each_function_have_one(self):
        functions = {json.dumps({"Ref": name}) for name in of_type("AWS::Lambda::Function")}
        self.assertEqual(set(watched("AWS/Lambda", "Errors")), functions)

    def test_a_run_that_fails_at_each_try_is_told(self):
        """Of an hourly schedule no second run comes within the period of the alarm: the tries of one have to do."""
        configs = {c["FunctionName"]["Ref"]: c for c in of_type("AWS::Lambda::EventInvokeConfig").values()}
        for name, schedule in of_type("AWS::Scheduler::Schedule").items():
            function = schedule["Target"]["Arn"]["Fn::GetAtt"][0]
            alarm = ALARMS[watched("AWS/Lambda", "Errors")[json.dumps({"Ref": function})]]
            if period(schedule["ScheduleExpression"]) > alarm["Period"]:
                with self.subTest(schedule=name):
                    self.assertGreaterEqual(1 + configs[function]["MaximumRetryAttempts"], alarm["Threshold"])

    def test_each_queue_has_one(self):
        queues = {json.dumps({"Fn::GetAtt": [name, "QueueName"]}) for name in of_type("AWS::SQS::Queue")}
        self.assertEqual(set(watched("AWS/SQS", "ApproximateNumberOfMessagesVisible")), queues)

    def test_each_tells_the_topic_when_it_begins_and_when_it_ends(self):
        is_empty = {"Fn::Equals": [{"Ref": "AlarmTopicArn"}, ""]}
        self.assertEqual(TEMPLATE["Conditions"]["HasAlarmTopic"], {"Fn::Not": [is_empty]})
        for name, alarm in ALARMS.items():
            with self.subTest(alarm=name):
                self.assertEqual((alarm["AlarmActions"], alarm["OKActions"]), (NOTIFIES, NOTIFIES))
                self.assertIsNot(alarm.get("ActionsEnabled"), False)

    def test_a_stream_that_nobody_reads_is_told(self):
        """No records come, so nothing of Lambda's says so. The answers of the stream to those who ask do, by not coming."""
        alarm = ALARMS["StreamUnread"]
        (polls,) = metrics(alarm)
        self.assertEqual((polls["Namespace"], polls["MetricName"]), ("AWS/DynamoDB", "SuccessfulRequestLatency"))
        dimensions = {dimension["Name"]: dimension["Value"] for dimension in polls["Dimensions"]}
        label = {"Fn::Select": [3, {"Fn::Split": ["/", {"Fn::GetAtt": ["Table", "StreamArn"]}]}]}
        self.assertEqual(
            dimensions, {"TableName": {"Ref": "Table"}, "Operation": "GetRecords", "StreamLabel": label}
        )
        (answered,) = [query["Expression"] for query in alarm["Metrics"] if query["ReturnData"]]
        self.assertEqual((answered, polls["Statistic"]), ("FILL(polls, 0)", "SampleCount"))
        self.assertEqual((alarm["ComparisonOperator"], alarm["Threshold"]), ("LessThanThreshold", 1))
        self.assertEqual(alarm["TreatMissingData"], "breaching")

    def test_a_schedule_that_stops_coming_is_told_too(self):
        told = {alarm["MetricName"] for alarm in ALARMS.values() if "InsufficientDataActions" in alarm}
        self.assertEqual(told, SIGN_OF_LIFE)
        for name, alarm in ALARMS.items():
            with self.subTest(alarm=name):
                is_sign = alarm.get("MetricName") in SIGN_OF_LIFE
                self.assertEqual(alarm["TreatMissingData"] == "missing", is_sign)
                self.assertEqual(alarm.get("InsufficientDataActions"), NOTIFIES if is_sign else None)

    def test_a_period_is_as_long_as_the_metric_takes_to_come(self):
        """Otherwise an alarm would end between two runs that both fail."""
        for name, alarm in ALARMS.items():
            for metric in metrics(alarm):
                with self.subTest(alarm=name, metric=metric["MetricName"]):
                    # The metrics of AWS services used here come each minute.
                    shortest = seconds_between(metric["MetricName"]) if metric["MetricName"] in SCHEDULED else 60
                    self.assertGreaterEqual(metric["Period"], shortest)
                    self.assertEqual(metric["Period"] % 60, 0)
                    # CloudWatch's own bounds.
                    day = 86400
                    longest = day if metric["Period"] < 3600 else 7 * day
                    self.assertLessEqual(metric["Period"] * alarm["EvaluationPeriods"], longest)

    def test_what_api_gateway_calls_the_api_is_what_is_watched(self):
        (alarm,) = [alarm for alarm in ALARMS.values() if alarm.get("Namespace") == "AWS/ApiGateway"]
        dimensions = {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}
        name = only("AWS::ApiGateway::RestApi")["Body"]["info"]["title"]
        stage = only("AWS::ApiGateway::Stage")["StageName"]
        self.assertEqual(dimensions, {"ApiName": name, "Stage": stage})

    def test_an_expression_uses_what_it_names_and_returns_one_value(self):
        for name, alarm in ALARMS.items():
            queries = {query["Id"]: query for query in alarm.get("Metrics", [])}
            used = set()
            for query in queries.values():
                used.update(re.findall(r"\b[a-z]\w*", query.get("Expression", "")))
            if queries:
                with self.subTest(alarm=name):
                    returned = {id for id, query in queries.items() if query["ReturnData"]}
                    self.assertEqual(len(returned), 1)
                    self.assertEqual(used | returned, set(queries))

    def test_an_address_of_a_topic_is_told_from_others(self):
        pattern = TEMPLATE["Parameters"]["AlarmTopicArn"]["AllowedPattern"]
        for arn in ("", "arn:aws:sns:eu-central-1:123456789012:on-call", "arn:aws-cn:sns:cn-north-1:123456789012:ops"):
            with self.subTest(arn=arn):
                self.assertRegex(arn, f"^(?:{pattern})$")
        for arn in ("ops", "arn:aws:sqs:eu-central-1:123456789012:ops", "arn:aws:sns:eu-central-1:123456789012:a.fifo"):
            with self.subTest(arn=arn):
                self.assertNotRegex(arn, f"^(?:{pattern})$")


class Metrics(unittest.TestCase):
    def ours(self):
        """The names of our own metrics, wherever they are looked at."""
        for alarm in ALARMS.values():
            for metric in metrics(alarm):
                if not str(metric["Namespace"]).startswith("AWS/"):
                    self.assertEqual(metric["Namespace"], NAMESPACE)
                    yield metric["MetricName"]
        for widget in dashboard()["widgets"]:
            for namespace, metric in shown(widget):
                if namespace.startswith("Rollcall/"):
                    yield metric

    def test_each_of_ours_is_read_by_a_graph_or_an_alarm_with_just_these_dimensions(self):
        """Each value of a dimension is a metric more to pay for."""
        given = set().union(*measured().values())
        read = set()
        for alarm in ALARMS.values():
            for metric in metrics(alarm):
                if metric["Namespace"] == NAMESPACE:
                    names = tuple(dimension["Name"] for dimension in metric.get("Dimensions", []))
                    read.add((metric["MetricName"], names))
        for widget in dashboard()["widgets"]:
            for metric in widget["properties"].get("metrics", []):
                if isinstance(metric[0], str):
                    if metric[0].startswith("Rollcall/"):
                        dimensions = [part for part in metric[2:] if isinstance(part, str)]
                        read.add((metric[1], tuple(dimensions[::2])))
                elif ours := re.search(r"""'\{"Rollcall/stack",(\w+)\} MetricName="(\w+)"'""", metric[0]["expression"]):
                    read.add((ours[2], (ours[1],)))
        self.assertEqual(given, read)

    def test_ours_are_where_the_functions_put_them(self):
        for name, function in of_type("AWS::Lambda::Function").items():
            with self.subTest(function=name):
                self.assertEqual(function["Environment"]["Variables"]["METRICS_NAMESPACE"], NAMESPACE)

    def test_ours_are_known_to_the_code(self):
        names = set(self.ours())
        self.assertLessEqual(set(SCHEDULED), names)
        for name in sorted(names):
            with self.subTest(metric=name):
                self.assertTrue(known(name), "the code has no such name")

    def test_the_functions_log_at_the_level_of_metrics_whatever_is_set(self):
        """A metric is a line of level INFO, which Lambda drops where the level is higher."""
        self.assertNotIn("WARN", TEMPLATE["Parameters"]["LogLevel"]["AllowedValues"])
        self.assertNotIn("ERROR", TEMPLATE["Parameters"]["LogLevel"]["AllowedValues"])


def dashboard():
    """The body as CloudWatch gets it, of a stack named `stack`; a resource's name or attribute stands for its value."""
    body = only("AWS::CloudWatch::Dashboard")["DashboardBody"]["Fn::Sub"]
    return json.loads(re.sub(r"\$\{(?:AWS::)?([\w.]+)\}", lambda m: {"StackName": "stack"}.get(m[1], m[1]), body))


def shown(widget):
    """Namespace and name of the metrics of a widget."""
    for metric in widget["properties"].get("metrics", []):
        if isinstance(metric[0], str):
            yield metric[0], metric[1]
        else:
            search = r"""SEARCH\('\{"?([^",]+)"?,.*MetricName="(\w+)"', '\w+', \d+\)"""
            yield re.fullmatch(search, metric[0]["expression"]).groups()


class Dashboard(unittest.TestCase):
    def test_it_refers_to_what_there_is(self):
        body = only("AWS::CloudWatch::Dashboard")["DashboardBody"]["Fn::Sub"]
        there_is = {"AWS::Region", "AWS::StackName", *TEMPLATE["Parameters"], *TEMPLATE["Resources"]}
        referred = {reference.split(".")[0] for reference in re.findall(r"\$\{([\w:.]+)\}", body)}
        self.assertLessEqual(referred, there_is)

    def test_it_shows_every_alarm_function_and_queue(self):
        body = json.dumps(dashboard())
        for kind, attribute in (("CloudWatch::Alarm", ".Arn"), ("Lambda::Function", ""), ("SQS::Queue", ".QueueName")):
            for name in of_type(f"AWS::{kind}"):
                with self.subTest(name=name):
                    self.assertIn(f'"{name}{attribute}"', body)

    def test_it_shows_the_metrics_that_alarms_are_about(self):
        on_it = {metric for widget in dashboard()["widgets"] for metric in shown(widget)}
        for name, alarm in ALARMS.items():
            for metric in metrics(alarm):
                namespace = metric["Namespace"] if metric["Namespace"] != NAMESPACE else "Rollcall/stack"
                with self.subTest(alarm=name):
                    self.assertIn((namespace, metric["MetricName"]), on_it)

    def test_widgets_lie_side_by_side_on_the_grid(self):
        widgets = dashboard()["widgets"]
        for widget in widgets:
            self.assertLessEqual(widget["x"] + widget["width"], 24)
        for one, other in itertools.combinations(widgets, 2):
            apart = any(
                first[start] + first[size] <= second[start]
                for first, second in ((one, other), (other, one))
                for start, size in (("x", "width"), ("y", "height"))
            )
            titles = one["properties"]["title"], other["properties"]["title"]
            self.assertTrue(apart, f"{titles} overlap")

    def test_a_graph_is_of_this_region_and_no_finer_than_its_metrics(self):
        for widget in dashboard()["widgets"]:
            properties = widget["properties"]
            if widget["type"] == "metric":
                with self.subTest(widget=properties["title"]):
                    self.assertEqual(properties["region"], "Region")
                    for _, metric in shown(widget):
                        if metric in SCHEDULED:
                            self.assertGreaterEqual(properties["period"], seconds_between(metric))


class Runbook(unittest.TestCase):
    def setUp(self):
        self.text = (ROOT / "docs/runbook.md").read_text()

    def test_it_has_a_section_for_every_alarm_and_none_for_others(self):
        alarms = self.text.split("\n## Alarms\n")[1].split("\n## ")[0]
        self.assertCountEqual(re.findall(r"^### (\w+)$", alarms, re.M), ALARMS)

    def test_an_alarm_says_where_its_section_is(self):
        for name, alarm in ALARMS.items():
            with self.subTest(alarm=name):
                self.assertTrue(alarm["AlarmDescription"].endswith(f" See docs/runbook.md#{name.lower()}"))

    def test_its_commands_are_about_what_there_is(self):
        groups = [group["LogGroupName"]["Fn::Sub"] for group in of_type("AWS::Logs::LogGroup").values()]
        for command, there_is in {
            r"\$\(output (\w+)\)": set(TEMPLATE["Outputs"]),
            r"\$\(resource (\w+)\)": set(TEMPLATE["Resources"]),
            r"`ask (\w+) ": {group.split("/")[-1] for group in groups},
        }.items():
            with self.subTest(command=command):
                self.assertLessEqual(set(re.findall(command, self.text)), there_is)

    def test_its_links_lead_somewhere(self):
        headings = re.findall(r"^##+ (.*)$", self.text, re.M)
        anchors = {heading.lower().replace(" ", "-") for heading in headings}
        self.assertLessEqual(set(re.findall(r"\]\(#([\w-]+)\)", self.text)), anchors)


if __name__ == "__main__":
    unittest.main()
