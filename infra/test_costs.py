"""What the stack costs in a month in which nothing happens, and that docs/operating.md says so.

Run by `make check-template`.
"""

import re
import unittest

from measured import measured
from processed import ROOT, TEMPLATE, of_type, period

# US dollars, list prices of us-east-1 without free tiers, as of November 2026. They are on these pages:
# https://aws.amazon.com/cloudwatch/pricing/, https://aws.amazon.com/eventbridge/pricing/,
# https://aws.amazon.com/lambda/pricing/ (arm64), https://aws.amazon.com/dynamodb/pricing/on-demand/,
# https://aws.amazon.com/kms/pricing/
ALARM_METRIC = 0.10
CUSTOM_METRIC = 0.30
DASHBOARD = 3.00
LOG_GB = 0.50
SCHEDULED_RUN = 1.00 / 1e6
LAMBDA_REQUEST = 0.20 / 1e6
LAMBDA_GB_SECOND = 0.0000133334
READ_UNIT = 0.125 / 1e6
KMS_CALL = 0.03 / 1e4

# Of each account the first dashboards are free, for good.
FREE_DASHBOARDS = 3

HOURS = 730
# More than is measured: a run that finds nothing asks each partition of an index once.
RUN_SECONDS = 1
RUN_LOG_BYTES = 2000
RUN_READ_UNITS = 16 * 0.5
# DynamoDB asks for the key of a table once in five minutes at most.
KMS_CALLS = HOURS * 12

# The line that the run of a schedule logs; `None`: it measures nothing, or logs nothing if there is nothing to do.
LINES = {"SweepSchedule": "sweep", "PurgeNetSchedule": "purge", "RenewalSchedule": None, "WebhookSchedule": None}

BOUND = 6.50


def alarms():
    """Each metric of an alarm costs as an alarm of its own."""
    queries = [alarm.get("Metrics", [{"MetricStat": alarm}]) for alarm in of_type("AWS::CloudWatch::Alarm").values()]
    return sum("MetricStat" in query for metrics in queries for query in metrics)


def series():
    """Metrics of our own that have a value in every hour."""
    found = set()
    for name in of_type("AWS::Scheduler::Schedule"):
        if line := LINES[name]:
            for metric, dimensions in measured()[line]:
                assert set(dimensions) <= {"operation"}, f"{dimensions} have more than one value"
                found.add((metric, *(line for _ in dimensions)))
    return len(found)


def runs():
    """Runs in a month, and gigabytes of memory of the function, for each schedule."""
    for schedule in of_type("AWS::Scheduler::Schedule").values():
        function = schedule["Target"]["Arn"]["Fn::GetAtt"][0]
        memory = of_type("AWS::Lambda::Function")[function]["MemorySize"]
        if isinstance(memory, dict):
            memory = TEMPLATE["Parameters"][memory["Ref"]]["Default"]
        yield HOURS * 3600 / period(schedule["ScheduleExpression"]), memory / 1024


def bill():
    """Dollars a month, by the rows of the table in docs/operating.md."""
    count = sum(number for number, _ in runs())
    time = sum(number * gigabytes * RUN_SECONDS for number, gigabytes in runs())
    dashboards = max(0, len(of_type("AWS::CloudWatch::Dashboard")) - FREE_DASHBOARDS)
    return {
        "alarms": alarms() * ALARM_METRIC,
        "metrics of sweeps and purges": series() * CUSTOM_METRIC,
        "dashboard": dashboards * DASHBOARD,
        "sweeps, renewals, purges and webhooks": count * (SCHEDULED_RUN + LAMBDA_REQUEST) + time * LAMBDA_GB_SECOND,
        "the queries of these": count * RUN_READ_UNITS * READ_UNIT,
        "their logs": count * RUN_LOG_BYTES / 1e9 * LOG_GB,
        "key `aws/dynamodb`": KMS_CALLS * KMS_CALL,
    }


class Idle(unittest.TestCase):
    def test_a_month_in_which_nothing_happens_costs_less_than_its_bound(self):
        self.assertLess(sum(bill().values()), BOUND, bill())

    def test_every_schedule_is_counted(self):
        self.assertEqual(set(of_type("AWS::Scheduler::Schedule")), set(LINES))

    def test_nothing_else_costs_while_it_idles(self):
        """Kinds of resources that cost nothing until they are used, or are in the bill. Look up the price of another."""
        known = {
            "AWS::ApiGateway::Account",
            "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::RestApi",
            "AWS::ApiGateway::Stage",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::DynamoDB::Table",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::Lambda::Permission",
            "AWS::Logs::LogGroup",
            "AWS::SQS::Queue",
            "AWS::Scheduler::Schedule",
            "AWS::Scheduler::ScheduleGroup",
        }
        self.assertEqual({resource["Type"] for resource in TEMPLATE["Resources"].values()}, known)
        for function in of_type("AWS::Lambda::Function").values():
            self.assertNotIn("ProvisionedConcurrencyConfig", function)
        for mapping in of_type("AWS::Lambda::EventSourceMapping").values():
            self.assertNotIn("MetricsConfig", mapping, "its metrics cost as custom ones")

    def test_the_guide_for_operators_has_these_figures(self):
        guide = (ROOT / "docs/operating.md").read_text()
        section = guide.split("\n### A month in which nothing happens\n")[1].split("\n### ")[0]
        rows = dict(re.findall(r"^\| ([^|*]+?) \| [^|]* \| ([\d.]+)[^|]* \|$", section, re.M))
        rows.pop("what", None)
        self.assertEqual(rows, {name: f"{dollars:.2f}" for name, dollars in bill().items()})
        (total,) = re.findall(r"^\| \*\*sum\*\* \| [^|]* \| \*\*([\d.]+)\*\* \|$", section, re.M)
        self.assertEqual(total, f"{sum(bill().values()):.2f}")


if __name__ == "__main__":
    unittest.main()
