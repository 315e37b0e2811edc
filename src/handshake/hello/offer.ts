/** What a client offers: its ClientHello, the second one after a retry, and what may be answered to them. */
import type { Group, KeyOffer, Suite, Suite13 } from '../../crypto/provider.ts';
import { anyOcspResponse } from '../../protocol/certificate-status.ts';
import { TlsError } from '../../protocol/errors.ts';
import { typesIn } from '../../protocol/extension-block.ts';
import { Extensions, type InClientHello } from '../../protocol/extensions.ts';
import { writeMessage } from '../../protocol/message.ts';
import { ClientHello, type HelloRetryRequest } from '../../protocol/messages/index.ts';
import { ExtensionType } from '../../protocol/numbers/extension-types.ts';
import { greaseNumber, isGrease } from '../../protocol/numbers/grease.ts';
import { isCurve, NamedGroup } from '../../protocol/numbers/groups.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { ProtocolVersion, TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { say, type Words } from '../../wire/words.ts';
import type { ClientConfig } from '../config.ts';
import { type Flow, settle } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import type { Peer } from '../peer.ts';
import { binderOf, PSK_DHE_KE, type Psk, pskOf } from '../sessions/psk.ts';
import type { Session } from '../sessions/session.ts';

interface Share {
  readonly group: Group;
  readonly key: KeyOffer;
}

export class Offer {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  /** The session that is offered, if this configuration allows it. */
  readonly session: Session | undefined;
  /** Shares not yet used; each is used once. */
  #shares: Share[] = [];
  /** The extensions of the last hello that a server may answer: not GREASE ones (RFC 8701 section 3.1). */
  #offered: readonly number[] = [];
  #cookie: Uint8Array | undefined;
  /** That of the session in TLS 1.3, while it may be offered. */
  psk: Psk | undefined;
  /** The server has asked for a second hello. */
  retried = false;
  /** Why the session is not offered. */
  readonly #refused: Rule | undefined;
  readonly #greaseSeed: Uint8Array;

  /** @param verifyData of our previous Finished, in a renegotiation (RFC 5746 section 3.5) */
  private constructor(
    readonly config: ClientConfig,
    private readonly verifyData: Uint8Array,
  ) {
    const { provider, versions } = config;
    this.random = provider.random(32);
    this.#greaseSeed = config.grease ? provider.random(6) : new Uint8Array();
    this.#refused = config.session && refusal(config.session, config);
    this.session = this.#refused ? undefined : config.session;
    this.psk = versions.includes(TLS13) ? pskOf(this.session, config.suites) : undefined;
    // RFC 9846 appendix E.4: a session ID makes TLS 1.3 look like a resumption to middleboxes. In TLS 1.2 the server echoes
    // it to say that it took the ticket (RFC 5077 section 3.4), or the session of that ID.
    const wanted = versions.includes(TLS13) || this.session !== undefined;
    const known = this.session?.sessionId.slice() ?? new Uint8Array();
    this.sessionId = known.length > 0 ? known : wanted ? provider.random(32) : known;
  }

  static *make(config: ClientConfig, verifyData: Uint8Array = new Uint8Array()): Flow<Offer> {
    const offer = new Offer(config, verifyData);
    if (config.versions.includes(TLS13)) {
      for (const group of config.keyShares) {
        offer.#shares.push({ group, key: yield* settle(group.offer(), 'the key exchange') });
      }
    }
    return offer;
  }

  /** What early data is sent under: in the first hello only (RFC 9846 section 4.3.10). */
  get earlyData(): Psk | undefined {
    if (!this.config.earlyData || this.retried) return undefined;
    return this.psk?.session.maxEarlyData ? this.psk : undefined;
  }

  /** Sends the hello; with a PSK its binder is computed over everything before it (RFC 9846 section 4.3.11.2). */
  send(peer: Peer): Uint8Array {
    if (this.config.session && !this.retried) tellOffer(peer, this.config.session, this.#refused);
    const hello = this.#hello();
    const raw = writeMessage(ClientHello, hello);
    this.#offered = typesIn(Extensions, hello.extensions).filter((type) => !isGrease(type));
    if (this.psk) {
      const truncated = raw.length - (2 + 1 + this.psk.suite.hash.length);
      raw.set(binderOf(this.psk, peer.transcript, raw.subarray(0, truncated)), truncated + 3);
    }
    peer.sendRaw(ClientHello, raw);
    return raw;
  }

  /** Throws unless a server may send this HelloRetryRequest (RFC 9846 section 4.2.4). */
  *retry(request: HelloRetryRequest, suite: Suite13): Flow<void> {
    const { keyShare: wanted, cookie } = request.extensions;
    if (wanted !== undefined) {
      const group = this.config.groups.find(({ id }) => id === wanted);
      if (!group)
        throw notOffered(say`the server asked for ${NamedGroup.nameOf(wanted)}, which was not offered`);
      if (this.#shares.some((share) => share.group === group)) {
        const said = say`the server asked for a share of ${group.name}, which it has already`;
        throw pointless(said, 'RFC 9846 section 4.3.8');
      }
      this.#shares = [{ group, key: yield* settle(group.offer(), 'the key exchange') }];
    } else if (cookie === undefined) {
      throw pointless('the server asked for a retry that would change nothing', 'RFC 9846 section 4.2.4');
    }
    this.#cookie = cookie;
    this.retried = true;
    // RFC 9846 section 4.2.2: offered again only with the hash of the suite that the server chose.
    if (this.psk?.suite.hash !== suite.hash) this.psk = undefined;
  }

  /** The key of the share that the server answered. */
  take(group: number): Share {
    const share = this.#shares.find((candidate) => candidate.group.id === group);
    if (!share)
      throw notOffered(say`the server chose ${NamedGroup.nameOf(group)}, and we sent no share of it`);
    this.#shares = [];
    return share;
  }

  /** Throws for an answer to an extension that was not offered (RFC 9846 section 4.3). */
  refuseUnsolicited(answered: object, message: string): void {
    for (const type of typesIn(Extensions, answered)) {
      // A cookie needs no offer; its definition allows it in a HelloRetryRequest alone.
      const solicited = this.#offered.includes(type) || type === Extensions.cookie.type;
      if (!solicited) {
        const said = say`the server sent ${ExtensionType.nameOf(type)} in ${message}, which was not offered`;
        throw new TlsError('unsolicited-extension', said, 'RFC 9846 section 4.3');
      }
    }
  }

  #hello(): ClientHello {
    const { config } = this;
    const suites = config.suites.map(({ id }) => id);
    if (config.grease) suites.unshift(this.#grease(0));
    if (config.fallbackScsv) suites.push(CipherSuite.TLS_FALLBACK_SCSV);
    return {
      legacyVersion: TLS12,
      random: this.random,
      legacySessionId: this.sessionId,
      cipherSuites: suites,
      legacyCompressionMethods: [0],
      extensions: this.#extensions(),
    };
  }

  #extensions(): InClientHello {
    const { config } = this;
    const { versions, groups, serverName, applicationProtocols, grease } = config;
    const speaks12 = versions.includes(TLS12);
    const speaks13 = versions.includes(TLS13);
    const all: InClientHello = {};
    if (grease) all[this.#greaseKey(1)] = new Uint8Array();
    if (serverName !== undefined) all.serverName = [{ nameType: 0, hostName: serverName }];
    if (config.statusRequest) all.statusRequest = anyOcspResponse;
    if (speaks12) {
      // RFC 7366 section 3: it has a meaning in CBC suites alone.
      if (config.suites.some(isCbc)) all.encryptThenMac = true;
      all.extendedMainSecret = true;
      all.renegotiationInfo = this.verifyData;
    }
    all.supportedGroups = groups.map(({ id }) => id).filter((id) => speaks13 || isCurve(id));
    if (grease) all.supportedGroups.unshift(this.#grease(2));
    if (speaks12) {
      // RFC 8422 section 5.1.2: uncompressed.
      all.ecPointFormats = [0];
      if (config.asksForTickets)
        all.sessionTicket = this.session?.version === TLS12 ? this.session.ticket : new Uint8Array();
    }
    if (applicationProtocols.length > 0) all.applicationLayerProtocolNegotiation = [...applicationProtocols];
    all.signatureAlgorithms = [...config.signatureSchemes];
    if (speaks13) {
      all.keyShare = this.#keyShares();
      all.pskKeyExchangeModes = [PSK_DHE_KE];
      if (config.postHandshakeAuthentication) all.postHandshakeAuth = true;
      all.supportedVersions = grease ? [this.#grease(3), ...versions] : [...versions];
    }
    if (this.#cookie) all.cookie = this.#cookie;
    if (grease) all[this.#greaseKey(4)] = Uint8Array.of(0);
    if (this.earlyData) all.earlyData = true;
    if (this.psk) all.preSharedKey = this.#psks(this.psk);
    return all;
  }

  #keyShares(): NonNullable<InClientHello['keyShare']> {
    const shares = this.#shares.map(({ group, key }) => ({ group: group.id, keyExchange: key.share }));
    const grease = this.config.grease && !this.retried;
    return [...(grease ? [{ group: this.#grease(2), keyExchange: Uint8Array.of(0) }] : []), ...shares];
  }

  /** One identity, with a binder of zeros that {@link send} fills in. */
  #psks({ session, suite }: Psk): NonNullable<InClientHello['preSharedKey']> {
    // RFC 9846 section 4.3.11.1: the age in milliseconds, plus ticket_age_add, modulo 2^32.
    const age = Math.max(0, Math.floor(this.config.wallClock() - session.issuedAt));
    return {
      identities: [{ identity: session.ticket, obfuscatedTicketAge: (age + session.ticketAgeAdd) % 2 ** 32 }],
      binders: [new Uint8Array(suite.hash.length)],
    };
  }

  #grease(index: number): number {
    const number = greaseNumber(this.#greaseSeed[index]!);
    // The two extensions must differ (RFC 8701 section 3.1).
    return index === 4 && number === this.#grease(1) ? number ^ 0x1010 : number;
  }

  #greaseKey(index: number): `0x${string}` {
    return `0x${this.#grease(index).toString(16).padStart(4, '0')}`;
  }
}

const isCbc = (suite: Suite): boolean => suite.version === TLS12 && suite.protection.kind === 'CBC';
const pointless = (how: Words, rfc: string): TlsError => new TlsError('pointless-retry', how, rfc);
const notOffered = (how: Words): TlsError => new TlsError('group-not-offered', how, 'RFC 9846 section 4.3.8');

/** A session is offered only while it is valid, for the same name, under the same rules, with a suite that is enabled. */
function refusal(session: Session, config: ClientConfig): Rule | undefined {
  const { version, cipherSuite, ticket, sessionId } = session;
  const byTicket = ticket.length > 0;
  if (byTicket === sessionId.length > 0 || !(byTicket || version === TLS12))
    return because('unknown-session-id', 'the session has neither a ticket nor an ID, or both');
  if (byTicket && version === TLS12 && !config.asksForTickets)
    return because('no-tickets', 'the session has a ticket, and no ticket is to be used');
  if (session.serverName !== config.serverName)
    return because('other-server-name', 'the session was made for another server name');
  if (session.policy !== config.sessionPolicy)
    return because('other-policy', 'the session was made under different rules');
  if (session.expiresAt <= config.wallClock()) return because('expired', 'the session has expired');
  if (!config.versions.includes(version))
    return because(
      'other-version',
      say`the session is of ${ProtocolVersion.nameOf(version)}, which is not offered`,
    );
  return config.suites.some((suite) => suite.id === cipherSuite && suite.version === version)
    ? undefined
    : because('other-suite', 'the session’s cipher suite is not enabled');
}

function tellOffer(peer: Peer, { version, cipherSuite, ticket }: Session, refused: Rule | undefined): void {
  peer.tell(() => ({
    type: 'decision',
    about: 'resumption',
    by: 'client',
    offered: [
      ticket.length > 0 ? 'ticket' : 'session ID',
      ProtocolVersion.nameOf(version),
      CipherSuite.nameOf(cipherSuite),
    ],
    chosen: refused ? 'not offered' : 'offered',
    ...(refused ?? because('offered', 'the session is valid, and was made under the same rules')),
    rfc: version === TLS13 ? 'RFC 9846 section 4.3.11' : 'RFC 5246 section 7.4.1.2',
  }));
}
