/** The published schemas, as validators that say what is wrong. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const read = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../schema/${name}-1.schema.json`, import.meta.url), 'utf8')) as object;

const ajv = new Ajv2020({ allErrors: true, strictRequired: false, allowUnionTypes: true });
for (const name of ['trace', 'certs', 'verify']) ajv.addSchema(read(name));

/** Fails the test that asks, with every error, when a document is not what its schema says. */
export function expectValid(name: 'trace' | 'certs' | 'verify', document: unknown): void {
  const validate = ajv.getSchema(`urn:handglass:${name}:1`)!;
  validate(JSON.parse(JSON.stringify(document)));
  expect(validate.errors ?? []).toEqual([]);
}
