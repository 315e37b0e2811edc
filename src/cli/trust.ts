/**
 * Whom the command line trusts: the files and folders that were named, and the store that was named; without any the
 * system's store, else Mozilla's list as Node carries it. It says which, and never trusts everybody because there is none.
 */
import { type NamedStore, type StoreName, storeNamed, storeNames } from '../node/trust-stores.ts';
import {
  anchorFromCertificate,
  type Profile,
  privateProfile,
  type TrustStore,
  trustStore,
  webProfile,
} from '../x509/index.ts';
import { readCertificates, readFolder } from './files.ts';
import { UsageError } from './io.ts';

export interface TrustFlags {
  readonly caFile?: readonly string[];
  readonly caDir?: readonly string[];
  readonly trust?: string;
}

export interface Trust {
  readonly store: TrustStore;
  /** Where it comes from, in words. */
  readonly from: string;
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
  return {
    store: trustStore([...anchors, ...(store?.store.anchors ?? [])]),
    from:
      [
        ...named.map(({ from, passedOver }) => from + without(passedOver, 'file', 'without a certificate')),
        ...(store ? [store.from + without(store.passedOver, 'certificate', 'that cannot be read')] : []),
      ].join(' and ') || 'nobody',
    profile: isNamed ? privateProfile : webProfile,
  };
}

function storeFor(
  name: string | undefined,
  isNamed: boolean,
  env: Parameters<typeof trustFor>[1],
): NamedStore | undefined {
  if (name === undefined && isNamed) return undefined;
  if (name === 'none') return undefined;
  if (name !== undefined && !isStore(name))
    throw new UsageError(`--trust ${name} is not ${storeNames.join(', ')} or none`);
  try {
    return storeNamed(name ?? 'system', env);
  } catch (error) {
    const isSaid = name !== undefined || env['SSL_CERT_FILE'] || env['SSL_CERT_DIR'];
    if (isSaid) throw new UsageError(`the system’s store cannot be used: ${(error as Error).message}`);
    return storeNamed('mozilla', env);
  }
}

const isStore = (name: string): name is StoreName => (storeNames as readonly string[]).includes(name);

const without = (count: number, what: string, why: string): string =>
  count === 0 ? '' : ` (without ${count} ${what}${count === 1 ? '' : 's'} ${why})`;
