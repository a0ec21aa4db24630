// A SCIM server as a user of SCIMMY would write it: Express, SCIMMY's routers, one process, users in a Map.
//
// INDEXED=0: the store does what SCIMMY's documentation shows and leaves filtering and paging to the library.
// INDEXED=1: it looks at the parsed query first, and finds one userName, or one page, by itself.

import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const { PORT, TOKEN, INDEXED } = process.env;
const indexed = INDEXED === "1";

const users = new Map();
const ids = new Map(); // By userName, of which case does not matter (RFC 7643 §4.1.1).

const key = (userName) => userName.toLowerCase();

function write(resource, instance) {
    const old = resource.id === undefined ? undefined : byId(resource.id);
    const id = old?.id ?? randomUUID();
    if ((ids.get(key(instance.userName)) ?? id) !== id) {
        throw new SCIMMY.Types.Error(409, "uniqueness", "userName is taken");
    }
    const now = new Date().toISOString();
    const user = { ...instance, id, meta: { created: old?.meta.created ?? now, lastModified: now } };
    if (old) ids.delete(key(old.userName));
    ids.set(key(user.userName), id);
    users.set(id, user);
    return user;
}

function read(resource) {
    if (resource.id !== undefined) return byId(resource.id);
    const few = indexed ? named(resource.filter) ?? page(resource) : undefined;
    if (few) return few;
    const all = [...users.values()];
    return resource.filter ? resource.filter.match(all) : all;
}

function remove(resource) {
    ids.delete(key(byId(resource.id).userName));
    users.delete(resource.id);
}

function byId(id) {
    const user = users.get(id);
    if (!user) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return user;
}

// Whom the filter `userName eq "…"` means; undefined for any other filter.
function named(filter) {
    if (filter?.length !== 1 || Object.keys(filter[0]).length !== 1) return undefined;
    const [comparator, userName] = filter[0].userName ?? [];
    if (comparator !== "eq" || typeof userName !== "string") return undefined;
    const id = ids.get(key(userName));
    return id === undefined ? [] : [users.get(id)];
}

// The page that is asked for, of all users in the order of their creation. Where it begins within its own length the
// library would cut it a second time, so there, too, it gets everything.
function page(resource) {
    const { sortBy, startIndex = 1, count = 20 } = resource.constraints ?? {};
    if (resource.filter || sortBy || (startIndex > 1 && startIndex <= count)) return undefined;
    resource.constraints = { ...resource.constraints, totalResults: users.size };
    return [...users.values()].slice(startIndex - 1, startIndex - 1 + count);
}

SCIMMY.Resources.declare(SCIMMY.Resources.User).ingress(write).egress(read).degress(remove);

const groups = new Map();

function writeGroup(resource, instance) {
    const old = resource.id === undefined ? undefined : groupById(resource.id);
    const id = old?.id ?? randomUUID();
    const now = new Date().toISOString();
    const group = { ...instance, id, meta: { created: old?.meta.created ?? now, lastModified: now } };
    groups.set(id, group);
    return group;
}

function readGroup(resource) {
    if (resource.id !== undefined) return groupById(resource.id);
    const all = [...groups.values()];
    return resource.filter ? resource.filter.match(all) : all;
}

function groupById(id) {
    const group = groups.get(id);
    if (!group) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return group;
}

SCIMMY.Resources.declare(SCIMMY.Resources.Group)
    .ingress(writeGroup)
    .egress(readGroup)
    .degress((resource) => groups.delete(resource.id));

const app = express();
app.use("/scim/v2", new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
        if (request.header("Authorization") !== `Bearer ${TOKEN}`) throw new Error("wrong token");
        return "directory";
    },
}));

const server = app.listen(Number(PORT), "127.0.0.1");
server.keepAliveTimeout = 75_000; // No connection is closed between two measurements.
