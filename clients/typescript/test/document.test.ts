/** What the client asks and reads is what the server's OpenAPI document has. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Client, Secret } from "strongroom-client";

import { SHAPES, type Kind, type Shape } from "../dist/shapes.js";

import { Front, ROOT, type Answer, type Seen } from "./server.js";

interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema;
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const FILE = join(ROOT, "crates/gateway/tests/gateway/snapshots/gateway__document__openapi.snap");
const ID = "2Cd00000000000000000000000a";
const OWNER = `project/${ID}`;
const KEY = `secret/Custom/${ID}`;
const NAMED: Record<string, string> = { Id: ID, Key: KEY, Type: "secret/Custom", Owner: OWNER };

function document(): Document {
  return JSON.parse(readFileSync(FILE, "utf8").split(/^---$/m).slice(2).join("---")) as Document;
}

const nameOf = (schema: Schema) => schema.$ref?.split("/").at(-1) ?? "";

function resolved(all: Document, schema: Schema | undefined): Schema {
  const found = schema?.$ref ? all.components.schemas[nameOf(schema)] : schema;
  assert.ok(found, `there is no ${schema?.$ref ?? "schema"}`);
  return found.$ref ? resolved(all, found) : found;
}

/** What the document does not have, or has otherwise, of a shape. */
function missing(all: Document, schema: Schema | undefined, shape: Shape, at: string): string[] {
  const { properties = {}, required = [] } = schema ? resolved(all, schema) : {};
  return Object.entries(shape).flatMap(([name, kind]) => {
    const here = `${at}.${name}`;
    const member = properties[name] && resolved(all, properties[name]);
    const isOptional = typeof kind === "object" && "maybeListOf" in kind;
    if (!member || (!isOptional && !required.includes(name))) {
      return [`${here} is not there`];
    }
    if (typeof kind === "object") {
      const element = "listOf" in kind ? kind.listOf : kind.maybeListOf;
      return member.type === "array" ? missing(all, member.items, element, here) : [`${here} is no list`];
    }
    return isOf(all, member, kind) ? [] : [`${here} is not of ${kind}`];
  });
}

function isOf(all: Document, { type, additionalProperties, ...other }: Schema, kind: Extract<Kind, string>): boolean {
  const isText = (schema?: Schema) => schema !== undefined && resolved(all, schema).type === "string";
  switch (kind) {
    case "string":
      return type === "string" || ("enum" in other && !("anyOf" in other));
    case "integer":
      return type === "integer";
    case "string or null":
      return String(type) === "string,null";
    case "texts":
      return type === "object" && isText(additionalProperties);
    case "value":
      return String(type) === "string,object" && isText(additionalProperties);
  }
}

function differences(all: Document): string[] {
  return Object.entries(SHAPES).flatMap(([name, shape]) => missing(all, all.components.schemas[name], shape, name));
}

test("every member that is read is one that the document promises, of the same type", () => {
  assert.deepEqual(differences(document()), []);
});

test("a change of what is read is noticed", () => {
  const changes: [string, (schemas: Record<string, Schema>) => void][] = [
    ["Project.name is not there", ({ Project }) => delete Project?.properties?.["name"]],
    ["Secret._version is not there", ({ Secret }) => Secret?.required?.splice(0, 9)],
    ["Secret.labels is not of texts", ({ Labels }) => (Labels!.additionalProperties = { type: "integer" })],
    ["SecretList.data._key is not of string", ({ Key }) => (Key!.type = "integer")],
    ["Problem.errors is no list", ({ Problem }) => (Problem!.properties!["errors"] = { type: "object" })],
    ["AccessToken.expires_in is not there", (schemas) => delete schemas["AccessToken"]],
  ];
  for (const [difference, change] of changes) {
    const changed = document();
    change(changed.components.schemas);
    assert.ok(differences(changed).includes(difference), difference);
  }
});

/** An answer with what is required and nothing else. */
function least(all: Document, schema: Schema | undefined): unknown {
  const named = schema && NAMED[nameOf(schema)];
  if (named) {
    return named;
  }
  const it = resolved(all, schema);
  const type = Array.isArray(it.type) ? (it.type[1] === "null" ? "null" : it.type[0]) : it.type;
  switch (it.anyOf ? "null" : (type ?? "string")) {
    case "object":
      return Object.fromEntries((it.required ?? []).map((name) => [name, least(all, it.properties?.[name])]));
    case "array":
      return [least(all, it.items)];
    case "integer":
      return 1;
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return it.const ?? "text";
  }
}

function operationOf(all: Document, method: string, path: string): Operation {
  const parts = path.split("/");
  const fits = Object.keys(all.paths).filter((template) => {
    const segments = template.split("/");
    return segments.length === parts.length && segments.every((it, at) => it.startsWith("{") || it === parts[at]);
  });
  const [template = ""] = fits.sort((a, b) => a.split("{").length - b.split("{").length);
  const operation = all.paths[template]?.[method.toLowerCase()];
  assert.ok(operation, "there is no such operation");
  return operation;
}

function answered(all: Document, operation: Operation, seen: Seen): Answer {
  const { searchParams } = new URL(seen.target, "http://a");
  const parameters = (operation.parameters ?? []).filter((it) => it.in !== "path").map(({ name }) => name);
  const asked = [...searchParams.keys(), ...("if-match" in seen.headers ? ["If-Match"] : [])];
  assert.deepEqual(asked.filter((name) => !parameters.includes(name)), [], "it takes no such parameter");
  const content = operation.requestBody?.content;
  assert.equal(content !== undefined, seen.body !== "", "it has a body and should not, or the other way round");
  if (content) {
    const mediaType = seen.headers["content-type"] ?? "";
    const found = resolved(all, content[mediaType]?.schema);
    const schema = found.oneOf ? resolved(all, found.oneOf[0]) : found;
    const isForm = mediaType.endsWith("urlencoded");
    const sent = isForm ? [...new URLSearchParams(seen.body).keys()] : Object.keys(JSON.parse(seen.body) as object);
    assert.deepEqual(sent.filter((name) => !(name in (schema.properties ?? {}))), [], "it takes no such member");
    assert.deepEqual(schema.required?.filter((name) => !sent.includes(name)) ?? [], [], "it wants more");
  }
  const [status = "", response] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
  const schema = response?.content?.["application/json"]?.schema;
  return { status: Number(status), ...(schema && { body: JSON.stringify(least(all, schema)) }) };
}

test("everything that is sent is in the document, and its least answer is read", async (t) => {
  const all = document();
  const operations = new Set<string>();
  const front = await Front.start(null, (_, seen) => {
    try {
      const operation = operationOf(all, seen.method, new URL(seen.target, "http://a").pathname);
      operations.add(operation.operationId);
      return answered(all, operation, seen);
    } catch (why) {
      return { status: 418, body: JSON.stringify({ type: "", title: "", detail: String(why), request_id: "" }) };
    }
  });
  t.after(() => front.stop());
  const value = new Secret("1");
  const client = new Client(front.address, { clientId: ID, clientSecret: value }, { retries: { count: 0 } });
  await client.projects();
  await client.createProject("a", ID);
  for await (const { key } of client.list(OWNER)) {
    assert.equal(key, KEY);
  }
  await client.get("sr://organization/text/text/value");
  await client.find(OWNER, "a");
  await client.read(OWNER, KEY);
  await client.reveal(OWNER, KEY, { version: 2, fields: ["value"] });
  await client.render(OWNER, KEY, "json");
  await client.create(OWNER, "Custom", "a", value, { labels: { a: "b" } });
  await client.update(OWNER, KEY, { expect: '"3.7"', value, name: "b", description: "", labels: {} });
  await client.versions(OWNER, KEY);
  await client.rotate(OWNER, KEY);
  await client.delete(OWNER, KEY, { expect: '"3"' });
  assert.equal(operations.size, 11, [...operations].join(" "));
});
