/** What a test expects of a connection after its handshake, and at its end. */
import type { AlertEvent, Established, Event, RecordEvent } from '../../src/index.ts';
import { chainIn } from './credentials.ts';
import type { Config } from './flags.ts';
import type { Noted } from './options.ts';

/** A test's expectation that does not hold. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

const RETRY = 'HelloRetryRequest';

/** What has been seen of one connection. */
export class Seen {
  retried = false;
  sessions = 0;
  /** As BoringSSL's message callback would have told it. */
  messages = '';

  note(event: Event): void {
    switch (event.type) {
      case 'session':
        this.sessions++;
        break;
      case 'message':
        if (event.is?.name === RETRY) this.retried = true;
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
    if (wanted !== undefined && actual !== wanted)
      throw new Unmet(`${what} is ${String(actual)}, and ${String(wanted)} is expected`);
  };
  if (flags['handshake-never-done']) throw new Unmet('the handshake is done');
  expect('the version', agreement.version as number, flags['expect-version']);
  expect('the cipher suite', agreement.suite.id, flags['expect-cipher']);
  expect('the group', agreement.group, flags['expect-curve-id']);
  expect('the signature scheme', agreement.signatureScheme, flags['expect-peer-signature-algorithm']);
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
  expect('the authorities', noted.wish?.authorities.map(hex).join(), namesIn(flags['expect-client-ca-list']));
  expect(
    'the client’s protocols',
    noted.advertisedProtocols?.map(prefixed).join(''),
    flags['expect-advertised-alpn'],
  );
  if (flags['expect-verify-result']) {
    const accepted = peer.verdict === undefined ? agreement.resumed : peer.verdict.verdict === 'accepted';
    expect('the certificate’s acceptance', accepted, !flags['verify-fail']);
  }
  const file = flags['expect-peer-cert-file'];
  expect('the peer’s chain', peer.chain.map(hex).join(), file && chainIn(file).map(hex).join());
  const certificateWanted = flags['expect-no-peer-cert']
    ? false
    : !flags.server || flags['require-any-client-certificate']
      ? true
      : undefined;
  expect('a peer’s certificate', peer.chain.length > 0, certificateWanted);
  if (!flags.server) {
    const wanted =
      agreement.version === 0x0303 &&
      !flags['expect-no-session'] &&
      (!agreement.resumed || flags['expect-ticket-renewal'] === true);
    expect('a session', seen.sessions > 0, wanted);
  }
}

/** What can only be said when the peer has closed. */
export function checkEnd(config: Config, established: Established, seen: Seen): void {
  const { flags } = config;
  if (flags['expect-msg-callback'] !== undefined && seen.messages !== flags['expect-msg-callback']) {
    throw new Unmet(
      `these messages are expected:\n${flags['expect-msg-callback']}and these came:\n${seen.messages}`,
    );
  }
  if (!flags.server && established.agreement.version === 0x0304) {
    const wanted = !flags['expect-no-session'] && !flags['shim-shuts-down'];
    if (wanted !== seen.sessions > 0)
      throw new Unmet(`${seen.sessions} sessions came, and ${wanted ? 'some' : 'none'} are expected`);
  }
  if ((flags['expect-total-renegotiations'] ?? 0) !== 0) throw new Unmet('renegotiations are expected');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const prefixed = (protocol: string): string => String.fromCharCode(protocol.length) + protocol;
const namesIn = (list: string | undefined): string | undefined =>
  list === '<EMPTY>' || list === '<NULL>' ? '' : list;
