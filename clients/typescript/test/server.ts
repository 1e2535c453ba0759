/** One server for the tests of a file, and fronts before it that change what it answers. */

import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { Client, Secret, type Credential } from "strongroom-client";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const AT_ONCE = { firstPauseMs: 0, longestPauseMs: 2000 };

export class Server {
  private constructor(
    private readonly child: ChildProcess,
    private readonly data: string,
    readonly address: string,
    readonly token: string,
  ) {}

  static async start(): Promise<Server> {
    const { STRONGROOM_BIN, STRONGROOM_DIST } = process.env;
    const program = STRONGROOM_BIN ?? join(ROOT, "target/release/strongroom");
    const dist = STRONGROOM_DIST ?? join(ROOT, "dist");
    const data = mkdtempSync(join(tmpdir(), "strongroom-client-"));
    mkdirSync(join(data, "cache"), { mode: 0o700 });
    // Compiling the core takes seconds, and the end-to-end suites leave what they compiled.
    const compiled = join(dirname(program), "strongroom-tests-machine-code");
    for (const file of existsSync(compiled) ? readdirSync(compiled) : []) {
      if (file.endsWith(".cwasm")) {
        cpSync(join(compiled, file), join(data, "cache", file));
      }
    }
    const options = ["serve", "--json", "--listen", "127.0.0.1:0", "--data", data];
    options.push("--core", join(dist, "strongroom-core.wasm"), "--types", join(dist, "types"));
    const child = spawn(program, options, { stdio: ["ignore", "pipe", "ignore"], env: cleanEnv() });
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as { address: string; owner_token: string };
      return new Server(child, data, said.address, said.owner_token);
    }
    throw new Error("the server ended");
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await ended;
    rmSync(this.data, { recursive: true });
  }

  client(address = this.address, credential: Credential = new Secret(this.token)): Client {
    return new Client(address, credential, { retries: AT_ONCE });
  }

  async admin(method: string, path: string, body: object | null = null): Promise<Record<string, string>> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(this.address + path, sent);
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status}`);
    }
    return JSON.parse((await answer.text()) || "{}") as Record<string, string>;
  }
}

export function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("STRONGROOM_"));
  return Object.fromEntries(kept);
}

export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Pass it on; pass it on and lose the answer; answer in its place; set headers of the answer. */
export type Deed = "pass" | "lose" | Answer | { readonly set: Readonly<Record<string, string>> };

export class Front {
  readonly seen: Seen[] = [];
  address = "";
  private stopping: () => Promise<void> = async () => {};

  static async start(server: Server | null, deed: (number: number, seen: Seen) => Deed): Promise<Front> {
    const front = new Front();
    const http = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part as Buffer);
      }
      const { method = "", url: target = "", headers } = request;
      const seen = { method, target, headers, body: Buffer.concat(parts).toString() };
      front.seen.push(seen);
      const done = deed(front.seen.length - 1, seen);
      const isAnswer = typeof done === "object" && "status" in done;
      const { status, headers: answered = {}, body = "" } = isAnswer ? done : await passed(server, seen);
      if (done === "lose") {
        request.socket.destroy();
        return;
      }
      const changed = typeof done === "object" && "set" in done ? done.set : {};
      response.writeHead(status, { ...answered, ...changed });
      response.end(body);
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    front.address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    front.stopping = () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
    return front;
  }

  count(text: string): number {
    return this.seen.filter(({ target }) => target.includes(text)).length;
  }

  stop(): Promise<void> {
    return this.stopping();
  }
}

async function passed(server: Server | null, seen: Seen): Promise<Answer> {
  if (server === null) {
    throw new Error("there is nothing behind this front");
  }
  const { host: _, connection: __, "content-length": ___, ...headers } = seen.headers;
  const { method, target, body } = seen;
  const answer = await fetch(server.address + target, {
    method,
    headers: headers as Record<string, string>,
    body: body || null,
    redirect: "manual",
  });
  const kept = [...answer.headers].filter(([name]) => !["content-length", "connection"].includes(name));
  return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
}

export function problem(status: number, kind: string, headers = { "retry-after": "0" }): Answer {
  const said = { title: "t", status, detail: "d", request_id: "r" };
  return { status, headers, body: JSON.stringify({ type: `urn:strongroom:problem:${kind}`, ...said }) };
}
