#!/usr/bin/env bash
# moto 5.2.5: a DynamoDB transaction sent again with its token is applied again.
#
# The guess: TransactWriteItems with the same ClientRequestToken is safe to send twice. The stand-in takes
# the parameter, so it also keeps its meaning.
#
# What happens: moto accepts the token and ignores it. The counter goes up by two.
#
# Why it matters: the API reference of TransactWriteItems promises that, within ten minutes, more calls with
# the same token and the same content have the effect of one. A provisioning service leans on that when an
# answer is lost and a seat is counted. In moto the test of exactly this case fails, and the tempting mends
# (another token, a read before the write) make the real service worse. Test retries on an engine that keeps
# tokens, or put a condition on the write so that it needs none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile 'moto[dynamodb]==5.2.5' boto3==1.44.8

cat > finding.py <<'PY'
from importlib.metadata import version

import boto3
from moto import mock_aws

SEATS = {"customer": {"S": "example"}}


@mock_aws
def seats_after_two_calls(tokens):
    client = boto3.client("dynamodb", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_table(
        TableName="seats",
        KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "customer", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    one_more = {
        "Update": {
            "TableName": "seats",
            "Key": SEATS,
            "UpdateExpression": "ADD taken :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }
    for token in tokens:
        client.transact_write_items(TransactItems=[one_more], ClientRequestToken=token)
    return client.get_item(TableName="seats", Key=SEATS)["Item"]["taken"]["N"]


print("moto", version("moto"), "boto3", version("boto3"))
print("guess: the same token twice counts 1 seat, two tokens count 2")
same, different = seats_after_two_calls(["first", "first"]), seats_after_two_calls(["first", "second"])
print("seen: the same token twice counts", same, "and two tokens count", different)
assert (same, different) == ("2", "2")
PY
venv/bin/python finding.py
