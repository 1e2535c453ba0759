/** The operations on secrets, and what leads to them. Each fails as `errors` says. */

import type { Credential } from "./credentials.js";
import { NoCredential, Unresolved } from "./errors.js";
import {
  info,
  received,
  sent,
  type Change,
  type Expect,
  type Project,
  type Rendering,
  type Reveal,
  type Revealed,
  type SecretInfo,
  type Told,
  type Value,
  type Version,
} from "./model.js";
import { isId, isKey, parse, pathOf, type Reference } from "./reference.js";
import { USUAL, type Retries } from "./retries.js";
import { env } from "./runtime.js";
import { Secret, SecretBytes } from "./secret.js";
import { Session } from "./session.js";
import { ORGANIZATION_LIST, PROJECT, PROJECT_LIST, SECRET, SECRET_LIST, VERSION_LIST } from "./shapes.js";
import { Wire, type Reply } from "./wire.js";

/** The server's longest page. */
const LONGEST_PAGE = "1000";

export interface Options {
  /** Whether the token may go over plain http to other machines than this one. */
  readonly allowHttp?: boolean;
  /** Of one attempt; 35 000 unless it is set. */
  readonly timeoutMs?: number;
  readonly retries?: Partial<Retries>;
  /** Of all that is kept; 1 MiB unless it is set. 0 is nothing. */
  readonly cacheBytes?: number;
  /** The system's own unless it is set. */
  readonly fetch?: typeof globalThis.fetch;
}

/** One server, with one credential, for any number of requests at once. */
export class Client {
  readonly #session: Session;

  /** `server` is `https://strongroom.example.com`. */
  constructor(server: string, credential: Credential, options: Options = {}) {
    const { allowHttp = false, timeoutMs = 35_000, cacheBytes = 1024 * 1024 } = options;
    const retries = { ...USUAL, ...options.retries };
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    const wire = new Wire(server, allowHttp, retries, timeoutMs, fetch);
    this.#session = new Session(wire, credential, cacheBytes);
  }

  /**
   * As the command line: STRONGROOM_URL, and STRONGROOM_TOKEN_FILE or STRONGROOM_TOKEN; else
   * STRONGROOM_CLIENT_ID with STRONGROOM_CLIENT_SECRET.
   */
  static fromEnv(options: Options = {}): Client {
    const address = env("STRONGROOM_URL") ?? "http://127.0.0.1:8200";
    const allowHttp = ["1", "true"].includes(env("STRONGROOM_ALLOW_HTTP") ?? "");
    return new Client(address, credentialOfEnv(), { allowHttp, ...options });
  }

  /** A token that the server takes now, for what speaks to it on its own. */
  getBearerToken(): Promise<Secret> {
    return this.#session.token();
  }

  /** The value behind `sr://project/<name or id>/<secret>/<field>`. */
  async get(reference: string): Promise<Secret> {
    const wanted = parse(reference);
    const unresolved = (why: string) => new Unresolved(`\`${reference}\`: ${why}`);
    const owner = await this.#owner(wanted, unresolved);
    let key = wanted.secret;
    if (!isKey(key)) {
      const found = await this.find(owner, key);
      if (found === null) {
        throw unresolved("there is no secret of this name");
      }
      key = found.key;
    }
    const { field } = wanted;
    const { value } = await this.reveal(owner, key, field === undefined ? {} : { fields: [field] });
    if (value instanceof Secret) {
      return value;
    }
    if (field === undefined) {
      throw unresolved("the value has several fields: say which one");
    }
    if (!Object.hasOwn(value, field)) {
      throw unresolved("the value has no such field");
    }
    return value[field] as Secret;
  }

  /** Those that the caller sees, of every organization. */
  async projects(): Promise<Project[]> {
    const list = this.#session.parsed(PROJECT_LIST, await this.#session.get("/projects"));
    return list.data.map(project);
  }

  /** The organization may be left out where the caller sees exactly one. */
  async createProject(name: string, organization?: string): Promise<Project> {
    const reply = await this.#session.change("POST", "/projects", { name, organization });
    return project(this.#session.parsed(PROJECT, reply));
  }

  /** All of an owner's secrets by name, a page at a time. */
  async *list(owner: string): AsyncGenerator<SecretInfo, void, undefined> {
    let cursor: string | null = null;
    do {
      const query: [string, string][] = [["limit", LONGEST_PAGE]];
      if (cursor !== null) {
        query.push(["cursor", cursor]);
      }
      const reply = await this.#session.get(pathOf(owner), query);
      const page: { data: readonly Parameters<typeof info>[1][]; next_cursor: string | null } =
        this.#session.parsed(SECRET_LIST, reply);
      yield* page.data.map((found) => info(owner, found, null));
      cursor = page.next_cursor;
    } while (cursor !== null);
  }

  /** The owner's secret of exactly this name. */
  async find(owner: string, name: string): Promise<SecretInfo | null> {
    const reply = await this.#session.get(pathOf(owner), [["name", name]]);
    const [found] = this.#session.parsed(SECRET_LIST, reply).data;
    return found ? info(owner, found, null) : null;
  }

  /** Everything but the value. */
  async read(owner: string, key: string, { fresh = false } = {}): Promise<SecretInfo> {
    return this.#info(owner, await this.#session.get(pathOf(owner, key), [], fresh));
  }

  /** The value, which takes a permission of its own and is recorded. */
  async reveal(owner: string, key: string, what: Reveal = {}): Promise<Revealed> {
    const query: [string, string][] = [["decrypt", "true"]];
    if (what.version !== undefined) {
      query.push(["version", String(what.version)]);
    }
    for (const field of what.fields ?? []) {
      query.push(["field", field]);
    }
    const reply = await this.#session.get(pathOf(owner, key), query, what.fresh);
    const found = this.#session.parsed(SECRET, reply);
    return { secret: info(owner, found, reply.tag), value: received(found.value) };
  }

  /** The value in one of its type's formats. */
  async render(owner: string, key: string, format: string): Promise<Rendering> {
    const query = [["decrypt", "true"], ["format", format]] as const;
    const { mediaType, body } = await this.#session.get(pathOf(owner, key), query);
    // A copy: what is kept is not the caller's to write to.
    return { mediaType, content: new SecretBytes(body.slice()) };
  }

  /** `typeName` is `Custom`. */
  async create(owner: string, typeName: string, name: string, value: Value, told: Told = {}): Promise<SecretInfo> {
    const { description = "", labels = {} } = told;
    const body = { _type: `secret/${typeName}`, name, value: sent(value), description, labels };
    return this.#info(owner, await this.#session.change("POST", pathOf(owner), body));
  }

  async update(owner: string, key: string, change: Change & Expect): Promise<SecretInfo> {
    const { expect, value, name, description, labels } = change;
    const body = { name, description, labels, ...(value && { value: sent(value) }) };
    return this.#info(owner, await this.#session.change("PATCH", pathOf(owner, key), body, expect));
  }

  /** Makes the value of an earlier version the next one, unless somebody changes the secret meanwhile. */
  async rollback(owner: string, key: string, version: number): Promise<SecretInfo> {
    const { asRead } = await this.read(owner, key, { fresh: true });
    const { value } = await this.reveal(owner, key, { version, fresh: true });
    return this.update(owner, key, { expect: asRead, value });
  }

  /** The newest first. */
  async versions(owner: string, key: string): Promise<Version[]> {
    const reply = await this.#session.get(`${pathOf(owner, key)}/versions`);
    return this.#session.parsed(VERSION_LIST, reply).data.map((it) => ({
      version: it._version,
      createdAt: it._created_at,
      createdBy: it._created_by,
    }));
  }

  /** Replaces the value at its service, or goes on where that was interrupted. */
  async rotate(owner: string, key: string): Promise<SecretInfo> {
    return this.#info(owner, await this.#session.change("POST", `${pathOf(owner, key)}/rotate`));
  }

  /** With all its versions. */
  async delete(owner: string, key: string, { expect }: Expect): Promise<void> {
    await this.#session.change("DELETE", pathOf(owner, key), undefined, expect);
  }

  #info(owner: string, reply: Reply): SecretInfo {
    return info(owner, this.#session.parsed(SECRET, reply), reply.tag);
  }

  async #owner({ kind, owner }: Reference, unresolved: (why: string) => Error): Promise<string> {
    if (kind === "user" || isId(owner)) {
      return `${kind}/${owner}`;
    }
    const named =
      kind === "project"
        ? await this.projects()
        : this.#session.parsed(ORGANIZATION_LIST, await this.#session.get("/organizations")).data;
    const [found, ...more] = named.filter(({ name }) => name === owner);
    if (!found) {
      throw unresolved("the caller sees nothing of this name that owns secrets");
    }
    if (more.length > 0) {
      throw unresolved("several have this name: use the id in its place");
    }
    return `${kind}/${found.id}`;
  }
}

function project({ id, name, organization }: Project): Project {
  return { id, name, organization };
}

function credentialOfEnv(): Credential {
  const file = env("STRONGROOM_TOKEN_FILE");
  const token = env("STRONGROOM_TOKEN");
  const [clientId, clientSecret] = [env("STRONGROOM_CLIENT_ID"), env("STRONGROOM_CLIENT_SECRET")];
  if (file !== undefined) {
    return { file };
  }
  if (token !== undefined) {
    return new Secret(token.trim());
  }
  if (clientId !== undefined && clientSecret !== undefined) {
    return { clientId, clientSecret: new Secret(clientSecret) };
  }
  throw new NoCredential(
    "set STRONGROOM_TOKEN, STRONGROOM_TOKEN_FILE, or STRONGROOM_CLIENT_ID and STRONGROOM_CLIENT_SECRET",
  );
}
