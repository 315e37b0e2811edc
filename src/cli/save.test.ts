import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from './io.ts';
import { savingTo } from './save.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'handglass-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Saves them, and gives the file and what was told. */
function saved(name: string, documents: readonly unknown[]) {
  const stderr = new PassThrough();
  const file = join(folder, name);
  const saving = savingTo(file, { stderr } as unknown as Io);
  for (const document of documents) saving.save(document);
  saving.close();
  saving.save('behind the end');
  return { file, told: String(stderr.read() ?? '') };
}

describe('the file of --save', () => {
  it('has a line for each document, and nothing is told of it', () => {
    const { file, told } = saved('short', [1, { b: 2 }]);
    expect(readFileSync(file, 'utf8')).toBe('1\n{"b":2}\n');
    expect(told).toBe('');
  });

  it('ends at 64 MiB, and what is left out is counted', () => {
    const third = 'x'.repeat(2 ** 26 / 3);
    const { file, told } = saved('long', [third, third, third, 'short']);
    expect(statSync(file).size).toBe(2 * (third.length + 3));
    expect(told).toBe(
      `! ${file} is full at 64 MiB: what comes now is not kept\n! documents that are not in ${file}: 2\n`,
    );
  });

  it('has what fits exactly', () => {
    const { file, told } = saved('exact', ['x'.repeat(2 ** 26 - 3)]);
    expect(statSync(file).size).toBe(2 ** 26);
    expect(told).toBe('');
  });
});
