/**
 * The named trust stores: the system's, Mozilla's list as shipped with Node, and what Node trusts.
 *
 * The Web's rules apply to servers below one of Mozilla's roots. A root that is only in the system's store, or among Node's
 * extra ones, was added by an administrator (or dropped by Mozilla), and is as private as a CA in a file. Browsers draw the
 * line in the same way. What cannot be read is not trusted; the caller reports how many there are.
 */
import tls from 'node:tls';
import { contentsWords, onlyCertificatesIn, WrongContents } from '../files/index.ts';
import { thrownWords } from '../wire/thrown-text.ts';
import { say, type Words } from '../wire/words.ts';
import {
  anchorFromCertificate,
  type Certificate,
  privateProfile,
  type TrustStore,
  trustStore,
  webProfile,
} from '../x509/index.ts';
import { usableIn } from './certificate-folder.ts';
import { readAll } from './read-file.ts';
import { systemStore } from './system-store.ts';

export const storeNames = ['system', 'mozilla', 'node'] as const;
export type StoreName = (typeof storeNames)[number];

export interface NamedStore {
  readonly store: TrustStore;
  /** What it is and where it was found, in words. */
  readonly from: Words;
  /** Certificates in it that cannot be read. */
  readonly passedOver: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an Error if there is no such store, or the environment names one that cannot be used. */
export function storeNamed(name: StoreName, env: Environment = process.env): NamedStore {
  switch (name) {
    case 'mozilla':
      return { store: mozillas(), from: 'Mozilla’s list, as Node carries it', passedOver: 0 };
    case 'node':
      return nodes(env);
    case 'system': {
      const found = systemStore(env);
      if (!found) throw new Error('this system has no trust store in any of the places that are known');
      const { certificates, passedOver, place } = found;
      return { store: storeOf(certificates), from: say`the system’s store (${place})`, passedOver };
    }
  }
}

const mozillas = (): TrustStore => storeOf(certificatesIn(tls.rootCertificates).certificates);

function storeOf(certificates: readonly Certificate[]): TrustStore {
  const known = new Set(tls.rootCertificates.map((pem) => pem.replaceAll(/-----[^-]*-----|\s/g, '')));
  return trustStore(
    certificates.map((certificate) => ({
      ...anchorFromCertificate(certificate),
      serverProfile: known.has(Buffer.from(certificate.der).toString('base64')) ? webProfile : privateProfile,
    })),
  );
}

/**
 * `tls.getCACertificates`, where Node has it (22.15), knows --use-system-ca, --use-openssl-ca and the NODE_EXTRA_CA_CERTS
 * that this process started with.
 */
function nodes(env: Environment): NamedStore {
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'default') => string[] };
  const extra = env['NODE_EXTRA_CA_CERTS'];
  const { certificates, passedOver } = getCACertificates
    ? certificatesIn(getCACertificates('default'))
    : certificatesIn(tls.rootCertificates);
  const known = getCACertificates && env === process.env;
  const extras = extra && !known ? extraIn(extra) : [];
  return { store: storeOf([...certificates, ...extras]), from: 'what Node trusts', passedOver };
}

/** Node warns about a file that it cannot read, and carries on without it; so do we: that trusts less, not more. */
function extraIn(file: string): readonly Certificate[] {
  try {
    return onlyCertificatesIn(readAll(file));
  } catch (error) {
    const why =
      error instanceof WrongContents ? say`${file} ${contentsWords(error, file)}` : thrownWords(error);
    process.emitWarning(say`NODE_EXTRA_CA_CERTS is ignored: ${why}`.text);
    return [];
  }
}

const certificatesIn = (texts: readonly string[]) => usableIn(Buffer.from(texts.join('\n')));
