/** What needs no server: secrecy of the types, addresses, references, pauses, keeping, renewal. */

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock, test } from "node:test";
import { format, inspect } from "node:util";

import { BadAddress, Client, NoCredential, Secret, SecretBytes, Unresolved } from "strongroom-client";

import { server as address } from "../dist/address.js";
import { Cache, freshForMs } from "../dist/cache.js";
import { goodFor } from "../dist/credentials.js";
import { parse, pathOf } from "../dist/reference.js";
import { pause, retryAfterMs, USUAL, type Outcome, type Repeatable } from "../dist/retries.js";

import { cleanEnv, Front } from "./server.js";

const PLANTED = "planted-4711";
const ID = "2Cd00000000000000000000000a";

test("a secret shows itself to expose alone", () => {
  const bytes = new TextEncoder().encode(PLANTED);
  for (const secret of [new Secret(PLANTED), new SecretBytes(bytes)]) {
    const shown = [
      `${secret}`,
      secret + "",
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      format("%s %o %j", secret, secret, secret),
      inspect(structuredClone(secret), { showHidden: true }),
      inspect(Object.getOwnPropertyDescriptors(secret)),
      inspect({ ...secret }),
    ];
    for (const text of shown) {
      assert.ok(!text.includes(PLANTED) && !text.includes(String(bytes[0])), text);
    }
    assert.equal(shown[0], "********");
    assert.equal(shown[2], '{"secret":"********"}');
  }
  assert.equal(new Secret(PLANTED).expose(), PLANTED);
});

test("a secret does not show itself in the consoles of developers' tools", async (t) => {
  const session = new Session();
  session.connect();
  t.after(() => session.disconnect());
  Object.assign(globalThis, { shown: new Secret(PLANTED) });
  const { result } = await session.post("Runtime.evaluate", { expression: "shown", generatePreview: true });
  const { objectId = "" } = result;
  const members = await session.post("Runtime.getProperties", { objectId, generatePreview: true });
  assert.match(JSON.stringify(members), /"internalProperties"/);
  assert.ok(!JSON.stringify([result, members]).includes(PLANTED));
});

test("https is taken anywhere, and plain http on this machine alone unless it is allowed", () => {
  for (const text of ["https://a.example.com", "http://127.0.0.1:8200", "http://[::1]:8200", "http://LOCALHOST"]) {
    address(text, false);
  }
  assert.equal(address("https://example.com:8443/strongroom/", false), "https://example.com:8443/strongroom");
  for (const text of ["http://10.0.0.1", "http://localhost.example.com", "http://127.0.0.1.example.com"]) {
    assert.throws(() => address(text, false), BadAddress, text);
    address(text, true);
  }
  for (const text of ["", "example.com", "ftp://127.0.0.1", "https://a:b@example.com", "https://a?", "https://a#b"]) {
    assert.throws(() => address(text, true), BadAddress, text);
  }
});

test("a reference is read, and what is none is refused without being quoted", () => {
  assert.deepEqual(parse("sr://project/a%2Fb%20c/100%25/feld-ä"), {
    kind: "project",
    owner: "a/b c",
    secret: "100%",
    field: "feld-ä",
  });
  assert.equal(parse("sr://user/me/wifi").field, undefined);
  const wrong = ["op://vault/planted/a", "sr://project/planted", "sr://project/planted//value", "sr://a/planted/b"];
  wrong.push("sr://project/planted/a/b/c", "sr://user/planted/a", "sr://user/me/planted%2", "sr://user/me/planted/");
  for (const text of wrong) {
    assert.throws(() => parse(text), (error) => error instanceof Unresolved && !error.message.includes("planted"));
  }
});

test("what could lead out of a path is no owner and no key", () => {
  assert.equal(pathOf("user/me", `secret/Custom/${ID}`), `/settings/user/me/secret/Custom/${ID}`);
  for (const owner of ["project/me", "project/..", "user/../me", `project/${ID}/..`, `project/${ID}\n`]) {
    assert.throws(() => pathOf(owner), Unresolved, owner);
  }
  for (const key of ["", "secret/Custom/..", `secret/../${ID}`, `secret/1a/${ID}`, `secret/Custom/${ID}?a`]) {
    assert.throws(() => pathOf("user/me", key), Unresolved, key);
  }
});

test("what may have been done is sent again only where that is harmless", () => {
  const again = (repeatable: Repeatable, outcome: Outcome) => pause(USUAL, 1, repeatable, outcome) !== null;
  const answered = (status: number, isProblem: boolean) => ({ status, isProblem, retryAfterMs: null });
  for (const repeatable of ["always", "guarded"] as const) {
    for (const outcome of ["lost", answered(503, true), answered(502, false), answered(504, false)] as const) {
      assert.ok(again(repeatable, outcome));
    }
  }
  for (const outcome of ["lost", answered(503, true), answered(502, false)] as const) {
    assert.ok(!again("never", outcome));
  }
  assert.ok(again("never", "not sent") && again("never", answered(429, false)));
  // That a plug-in or its service failed is no hiccup of a proxy.
  for (const status of [0, 200, 307, 400, 401, 403, 404, 409, 412, 422, 500, 501, 502, 504]) {
    assert.ok(!again("always", answered(status, true)), String(status));
  }
});

test("pauses grow, are random, stay within their bounds, and are as long as the server asks", () => {
  const many = { ...USUAL, count: 40 };
  const highest = mock.method(Math, "random", () => 0.999_999);
  const pauses = [1, 2, 3, 40].map((made) => Math.ceil(pause(many, made, "always", "lost") ?? 0));
  assert.deepEqual(pauses, [200, 400, 800, 20_000]);
  highest.mock.mockImplementation(() => 0);
  assert.equal(pause(many, 3, "always", "lost"), 0);
  const asked = (header: string) =>
    pause(USUAL, 1, "always", { status: 503, isProblem: true, retryAfterMs: retryAfterMs(header) });
  assert.equal(asked("7"), 7000);
  assert.equal(asked("3600"), null);
  assert.equal(asked("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  assert.equal(asked("Fri, 01 Jan 2999 00:00:00 GMT"), null);
  assert.equal(asked("soon"), 0);
  highest.mock.restore();
  assert.equal(pause(many, 41, "always", "lost"), null);
});

test("only what is allowed is kept, and no longer than that", () => {
  const time = (...headers: [string, string][]) => freshForMs(new Headers(headers));
  const control = "cache-control";
  assert.equal(time(), 0);
  for (const value of ["no-store", "max-age=60, No-Store", "max-age=60, no-cache=\"a\"", "max-age=a", "max-age=0"]) {
    assert.equal(time([control, value]), 0, value);
  }
  assert.equal(time([control, "max-age=60"], [control, "no-cache"]), 0);
  assert.equal(time([control, "max-age=60"], ["vary", "Accept, Cookie"]), 0);
  assert.equal(time([control, "max-age=60"], ["vary", "*"]), 0);
  assert.equal(time([control, "max-age=60"], ["age", "60"]), 0);
  assert.equal(time([control, "private, max-age=60"], ["age", "20"], ["vary", "accept"]), 40_000);
  assert.equal(time([control, 'max-age=60, max-age="5"']), 5000);
});

test("what is kept is bounded, ends with its time, and what was used last stays", () => {
  const cache = new Cache(30);
  const reply = (size: number) => ({ ...NOTHING, body: new Uint8Array(size), freshForMs: 1000 });
  cache.keep("a", reply(10), 0, 0);
  cache.keep("b", reply(10), 0, 0);
  assert.ok(cache.get("a", 999));
  cache.keep("c", reply(15), 0, 0);
  assert.ok(cache.get("a", 0) && cache.get("c", 0) && !cache.get("b", 0));
  cache.keep("d", reply(31), 0, 0);
  assert.ok(!cache.get("d", 0) && !cache.get("a", 1000));
  const before = cache.generation;
  cache.clear();
  cache.keep("e", reply(1), before, 0);
  assert.ok(!cache.get("c", 0) && !cache.get("e", 0));
  for (let n = 0; n < 1100; n += 1) {
    cache.keep(`n${n}`, reply(0), cache.generation, 0);
  }
  assert.ok(!cache.get("n75", 0) && cache.get("n76", 0));
});

const NOTHING = { status: 200, tag: null, mediaType: "" };

test("a token is renewed before it ends, however short its life, and once for all who wait", async (t) => {
  assert.deepEqual([900, 100, 5, undefined].map(goodFor), [840, 80, 4, Infinity]);
  let asked = 0;
  const client = new Client("http://127.0.0.1:9", async () => {
    asked += 1;
    return { token: new Secret(`t${asked}`), expiresIn: 900 };
  });
  const now = t.mock.method(performance, "now", () => 0);
  const tokens = () => Promise.all([1, 2, 3].map(async () => (await client.getBearerToken()).expose()));
  assert.deepEqual(await tokens(), ["t1", "t1", "t1"]);
  now.mock.mockImplementation(() => 839_999);
  assert.deepEqual(await tokens(), ["t1", "t1", "t1"]);
  now.mock.mockImplementation(() => 840_000);
  assert.deepEqual(await tokens(), ["t2", "t2", "t2"]);
});

test("a function that failed is asked again the next time", async () => {
  const answers = [() => Promise.reject(new Error("later")), () => ({ token: new Secret("a") })];
  const client = new Client("http://127.0.0.1:9", () => answers.shift()?.() ?? assert.fail("asked too often"));
  await assert.rejects(client.getBearerToken(), /later/);
  assert.equal((await client.getBearerToken()).expose(), "a");
});

const skip = process.platform === "win32" && "files have no modes";

test("a file gives its token, unless everybody can read it", { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "strongroom-client-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "token");
  const client = new Client("http://127.0.0.1:9", { file });
  await assert.rejects(client.getBearerToken(), { name: "NoCredential", message: /ENOENT/ });
  writeFileSync(file, `${PLANTED}\n`);
  chmodSync(file, 0o644);
  await assert.rejects(client.getBearerToken(), /chmod 600/);
  chmodSync(file, 0o640);
  assert.equal((await client.getBearerToken()).expose(), PLANTED);
});

test("what a header could not carry is no token", async () => {
  for (const text of ["", "a b", "a\r\nX: b", "a\n", "ä"]) {
    await assert.rejects(new Client("http://127.0.0.1:9", new Secret(text)).getBearerToken(), NoCredential);
  }
});

test("the environment names the server and the credential", async (t) => {
  const front = await Front.start(null, () => ({ status: 200, body: '{"data": []}' }));
  t.after(() => front.stop());
  const { env } = process;
  t.after(() => (process.env = env));
  process.env = cleanEnv();
  assert.throws(() => Client.fromEnv(), NoCredential);
  Object.assign(process.env, { STRONGROOM_URL: front.address, STRONGROOM_TOKEN: " a\n" });
  await Client.fromEnv().projects();
  assert.equal(front.seen[0]?.headers.authorization, "Bearer a");
  process.env["STRONGROOM_URL"] = "http://10.0.0.1";
  assert.throws(() => Client.fromEnv(), BadAddress);
  process.env["STRONGROOM_ALLOW_HTTP"] = "1";
  Client.fromEnv();
});

test("an owner's mistake in what is expected is not sent", async (t) => {
  const front = await Front.start(null, () => ({ status: 200 }));
  t.after(() => front.stop());
  const client = new Client(front.address, new Secret("a"));
  await assert.rejects(client.delete("user/me", `secret/Custom/${ID}`, { expect: "*\r\na: b" }), TypeError);
  assert.equal(front.seen.length, 0);
});
