import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { say } from '../wire/words.ts';
import { type Io, tell, tellBug } from './io.ts';

const written = (write: (io: Io) => void): string => {
  const stderr = new PassThrough();
  write({ stderr } as unknown as Io);
  return String(stderr.read());
};

describe('what is told on standard error', () => {
  it('is one line that a terminal does not obey', () => {
    expect(written((io) => tell(io, say`from ${'a\u001b[2J\nb'}`))).toBe('from a\\x1b[2J\\x0ab\n');
  });

  it('is cut off where a name is too long', () => {
    expect(written((io) => tell(io, say`from ${'a'.repeat(60_000)}`))).toHaveLength(4097);
  });

  it('has the lines of a stack', () => {
    const error = Object.assign(new Error(), { stack: 'Error: \u001b[2J\n    at x' });
    expect(written((io) => tellBug(io, error))).toBe(
      'handglass: internal error: Error: \\x1b[2J\n    at x\n',
    );
    expect(written((io) => tellBug(io, 'odd'))).toBe('handglass: internal error: odd\n');
  });
});
