/**
 * Extensions of lists and OCSP responses, each read on its own: damage in one is noted there and affects nothing else.
 *
 * A revocation must not be lost because of a damaged detail beside it. Damaged evidence proves nothing good, but that is
 * decided where it is judged (revocation/crl-status.ts, ocsp-status.ts).
 */
import {
  about,
  type Der,
  definedBy,
  type Element,
  element,
  optional,
  sequence,
  sequenceOf,
} from '../../wire/der.ts';
import { boolean } from '../../wire/der-values.ts';
import { Malformed } from '../../wire/reader.ts';
import { fieldAbouts } from './extension-abouts.ts';
import { Extension, type ExtensionName, extensionBody, extensionName } from './extensions.ts';
import { objectIdentifier, oidName } from './oids.ts';

/** With `damage` its value does not count; without an `extnID` not even its type is known. */
export interface LooseExtension extends Extension {
  readonly damage?: string;
  /** Its contents, if they cannot be rebuilt from the other fields. */
  readonly raw?: Uint8Array;
}

/** `Extensions`. Throws Malformed only if it is unclear where one ends. */
export const LooseExtensions: Element<readonly LooseExtension[]> = element(0x30, 'SEQUENCE OF', {
  read(r) {
    const seen = new Set<string>();
    return items.contents.read(r).map((each) => {
      if (each.extnID === '' || !seen.has(each.extnID)) {
        seen.add(each.extnID);
        return each;
      }
      return { ...each, damage: 'it appears twice' };
    });
  },
  write: (w, all) => items.contents.write(w, all),
});

/** What is wrong with these, one clause each. */
export const damageIn = (all: readonly LooseExtension[]): string[] =>
  all.flatMap(({ extnID, damage }) =>
    damage === undefined ? [] : `${extnID === '' ? 'an extension' : (oidName(extnID) ?? extnID)}: ${damage}`,
  );

/** Object identifiers of those that are critical and not acted upon. */
export const notActedUpon = (
  all: readonly LooseExtension[],
  actedUpon: readonly (ExtensionName | undefined)[],
): string[] =>
  all
    .filter(({ critical, extnID }) => critical && !actedUpon.includes(extensionName(extnID)))
    .flatMap(({ extnID }) => (extnID === '' ? [] : extnID));

type LooseValue = Extension['extnValue'] & { readonly damage?: string };

const looseBody = (strict: Element<Extension['extnValue']>): Element<LooseValue> =>
  element(0x04, 'OCTET STRING', {
    read(r) {
      const { pos, left } = r;
      const value = r.guarded(left, strict.contents.read);
      const bytes = r.bytes.subarray(pos, pos + left);
      return value instanceof Malformed ? { bytes, value: undefined, damage: value.message } : value;
    },
    write: (w, value) => strict.contents.write(w, value),
  });

const fields = sequence('RFC 5280 section 4.1', {
  extnID: about(objectIdentifier, fieldAbouts.extnID),
  critical: optional(about(boolean, fieldAbouts.critical)),
  extnValue: about(
    definedBy(({ extnID }) => looseBody(extensionBody(extnID as string))),
    fieldAbouts.extnValue,
  ),
});

const nothing: LooseValue = { bytes: new Uint8Array(), value: undefined };

const item: Element<LooseExtension> = element(0x30, 'SEQUENCE', {
  read(r) {
    const { pos, left } = r;
    const read = r.guarded(left, fields.contents.read);
    const raw = r.bytes.subarray(pos, pos + left);
    if (read instanceof Malformed)
      return { extnID: '', critical: true, extnValue: nothing, damage: read.message, raw };
    const { extnID, critical, extnValue } = read;
    if (critical === false) return { extnID, critical, extnValue, damage: 'a default value is encoded', raw };
    const { damage } = extnValue;
    return { extnID, critical: critical === true, extnValue, ...(damage !== undefined && { damage }) };
  },
  write(w, value) {
    if (value.raw) w.put(value.raw);
    else Extension.contents.write(w, value);
  },
});

const named: Der<LooseExtension> = { ...item, means: ({ extnID }) => oidName(extnID) ?? extnID };
const items = sequenceOf(named, 1);
