/**
 * What the command line trusts: the files, folders and store that were named; otherwise the system's store, or Mozilla's list
 * as Node carries it. It says which, and never trusts everyone for lack of a store.
 */
import { type NamedStore, storeNamed, storeNames } from '../node/trust-stores.ts';
import { thrownWords } from '../wire/thrown-text.ts';
import { say, type Words } from '../wire/words.ts';
import {
  anchorFromCertificate,
  type Profile,
  privateProfile,
  type TrustStore,
  trustStore,
  webProfile,
} from '../x509/index.ts';
import { readCertificates, readFolder } from './files.ts';
import { choiceOf } from './flags.ts';
import { UsageError } from './io.ts';

export interface TrustFlags {
  readonly caFile?: readonly string[];
  readonly caDir?: readonly string[];
  readonly trust?: string;
}

export interface Trust {
  readonly store: TrustStore;
  /** Where it comes from, in words. */
  readonly from: Words;
  /** A CA named by hand counts as private: it is not held to the rules of the Web PKI. */
  readonly profile: Profile;
}

/** Throws UsageError for named files that are not certificates, and for a missing store. */
export function trustFor(
  { caFile = [], caDir = [], trust }: TrustFlags,
  env: Readonly<Record<string, string | undefined>>,
): Trust {
  // In what the user named, every last certificate must be readable.
  const named = [
    ...caFile.map((file) => ({
      from: file,
      certificates: readCertificates('--ca-file', file),
      passedOver: 0,
    })),
    ...caDir.map((folder) => ({ from: folder, ...readFolder('--ca-dir', folder) })),
  ];
  const isNamed = named.length > 0;
  const store = storeFor(trust, isNamed, env);
  const anchors = named.flatMap(({ certificates }) => certificates.map(anchorFromCertificate));
  const sources = [...named.map(folderWords), ...(store ? [storeWords(store)] : [])];
  return {
    store: trustStore([...anchors, ...(store?.store.anchors ?? [])]),
    from: sources.length > 0 ? sources.reduce((one, other) => say`${one} and ${other}`) : 'nobody',
    profile: isNamed ? privateProfile : webProfile,
  };
}

function storeFor(
  name: string | undefined,
  isNamed: boolean,
  env: Parameters<typeof trustFor>[1],
): NamedStore | undefined {
  if (name === undefined && isNamed) return undefined;
  const chosen = name === undefined ? undefined : choiceOf('--trust', name, [...storeNames, 'none']);
  if (chosen === 'none') return undefined;
  try {
    return storeNamed(chosen ?? 'system', env);
  } catch (error) {
    const isSaid = name !== undefined || env['SSL_CERT_FILE'] || env['SSL_CERT_DIR'];
    if (isSaid) throw new UsageError(say`the system’s trust store cannot be used: ${thrownWords(error)}`);
    return storeNamed('mozilla', env);
  }
}

interface Source {
  readonly from: Words;
  readonly passedOver: number;
}

function folderWords({ from, passedOver }: Source): Words {
  if (passedOver === 0) return from;
  return passedOver === 1
    ? say`${from} (without 1 file that holds no certificate)`
    : say`${from} (without ${passedOver} files that hold no certificate)`;
}

function storeWords({ from, passedOver }: Source): Words {
  if (passedOver === 0) return from;
  return passedOver === 1
    ? say`${from} (without 1 certificate that cannot be read)`
    : say`${from} (without ${passedOver} certificates that cannot be read)`;
}
