/** What a test expects of a connection after its handshake, and at its end. */

import type {
  AlertEvent,
  Established,
  Event,
  MessageEvent,
  RecordEvent,
} from '../../src/exports/handglass.ts';
import { decode } from '../../src/exports/wire.ts';
import { hex } from '../../src/wire/bytes.ts';
import { chainIn } from './credentials.ts';
import type { Config } from './flags.ts';
import type { Noted } from './options.ts';

/** A test's expectation that does not hold. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

/** What has been seen of one connection. */
export class Seen {
  retried = false;
  /** What the client offers in ALPN. */
  advertisedProtocols: readonly string[] = [];
  /** A ClientHello offers early data. */
  earlyData = false;
  /** What the last ServerHello has in the place of a session ID, in bytes. */
  sessionIdLength = 0;
  sessions = 0;
  /** As BoringSSL's message callback would have told it. */
  messages = '';

  note(event: Event): void {
    switch (event.type) {
      case 'session':
        this.sessions++;
        break;
      case 'message':
        if (event.is?.name === 'HelloRetryRequest') this.retried = true;
        if (event.is?.name === 'ClientHello') {
          const { applicationLayerProtocolNegotiation, earlyData } = extensionsIn(event);
          this.advertisedProtocols = applicationLayerProtocolNegotiation ?? [];
          this.earlyData ||= earlyData !== undefined;
        }
        if (event.is?.name === 'ServerHello') this.sessionIdLength = event.raw[sessionIdAt]!;
        this.#tell(event.direction, `hs ${event.raw[0]}`);
        break;
      case 'record':
        if (event.contentType === 20) this.#tell(event.direction, 'ccs');
        break;
      case 'alert':
        this.#tell(event.direction, `alert ${event.level} ${event.description}`);
        break;
    }
  }

  #tell(direction: (RecordEvent | AlertEvent)['direction'], what: string): void {
    this.messages += `${direction === 'sent' ? 'write' : 'read'} ${what}\n`;
  }
}

export function checkHandshake(
  config: Config,
  isResume: boolean,
  established: Established,
  seen: Seen,
  noted: Noted,
): void {
  const { flags } = config;
  const { agreement, peer } = established;
  const expect = <T>(what: string, actual: T, wanted: T | undefined): void => {
    if (wanted !== undefined) same(what, actual, wanted);
  };
  if (flags['handshake-never-done']) throw new Unmet('the handshake is done');
  expect('the version', agreement.version as number, flags['expect-version']);
  expect('the cipher suite', agreement.suite.id, flags['expect-cipher']);
  // BoringSSL remembers in a session how its connection was made. Ours says what happened in this handshake: in a
  // resumption nobody signs, and in TLS 1.2 no keys are exchanged.
  const exchanged = !agreement.resumed || agreement.version === 0x0304;
  if (flags['expect-curve-id'] !== undefined) {
    same('the group', agreement.group, exchanged ? flags['expect-curve-id'] : undefined);
  }
  if (flags['expect-peer-signature-algorithm'] !== undefined) {
    const wanted = agreement.resumed ? undefined : flags['expect-peer-signature-algorithm'];
    same('the signature scheme', agreement.signatureScheme, wanted);
  }
  expect('resumed', agreement.resumed, isResume && !flags['expect-session-miss']);
  expect(
    'the application protocol',
    agreement.applicationProtocol ?? '',
    (flags.server ? flags['select-alpn'] : flags['expect-alpn']) ?? '',
  );
  expect(
    'the server name',
    agreement.serverName ?? '',
    flags['expect-no-server-name'] ? '' : flags['expect-server-name'],
  );
  expect('extended main secret', agreement.extendedMainSecret, flags['expect-extended-master-secret']);
  expect('a retry', seen.retried, flags['expect-hrr'] ? true : flags['expect-no-hrr'] ? false : undefined);
  expect('the credential', noted.selectedCredential, flags['expect-selected-credential']);
  expect(
    'what the peer verifies',
    noted.wish?.signatureSchemes.join(),
    flags['expect-peer-verify-pref']?.join(),
  );
  expect(
    'the authorities',
    noted.wish?.authorities.map((each) => hex(each)).join(),
    namesIn(flags['expect-client-ca-list']),
  );
  expect(
    'the client’s protocols',
    seen.advertisedProtocols.map(prefixed).join(''),
    flags['expect-advertised-alpn'],
  );
  if (flags['expect-no-offer-early-data']) same('an offer of early data', seen.earlyData, false);
  // In TLS 1.3 the place is an echo of what the client sent there, and no session has an ID.
  if (flags['expect-no-session-id'] && agreement.version === 0x0303) {
    same('the length of the session ID', seen.sessionIdLength, 0);
  }
  if (flags['expect-verify-result']) {
    // Where there is no certificate, and in a resumption, nothing was found wanting.
    const accepted = peer.verdict?.verdict !== 'rejected';
    expect('the certificate’s acceptance', accepted, !flags['verify-fail']);
  }
  // As above: in a resumption nobody staples.
  if (flags['expect-ocsp-response'] && !agreement.resumed) {
    same('the OCSP response', hex(peer.ocspResponse ?? new Uint8Array()), hex(flags['expect-ocsp-response']));
  }
  const file = flags['expect-peer-cert-file'];
  expect(
    'the peer’s chain',
    peer.chain.map((each) => hex(each)).join(),
    file &&
      chainIn(file)
        .map((each) => hex(each))
        .join(),
  );
  const certificateWanted = flags['expect-no-peer-cert']
    ? false
    : !flags.server || flags['require-any-client-certificate']
      ? true
      : undefined;
  expect('a peer’s certificate', peer.chain.length > 0, certificateWanted);
}

/** What can only be said when the peer has closed. */
export function checkEnd(config: Config, { agreement }: Established, seen: Seen, noted: Noted): void {
  const { flags } = config;
  if (flags['renew-ticket'] && noted.ticketsSealed === 0) throw new Unmet('the ticket is not renewed');
  if (flags['expect-msg-callback'] !== undefined && seen.messages !== flags['expect-msg-callback']) {
    throw new Unmet(
      `these messages are expected:\n${flags['expect-msg-callback']}and these came:\n${seen.messages}`,
    );
  }
  // TLS 1.3's tickets come when they come: one that comes before our close_notify proves nothing.
  const tells = agreement.version === 0x0303 ? !flags['implicit-handshake'] : !flags['shim-shuts-down'];
  if (!flags.server && tells) {
    const renewed =
      !agreement.resumed || agreement.version === 0x0304 || flags['expect-ticket-renewal'] === true;
    const wanted = !flags['expect-no-session'] && renewed;
    // BoringSSL also keeps TLS 1.2 sessions by their ID; ours need a ticket. Where one is resumed, its absence shows.
    const byId = wanted && agreement.version === 0x0303;
    if (wanted !== seen.sessions > 0 && !byId) {
      throw new Unmet(`${seen.sessions} sessions came, and ${wanted ? 'some' : 'none'} are expected`);
    }
  }
  if ((flags['expect-total-renegotiations'] ?? 0) !== 0) throw new Unmet('renegotiations are expected');
}

/** In a ServerHello, with its header of 4 bytes: behind the version and the random. */
const sessionIdAt = 4 + 2 + 32;

function extensionsIn({ is, raw }: MessageEvent) {
  const hello = decode(is!.body, raw.subarray(4)) as {
    extensions: { applicationLayerProtocolNegotiation?: string[]; earlyData?: unknown };
  };
  return hello.extensions;
}

function same<T>(what: string, actual: T, wanted: T): void {
  if (actual !== wanted) throw new Unmet(`${what} is ${String(actual)}, and ${String(wanted)} is expected`);
}

const prefixed = (protocol: string): string => String.fromCharCode(protocol.length) + protocol;
const namesIn = (list: string | undefined): string | undefined =>
  list === '<EMPTY>' || list === '<NULL>' ? '' : list;
