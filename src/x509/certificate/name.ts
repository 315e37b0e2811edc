/**
 * Names: who issued a certificate and whom it is about (RFC 5280 sections 4.1.2.4 and 7.1).
 *
 * A name keeps its bytes, and writing it writes those bytes; what it means is worked out on demand. Equality is a
 * key: two names are equal when their keys are, so a store of anchors is a map. Comparing bytes alone was rejected, since
 * RFC 5280 lets an issuer spell its name as PrintableString and its subordinate as UTF8String.
 */
import { hex } from '../../wire/bytes.ts';
import { decode, encode, type Of } from '../../wire/codec.ts';
import {
  about,
  any,
  choice,
  type Der,
  type Element,
  meaning,
  sequence,
  sequenceOf,
  setOf,
} from '../../wire/der.ts';
import {
  bmpString,
  ia5String,
  numericString,
  printableString,
  teletexString,
  universalString,
  utf8String,
  visibleString,
} from '../../wire/der-text.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';

export interface Name {
  /** The DER Name. */
  readonly der: Uint8Array;
  /** RelativeDistinguishedNames in encoded order, the most general first. */
  readonly rdns: readonly RelativeDistinguishedName[];
  /** One string per RDN; equal RDNs have equal strings. */
  readonly rdnKeys: readonly string[];
  /** Equal for names that are equal by RFC 5280 section 7.1. */
  readonly key: string;
  /** For people, after RFC 4514: `CN=example.com, O=Example`; characters that could disturb a terminal are escaped. */
  readonly text: string;
}

const AttributeValue = choice('AttributeValue', {
  utf8String,
  printableString,
  ia5String,
  teletexString,
  bmpString,
  universalString,
  numericString,
  visibleString,
  other: any(),
});

const attribute = sequence('RFC 5280 section 4.1.2.4', {
  type: about(objectIdentifier, 'Which attribute it is.'),
  value: AttributeValue,
});
export type AttributeTypeAndValue = Of<typeof attribute>;
export const AttributeTypeAndValue: Element<AttributeTypeAndValue> = meaning(attribute, attributeText);
export const RelativeDistinguishedName: Element<RelativeDistinguishedName> = meaning(
  setOf(AttributeTypeAndValue, 1),
  rdnText,
);
type RelativeDistinguishedName = readonly AttributeTypeAndValue[];
export const RDNSequence = sequenceOf(RelativeDistinguishedName);

/** `Name`, decoded when read, and written as the bytes it was read from. */
export const Name: Der<Name> = {
  ...RDNSequence,
  read(r) {
    const start = r.pos;
    const rdns = RDNSequence.read(r);
    return new DistinguishedName(r.bytes.subarray(start, r.pos), rdns);
  },
  write: (w, { der }) => w.put(der),
  means: ({ text }) => text,
};

/** Substitute for an unreadable name: it equals no other. */
export const damagedName = (der: Uint8Array): Name => ({
  der,
  rdns: [],
  rdnKeys: [],
  key: `damaged ${latin1.decode(der)}`,
  text: 'damaged',
});
const latin1 = new TextDecoder('latin1');

class DistinguishedName implements Name {
  readonly der: Uint8Array;
  readonly rdns: readonly RelativeDistinguishedName[];
  #keys: readonly string[] | undefined;
  #key: string | undefined;
  #text: string | undefined;

  constructor(der: Uint8Array, rdns: readonly RelativeDistinguishedName[]) {
    this.der = der;
    this.rdns = rdns;
  }

  get rdnKeys(): readonly string[] {
    return (this.#keys ??= this.rdns.map(rdnKey));
  }

  get key(): string {
    return (this.#key ??= this.rdnKeys.join());
  }

  get text(): string {
    return (this.#text ??= this.rdns.map(rdnText).reverse().join(', '));
  }
}

/** A set has no order, and case folding may change the encoded one. Lengths keep one key from looking like two. */
function rdnKey(rdn: RelativeDistinguishedName): string {
  const keys = rdn.map(attributeKey);
  return (keys.length > 1 ? keys.sort() : keys).map((key) => `${key.length}:${key}`).join('+');
}

/** RFC 5280 section 7.1: text regardless of string type, case and repeated spaces; other values by bytes. */
function attributeKey({ type, value }: AttributeTypeAndValue): string {
  if (value.kind === 'other') return `${type}#${hex(value.value)}`;
  const text = prepared(value.value);
  return `${type}=${/^ | {2}| $/.test(text) ? text.replaceAll(/ +/g, ' ').trim() : text}`;
}

/** RFC 4518 sections 2.2 and 2.3: invisible characters vanish, every space becomes U+0020, and case is folded. */
function prepared(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return (
    text
      .replaceAll(/[\t-\r\u0085\p{Z}]/gu, ' ')
      .replaceAll(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u1806\ufffc]/gu, '')
      .normalize('NFKC')
      // Via upper case, so that ß becomes ss.
      .toUpperCase()
      .toLowerCase()
  );
}

/** The short names of attribute types (RFC 4514 section 3), by object identifier. */
export const attributeNames: Readonly<Record<string, string>> = {
  [oids.commonName]: 'CN',
  [oids.countryName]: 'C',
  [oids.localityName]: 'L',
  [oids.stateOrProvinceName]: 'ST',
  [oids.organizationName]: 'O',
  [oids.organizationalUnitName]: 'OU',
  [oids.streetAddress]: 'STREET',
  [oids.domainComponent]: 'DC',
  [oids.userId]: 'UID',
};

function rdnText(rdn: RelativeDistinguishedName): string {
  return rdn.map(attributeText).join('+');
}

function attributeText({ type, value }: AttributeTypeAndValue): string {
  const name = attributeNames[type] ?? oidName(type) ?? type;
  return `${name}=${value.kind === 'other' ? `#${hex(value.value)}` : escapeText(value.value)}`;
}

/** RFC 4514 section 2.4, and every control and bidirectional character, which terminals would obey. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[",+;<>\\]|^[ #]| $/g, (character) => `\\${character}`)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
      [...new TextEncoder().encode(character)]
        .map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
        .join(''),
    );
}

/** Attributes in the order they are encoded, the most general first: `{ C: 'NL', O: 'Example', CN: 'Example Root' }`. */
export type SubjectAttributes = Readonly<Partial<Record<'C' | 'ST' | 'L' | 'O' | 'OU' | 'CN', string>>>;

/** Makes a name. Country is a PrintableString, the rest UTF8String (RFC 5280 section 4.1.2.4). */
export function nameOf(attributes: SubjectAttributes): Name {
  const types = Object.fromEntries(Object.entries(attributeNames).map(([type, short]) => [short, type]));
  const rdns = Object.entries(attributes).map(([short, text]) => [
    {
      type: types[short]!,
      value: { kind: short === 'C' ? ('printableString' as const) : ('utf8String' as const), value: text },
    },
  ]);
  return decode(Name, encode(RDNSequence, rdns));
}

/** The values of one attribute type, such as every common name. */
export function attributesOf(name: Name, type: string): string[] {
  const values: string[] = [];
  for (const rdn of name.rdns) {
    for (const each of rdn) {
      if (each.type === type && each.value.kind !== 'other') values.push(each.value.value);
    }
  }
  return values;
}
