#!/usr/bin/env bash
# dynalite 4.0.0: REMOVE of two list elements takes away the wrong second one.
#
# The guess: REMOVE owners[1], owners[2] removes the second and the third element, in whichever order the
# two are written.
#
# What happens: dynalite removes one after the other from the list as it is by then. After the second element
# is gone, [2] is the former fourth. Written as owners[2], owners[1], the same request removes the right two.
#
# Why it matters: the developer guide of DynamoDB ("Update expressions", on removing elements from a list)
# means the indexes as they were before the update, and its example removes neighbours. A group's owners kept
# as a list lose the wrong person in the test and the right one in production, or the other way round after a
# "mend". Keep members and owners as items or as a set, never by index.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > npm.log
npm install --silent --no-audit --no-fund dynalite@4.0.0

cat > finding.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import dynalite from 'dynalite';

const signature = 'Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=test';
const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

async function call(operation, body) {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 ${signature}`,
      connection: 'close',
    },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, operation);
  return answer.json();
}
async function untilActive() {
  const { Table } = await call('DescribeTable', { TableName: 'groups' });
  if (Table.TableStatus !== 'ACTIVE') await untilActive();
}
async function ownersAfter(UpdateExpression) {
  const Key = { id: { S: 'mathematics' } };
  const owners = { L: ['ada', 'grace', 'mary', 'joan', 'jean'].map((name) => ({ S: name })) };
  await call('PutItem', { TableName: 'groups', Item: { ...Key, owners } });
  const update = { TableName: 'groups', Key, UpdateExpression, ReturnValues: 'ALL_NEW' };
  const { Attributes } = await call('UpdateItem', update);
  return Attributes.owners.L.map((owner) => owner.S);
}

await call('CreateTable', {
  TableName: 'groups',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});
await untilActive();
const rising = await ownersAfter('REMOVE owners[1], owners[2]');
const falling = await ownersAfter('REMOVE owners[2], owners[1]');

console.log('dynalite', JSON.parse(readFileSync('node_modules/dynalite/package.json', 'utf8')).version);
console.log('guess: ada joan jean are left, both times');
console.log('seen, REMOVE owners[1], owners[2]:', ...rising);
console.log('seen, REMOVE owners[2], owners[1]:', ...falling);
server.close();
assert.deepEqual(falling, ['ada', 'joan', 'jean']);
assert.deepEqual(rising, ['ada', 'mary', 'jean']);
JS
node finding.mjs
