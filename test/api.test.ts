/** The text that the public API is reviewed by: what can be reached from outside stands in it, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { apiOf, compared } from './house/api.ts';

const files = {
  'package.json': JSON.stringify({
    name: 'small',
    exports: { '.': './dist/index.js', './more': './dist/more.js', './package.json': './package.json' },
  }),
  'dist/index.d.ts': `export { Open } from './open.js';\nexport type { Kind as Sort } from './kind.js';\n`,
  'dist/open.d.ts': `import type { Inner } from './inner.js';
/** A comment. */
export declare class Open { #private; private hidden; inner: Inner; }
export declare const unreached: number;
`,
  'dist/inner.d.ts': `export interface Inner { readonly bytes: Uint8Array; again?: Inner }\n`,
  'dist/kind.d.ts': `export type Kind = 'a' | 'b';\n`,
  'dist/more.d.ts': `export declare function open(): import('./open.js').Open;\n`,
};

function apiWith(changed: Partial<typeof files> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'handglass-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'dist'));
  for (const [file, text] of Object.entries({ ...files, ...changed })) writeFileSync(join(root, file), text);
  return apiOf(root);
}

it('has what each subpath exports, and every declaration within reach', () => {
  expect(apiWith()).toBe(`small
  Open
  Sort

small/more
  open

export interface Inner {
    readonly bytes: Uint8Array;
    again?: Inner;
}
export type Kind = 'a' | 'b';
export declare class Open {
    inner: Inner;
}
export declare function open(): import('./open.js').Open;
`);
});

it('is another when a declaration behind an exported one changes, and shows what', () => {
  const changed = apiWith({ 'dist/inner.d.ts': 'export interface Inner { readonly bytes: Buffer }\n' });
  const root = mkdtempSync(join(tmpdir(), 'handglass-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const reviewed = join(root, 'api.txt');
  writeFileSync(reviewed, apiWith());
  expect(compared(apiWith(), reviewed)).toEqual({ text: '', same: true });
  const { text, same } = compared(changed, reviewed);
  expect(same).toBe(false);
  expect(text).toContain('-    readonly bytes: Uint8Array;\n');
  expect(text).toContain('+    readonly bytes: Buffer;\n');
});

it('is the same when what nobody can reach changes', () => {
  const { 'dist/open.d.ts': open } = files;
  expect(apiWith({ 'dist/open.d.ts': open.replace('unreached: number', 'unreached: string') })).toBe(
    apiWith(),
  );
});
