#!/usr/bin/env node
// Builds a secret type: bundles the module with what it imports, and makes a component of it.
//
//     strongroom-build secret-type.js -o secret-type.wasm
//
// A module that exports `rotation` beside `secretType` is a connected type. What a type has no use
// for is left out of the engine, so that the component imports nothing else.

import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { componentize } from '@bytecodealliance/componentize-js';
import { build } from 'esbuild';

const USAGE = 'usage: strongroom-build FILE.js [-o FILE.wasm]';
const WIT = fileURLToPath(new URL('../wit', import.meta.url));

/** Neither a console, nor a clock worth trusting, nor the network of a browser. */
const NOWHERE = ['stdio', 'clocks', 'http', 'fetch-event'];

class Refused extends Error {}

async function bundle(source, to) {
  const { metafile } = await build({
    entryPoints: [source],
    outfile: to,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import', 'default'],
    target: 'es2022',
    external: ['strongroom:*'],
    metafile: true,
    logLevel: 'silent',
  });
  const [{ exports }] = Object.values(metafile.outputs);
  return exports;
}

async function make(source, output) {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-build-'));
  try {
    const bundled = join(folder, 'type.js');
    const exports = await bundle(source, bundled);
    if (!exports.includes('secretType')) {
      throw new Refused(`${source} must export secretType, made by defineType`);
    }
    const isConnected = exports.includes('rotation');
    const { component } = await componentize({
      sourcePath: bundled,
      witPath: WIT,
      worldName: isConnected ? 'connected-plug-in' : 'plug-in',
      // New credentials are made of randomness; a type that only checks needs none.
      disableFeatures: isConnected ? NOWHERE : [...NOWHERE, 'random'],
    });
    const partial = `${output}.partial`;
    await writeFile(partial, component);
    await rename(partial, output);
    const size = (component.length / 1e6).toFixed(1);
    console.log(`${output}: ${size} MB, ${isConnected ? 'connected type' : 'plain type'}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  const { values, positionals } = parseArgs({
    options: { output: { type: 'string', short: 'o' } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new Refused(USAGE);
  const [source] = positionals;
  await make(source, resolve(values.output ?? `${basename(source, extname(source))}.wasm`));
} catch (error) {
  const isUsage = error.code?.startsWith('ERR_PARSE_ARGS');
  const lines = error.errors?.map(({ text, location }) =>
    location ? `${location.file}:${location.line}: ${text}` : text);
  console.error(`strongroom-build: ${lines?.join('\n') ?? error.message}`);
  if (isUsage) console.error(USAGE);
  process.exitCode = 1;
}
