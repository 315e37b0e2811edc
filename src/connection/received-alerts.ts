/** What an alert from the peer means (RFC 9846 section 6; RFC 5246 section 7.2). */
import { TlsError } from '../protocol/errors.ts';
import { AlertDescription, AlertLevel, type AlertName } from '../protocol/numbers/alerts.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { say, type Words } from '../wire/words.ts';
import { OnFatal } from './on-fatal.ts';

/** Warnings that are ignored before the peer is taken for hostile. */
const MOST_WARNINGS = 4;

type Alerted = { readonly level: number; readonly description: number } & (
  | { readonly means: 'ignore' }
  /** close_notify; `error` is for a handshake that it interrupts. */
  | { readonly means: 'close'; readonly error: () => TlsError }
  | { readonly means: 'failure'; readonly error: () => TlsError }
);

export class AlertReader {
  readonly onFatal = new OnFatal();
  #warnings = 0;
  /** Why we sent no certificate to a peer that asked for one; undefined once it sends data all the same. */
  anonymous: Words | undefined;

  /** Throws TlsError for anything but exactly one alert. */
  read(content: Uint8Array, version: number): Alerted {
    const [level, description] = content;
    if (content.length !== 2 || level === undefined || description === undefined) {
      throw new TlsError(
        'malformed-alert',
        say`the peer sent an alert of ${content.length} bytes`,
        'RFC 9846 section 6',
      );
    }
    if (!AlertLevel.known.has(level)) {
      throw new TlsError(
        'malformed-alert',
        say`the peer sent an alert of level ${level}`,
        'RFC 9846 section 6',
        { alert: 'illegal_parameter' },
      );
    }
    const error = () => received(description, this.anonymous);
    if (description === AlertDescription.close_notify) return { level, description, means: 'close', error };
    if (!this.#isWarning(level, description, version)) return { level, description, means: 'failure', error };
    if (++this.#warnings > MOST_WARNINGS) {
      throw new TlsError(
        'too-many-warnings',
        say`the peer sent more than ${MOST_WARNINGS} warnings`,
        'RFC 5246 section 7.2.2',
      );
    }
    return { level, description, means: 'ignore' };
  }

  /** In TLS 1.3 every alert is fatal but close_notify and user_canceled; the level means nothing (section 6). */
  #isWarning(level: number, description: number, version: number): boolean {
    if (version === TLS13) return description === AlertDescription.user_canceled;
    // It refuses a renegotiation that we asked for (RFC 5246 section 7.2.2).
    return level === AlertLevel.warning && description !== AlertDescription.no_renegotiation;
  }
}

function received(description: number, anonymous: Words | undefined): TlsError {
  const name = AlertDescription.nameOf(description);
  const what = say`the peer sent the alert ${name} (${description})`;
  const said = anonymous !== undefined && refusals.has(name) ? say`${what}; ${anonymous}` : what;
  const alert = AlertDescription.known.has(description) ? (name as AlertName) : undefined;
  return new TlsError('alert-received', said, 'RFC 9846 section 6.2', { alert });
}

/** What servers send to a client without a certificate: TLS 1.2 has no alert for that, so each picks its own. */
const refusals: ReadonlySet<string> = new Set([
  'certificate_required',
  'handshake_failure',
  'no_certificate',
  'bad_certificate',
  'certificate_unknown',
  'unknown_ca',
  'access_denied',
  'decode_error',
]);
