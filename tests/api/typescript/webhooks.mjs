// A receiver of webhooks by the library of Standard Webhooks. It takes the secret before a rotation and the one after.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";

const received = [];
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  received.push({ headers: request.headers, body });
  response.writeHead(204).end();
  receiver.emit("told");
});
receiver.listen(0, "127.0.0.1");
await once(receiver, "listening");

const run = promisify(execFile);

async function rollcall(...words) {
  const { stdout } = await run(process.env.ROLLCALL_BIN, [...words, "--json"]);
  return JSON.parse(stdout);
}

// What the receiver is sent when somebody is assigned.
async function told(userName) {
  const coming = once(receiver, "told", { signal: AbortSignal.timeout(30_000) });
  const answer = await fetch(`${process.env.BASE_URL}/scim/v2/Users`, {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.SCIM_TOKEN}`, "Content-Type": "application/scim+json" },
    body: JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName }),
  });
  assert.equal(answer.status, 201);
  await coming;
  return received.at(-1);
}

const added = await rollcall("webhook", "add", `http://127.0.0.1:${receiver.address().port}/hooks`);
const first = new Webhook(added.secret);
const one = await told("webhook-cleo@example.com");
const event = first.verify(one.body, one.headers);
assert.deepEqual([event.kind, event.id], ["user.created", one.headers["webhook-id"]]);
const second = new Webhook((await rollcall("webhook", "rotate", added.id)).secret);
const other = await told("webhook-dora@example.com");
assert.deepEqual(first.verify(other.body, other.headers), second.verify(other.body, other.headers));
assert.throws(() => first.verify(other.body.replace("dora", "eve"), other.headers));
await rollcall("webhook", "remove", added.id);
receiver.close();
console.log("TypeScript: webhooks are signed as Standard Webhooks has it");
