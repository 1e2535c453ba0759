// `node shrink.mjs IN OUT`: the same component with less code.
//
// Binaryen optimizes each core module of the component for size. What stands around the modules is
// copied as it is. The binary format is that of the component model's `Binary.md`: a header of eight
// bytes, then sections of an id, a length as LEB128, and content.

import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';

import binaryen from 'binaryen';

const HEADER = 8;
const CORE_MODULE = 1;
const COMPONENT = 4;

const { Features } = binaryen;
// What the Rust target uses already. With more, Binaryen might write what a platform cannot read.
const FEATURES =
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.CallIndirectOverlong |
  Features.Multivalue |
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.ReferenceTypes |
  Features.SignExt;

/** Runs what `wasm-opt -Oz` runs. */
function shrinkModule(bytes) {
  const module = binaryen.readBinary(bytes);
  try {
    module.setFeatures(FEATURES);
    module.optimize();
    const smaller = module.emitBinary();
    return smaller.length < bytes.length ? smaller : bytes;
  } finally {
    module.dispose();
  }
}

function shrinkComponent(bytes) {
  const parts = [bytes.subarray(0, HEADER)];
  let at = HEADER;
  while (at < bytes.length) {
    const id = bytes[at];
    const [length, start] = readLength(bytes, at + 1);
    const content = bytes.subarray(start, start + length);
    if (content.length !== length) throw new Error('a section ends after its component');
    const inner =
      id === CORE_MODULE ? shrinkModule(content) : id === COMPONENT ? shrinkComponent(content) : content;
    parts.push(Uint8Array.of(id), writeLength(inner.length), inner);
    at = start + length;
  }
  return Buffer.concat(parts);
}

/** The number, and where it ends. */
function readLength(bytes, at) {
  let value = 0;
  for (let place = 0; place < 5; place += 1) {
    const byte = bytes[at + place];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return [value, at + place + 1];
  }
  throw new Error('a length is no LEB128 of 32 bits');
}

function writeLength(value) {
  const bytes = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.of(...bytes, rest);
}

const [from, to] = process.argv.slice(2);
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
await writeFile(to, shrinkComponent(await readFile(from)));
