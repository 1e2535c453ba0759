/** Changes what a server has stored, past it: the files of a native host that is stopped. */

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from './fixtures';

/** Finds `what` in one file of a folder, and has another byte `at` bytes behind its beginning. */
export async function changeStored(
  folder: string,
  what: Buffer,
  at: number,
  to: (byte: number) => number,
): Promise<void> {
  let changed = 0;
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    const found = bytes.indexOf(what);
    if (found < 0) continue;
    bytes[found + at] = to(bytes[found + at] ?? 0);
    await writeFile(join(folder, name), bytes);
    changed += 1;
  }
  expect(changed, 'files that have it').toBe(1);
}
