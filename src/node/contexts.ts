/**
 * The contexts of a server: its own, and those for names, which say what differs there. One of them applies to each client
 * from its hello on. Immutable: a change makes new ones, and a connection keeps those that it began with.
 *
 * Decision: a context for a name inherits what it does not set from the server's. node:tls falls back to its own defaults, so
 * a tenant without a `ca` accepts anybody a public CA has certified.
 */

import type { ServerRules } from '../options/options.ts';
import { say } from '../wire/words.ts';
import { toALabels } from '../x509/index.ts';
import type { SecureContext } from './context.ts';
import { invalidOption } from './errors.ts';

/** A context, completed from its server's, and the rules that follow from it. */
export interface Ready {
  readonly context: SecureContext;
  readonly rules: ServerRules;
}

interface Named {
  readonly matches: (name: string) => boolean;
  readonly own: SecureContext;
}

type Make = (context: SecureContext, own: SecureContext) => ServerRules;

export class Contexts {
  readonly #base: SecureContext;
  readonly #named: readonly Named[];
  readonly #make: Make;
  readonly #ready: WeakMap<SecureContext, Ready>;

  /** @param make the rules of a context, from it and what it sets itself. Throws what that throws for any of them */
  constructor(base: SecureContext, make: Make, named: readonly Named[] = [], ready = new WeakMap()) {
    this.#base = base;
    this.#make = make;
    this.#named = named;
    this.#ready = ready;
    this.ready(base);
    for (const { own } of named) this.ready(own);
  }

  /** With another server context. */
  on(base: SecureContext): Contexts {
    return new Contexts(base, this.#make, this.#named);
  }

  /** With another context for a name, or for `*.` and a name. */
  with(hostname: string, own: SecureContext): Contexts {
    const named = { matches: matcherOf(hostname), own };
    this.ready(own);
    return new Contexts(this.#base, this.#make, [named, ...this.#named], this.#ready);
  }

  /** The last one added for this lower-case name, else the server's own. */
  of(name: string | undefined): SecureContext {
    const found = name === undefined ? undefined : this.#named.find(({ matches }) => matches(name));
    return found?.own ?? this.#base;
  }

  /** Throws for a context that leaves nothing to negotiate, and for one with options that have no effect here. */
  ready(own: SecureContext): Ready {
    const known = this.#ready.get(own);
    if (known) return known;
    const context = own === this.#base ? own : own.over(this.#base);
    const ready = { context, rules: this.#make(context, own) };
    this.#ready.set(own, ready);
    return ready;
  }
}

function matcherOf(hostname: string): (name: string) => boolean {
  if (!hostname) throw invalidOption('hostname', (it) => say`${it} is empty`);
  const isWildcard = hostname.startsWith('*.');
  const wanted = toALabels(isWildcard ? hostname.slice(2) : hostname)?.replace(/\.$/, '');
  if (wanted === undefined) throw invalidOption('hostname', (it) => say`${it} is not a valid host name`);
  return isWildcard
    ? (name) => name.includes('.') && name.slice(name.indexOf('.') + 1) === wanted
    : (name) => name === wanted;
}
