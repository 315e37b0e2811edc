/**
 * What a CA has issued and revoked, as OpenSSL's `ca` and `ocsp` commands keep it (`index.txt`).
 *
 * One line for each certificate, six columns separated by tabs: V, R or E (valid, revoked, marked as expired), the end of
 * its validity, when and why it was revoked, its serial number in hexadecimal, an unused file name, its subject.
 * Chosen because other programs read it; a format of our own was refused.
 */
import { say, type Words } from '../../wire/words.ts';
import { attributeNames, type Certificate, type CrlReason, type Name, oidName } from '../../x509/index.ts';

export interface IndexEntry {
  readonly status: 'V' | 'R' | 'E';
  /** Milliseconds since 1970. */
  readonly notAfter: number;
  readonly revoked?: { readonly date: number; readonly reason: CrlReason };
  /** Hexadecimal, whole bytes, upper case. */
  readonly serial: string;
  /** After OpenSSL’s one-line form: `/O=handglass/CN=localhost`. */
  readonly subject: string;
}

/** Throws {@link BadLine}. */
export function parseIndex(text: string): IndexEntry[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line === '' || line.startsWith('#')) return [];
    const entry = entryOf(line.split('\t'));
    if (!entry) throw new BadLine(i + 1);
    return [entry];
  });
}

/** A line that is not an entry. */
export class BadLine extends RangeError {
  override readonly name = 'BadLine';
  readonly said: Words;

  /** @param line from 1 */
  constructor(line: number) {
    const said = say`line ${line} is not an entry of a certificate index`;
    super(said.text);
    this.said = said;
  }
}

export const indexText = (entries: readonly IndexEntry[]): string => entries.map(lineOf).join('');

/** A certificate that has been issued and not revoked. */
export const indexed = ({ notAfter, serialNumber, subject }: Certificate): IndexEntry => ({
  status: 'V',
  notAfter,
  serial: serialText(serialNumber),
  subject: oneLine(subject),
});

/** The magnitude of a serial number, as indexes have it. */
export function serialText(serialNumber: Uint8Array): string {
  const hex = Buffer.from(serialNumber).toString('hex').toUpperCase();
  return hex.length > 2 ? hex.replace(/^00/, '') : hex;
}

/** The reasons an index can express. OpenSSL has no word for the others of RFC 5280 section 5.3.1. */
export const indexReasons = {
  unspecified: 'unspecified',
  keyCompromise: 'keyCompromise',
  cACompromise: 'CACompromise',
  affiliationChanged: 'affiliationChanged',
  superseded: 'superseded',
  cessationOfOperation: 'cessationOfOperation',
  certificateHold: 'certificateHold',
} as const satisfies Partial<Record<CrlReason, string>>;

/** OpenSSL’s reasons that are followed by a value. */
const otherWords: Readonly<Record<string, CrlReason>> = {
  holdInstruction: 'certificateHold',
  keyTime: 'keyCompromise',
  CAkeyTime: 'cACompromise',
};

function entryOf(columns: readonly string[]): IndexEntry | undefined {
  const [status = '', end = '', revocation = '', serial = '', , subject = ''] = columns;
  const notAfter = timeIn(end);
  const [at = '', word = 'unspecified'] = revocation.split(',');
  const date = timeIn(at);
  const reason = reasonOf(word);
  const isRevoked = status === 'R' && date !== undefined && reason !== undefined;
  if (columns.length !== 6 || notAfter === undefined || !/^([0-9A-F]{2})+$/i.test(serial)) return undefined;
  if (status !== 'V' && status !== 'E' && !isRevoked) return undefined;
  return {
    status: status as IndexEntry['status'],
    notAfter,
    ...(isRevoked && { revoked: { date, reason } }),
    serial: serial.toUpperCase(),
    subject,
  };
}

function lineOf({ status, notAfter, revoked, serial, subject }: IndexEntry): string {
  const word = revoked && indexReasons[revoked.reason as keyof typeof indexReasons];
  const revocation = revoked
    ? [timeText(revoked.date), ...(word === 'unspecified' ? [] : [word])].join(',')
    : '';
  return `${[status, timeText(notAfter), revocation, serial, 'unknown', subject].join('\t')}\n`;
}

const reasonOf = (word: string): CrlReason | undefined =>
  otherWords[word] ??
  (Object.keys(indexReasons) as (keyof typeof indexReasons)[]).find((each) => indexReasons[each] === word);

/** `YYMMDDHHMMSSZ` for 1950 to 2049, else with the whole year: UTCTime and GeneralizedTime. */
function timeText(at: number): string {
  const digits = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  const year = Number(digits.slice(0, 4));
  return `${year >= 1950 && year < 2050 ? digits.slice(2) : digits}Z`;
}

function timeIn(text: string): number | undefined {
  const parts = /^(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [, century, years, ...rest] = parts;
  const [month, day, hour, minute, second] = rest.map(Number);
  const year = Number(`${century ?? (Number(years) < 50 ? '20' : '19')}${years}`);
  return Date.UTC(year, month! - 1, day, hour, minute, second);
}

function oneLine({ rdns }: Name): string {
  return rdns
    .flat()
    .map(({ type, value }) => {
      const bytes = value.kind === 'other' ? value.value : new TextEncoder().encode(value.value);
      const text = Array.from(bytes, (byte) =>
        byte < 0x20 || byte > 0x7e
          ? `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`
          : String.fromCharCode(byte),
      );
      return `/${attributeNames[type] ?? oidName(type) ?? type}=${text.join('')}`;
    })
    .join('');
}
