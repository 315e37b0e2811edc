/** What the client encrypted in an RSA key exchange, for a trace that has secrets: the premaster secret, and its padding where the key is ours. */
import { ProtocolVersion } from '../../protocol/numbers/versions.ts';
import { say, type Words } from '../../wire/words.ts';
import type { Field, TraceDocument } from '../document.ts';
import { type Reference, referencesIn } from '../references.ts';
import type { Tellers } from './tellers.ts';

/** In bytes (RFC 5246 section 7.4.7.1). */
const PREMASTER = 48;

export interface Premaster {
  readonly title: Words;
  /** In hexadecimal. */
  readonly bytes: string;
  readonly fields: Field;
}

/** Undefined without secrets. */
export function premasterIn({ secrets = [], role }: TraceDocument): Premaster | undefined {
  const secretOf = (label: string): string | undefined =>
    secrets.find((secret) => secret.label === label)?.secret;
  const premaster = secretOf('premaster');
  const block = secretOf('premaster-block');
  if (premaster === undefined) return undefined;
  if (block === undefined || role === 'client')
    return {
      title: 'what was encrypted, behind a padding of random bytes that nobody kept',
      bytes: premaster,
      fields: treeOf(premaster, partsAt(0, premaster)),
    };
  if (!block.startsWith('0002') || !block.endsWith(`00${premaster}`))
    return {
      title: 'decrypted with the server’s private key, and not what it should be',
      bytes: block,
      fields: treeOf(block, [part('damaged_block', 0, block.length / 2, block, padding)]),
    };
  const start = block.length / 2 - PREMASTER;
  const around = [
    part('block_type', 0, 2, block, padding),
    part('padding_string', 2, start - 1, block, padding),
    part('separator', start - 1, start, block, padding),
  ];
  return {
    title: 'decrypted with the server’s private key',
    bytes: block,
    fields: treeOf(block, [...around, ...partsAt(start, block)]),
  };
}

const padding = referencesIn('RFC 8017 section 7.2.2');
const definition = referencesIn('RFC 5246 section 7.4.7.1');

const treeOf = (bytes: string, parts: readonly Field[]): Field => ({
  name: 'PreMasterSecret',
  start: 0,
  end: bytes.length / 2,
  rfc: definition,
  parts,
});

function partsAt(start: number, bytes: string): readonly Field[] {
  const version = Number.parseInt(bytes.slice(2 * start, 2 * start + 4), 16);
  return [
    {
      ...part('client_version', start, start + 2, bytes, definition),
      value: version,
      means: ProtocolVersion.nameOf(version),
    },
    part('random', start + 2, start + PREMASTER, bytes, definition),
  ];
}

const part = (name: string, start: number, end: number, bytes: string, rfc: readonly Reference[]): Field => ({
  name,
  start,
  end,
  rfc,
  value: bytes.slice(2 * start, 2 * end),
});

export const premasterTellers: Tellers = {
  PreMasterSecret: () =>
    'The premaster secret as the RSA key exchange has it: a version and random bytes of the client',
  block_type: () => '00 and 02: a block for encryption in PKCS #1 v1.5; 01 would be one for a signature',
  padding_string: (at) =>
    say`${at.size} random bytes, none of them zero, at least 8: they fill the block up to the modulus, and make the same secret never look the same`,
  separator: () => '00: the padding ends here, and the secret begins',
  client_version: (at) =>
    say`${at.means}, the version that ClientHello offered first, and not the one that was chosen: a server that finds another one knows that somebody lowered the offer`,
  'PreMasterSecret:random': () =>
    '46 random bytes of the client: all that is secret in the keys of this connection, since the two randoms are sent in the clear',
  damaged_block: (at) =>
    say`${at.size} bytes that are no premaster secret in its padding: the server went on with random bytes, so that only Finished fails and nobody learns why (Bleichenbacher)`,
};
