/** The values that `derive` is given: by flags, or as one JSON object on standard input, which no list of processes shows. */
import type { Suite } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { fromHex } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import { type Io, UsageError } from './io.ts';
import { pasted } from './pasted.ts';

/** Hashes of the messages up to a point, by its name. */
const hashNames = [
  'session',
  'truncated-client-hello',
  'client-hello',
  'server-hello',
  'before-server-finished',
  'server-finished',
  'before-client-finished',
  'client-finished',
] as const;
type HashName = (typeof hashNames)[number];

const valueNames = [
  'client-random',
  'server-random',
  'premaster',
  'main',
  'shared',
  'psk',
  'ticket-nonce',
] as const;
type ValueName = (typeof valueNames)[number];

export interface DeriveFlags {
  readonly suite?: string;
  readonly clientRandom?: string;
  readonly serverRandom?: string;
  readonly premaster?: string;
  readonly main?: string;
  readonly shared?: string;
  readonly psk?: string;
  readonly ticketNonce?: string;
  readonly hash?: readonly string[];
  readonly json?: boolean;
}

/** Bytes of JSON that are read. */
const MOST = 2 ** 16;
/** Bytes of one value: the secret of the largest modulus. */
const LONGEST = 1024;

export async function givenTo(flags: DeriveFlags, io: Io): Promise<Given> {
  const typed = fromFlags(flags);
  const table = typed.size > 0 ? typed : fromJson((await pasted(io, MOST)).toString('utf8'));
  const wanted = table.get('suite');
  if (wanted === undefined)
    throw new UsageError('the cipher suite is missing: its name decides the hash and the lengths');
  const suite = nodeProvider.suites.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (!suite) throw new UsageError(say`${wanted} is not the IANA name of a cipher suite that handglass has`);
  return new Given(suite, table);
}

export class Given {
  readonly clientRandom: Uint8Array | undefined;
  readonly serverRandom: Uint8Array | undefined;

  constructor(
    readonly suite: Suite,
    private readonly table: ReadonlyMap<string, string>,
  ) {
    this.clientRandom = this.optional('client-random', 32);
    this.serverRandom = this.optional('server-random', 32);
  }

  /** @param length in bytes, where it is fixed */
  need(name: ValueName, length?: number): Uint8Array {
    const value = this.optional(name, length);
    if (value) return value;
    throw new UsageError(say`${this.suite.name} needs ${name}, in hexadecimal`);
  }

  optional(name: ValueName, length?: number): Uint8Array | undefined {
    return this.#value(name, length);
  }

  /** Of the messages up to a point, as long as the suite's hash. */
  hash(name: HashName): Uint8Array | undefined {
    return this.#value(`hash.${name}`, this.suite.hash.length);
  }

  #value(name: string, length: number | undefined): Uint8Array | undefined {
    const text = this.table.get(name);
    if (text === undefined) return undefined;
    if (!/^([0-9a-f]{2})+$/i.test(text) || text.length > 2 * LONGEST)
      throw new UsageError(say`${name} is not hexadecimal of 1 to ${LONGEST} bytes`);
    const bytes = fromHex(text);
    if (length !== undefined && bytes.length !== length)
      throw new UsageError(say`${name} has ${bytes.length} bytes, and must have ${length}`);
    return bytes;
  }
}

function fromFlags(flags: DeriveFlags): Map<string, string> {
  const { suite, clientRandom, serverRandom, premaster, main, shared, psk, ticketNonce } = flags;
  const values: Readonly<Record<ValueName | 'suite', string | undefined>> = {
    suite,
    'client-random': clientRandom,
    'server-random': serverRandom,
    premaster,
    main,
    shared,
    psk,
    'ticket-nonce': ticketNonce,
  };
  const table = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) table.set(name, value);
  for (const pair of flags.hash ?? []) {
    const [name = '', value = ''] = pair.split('=');
    setHash(table, name, value);
  }
  return table;
}

/** `{"suite": …, "client-random": …, "hash": {"session": …}}` */
function fromJson(text: string): Map<string, string> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new UsageError('what came on standard input is not JSON, and no value was given by a flag');
  }
  const table = new Map<string, string>();
  for (const [name, value] of entriesOf(given)) {
    if (name === 'hash') for (const [of, hash] of entriesOf(value)) setHash(table, of, hash);
    else if (name !== 'suite' && !valueNames.some((known) => known === name))
      throw new UsageError(
        say`${name} is not a value that derive takes: ${['suite', 'hash', ...valueNames].join(', ')}`,
      );
    else table.set(name, stringOf(name, value));
  }
  return table;
}

function setHash(table: Map<string, string>, name: string, value: unknown): void {
  if (!hashNames.some((known) => known === name))
    throw new UsageError(say`${name} is not a hash that derive takes: ${hashNames.join(', ')}`);
  table.set(`hash.${name}`, stringOf(name, value));
}

function stringOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new UsageError(say`${name} is not a string`);
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new UsageError('derive takes one JSON object, with an object in hash');
}
