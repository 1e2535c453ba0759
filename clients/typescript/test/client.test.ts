/** The client against a real server: `STRONGROOM_BIN` with what lies in `STRONGROOM_DIST`. */

import assert from "node:assert/strict";
import { after, before, beforeEach, test, type TestContext } from "node:test";
import { inspect } from "node:util";

import * as sr from "strongroom-client";
import { Secret } from "strongroom-client";

import { Front, problem, Server, type Deed, type Seen } from "./server.js";

const PLANTED = "planted-4711";
const REVEAL = "decrypt=true";

let server: Server;
let client: sr.Client;
let owner: string;
let reference: string;
let made: sr.SecretInfo;
let projects = 0;

before(async () => {
  server = await Server.start();
});

after(() => server.stop());

beforeEach(async () => {
  client = server.client();
  projects += 1;
  owner = `project/${(await client.createProject(`p${projects}`)).id}`;
  reference = `sr://project/p${projects}/a/value`;
  made = await client.create(owner, "Custom", "a", new Secret(PLANTED));
});

async function fronted(t: TestContext, deed: (number: number, seen: Seen) => Deed) {
  const front = await Front.start(server, deed);
  t.after(() => front.stop());
  return { front, client: server.client(front.address) };
}

function exposed(value: sr.Value): string {
  return value instanceof Secret ? value.expose() : assert.fail("it has fields");
}

test("a secret is read, changed, rolled back, rendered and deleted", async () => {
  const { key } = made;
  assert.equal((await client.get(reference)).expose(), PLANTED);
  const change = { expect: made.asRead, value: new Secret("2"), description: "d" };
  const changed = await client.update(owner, key, change);
  assert.deepEqual([changed.version, changed.description, changed.name], [2, "d", "a"]);
  assert.equal((await client.rollback(owner, key, 1)).version, 3);
  assert.equal(exposed((await client.reveal(owner, key)).value), PLANTED);
  assert.equal(exposed((await client.reveal(owner, key, { version: 2 })).value), "2");
  assert.deepEqual((await client.versions(owner, key)).map(({ version }) => version), [3, 2, 1]);
  const { content } = await client.render(owner, key, "dotenv-shell");
  assert.equal(new TextDecoder().decode(content.expose()), `export A='${PLANTED}'\n`);
  const names = [];
  for await (const { name } of client.list(owner)) {
    names.push(name);
  }
  assert.deepEqual(names, ["a"]);
  await client.delete(owner, key, { expect: null });
  await assert.rejects(client.read(owner, key), sr.NotFound);
});

test("fields are got by reference, and a reference to nothing says why", async () => {
  const fields = { access_key: "AK", secret_key: PLANTED, endpoint: "https://s3.example.com" };
  const value = Object.fromEntries(Object.entries(fields).map(([name, it]) => [name, new Secret(it)]));
  const { key } = await client.create(owner, "S3Connection", "b / c", value);
  const at = `sr://${owner}/b%20%2F%20c`;
  assert.equal((await client.get(`${at}/access_key`)).expose(), "AK");
  const byKey = `sr://${owner}/${encodeURIComponent(key)}/secret_key`;
  assert.equal((await client.get(byKey)).expose(), PLANTED);
  for (const [wrong, why] of [
    [at, /several fields/],
    [`sr://${owner}/nope`, /no secret of this name/],
    ["sr://project/nope/a", /nothing of this name/],
    ["sr://organization/nope/a", /nothing of this name/],
  ] as const) {
    await assert.rejects(client.get(wrong), (error) => error instanceof sr.Unresolved && why.test(error.message));
  }
});

test("a change of what somebody else changed is a typed conflict that says what it is now", async () => {
  const change = { expect: made.asRead, description: "b" };
  await client.update(owner, made.key, change);
  await assert.rejects(client.update(owner, made.key, change), (error) => {
    assert.ok(error instanceof sr.Stale);
    assert.deepEqual([error.status, error.kind, error.current], [412, "stale", '"1.2"']);
    return true;
  });
});

test("a read is asked again after a 503, and repetition ends", async (t) => {
  const twice = await fronted(t, (n) => (n < 2 ? problem(503, "unavailable") : "pass"));
  await twice.client.projects();
  assert.equal(twice.front.seen.length, 3);
  const always = await fronted(t, () => problem(503, "unavailable"));
  await assert.rejects(always.client.projects(), sr.Unavailable);
  assert.equal(always.front.seen.length, 4);
});

test("a change is sent again where it says what it expects, and after a 429 in any case", async (t) => {
  const guarded = await fronted(t, (n) => (n < 1 ? problem(503, "unavailable") : "pass"));
  const change = { expect: made.asRead, value: new Secret("2") };
  assert.equal((await guarded.client.update(owner, made.key, change)).version, 2);
  assert.equal(guarded.front.seen.length, 2);
  const busy = await fronted(t, (n) => (n < 1 ? { status: 429 } : "pass"));
  await busy.client.create(owner, "Custom", "b", new Secret("1"));
  assert.equal(busy.front.seen.length, 2);
  const unguarded = await fronted(t, () => problem(503, "unavailable"));
  await assert.rejects(unguarded.client.rotate(owner, made.key), sr.Unavailable);
  assert.equal(unguarded.front.seen.length, 1);
});

test("what would be made twice is sent once", async (t) => {
  const { front, client } = await fronted(t, () => "lose");
  await assert.rejects(client.create(owner, "Custom", "b", new Secret("1")), sr.Unreachable);
  assert.equal(front.seen.length, 1);
});

test("a change whose answer was lost is uncertain, neither made twice nor called a conflict", async (t) => {
  const lossy = await fronted(t, (n) => (n === 0 ? "lose" : "pass"));
  const change = { expect: made.asRead, value: new Secret("2") };
  await assert.rejects(lossy.client.update(owner, made.key, change), sr.Uncertain);
  const now = await client.read(owner, made.key);
  assert.equal(now.version, 2);
  const again = await fronted(t, (n) => (n === 0 ? "lose" : "pass"));
  await again.client.delete(owner, made.key, { expect: now.asRead });
  assert.equal(again.front.seen.length, 2);
});

test("a lost change stays uncertain when the token is renewed meanwhile", async (t) => {
  const deeds: Deed[] = ["lose", problem(401, "unauthenticated"), "pass"];
  const { front } = await fronted(t, (n) => deeds[n] ?? "pass");
  const other = await server.admin("POST", "/api/identity/v2/tokens", { name: "t", expires_in: 600 });
  const tokens = [other["token"] ?? "", server.token];
  const renewing = server.client(front.address, () => ({ token: new Secret(tokens.shift() ?? "") }));
  const change = { expect: made.asRead, value: new Secret("2") };
  await assert.rejects(renewing.update(owner, made.key, change), sr.Uncertain);
  assert.equal(front.seen.length, 3);
});

test("nothing is kept unless the server allows it, and then only until something is changed", async (t) => {
  for (const [set, asked] of [
    [{}, 2],
    [{ "cache-control": "private, max-age=60" }, 1],
  ] as const) {
    const { front, client } = await fronted(t, ({}, { method }) => (method === "GET" ? { set } : "pass"));
    await client.reveal(owner, made.key);
    await client.reveal(owner, made.key);
    assert.equal(front.count(REVEAL), asked);
    await client.reveal(owner, made.key, { fresh: true });
    assert.equal(front.count(REVEAL), asked + 1);
    const written = `with ${asked}`;
    await client.update(owner, made.key, { expect: null, value: new Secret(written) });
    assert.equal(exposed((await client.reveal(owner, made.key)).value), written);
  }
});

test("a revoked token empties the cache, and so does a refusal", async (t) => {
  const token = await server.admin("POST", "/api/identity/v2/tokens", { name: "t", expires_in: 600 });
  const { front } = await fronted(t, () => ({ set: { "cache-control": "max-age=600" } }));
  const revoked = server.client(front.address, new Secret(token["token"] ?? ""));
  await revoked.reveal(owner, made.key);
  await server.admin("DELETE", `/api/identity/v2/tokens/${token["id"]}`);
  // It is still kept: nobody was asked.
  await revoked.reveal(owner, made.key);
  assert.equal(front.count(REVEAL), 1);
  // Any request tells.
  await assert.rejects(revoked.projects(), sr.Unauthenticated);
  await assert.rejects(revoked.reveal(owner, made.key), sr.Unauthenticated);

  const refusing = await fronted(t, ({}, { target }) =>
    target.endsWith("/projects") ? problem(403, "forbidden") : { set: { "cache-control": "max-age=600" } },
  );
  await refusing.client.reveal(owner, made.key);
  await assert.rejects(refusing.client.projects(), sr.Forbidden);
  await refusing.client.reveal(owner, made.key);
  assert.equal(refusing.front.count(REVEAL), 2);
});

test("a client signs in once for all requests, and once more when its token is refused", async (t) => {
  const scopes = [{ on: owner, permissions: ["metadata", "reveal"] }];
  const body = { name: "job", expires_in: 600, scopes };
  const service = await server.admin("POST", `/api/identity/v2/clients/${owner}`, body);
  const refusals: Deed[] = [];
  const { front } = await fronted(t, ({}, { target }) => (!target.includes("login") && refusals.pop()) || "pass");
  const clientSecret = new Secret(service["client_secret"] ?? "");
  const job = server.client(front.address, { clientId: service["id"] ?? "", clientSecret });
  const all = await Promise.all(Array.from({ length: 8 }, () => job.reveal(owner, made.key)));
  assert.deepEqual(all.map(({ value }) => exposed(value)), Array(8).fill(PLANTED));
  assert.equal(front.count("login"), 1);
  refusals.push(problem(401, "unauthenticated"));
  await job.reveal(owner, made.key);
  assert.equal(front.count("login"), 2);
  const token = await job.getBearerToken();
  assert.equal(exposed((await server.client(server.address, token).reveal(owner, made.key)).value), PLANTED);
  assert.equal(front.count("login"), 2);
  refusals.push(problem(401, "unauthenticated"), problem(401, "unauthenticated"));
  await assert.rejects(job.reveal(owner, made.key), sr.Unauthenticated);
  assert.equal(front.count("login"), 3);
});

test("nobody is led elsewhere with a token", async (t) => {
  const other = await fronted(t, () => "pass");
  const location = `${other.front.address}/api/identity/v2/projects`;
  const leading = await fronted(t, () => ({ status: 307, headers: { location } }));
  await assert.rejects(leading.client.projects(), sr.NotStrongroom);
  assert.equal(other.front.seen.length, 0);
});

test("nothing secret is in what may be printed", async () => {
  const secret = new Secret(PLANTED);
  const credentials = { clientId: "a", clientSecret: secret };
  const printed = [await client.reveal(owner, made.key), await client.render(owner, made.key, "json")];
  const told: unknown[] = [...printed, client, server.client(server.address, secret)];
  for (const [what, act] of Object.entries({
    create: () => client.create(owner, "Custom", "a", secret),
    update: () => client.update(owner, made.key, { expect: null, value: { x: secret } }),
    token: () => server.client(server.address, secret).projects(),
    login: () => server.client(server.address, credentials).projects(),
    header: () => server.client(server.address, new Secret(`${PLANTED}\nx`)).projects(),
    nobody: () => server.client("http://127.0.0.1:9", secret).projects(),
  })) {
    await assert.rejects(act, (error) => {
      assert.ok(error instanceof sr.StrongroomError, what);
      told.push(error, error.stack, error.message);
      return true;
    });
  }
  for (const it of told) {
    for (const text of [inspect(it, { depth: 9, showHidden: true }), JSON.stringify(it), String(it)]) {
      assert.ok(!text.includes(PLANTED), text.replaceAll(PLANTED, "…"));
    }
  }
});
