/**
 * The subtrees of one kind of name, indexed by key: finding the subtrees around a name takes one look-up per label, however
 * many subtrees there are. Comparing each name with each subtree was rejected: a CA for a thousand names and a server with a
 * hundred are ordinary, and a peer controls how many there are (CVE-2018-16875).
 */
import type { GeneralName } from '../certificate/general-name.ts';
import type { GeneralSubtree } from '../certificate/general-subtree.ts';
import { mailboxOf, uriHost } from './constrained-form.ts';

export class Subtrees {
  readonly all: readonly GeneralSubtree[];
  readonly #byKey = new Map<string, GeneralSubtree>();
  /** For addresses: each mask once. */
  readonly #masks = new Map<string, Uint8Array>();
  /** For directory names: the numbers of RDNs. */
  readonly #lengths = new Set<number>();

  constructor(all: readonly GeneralSubtree[]) {
    this.all = all;
    for (const subtree of all) {
      for (const key of this.#keysOf(subtree.base)) {
        // The first one in the certificate is the one reported.
        if (!this.#byKey.has(key)) this.#byKey.set(key, subtree);
      }
    }
  }

  /**
   * The subtree that the name is within. A wildcard stands for many names: with `every` all of them must be in it,
   * otherwise one is enough.
   *
   * @param step called before each look-up
   */
  holding(name: GeneralName, every: boolean, step: () => void): GeneralSubtree | undefined {
    for (const key of this.#keysWithin(name, every)) {
      step();
      const found = this.#byKey.get(key);
      if (found) return found;
    }
    return undefined;
  }

  /** The keys of a subtree; a name within it has one of them among its own. */
  #keysOf(base: GeneralName): string[] {
    switch (base.kind) {
      case 'dNSName': {
        const host = base.value.toLowerCase();
        const parent = parentOf(host.replace(/^\./, ''));
        // A wildcard for its siblings covers it too.
        return parent === undefined ? [host] : [host, `*.${parent}`];
      }
      case 'iPAddress': {
        const half = base.value.length / 2;
        const mask = base.value.subarray(half);
        this.#masks.set(mask.join(), mask);
        return [masked(base.value.subarray(0, half), mask)];
      }
      case 'rfc822Name': {
        const { local, host } = mailboxOf(base.value) ?? { host: base.value };
        return [local === undefined ? host.toLowerCase() : `${local}@${host.toLowerCase()}`];
      }
      case 'uniformResourceIdentifier':
        return [base.value.toLowerCase()];
      case 'directoryName':
        this.#lengths.add(base.value.rdnKeys.length);
        return [base.value.rdnKeys.join()];
      default:
        return [];
    }
  }

  *#keysWithin(name: GeneralName, every: boolean): Generator<string> {
    switch (name.kind) {
      case 'dNSName':
        yield* dnsKeys(name.value.toLowerCase(), every);
        return;
      case 'iPAddress':
        for (const mask of this.#masks.values())
          if (mask.length === name.value.length) yield masked(name.value, mask);
        return;
      case 'rfc822Name': {
        const { local, host } = mailboxOf(name.value)!;
        // The local part is compared exactly (RFC 5280 section 7.5).
        yield `${local}@${host.toLowerCase()}`;
        yield* hostKeys(host.toLowerCase());
        return;
      }
      case 'uniformResourceIdentifier':
        yield* hostKeys(uriHost(name.value)!.toLowerCase());
        return;
      case 'directoryName':
        for (const length of this.#lengths)
          if (length <= name.value.rdnKeys.length) yield name.value.rdnKeys.slice(0, length).join();
    }
  }
}

/** `a.example.com` and `example.com` are below `example.com`; everything is below the empty name. */
function* dnsKeys(name: string, every: boolean): Generator<string> {
  const isWildcard = name.startsWith('*.');
  const whole = isWildcard ? name.slice(2) : name;
  for (let rest: string | undefined = whole; rest !== undefined; rest = parentOf(rest)) {
    yield rest;
    // A leading dot leaves the name itself out of a permitted subtree but, to be safe, not out of an excluded one.
    if (isWildcard || rest !== whole || !every) yield `.${rest}`;
  }
  if (isWildcard && !every) yield name;
  yield '';
}

/** A host, or with a leading dot every host below one, but not that one itself. */
function* hostKeys(host: string): Generator<string> {
  yield host;
  for (let rest = parentOf(host); rest !== undefined; rest = parentOf(rest)) yield `.${rest}`;
  yield '';
}

const parentOf = (host: string): string | undefined =>
  host.includes('.') ? host.slice(host.indexOf('.') + 1) : undefined;

const masked = (address: Uint8Array, mask: Uint8Array): string =>
  `${mask.join()}/${address.map((byte, i) => byte & mask[i]!).join()}`;
