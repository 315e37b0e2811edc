/** Certificates that once came out wrong: each through `handglass verify`, and through the engine below it. */
import { describe, expect, it } from 'vitest';
import { handglass, type Ran } from './cli-lab.ts';

const at = '2026-06-01';
const file = (name: string): string => `test/vectors/found/${name}`;
const verify = (name: string, root = 'root.pem', ...flags: readonly string[]): Promise<Ran> =>
  handglass(['verify', file(name), '--for', 'a.example.com', '--ca-file', file(root), '--at', at, ...flags]);

/** As one line: what is told is wrapped. */
const said = ({ out, err }: Ran): string => (out + err).replaceAll(/\s+/g, ' ');

describe('signature algorithms', () => {
  it('sha256WithRSAEncryption without parameters is as good as with NULL (RFC 4055 section 5)', async () => {
    const ran = await verify('rsa-absent.pem', 'rroot.pem');
    expect(said(ran)).toMatch(/^✓ accepted/);
    expect(ran.exit).toBe(0);
  });
});
