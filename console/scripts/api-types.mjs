// Types of the API, made from the document that the gateway's tests keep as their snapshot.

import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const snapshot = new URL(
  '../../crates/gateway/tests/gateway/snapshots/gateway__document__openapi.snap',
  import.meta.url,
);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const text = await readFile(snapshot, 'utf8');
// A snapshot opens with a header between two lines of dashes.
const document = JSON.parse(text.slice(text.indexOf('\n---\n', 3) + 5));

// The snapshot's secret types are the tests' own; a server says which it has when it is asked.
const schemas = document.components.schemas;
for (const name of Object.keys(schemas)) {
  if (/^(Value|SecretCreation|SecretReplacement)\./.test(name)) delete schemas[name];
}
schemas.Value = { $ref: '#/components/schemas/OtherValue' };
schemas.SecretCreation = { $ref: '#/components/schemas/OtherSecretCreation' };
schemas.SecretReplacement = { $ref: '#/components/schemas/OtherSecretReplacement' };

const types = astToString(await openapiTS(document, { alphabetize: true }));
const old = await readFile(target, 'utf8').catch(() => '');
if (old !== types) await writeFile(target, types);
