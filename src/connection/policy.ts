/**
 * Names the rules under which a peer was accepted, so that a session is resumed only under the same: the name, the
 * trust, the application protocols, our own credential, and any check that was handed in.
 */
import type { Provider } from '../crypto/provider.ts';
import type { TrustStore } from '../x509/index.ts';

type Part = string | readonly unknown[] | TrustStore | object | undefined;

export function policyOf({ hashes }: Provider, parts: readonly Part[]): string {
  const text = JSON.stringify(parts.map((part) => nameOf(part, hashes['SHA-256'])));
  return hex(hashes['SHA-256'].digest(bytesOf(text)));
}

const names = new WeakMap<object, string>();
let handedIn = 0;

function nameOf(part: Part, sha256: Provider['hashes']['SHA-256']): unknown {
  if (part === undefined || typeof part === 'string') return part ?? '';
  if (Array.isArray(part) && part.every((item) => typeof item === 'string')) return part;
  const known = names.get(part);
  if (known !== undefined) return known;
  const name =
    'anchors' in part
      ? trustName(part as TrustStore, sha256)
      : Array.isArray(part)
        ? credentialsName(part, sha256)
        : `handed in ${++handedIn}`;
  names.set(part, name);
  return name;
}

const trustName = ({ anchors }: TrustStore, sha256: Provider['hashes']['SHA-256']): string =>
  hex(
    sha256.digest(
      bytesOf(
        anchors
          .map(({ spki }) => hex(sha256.digest(spki)))
          .sort()
          .join(),
      ),
    ),
  );

const credentialsName = (
  credentials: readonly { chain: readonly Uint8Array[] }[],
  sha256: Provider['hashes']['SHA-256'],
): string => credentials.map(({ chain }) => (chain[0] ? hex(sha256.digest(chain[0])) : '')).join();

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
