// A product's backend by the types that openapi-typescript makes of the people API's document, and openapi-fetch.

import createClient from "openapi-fetch";
import type { components, paths } from "./people.js";

declare const process: { env: Record<string, string> };

const baseUrl = process.env.BASE_URL;
const withToken = (token: string) =>
  createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
const backend = withToken(process.env.PEOPLE_TOKEN);
const stranger = withToken("rc_demo_wrong");

function assert(holds: boolean, found: unknown): asserts holds {
  if (!holds) throw new Error(JSON.stringify(found));
}

/** The data of an answer that is no problem. */
function done<Data>(answer: { data?: Data; error?: unknown; response: Response }): Data {
  assert(answer.data !== undefined, answer.error);
  return answer.data;
}

const entity = done(
  await backend.POST("/people/v1/entities", { body: { name: "Difference Engines Ltd" } }),
);
const { entities } = done(await backend.GET("/people/v1/entities"));
assert(entities.some(({ id }) => id === entity.id), entities);

const grace = { body: { email: "grace@example.com" }, params: { header: { "Idempotency-Key": crypto.randomUUID() } } };
const user = done(await backend.POST("/people/v1/users", grace));
assert(done(await backend.POST("/people/v1/users", grace)).id === user.id, user);

const { results } = done(
  await backend.POST("/people/v1/invitations", {
    body: { cardAccess: "card", entityId: entity.id, userIds: [user.id] },
  }),
);
assert(results[0]?.outcome === "invited" && results[0].invitation?.entity.name === entity.name, results);
const person = { params: { path: { id: user.id } } };
assert(done(await backend.GET("/people/v1/users/{id}", person)).status === "invited", user);

const approver = { params: { path: { roleId: "approver" } }, body: { display: "Approver" } };
const role = done(await backend.PUT("/people/v1/roles/{roleId}", approver));
const { roles } = done(await backend.GET("/people/v1/roles"));
assert(roles.some(({ id, display }) => id === role.id && display === "Approver"), roles);
assert(done(await backend.GET("/people/v1/groups")).groups.length === 0, "no directory made any");

for (const email of ["hedy@example.com", "joan@example.com"]) {
  done(await backend.POST("/people/v1/users", { body: { email } }));
}
const first = done(await backend.GET("/people/v1/users", { params: { query: { limit: 1 } } }));
const next = done(
  await backend.GET("/people/v1/users", { params: { query: { limit: 1, cursor: first.next ?? "" } } }),
);
assert(first.users[0]?.id !== next.users[0]?.id, [first, next]);

type Kind = components["schemas"]["Problem"]["type"];
const refusals: [{ error?: { type: Kind } }, Kind][] = [
  [await backend.POST("/people/v1/users", { body: grace.body }), "urn:rollcall:address-taken"],
  [await backend.POST("/people/v1/users/{id}/sign-ins", { ...person, body: {} }), "urn:rollcall:not-accepted"],
  [await backend.GET("/people/v1/users/{id}", { params: { path: { id: crypto.randomUUID() } } }), "urn:rollcall:not-found"],
  [await stranger.GET("/people/v1/users"), "urn:rollcall:unauthorized"],
];
for (const [{ error }, kind] of refusals) {
  assert(error?.type === kind, error);
}

console.log("TypeScript: the generated client is answered as the document says");
