/** The published schemas, as validators that say what is wrong. Each is compiled alone: none needs another. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

export const schemaNames = ['trace', 'bundle', 'certs', 'verify', 'error'] as const;
type SchemaName = (typeof schemaNames)[number];

export const schemaOf = (name: SchemaName): { readonly $defs: Readonly<Record<string, unknown>> } =>
  JSON.parse(readFileSync(new URL(`../schema/${name}-2.schema.json`, import.meta.url), 'utf8'));

const compiled = new Map<SchemaName, ValidateFunction>();

/** Compiles the schema on its own. */
export function validatorOf(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known) return known;
  const ajv = new Ajv2020({ allErrors: true, strictRequired: false, allowUnionTypes: true });
  const made = ajv.compile(schemaOf(name));
  compiled.set(name, made);
  return made;
}

/** Fails the test that asks, with every error, when a document is not what its schema says. */
export function expectValid(name: SchemaName, document: unknown): void {
  const validate = validatorOf(name);
  validate(JSON.parse(JSON.stringify(document)));
  expect(validate.errors ?? []).toEqual([]);
}
