/**
 * What each message is for, and what each side knows from it on: as texts with ids, so that a view may show them in any
 * language.
 */
import type { Words } from '../wire/words.ts';
import type { Learned, Role, Step } from './step-document.ts';

/** A message as it is told, in a handshake whose version is known by its definition. */
interface Told {
  readonly definition: string | null;
  readonly from: Role;
  /** The keys that protect it: whoever reads the network reads what goes in `cleartext`. */
  readonly epoch: string;
  /** TLS 1.2: the keys come from the handshake that is resumed. */
  readonly isResumed: boolean;
}

/** The id of the text that says what it is for. */
export const purposeOf = (definition: string | null): string | null =>
  definition !== null && Object.hasOwn(meanings, definition) ? `purpose.${definition}` : null;

/** The ids of all texts that the steps name. */
export const textsNamedIn = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'message') return [];
    const { client, server, network } = step.learns;
    return [...(step.purpose === null ? [] : [step.purpose]), ...client, ...server, ...network];
  });

/** The texts with these ids. */
export function textsOf(ids: Iterable<string>): Readonly<Record<string, Words>> {
  const used = new Set(ids);
  return Object.fromEntries(Object.entries(texts).filter(([id]) => used.has(id)));
}

/** Whoever receives a message learns what is in it, and so does the network as long as there are no keys. */
export function learnedFrom({ definition, from, epoch, isResumed }: Told): Learned {
  const meaning =
    definition !== null && Object.hasOwn(meanings, definition) ? meanings[definition] : undefined;
  if (!meaning) return { client: [], server: [], network: [] };
  const says = (meaning.says ?? []).map((id) => id.replace('sender', from));
  const resumed = isResumed && definition === 'ServerHello12' ? ['master_secret', 'application_keys'] : [];
  const ended = definition === 'Finished' && epoch === 'handshake' && from === 'server';
  const both = [...(meaning.makes ?? []), ...resumed, ...(ended ? ['application_keys'] : [])];
  const own = (meaning.own ?? []).map((id) => id.replace('sender', from));
  const ids = (side: Role): string[] => [...(side === from ? own : says), ...both].map(known);
  return {
    client: ids('client'),
    server: ids('server'),
    network: epoch === 'cleartext' ? says.map(known) : [],
  };
}

const known = (id: string): string => `known.${id}`;

interface Meaning {
  readonly purpose: Words;
  /** What is in it for whoever can read it. */
  readonly says?: readonly string[];
  /** What its sender made for it. */
  readonly own?: readonly string[];
  /** What both sides can compute now. */
  readonly makes?: readonly string[];
}

const secrets12 = ['pre_master_secret', 'master_secret', 'application_keys'];

const meanings: Readonly<Record<string, Meaning>> = {
  HelloRequest: { purpose: 'The server asks the client to begin another handshake.' },
  ClientHello: {
    purpose: 'The client opens the handshake: what it can speak, its random, and in TLS 1.3 its key shares.',
    says: ['offer', 'client_random'],
    own: ['client_random'],
  },
  HelloRetryRequest: {
    purpose: 'The server asks for another ClientHello, with what the first one lacks.',
    says: ['choice'],
  },
  ServerHello: {
    purpose:
      'The server chooses version and cipher suite and answers with its key share: now there are keys.',
    says: ['choice', 'server_random', 'shares'],
    own: ['server_random'],
    makes: ['shared_secret', 'handshake_keys'],
  },
  ServerHello12: {
    purpose: 'The server chooses version and cipher suite, and sends its random.',
    says: ['choice', 'server_random'],
    own: ['server_random'],
  },
  EncryptedExtensions: {
    purpose: 'The server answers those extensions that are none of the network’s business.',
    says: ['answers'],
  },
  CertificateRequest: {
    purpose: 'The server asks the client for a certificate.',
    says: ['accepted_authorities'],
  },
  CertificateRequest12: {
    purpose: 'The server asks the client for a certificate.',
    says: ['accepted_authorities'],
  },
  Certificate: {
    purpose: 'The sender says who it is: its certificate, and those that lead from it to a root.',
    says: ['sender_certificate'],
  },
  Certificate12: {
    purpose: 'The sender says who it is: its certificate, and those that lead from it to a root.',
    says: ['sender_certificate'],
  },
  CertificateStatus: {
    purpose: 'What the issuer says of the server’s certificate: whether it has been revoked.',
    says: ['certificate_status'],
  },
  ServerKeyExchange: {
    purpose: 'The server’s share of the key exchange, signed with the key of its certificate.',
    says: ['shares', 'server_holds_key'],
  },
  ServerKeyExchangeDHE: {
    purpose: 'The server’s group and share of the key exchange, signed with the key of its certificate.',
    says: ['shares', 'server_holds_key'],
  },
  ServerHelloDone: { purpose: 'The server has said what it has to say, and waits for the client.' },
  ClientKeyExchangeRSA: {
    purpose: 'The client sends the premaster secret, encrypted to the key of the server’s certificate.',
    says: ['encrypted_pre_master_secret'],
    makes: secrets12,
  },
  ClientKeyExchangeECDHE: {
    purpose: 'The client’s share of the key exchange: both sides can now compute the premaster secret.',
    says: ['shares'],
    makes: secrets12,
  },
  ClientKeyExchangeDHE: {
    purpose: 'The client’s share of the key exchange: both sides can now compute the premaster secret.',
    says: ['shares'],
    makes: secrets12,
  },
  CertificateVerify: {
    purpose: 'A signature over the handshake so far, by the key of the sender’s certificate.',
    says: ['sender_holds_key'],
  },
  Finished: {
    purpose: 'A value that only the keys of this handshake and exactly these messages give.',
    says: ['same_messages'],
  },
  EndOfEarlyData: { purpose: 'The client’s early data ends here.' },
  NewSessionTicket: {
    purpose: 'The server gives the client a ticket, by which a later connection is shorter.',
    says: ['ticket'],
  },
  NewSessionTicket12: {
    purpose: 'The server gives the client a ticket, by which a later connection is shorter.',
    says: ['ticket'],
  },
  KeyUpdate: {
    purpose: 'The sender changes its keys, and may ask the other side to do the same.',
    makes: ['next_keys'],
  },
};

const knowledge: Readonly<Record<string, Words>> = {
  offer: 'which versions, cipher suites and extensions the client offers',
  client_random: 'client_random: 32 bytes, new for this handshake',
  choice: 'which version and cipher suite the server chose',
  server_random: 'server_random: 32 bytes, new for this handshake',
  shares: 'a public share of the key exchange, of which nobody else can compute the secret',
  shared_secret: 'the shared secret of the key exchange',
  handshake_keys: 'the keys that protect the rest of the handshake',
  answers: 'how the server answers the client’s extensions',
  accepted_authorities: 'whose certificates the server accepts',
  client_certificate: 'the client’s certificate',
  server_certificate: 'the server’s certificate',
  certificate_status: 'whether the server’s certificate has been revoked',
  client_holds_key: 'that the client holds the private key of its certificate',
  server_holds_key: 'that the server holds the private key of its certificate',
  encrypted_pre_master_secret: 'the premaster secret, encrypted: only the server’s private key opens it',
  pre_master_secret: 'the premaster secret',
  master_secret: 'the main secret, which TLS 1.2 calls master_secret',
  application_keys: 'the keys that protect application data',
  same_messages: 'that both sides have seen the same messages, and have the same keys',
  ticket: 'a ticket, to resume with',
  next_keys: 'the next keys of one direction',
};

const texts: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(Object.entries(meanings).map(([name, { purpose }]) => [`purpose.${name}`, purpose])),
  ...Object.fromEntries(Object.entries(knowledge).map(([id, words]) => [known(id), words])),
};
