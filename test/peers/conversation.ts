/** What our side is told for a row, and the data that both sides then send each other. */
import { expect } from 'vitest';
import type { ClientOptions, ServerOptions } from '../../src/options/options.ts';
import type { End } from './end.ts';
import { payload, sha256 } from './payload.ts';
import type { Link, Setup } from './peer.ts';
import { onlyThis } from './rows.ts';

export const clientOptions = ({ certificates, row, mutual, protocols }: Setup): Partial<ClientOptions> => ({
  ...onlyThis(row),
  trust: certificates.trust,
  credentials: mutual ? [certificates.client[row.key].credential] : [],
  applicationProtocols: protocols,
});

export const serverOptions = ({ certificates, row, mutual, protocols }: Setup): Partial<ServerOptions> => ({
  ...onlyThis(row),
  trust: certificates.trust,
  credentials: [certificates.server[row.key].credential],
  clientAuthentication: mutual ? 'require' : 'none',
  applicationProtocols: protocols,
});

/** So many bytes each way at the same time, and each byte as it was sent. */
export async function exchange(end: End, link: Link, length: number, echoes = false): Promise<void> {
  const ours = payload(length);
  // What echoes does so line by line.
  if (echoes) ours[length - 1] = 10;
  const theirs = echoes ? ours : payload(length);
  const sent = end.send(ours);
  if (!echoes) link.send(theirs);
  expect(sha256(await end.receive(length))).toBe(sha256(theirs));
  await sent;
  if (!echoes) expect(sha256(await link.received())).toBe(sha256(ours));
}
