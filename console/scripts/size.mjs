// `npm run size`: what a browser loads before a person sees the Secrets tab, compressed. Fails above
// the limit.

import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const LIMIT = 150 * 1024;
const dist = new URL('../dist/', import.meta.url);

const html = await readFile(new URL('index.html', dist), 'utf8');
const files = new Set(['index.html']);
for (const [, file] of html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) files.add(file);

// The entry has a list of every file, and for each page the places of those that it needs.
const entry = [...files].find((file) => file.endsWith('.js'));
const text = await readFile(new URL(entry, dist), 'utf8');
const all = JSON.parse(/m\.f=(\[[^\]]*\])/.exec(text)[1]);
for (const page of ['Home', 'SecretsPage']) {
  const needs = new RegExp(`\\./${page}-[\\w-]+\\.js[^,]*,__vite__mapDeps\\((\\[[\\d,]+\\])`).exec(
    text,
  );
  for (const place of JSON.parse(needs[1])) files.add(`assets/${all[place].slice(2)}`);
}

let gzip = 0;
let brotli = 0;
for (const file of files) {
  const bytes = await readFile(new URL(file, dist));
  gzip += gzipSync(bytes, { level: 9 }).length;
  brotli += brotliCompressSync(bytes).length;
}
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
console.log(`first load: ${files.size} files, ${kib(gzip)} with gzip, ${kib(brotli)} with brotli`);
if (gzip > LIMIT) {
  console.error(`more than ${kib(LIMIT)}`);
  process.exit(1);
}
