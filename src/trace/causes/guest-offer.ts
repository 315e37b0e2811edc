/** A ClientHello that offers nothing we speak: because of how we were told to serve, of our key, or of the client's age. */
import { type NeverSpoken, neverSpoken } from '../../protocol/numbers/suites.ts';
import { say } from '../../wire/words.ts';
import type { ErrorDocument, Restriction, TraceDocument } from '../document.ts';
import type { Try } from '../remedies.ts';
import { listed } from '../text.ts';
import type { Find, Finding } from './finding.ts';
import { updateClient } from './guest-first-bytes.ts';
import { cameHello, type GuestHello, guestHello } from './guest-hello.ts';
import { isGone, NO_CERTIFICATE, WHY_NO_COMPRESSION, whyGone, whyNever } from './old-ways.ts';

export const guestOffer: Find = (trace, error) => {
  if (!cameHello(trace)) return undefined;
  if (saidNoCertificate(trace, error)) return NOTHING_TO_SHOW;
  const answer = Object.hasOwn(answers, error.reason) ? answers[error.reason] : undefined;
  return answer?.(guestHello(trace), trace);
};

type Answer = (hello: GuestHello, trace: TraceDocument) => Finding;

const answers: Readonly<Record<string, Answer>> = {
  'old-version': noCommonVersion,
  'no-common-version': noCommonVersion,
  'inappropriate-fallback': () => ({
    id: 'inappropriate-fallback',
    details: [
      'TLS_FALLBACK_SCSV says that the client tried a newer version before, and that this try failed: something between us may not let TLS 1.3 through.',
    ],
    tries: [{ id: 'check-client', what: 'look into what made the client’s first try fail' }],
  }),
  'no-common-suite': noCommonSuite,
  'no-common-group': ({ groups }, trace) => ({ id: 'no-common-group', tries: [forGroups(groups, trace)] }),
  'no-common-scheme': ({ schemes }, trace) => ({
    id: 'no-common-signature',
    tries: [
      otherKey(
        trace,
        ...(schemes.some((name) => name.startsWith('ecdsa_')) ? (['EC'] as const) : []),
        'RSA',
      ) ?? updateClient,
    ],
  }),
  'no-common-protocol': ({ protocols }) => ({
    id: 'no-common-application-protocol',
    tries: [acceptedProtocols(protocols)],
  }),
  'bad-compression': () => ({
    id: 'client-compresses',
    details: [WHY_NO_COMPRESSION],
    tries: [{ ...updateClient, why: 'or switch compression off in it' }],
  }),
};

function noCommonVersion({ versions }: GuestHello, trace: TraceDocument): Finding {
  const spoken = (['TLS 1.3', 'TLS 1.2'] as const).find((version) => versions.includes(version));
  if (spoken === undefined)
    return {
      id: 'client-speaks-only-old-versions',
      details: versions
        .filter(isGone)
        .slice(0, 1)
        .map((version) => whyGone[version]),
      tries: [updateClient],
    };
  return {
    id: 'version-not-served',
    tries: [
      lifted(trace, bySuite) ?? {
        id: 'accept-version',
        version: spoken,
        what: say`accept ${spoken}`,
      },
    ],
  };
}

function noCommonSuite({ suites }: GuestHello, trace: TraceDocument): Finding {
  const kinds = [...new Set(suites.map(neverSpoken))];
  if (suites.length > 0 && !kinds.includes(undefined)) return onlyGone(kinds as readonly NeverSpoken[]);
  const spoken = suites.filter((name) => neverSpoken(name) === undefined);
  const [first] = spoken.filter((name) => fitsKey(name, trace));
  const isDefault = (name: string): boolean => /^TLS_(ECDHE_.*_(GCM|POLY1305)_|AES_|CHACHA20_)/.test(name);
  if (first === undefined)
    return {
      id: 'no-common-suite-for-our-key',
      details: [say`The client offers suites for another kind of key: ${listed(spoken, 4)}.`],
      tries: [
        otherKey(trace, spoken.some((name) => name.includes('_ECDSA_')) ? 'EC' : 'RSA') ?? updateClient,
      ],
    };
  if (spoken.some((name) => isDefault(name) && fitsKey(name, trace)))
    return { id: 'suites-not-served', tries: [lifted(trace, bySuite) ?? lift(bySuite)] };
  return {
    id: 'old-suites-not-served',
    details: [
      say`It offers older suites alone, which are spoken when they are asked for by name: ${listed(spoken, 4)}.`,
    ],
    tries: [
      {
        id: 'accept-old-suites',
        exchange: exchangeOf(first),
        what: say`accept old suites such as ${first}`,
        why: 'if the client cannot be updated',
      },
      updateClient,
    ],
  };
}

/** Nothing helps but a newer client. */
function onlyGone(kinds: readonly NeverSpoken[]): Finding {
  const [kind] = kinds;
  return {
    id: kinds.length === 1 ? `client-offers-only-${kind}-suites` : 'client-offers-only-old-suites',
    details: kinds.map((each) => whyNever[each]),
    tries: [
      {
        ...updateClient,
        what: 'update the client, or let it offer the suites of today: ECDHE with AES-GCM or ChaCha20',
      },
    ],
  };
}

/** Null where a key exchange that is named is not enough, since it has AEAD suites alone. */
const exchangeOf = (suite: string): 'RSA' | 'DHE' | null =>
  /_(CBC|CCM)_/.test(suite) ? null : suite.startsWith('TLS_RSA_') ? 'RSA' : 'DHE';

const keysOf = ({ ours }: TraceDocument): readonly string[] =>
  (ours?.certificates ?? []).map(({ key }) => key ?? '');

/** Suites of TLS 1.3 fit any key; without knowing ours, any suite may. */
function fitsKey(suite: string, trace: TraceDocument): boolean {
  const keys = keysOf(trace);
  if (keys.length === 0 || !suite.includes('_WITH_')) return true;
  return keys.some((key) => key.startsWith('RSA') !== suite.includes('_ECDSA_'));
}

/** The first kind of key that we do not have. */
function otherKey(trace: TraceDocument, ...kinds: readonly ('EC' | 'RSA')[]): Try | undefined {
  const has = (kind: string): boolean =>
    keysOf(trace).some((key) => key.startsWith('RSA') === (kind === 'RSA'));
  const kind = kinds.find((each) => !has(each));
  if (kind === undefined) return undefined;
  return {
    id: 'serve-certificate',
    what: 'serve another certificate',
    why: kind === 'EC' ? 'one with a key on an elliptic curve' : 'one with an RSA key',
  };
}

/** What was narrowed down on our side, if it was one of these. */
function lifted({ ours }: TraceDocument, among: readonly Restriction[]): Try | undefined {
  const of = (ours?.restrictions ?? []).filter((restriction) => among.includes(restriction));
  if (of.length === 0) return undefined;
  return lift(of);
}

const lift = (of: readonly Restriction[]): Try => ({
  id: 'lift-restrictions',
  of,
  what: 'accept everything that is on by default',
});

/** What may leave no suite for a client. */
const bySuite = ['versions', 'cipherSuites', 'keyExchanges'] as const;

/** Curves of TLS 1.3 that are not Brainpool’s, and the finite fields of RFC 7919. */
function forGroups(groups: readonly string[], trace: TraceDocument): Try {
  const known = groups.find((name) => /^(x25519|secp(256|384|521)r1|ffdhe\d+|.*MLKEM768)$/i.test(name));
  if (known === undefined) return { ...updateClient, why: 'its groups are not spoken' };
  return (
    lifted(trace, ['groups']) ?? {
      id: 'accept-groups',
      groups: [known],
      what: say`accept the group ${known}`,
    }
  );
}

/** What a peer calls a protocol goes on a command line only if it is a plain name. */
function acceptedProtocols(protocols: readonly string[]): Try {
  const plain = protocols
    .map((name) => name.replace(/^"(.*)"$/, '$1'))
    .filter((name) => /^[\w./-]+$/.test(name));
  return {
    id: 'accept-protocols',
    protocols: plain.slice(0, 4),
    what: plain.length > 0 ? 'speak what the client offers' : 'leave the protocol to the client',
  };
}

function saidNoCertificate({ steps }: TraceDocument, { reason, alert }: ErrorDocument): boolean {
  if (reason === 'alert-received') return alert === 'no_certificate';
  return (
    reason === 'unexpected-message' &&
    steps.some((step) => step.kind === 'alert' && step.name === 'no_certificate' && step.from === 'client')
  );
}

const NOTHING_TO_SHOW: Finding = {
  id: 'client-says-no-certificate',
  cause: 'client-certificate',
  details: [NO_CERTIFICATE],
  tries: [updateClient],
};
