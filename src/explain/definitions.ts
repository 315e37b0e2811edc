/** What our own definitions say: extensions of TLS and of certificates, object identifiers, groups, signature schemes, versions. */
import { messages } from '../protocol/any-message.ts';
import { Extensions } from '../protocol/extensions.ts';
import { titleOf } from '../protocol/message.ts';
import { ExtensionType } from '../protocol/numbers/extension-types.ts';
import { NamedGroup } from '../protocol/numbers/groups.ts';
import { SignatureScheme } from '../protocol/numbers/schemes.ts';
import { say, type Words } from '../wire/words.ts';
import { extensionAbouts } from '../x509/certificate/extension-abouts.ts';
import { oids } from '../x509/certificate/oids.ts';
import type { Explanation } from './explanation.ts';

/** A TLS extension by its IANA name. */
export function extension(name: string): Explanation | undefined {
  const type = numbered(ExtensionType, name);
  if (type === undefined) return undefined;
  const defined = Object.values(Extensions).find((row) => row.type === type);
  return {
    id: `extension/${name}`,
    kind: 'TLS extension',
    title: `${name} (${type})`,
    says: [defined?.about ?? NOT_READ],
    ...(defined && { rfc: defined.rfc }),
  };
}
const NOT_READ: Words =
  'IANA has given this number; handglass does not use the extension, and shows its bytes.';

/** The fields of messages that have this name, in any of them: `cipher_suites` of ClientHello. */
export function fieldsNamed(name: string): readonly Explanation[] {
  return messages.flatMap((is) =>
    (is.body.fields ?? []).flatMap(({ name: known, about, rfc }) =>
      known === name && about !== undefined
        ? [
            {
              id: `field/${is.name}.${name}`,
              kind: say`field of ${titleOf(is)}`,
              title: name,
              says: [about],
              ...(rfc !== undefined && { rfc }),
            },
          ]
        : [],
    ),
  );
}

/** An object identifier, dotted or by the name of its RFC; those of certificate extensions say what they are for. */
export function objectIdentifier(text: string): Explanation | undefined {
  const [name, value] =
    Object.entries(oids).find(([known, dotted]) => known === text || dotted === text) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const about = (extensionAbouts as Readonly<Record<string, Words>>)[name];
  return {
    id: `oid/${value}`,
    kind: about ? 'certificate extension' : 'object identifier',
    title: `${name} (${value})`,
    says: about ? [about] : [],
  };
}

export function group(name: string): Explanation | undefined {
  const number = numbered(NamedGroup, name);
  if (number === undefined) return undefined;
  return {
    id: `group/${name}`,
    kind: 'group for key exchange',
    title: `${name} (0x${number.toString(16).padStart(4, '0')})`,
    says: [kindOfGroup(number)],
    rfc: 'RFC 9846 section 4.3.7',
  };
}

function kindOfGroup(number: number): Words {
  if (number >= 0x0200)
    return 'Hybrid: a curve together with a key encapsulation that quantum computers do not break.';
  if (number >= 0x0100) return 'Powers modulo a prime that RFC 7919 gives a name, for DHE.';
  return 'An elliptic curve, for ECDHE.';
}

export function scheme(name: string): Explanation | undefined {
  const number = numbered(SignatureScheme, name);
  if (number === undefined) return undefined;
  return {
    id: `scheme/${name}`,
    kind: 'signature scheme',
    title: `${name} (0x${number.toString(16).padStart(4, '0')})`,
    says: ['A way to sign: the kind of key, the padding or curve, and the hash.'],
    rfc: 'RFC 9846 section 4.3.3',
  };
}

function numbered(names: object, name: string): number | undefined {
  const number = (names as Readonly<Record<string, unknown>>)[name];
  return typeof number === 'number' ? number : undefined;
}
