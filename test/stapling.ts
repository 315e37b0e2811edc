/** Handshakes with OCSP responses in them, in memory, where either side may lie (adversary.ts). */
import { expect } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { CertificateCheck, Credential } from '../src/handshake/config.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import type { Message } from '../src/protocol/message.ts';
import { decode } from '../src/wire/codec.ts';
import { verifyPeer } from '../src/x509/index.ts';
import { ca, type Hand, type Role, type Run, run } from './adversary.ts';
import { established, failure, testTime } from './pair.ts';

/** `unauthorized` (RFC 6960 section 4.2.1): an OCSP response that says nothing of any certificate. */
export const response = Uint8Array.of(0x30, 3, 0x0a, 1, 6);
export const ec = ca.issue('EC', 'server');
export const rsa = ca.issue('RSA', 'server');
export const alice = ca.issue('EC', 'client');

export const stapling = (ocspResponse: Credential['ocspResponse'], of = ec): Credential => ({
  ...of,
  ...(ocspResponse && { ocspResponse }),
});

/** A check that trusts the test's authority, and keeps the responses that it was shown. */
export function seeing(purpose: 'server' | 'client') {
  const seen: (readonly Uint8Array[])[] = [];
  const checkCertificate: CertificateCheck = (chain, keyUsage, ocspResponses) => {
    seen.push(ocspResponses);
    return verifyPeer({ chain, keyUsage, trust: ca.trust, provider: nodeProvider, time: testTime, purpose });
  };
  return { seen, checkCertificate };
}

export interface Given {
  readonly version: 'TLS 1.2' | 'TLS 1.3';
  readonly client?: Partial<ClientOptions> | undefined;
  readonly server?: Partial<ServerOptions> | undefined;
  readonly liar?: Role;
  readonly hand?: Hand;
}
export function shake({ version, client, server, liar = 'server', hand }: Given) {
  const { seen, checkCertificate } = seeing('server');
  const row = {
    name: version,
    client: { versions: [version], checkCertificate, ...client },
    server: { credentials: [stapling(response)], ...server },
  };
  return { ...run(row, liar, hand), seen };
}

export const names = ({ sent }: Run): string[] => sent.map(({ is, by }) => `${by} ${is.title ?? is.name}`);
export function bodyOf<T>({ sent }: Run, message: Message<T>): T | undefined {
  const found = sent.find(({ is }) => is === (message as Message<unknown>));
  return found && decode(message.body, found.raw.subarray(4));
}
export function expectOpen({ client, server }: Pick<Run, 'client' | 'server'>): void {
  expect(failure(client)?.message).toBeUndefined();
  expect(failure(server)?.message).toBeUndefined();
  expect(established(client)).toBeDefined();
  expect(established(server)).toBeDefined();
}

/** A hand that changes every message of one definition. */
export const changing =
  <T>(message: Message<T>, change: (body: T, raw: Uint8Array) => readonly Uint8Array[]): Hand =>
  ({ is, raw }) =>
    is === (message as Message<unknown>) ? change(decode(message.body, raw.subarray(4)), raw) : undefined;
