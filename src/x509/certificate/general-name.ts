/** GeneralName (RFC 5280 section 4.2.1.6): everything a certificate can be about, each with its own syntax. */
import { hex } from '../../wire/bytes.ts';
import type { Of } from '../../wire/codec.ts';
import {
  about,
  any,
  choice,
  element,
  explicit,
  implicit,
  meaning,
  primitive,
  sequence,
  sequenceOf,
} from '../../wire/der.ts';
import { ia5String } from '../../wire/der-text.ts';
import { octetString } from '../../wire/der-values.ts';
import { rest } from '../../wire/notation.ts';
import { say } from '../../wire/words.ts';
import { Name } from './name.ts';
import { objectIdentifier, oidName } from './oids.ts';

/** The contents of two forms that nothing here uses. */
const unused = (n: number) => element(0xa0 | n, `[${n}]`, octetString.contents);

export const GeneralName = choice('GeneralName', {
  otherName: implicit(
    0,
    meaning(
      sequence('RFC 5280 section 4.2.1.6', {
        'type-id': about(objectIdentifier, 'What kind of name it is.'),
        value: about(explicit(0, any()), 'The name, as that kind defines it.'),
      }),
      (value) => oidName(value['type-id']) ?? value['type-id'],
    ),
  ),
  rfc822Name: implicit(1, ia5String),
  dNSName: implicit(2, ia5String),
  x400Address: unused(3),
  directoryName: explicit(4, Name),
  ediPartyName: unused(5),
  uniformResourceIdentifier: implicit(6, ia5String),
  iPAddress: implicit(7, primitive(0x04, 'OCTET STRING', { ...rest, means: ipText })),
  registeredID: implicit(8, objectIdentifier),
});
export type GeneralName = Of<typeof GeneralName>;

export const GeneralNames = meaning(sequenceOf(GeneralName, 1), (names) => {
  const shown = names.slice(0, 8).map(generalNameText).join(', ');
  return names.length > 8 ? say`${shown} and ${names.length - 8} more`.text : shown;
});

/** For people; never compared. */
export function generalNameText(name: GeneralName): string {
  switch (name.kind) {
    case 'otherName':
      return `otherName ${oidName(name.value['type-id']) ?? name.value['type-id']}`;
    case 'directoryName':
      return name.value.text;
    case 'iPAddress':
      return ipText(name.value);
    case 'x400Address':
    case 'ediPartyName':
      return name.kind;
    default:
      return name.value.replaceAll(
        /[^\x20-\x7e]/g,
        (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
      );
  }
}

/** `192.0.2.1`, `2001:db8::1` (RFC 5952), or an address and a mask; hexadecimal for what is neither. */
export function ipText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length === 16) return ip6Text(bytes);
  if (bytes.length === 8 || bytes.length === 32) {
    const half = bytes.length / 2;
    return `${ipText(bytes.subarray(0, half))}/${ipText(bytes.subarray(half))}`;
  }
  return `0x${hex(bytes)}`;
}

function ip6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16),
  ).join(':');
  // RFC 5952 section 4.2: the longest run of zeros, the first of several, and never a single one.
  const runs = [...groups.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].sort(
    (a, b) => b[0].length - a[0].length || a.index - b.index,
  );
  const run = runs[0];
  if (!run) return groups;
  const before = groups.slice(0, run.index).replace(/:$/, '');
  const after = groups.slice(run.index + run[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
