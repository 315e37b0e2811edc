/**
 * Which values a certificate must have in which extensions, as a server may demand of clients (RFC 9846 section 4.3.5).
 *
 * Rules are defined for keyUsage and extKeyUsage; a filter for any other extension is ignored, as the section requires,
 * and so is one whose identifier cannot be read.
 */

import { decode } from '../../wire/codec.ts';
import { Malformed } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import type { Certificate } from './certificate.ts';
import { extensionTable } from './extensions.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';

export interface OidFilter {
  /** DER. */
  readonly certificateExtensionOid: Uint8Array;
  /** The DER of the extension's value, with only the required part. */
  readonly certificateExtensionValues: Uint8Array;
}

/** What one filter wants, by name. */
export interface WantedValues {
  readonly extension: 'keyUsage' | 'extKeyUsage';
  readonly values: readonly string[];
}

/** More kinds of extension than anybody could ask for. */
const MOST_FILTERS = 256;

/** The filters that are understood. Throws Malformed for values that are not those of their extension, and for an OID twice. */
export function readOidFilters(filters: readonly OidFilter[]): readonly WantedValues[] {
  if (filters.length > MOST_FILTERS) throw new Malformed(say`there are more than ${MOST_FILTERS} filters`, 0);
  const seen = new Set<string>();
  return filters.flatMap(({ certificateExtensionOid, certificateExtensionValues }) => {
    const oid = identifierIn(certificateExtensionOid);
    if (oid === undefined) return [];
    if (seen.has(oid)) throw new Malformed(say`${oidName(oid) ?? oid} appears twice among the filters`, 0);
    seen.add(oid);
    if (oid === oids.keyUsage) {
      const values = decode(extensionTable.keyUsage.codec, certificateExtensionValues);
      return { extension: 'keyUsage' as const, values };
    }
    if (oid !== oids.extKeyUsage) return [];
    const purposes = decode(extensionTable.extKeyUsage.codec, certificateExtensionValues);
    if (purposes.includes(oids.anyExtendedKeyUsage))
      throw new Malformed('anyExtendedKeyUsage is in a filter', 0);
    return { extension: 'extKeyUsage' as const, values: purposes.map((each) => oidName(each) ?? each) };
  });
}

function identifierIn(der: Uint8Array): string | undefined {
  try {
    return decode(objectIdentifier, der);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** Which of these values a certificate lacks. Without the extension it lacks all of them. */
export function lacking(wanted: readonly WantedValues[], { extensions }: Certificate): WantedValues[] {
  const has = {
    keyUsage: extensions.keyUsage ?? [],
    extKeyUsage: (extensions.extKeyUsage ?? []).map((each) => oidName(each) ?? each),
  };
  return wanted.flatMap(({ extension, values }) => {
    const present: readonly string[] = has[extension];
    const missing = values.filter((value) => !present.includes(value));
    // The extension must be there even if no particular value is asked for.
    const absent = extensions[extension] === undefined;
    return missing.length > 0 || absent ? { extension, values: missing } : [];
  });
}
