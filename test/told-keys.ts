/**
 * The key schedule as the command line tells it, read back from its text, and computed again with node:crypto's HMAC alone: RFC
 * 5869, RFC 9846 section 7.1 and RFC 5246 section 5, with nothing of ours.
 */
import { createHash, createHmac } from 'node:crypto';
import { expect } from 'vitest';

export interface ToldStep {
  readonly name: string;
  readonly formula: string;
  /** In bytes. */
  readonly length: number;
  /** As node names it; the one before, where a step has none. */
  readonly hash: string;
  /** In hexadecimal; empty where it is not shown. */
  readonly value: string;
  /** Values that come from no step before, by their names. */
  readonly given: ReadonlyMap<string, string>;
}

export function toldSteps(text: string): ToldStep[] {
  let hash = '';
  return blocksIn(text).map((block) => {
    const [head = '', ...rest] = block.split('\n');
    const lines = [head.replace(/^ *\d+ {2}/, ''), ...rest.map((line) => line.replace(/^ {5}/, ''))];
    const end = lines.findIndex((line) => /[)\]]$/.test(line));
    const [, name, formula] = /^(.+?) = (.*)$/.exec(lines.slice(0, end + 1).join(' '))!;
    const values = new Map<string, string>();
    let label = '';
    for (const line of lines.slice(end + 1)) {
      if (/^ {2}[0-9a-f]+$/.test(line)) values.set(label, (values.get(label) ?? '') + line.trim());
      else label = line;
    }
    const length = lines.find((line) => /^\d+ bytes/.test(line))!;
    hash = /by SHA-(\d+)/.exec(length)?.[1] ?? hash;
    const given = [...values]
      .filter(([of]) => of.endsWith(':'))
      .map(([of, value]) => [of.slice(0, -1), value] as const);
    return {
      name: name!,
      formula: formula!,
      length: Number.parseInt(length, 10),
      hash: `sha${hash}`,
      value: values.get(length) ?? '',
      given: new Map(given),
    };
  });
}

const blocksIn = (text: string): string[] =>
  text
    .slice(text.indexOf('What all keys are made from'))
    .split(/\n\n(?= {0,2}\d+ {2}\S)/)
    .slice(1)
    .map((block) => block.split('\n\n')[0]!.trimEnd());

/** Fails the test that asks, unless each value is what its formula makes of those before it. */
export function expectComputed(steps: readonly ToldStep[]): void {
  const known = new Map<string, Buffer>();
  for (const step of steps) {
    const { name, formula, length, hash, value, given } = step;
    for (const [of, bytes] of given) known.set(of, Buffer.from(bytes, 'hex'));
    const zeros = Buffer.alloc(createHash(hash).digest().length);
    const of = (input: string): Buffer => {
      const found = input === '0' ? zeros : input === '""' ? Buffer.alloc(0) : known.get(input);
      expect([formula, input, found === undefined]).toEqual([formula, input, false]);
      return found!;
    };
    const made = computed(formula, hash, length, of);
    expect([name, formula, value]).toEqual([name, formula, made.toString('hex')]);
    known.set(name, made);
  }
}

function computed(formula: string, hash: string, length: number, of: (name: string) => Buffer): Buffer {
  const hmac = (key: Buffer, ...parts: Uint8Array[]) =>
    parts.reduce((mac, part) => mac.update(part), createHmac(hash, key)).digest();
  const [, salt, ikm] = /^HKDF-Extract\(salt: (.+), IKM: (.+)\)$/.exec(formula) ?? [];
  if (salt) return hmac(of(salt), of(ikm!));
  const expand = (secret: Buffer, label: string, context: Buffer): Buffer => {
    const full = Buffer.from(`tls13 ${label}`);
    const info = [
      Buffer.of(length >> 8, length & 0xff, full.length),
      full,
      Buffer.of(context.length),
      context,
    ];
    let last = Buffer.alloc(0);
    let all = last;
    for (let i = 1; all.length < length; i++) {
      last = hmac(secret, last, ...info, Buffer.of(i));
      all = Buffer.concat([all, last]);
    }
    return all.subarray(0, length);
  };
  const [, secret, label, messages] = /^Derive-Secret\((.+?), "(.+?)", (.+)\)$/.exec(formula) ?? [];
  if (secret) return expand(of(secret), label!, of(`Transcript-Hash(${messages})`));
  const [, base, of13, context] = /^HKDF-Expand-Label\((.+?), "(.+?)", (.+), \d+\)$/.exec(formula) ?? [];
  if (base) return expand(of(base), of13!, of(context!));
  const [, key, content] = /^HMAC\((.+?), (.+)\)$/.exec(formula) ?? [];
  if (key) return hmac(of(key), of(content!));
  const [, main, of12, seed, last] = /^PRF\((.+?), "(.+?)", (.+)\)\[0\.\.(\d+)\]$/.exec(formula) ?? [];
  if (main) {
    const whole = Buffer.concat([Buffer.from(of12!), of(seed!)]);
    let a = whole;
    let all = Buffer.alloc(0);
    while (all.length <= Number(last)) {
      a = hmac(of(main), a);
      all = Buffer.concat([all, hmac(of(main), a, whole)]);
    }
    return all.subarray(0, Number(last) + 1);
  }
  const [, block, start, end] = /^(.+)\[(\d+)\.\.(\d+)\]$/.exec(formula)!;
  return of(block!).subarray(Number(start), Number(end) + 1);
}
