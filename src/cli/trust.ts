/**
 * Whom the command line trusts: the files and folders that were named, and the store that was named; without any the
 * system's store, else Mozilla's list as Node carries it. It says which, and never trusts everybody because there is none.
 */
import { type NamedStore, storeNamed, storeNames } from '../node/trust-stores.ts';
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
  /** A CA that was named by hand is a private one: it is not held to the rules of the Web PKI. */
  readonly profile: Profile;
}

/** Throws UsageError for what is named and is not certificates, and for a store that is not there. */
export function trustFor(
  { caFile = [], caDir = [], trust }: TrustFlags,
  env: Readonly<Record<string, string | undefined>>,
): Trust {
  // What a person named must be what it says, to the last certificate.
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
    if (isSaid)
      throw new UsageError(say`the system’s trust store cannot be used: ${(error as Error).message}`);
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
