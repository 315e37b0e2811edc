/** What a person meant to give, against what is in the file: the thing that is needed, or an error in plain words. */
import { say, type Words } from '../wire/words.ts';
import type { Certificate } from '../x509/certificate/certificate.ts';
import { FILE, withFile } from './advice.ts';
import type { DerKind } from './der-kind.ts';
import { type FilePart, partsOf } from './file-contents.ts';

/** A file holds something other than what is needed, or holds it damaged. The message is both parts, in English. */
export class WrongContents extends Error {
  override readonly name = 'WrongContents';

  /**
   * @param said the rest of a sentence that begins with the file's name: `holds a private key where a certificate belongs`
   * @param advice with a place for the file's name
   */
  constructor(
    readonly said: Words,
    readonly advice?: Words,
  ) {
    super(String(contentsWords({ said, advice })));
  }
}

/**
 * What is wrong with a file and what to do, as the rest of a sentence that begins with its name.
 *
 * @param file its name in the advice, as one would type it
 */
export const contentsWords = (
  { said, advice }: { readonly said: Words; readonly advice?: Words | undefined },
  file?: string,
): Words =>
  advice === undefined ? said : say`${said}: ${file === undefined ? advice : withFile(advice, file)}`;

/** The certificates in a file, which may hold other things too. Throws WrongContents; never none. */
export const certificatesIn = (bytes: Uint8Array): readonly Certificate[] =>
  wantedIn(bytes, 'certificate').flatMap(({ certificates }) => certificates);

/**
 * The same for callers that judge them and show what is wrong: partly damaged certificates are included. Throws WrongContents
 * for other damage.
 */
export function certificatesToJudge(bytes: Uint8Array): readonly Certificate[] {
  const parts = partsOf(bytes);
  const isShown = parts.some(({ shown }) => shown);
  if (!isShown || parts.some(({ damage, shown }) => damage !== undefined && !shown))
    return certificatesIn(bytes);
  return parts.flatMap(({ certificates, shown }) => shown ?? certificates);
}

/** The same for a file that must hold nothing else. */
export function onlyCertificatesIn(bytes: Uint8Array): readonly Certificate[] {
  const parts = partsWith(bytes, 'certificate');
  const stranger = parts.find(({ certificates }) => certificates.length === 0);
  if (!stranger) return parts.flatMap(({ certificates }) => certificates);
  const { what, line } = stranger;
  throw new WrongContents(
    line === undefined
      ? say`holds ${what} beside its certificates`
      : say`holds ${what} (line ${line}) beside its certificates`,
    'give a file with certificates only',
  );
}

/** The parts of one kind, whole. Throws WrongContents; never none. */
export const wantedIn = (bytes: Uint8Array, wanted: Wanted): readonly FilePart[] =>
  partsWith(bytes, wanted).filter((part) => isWanted(part, wanted));

const isWanted = ({ kind, certificates }: FilePart, wanted: Wanted): boolean =>
  wanted === 'certificate' ? certificates.length > 0 : kind === wanted;

/** All parts of a file that has what is wanted, and no damage. */
function partsWith(bytes: Uint8Array, wanted: Wanted): readonly FilePart[] {
  const parts = partsOf(bytes);
  if (parts.length === 0)
    throw new WrongContents(say`is empty, and ${needed[wanted]} is needed`, 'check how it was written');
  const broken = parts.find(({ damage }) => damage !== undefined);
  if (broken) {
    const { what, line, damage } = broken;
    throw new WrongContents(
      line === undefined
        ? say`is damaged: ${what}: ${damage}`
        : say`is damaged: ${what} (line ${line}): ${damage}`,
      broken.todo,
    );
  }
  if (!parts.some((part) => isWanted(part, wanted))) throw refusal(parts, wanted);
  return parts;
}

export type Wanted = Extract<
  DerKind,
  'certificate' | 'private-key' | 'certificate-request' | 'crl' | 'ocsp-response'
>;

const needed: Readonly<Record<Wanted, string>> = {
  certificate: 'a certificate',
  'private-key': 'a private key',
  'certificate-request': 'a certificate request (CSR)',
  crl: 'a revocation list (CRL)',
  'ocsp-response': 'an OCSP response',
};

function refusal(parts: readonly FilePart[], wanted: Wanted): WrongContents {
  const first = parts[0]!;
  const names = [...new Map(parts.map(({ what }) => [String(what), what])).values()];
  const last = names.pop()!;
  const named =
    names.length === 0 ? last : say`${names.reduce((one, other) => say`${one}, ${other}`)} and ${last}`;
  const isAll = first.kind === 'other' && first.label === undefined && first.der === undefined;
  // Beside a certificate, the unreadable key is what needs fixing.
  const key = wanted === 'private-key' ? parts.find(({ kind }) => kind.endsWith('-key')) : undefined;
  const { kind, todo } = key?.todo === undefined ? first : key;
  return new WrongContents(
    isAll
      ? say`is ${named}, and ${needed[wanted]} is needed`
      : say`holds ${named} where ${needed[wanted]} belongs`,
    ways[wanted]?.[kind] ?? (leadsTo(kind, wanted) ? todo : undefined) ?? say`give ${needed[wanted]}`,
  );
}

/** Whether the advice for a part leads to what is wanted: decrypting a key does not make a CRL. */
const leadsTo = (kind: FilePart['kind'], wanted: Wanted): boolean =>
  kind === 'other' || wanted === 'certificate' || wanted === 'private-key';

const REQUESTING = say`openssl req -new -key ${FILE} -out request.csr makes one with it`;

/** From what was given to what is wanted. */
const ways: { readonly [W in Wanted]?: Partial<Record<FilePart['kind'], Words>> } = {
  certificate: {
    'private-key': 'give the certificate that belongs to it',
    'encrypted-private-key': 'give the certificate that belongs to it',
    'foreign-key': 'give the certificate that belongs to it',
    'public-key': 'give the certificate that contains it',
    'certificate-request': 'send it to a CA, which answers with the certificate that is needed',
    pkcs12: say`openssl pkcs12 -in ${FILE} -nokeys -out certificates.pem extracts its certificates`,
  },
  'certificate-request': {
    'private-key': REQUESTING,
    'encrypted-private-key': REQUESTING,
  },
  'private-key': {
    certificate: 'give the private key that belongs to it',
    'public-key': 'give the private key that belongs to it',
    'certificate-request': 'give the private key that it was made with',
    pkcs12: say`openssl pkcs12 -in ${FILE} -nocerts -noenc -out plain.key extracts its key`,
  },
};
