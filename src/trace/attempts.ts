/** Tries that several causes share, in words; each takes what it says from the offer. */
import { say } from '../wire/words.ts';
import type { Offer } from './causes/offer.ts';
import type { Restriction } from './document.ts';
import type { Try } from './remedies.ts';

type Named = Pick<Offer, 'serverName' | 'isOtherName'>;

const named: Try = {
  id: 'ask-for-name',
  name: null,
  what: 'ask for a name',
  why: 'none was asked for, because the target is an address',
};
const otherName: Try = {
  id: 'ask-for-name',
  name: null,
  what: 'ask for another name',
  why: 'if the server is known by another one',
};

const targetsName: Try = {
  id: 'drop-restrictions',
  of: ['serverName'],
  what: 'ask for the name of the target',
  why: 'the one that was asked for instead may be unknown there',
};

export const attempts = {
  named,
  otherName,
  /** A name, or another one than that asked for. */
  name: ({ serverName, isOtherName }: Named): readonly Try[] => [
    serverName === undefined ? named : isOtherName ? targetsName : otherName,
  ],

  /** What was narrowed down on our side. */
  unrestricted: (of: readonly Restriction[]): Try => ({
    id: 'drop-restrictions',
    of,
    what: 'offer everything that is on by default',
    why: 'without what was asked for on our side',
  }),

  everything: (isNamed: boolean): Try => ({
    id: 'offer-everything',
    isNamed,
    what: 'offer every cipher suite, old ones too',
    why: isNamed
      ? 'to see whether the server speaks only old ones, or wants a name'
      : 'to see whether the server speaks only old ones',
  }),

  /** A ClientHello that is small and of one version, as many servers and boxes in between know it. */
  older: ({ versions, serverName }: Pick<Offer, 'serverName'> & Pick<Offer, 'versions'>): readonly Try[] => {
    if (!versions.includes('TLS 1.3')) return [];
    const isNamed = serverName === undefined;
    return [
      {
        id: 'offer-otherwise',
        version: 'TLS 1.2',
        isNamed,
        what: 'offer TLS 1.2 alone',
        why: isNamed
          ? 'with a name: servers and boxes in between may stumble over TLS 1.3, a long ClientHello, or one without a name'
          : 'servers and boxes in between may stumble over TLS 1.3, or over a long ClientHello',
      },
    ];
  },

  port: (port: number, protocol: string): Try => ({
    id: 'use-port',
    port,
    what: say`use port ${port}`,
    why: say`where TLS begins at once for ${protocol}`,
  }),

  wait: { id: 'wait-longer', seconds: 30, what: 'wait longer' } satisfies Try,
  overrule: {
    id: 'overrule',
    what: 'accept the certificate all the same',
    why: 'only to look',
  } satisfies Try,
  ignoreAuthorities: {
    id: 'ignore-authorities',
    what: 'ignore the authorities that the server names',
    why: 'to send ours anyway, if the server’s list is wrong',
  } satisfies Try,
  present: { id: 'present-certificate', what: 'send a client certificate' } satisfies Try,
  checkName: { id: 'check-name', what: 'check how the name is spelled' } satisfies Try,
  checkPort: {
    id: 'check-port',
    what: 'check that TLS is spoken on this port; the server’s log may say why it closed',
  } satisfies Try,
  serverLog: {
    id: 'check-server',
    what: 'look into the server’s log, which may say what is missing',
  } satisfies Try,
  updateServer: {
    id: 'update-server',
    what: 'update the server: it seems to speak neither TLS 1.3 nor 1.2, and nothing older is secure (RFC 8996)',
  } satisfies Try,
  changedBytes: { id: 'repeat', what: 'try again: bytes were changed on the way' } satisfies Try,
  changedBytesOrKey: {
    id: 'repeat',
    what: 'try again: bytes were changed on the way, or one side has the wrong key',
  } satisfies Try,
} as const;
