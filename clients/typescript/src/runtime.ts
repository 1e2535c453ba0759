/**
 * What of Node the client uses where it is there: variables, files, a name for itself.
 *
 * It is asked for at run time and never imported, so bundles for browsers need nothing for it.
 */

interface File {
  stat(): Promise<{ readonly mode: number }>;
  read(into: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: string;
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(name: "node:fs/promises"): { open(path: string): Promise<File> } | undefined;
}

function process(): Process {
  return (globalThis as { readonly process?: Process }).process ?? {};
}

export function env(name: string): string | undefined {
  // Set to nothing is not set.
  return process().env?.[name] || undefined;
}

/** Where scripts may name themselves: browsers keep that to themselves. */
export function isNode(): boolean {
  return process().versions?.node !== undefined;
}

/** The first `most` bytes of a file; or that everybody on this machine can use it. */
export async function privateFile(path: string, most: number): Promise<Uint8Array | "open"> {
  const files = process().getBuiltinModule?.("node:fs/promises");
  if (!files) {
    throw Object.assign(new Error(), { code: "there are no files here" });
  }
  const file = await files.open(path);
  try {
    // Its group may: mounts of clusters give a token to a group.
    if (process().platform !== "win32" && ((await file.stat()).mode & 0o007) !== 0) {
      return "open";
    }
    const bytes = new Uint8Array(most);
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read) {
      read = (await file.read(bytes, length, most - length)).bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
