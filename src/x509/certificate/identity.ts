/**
 * Does a certificate speak for the name that we meant to reach? (RFC 9525)
 *
 * Only subjectAltName counts, by exact comparison: DNS names with at most one wildcard that is the whole leftmost label
 * and stands for one label, and IP addresses by their bytes. The common name is never looked at here (common-name.ts says
 * when it counts), and an address is never compared with a DNS name.
 */
import { sameBytes } from '../../wire/bytes.ts';
import type { Certificate } from './certificate.ts';
import { type GeneralName, generalNameText } from './general-name.ts';

/** What we meant to reach, in the form that it is compared in. */
export type Reference =
  | { readonly kind: 'dns' /** lower case, without a final dot */; readonly name: string }
  | { readonly kind: 'ip' /** 4 or 16 */; readonly bytes: Uint8Array };

/** Undefined for what is neither a DNS name nor an address. IDNA names become A-labels (RFC 9525 section 6.3). */
export function referenceOf(host: string): Reference | undefined {
  const bytes = ipBytes(host.replace(/^\[(.*)\]$/, '$1'));
  if (bytes) return { kind: 'ip', bytes };
  const name = toALabels(host)?.replace(/\.$/, '');
  return name !== undefined && isHostName(name) ? { kind: 'dns', name } : undefined;
}

/** The place of the alternative name with which the certificate speaks for this one; undefined if none does. */
export function speaksFor({ extensions }: Certificate, reference: Reference): number | undefined {
  const at = (extensions.subjectAltName ?? []).findIndex((presented) => {
    if (presented.kind === 'iPAddress') {
      return reference.kind === 'ip' && sameBytes(presented.value, reference.bytes);
    }
    return presented.kind === 'dNSName' && isFor(presented.value, reference);
  });
  return at < 0 ? undefined : at;
}

/** The names that a certificate was issued for, as text. */
export const namesOf = (certificate: Certificate): string[] => hostsOf(certificate).map(generalNameText);

/** The same, not yet as text. */
export const hostsOf = ({ extensions }: Certificate): readonly GeneralName[] =>
  (extensions.subjectAltName ?? []).filter(({ kind }) => kind === 'dNSName' || kind === 'iPAddress');

/** Whether a DNS name or a wildcard covers this DNS name. Addresses are not considered. */
export const isFor = (presented: string, reference: Reference): boolean =>
  reference.kind === 'dns' && matchesDns(presented, reference.name);

/** RFC 9525 section 6.3: `*.example.com` matches `a.example.com`, but neither `example.com` nor `a.b.example.com`. */
function matchesDns(presented: string, reference: string): boolean {
  const pattern = presented.toLowerCase();
  if (!pattern.startsWith('*.')) return pattern === reference;
  const firstDot = reference.indexOf('.');
  return firstDot > 0 && reference.slice(firstDot) === pattern.slice(1) && isDnsPattern(pattern);
}

/** A DNS name of LDH labels (RFC 1034 section 3.5, RFC 1123 section 2.1) whose last label is not a number. */
export const isDnsName = (name: string): boolean => name.length <= 253 && dnsName.test(name);

/**
 * A DNS name that may contain underscores: no host name should (RFC 1123 section 2.1), but in private networks some
 * do. A certificate with such a name breaks the rules of RFC 5280 and of the Web (profile.ts).
 */
export const isHostName = (name: string): boolean => isDnsName(name.replaceAll('_', 'a'));

const label = '(?!-)[a-z0-9-]{1,63}(?<!-)';
const dnsName = new RegExp(`^(?:${label}\\.)*(?!\\d+$)${label}$`, 'i');

/** A DNS name, or one whose first label is `*` and has two labels or more after it. */
export const isDnsPattern = (name: string): boolean =>
  name.startsWith('*.') ? isDnsName(name.slice(2)) && name.slice(2).includes('.') : isDnsName(name);

/**
 * A name in lower-case A-labels, as browsers write it (UTS 46, non-transitional); undefined if it has none. `URL` belongs to
 * the Web platform, not only to Node; our own table was rejected, being as long as all else here.
 */
export function toALabels(host: string): string | undefined {
  if (/^[!-~]*$/.test(host)) return host.toLowerCase();
  // The URL parser carries UTS 46, and would also take the rest of a URL; what comes back must have as many labels.
  if (/[^\P{ASCII}a-z0-9.-]/iu.test(host)) return undefined;
  const { hostname } = URL.canParse(`https://${host}`) ? new URL(`https://${host}`) : { hostname: undefined };
  return hostname !== undefined && hostname.split('.').length === host.split(/[.\u3002\uff0e\uff61]/).length
    ? hostname
    : undefined;
}

/** The bytes of a dotted IPv4 address or an IPv6 address (RFC 4291 section 2.2); undefined for anything else. */
export function ipBytes(text: string): Uint8Array | undefined {
  return text.includes(':') ? ip6Bytes(text) : ip4Bytes(text);
}

/** Four decimal numbers without leading zeros: `0x7f.1` and `010.0.0.1` are not addresses here. */
function ip4Bytes(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const good =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return good ? Uint8Array.from(parts, Number) : undefined;
}

function ip6Bytes(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (!before || (halves.length === 2 && !after)) return undefined;
  const missing = 16 - before.length - (after?.length ?? 0);
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return Uint8Array.of(...before, ...new Uint8Array(missing), ...(after ?? []));
}

/** The bytes of colon-separated groups; the last of an address may be an IPv4 address. */
function groupsOf(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [i, group] of groups.entries()) {
    const ip4 = isEnd && i === groups.length - 1 && group.includes('.') ? ip4Bytes(group) : undefined;
    if (ip4) bytes.push(...ip4);
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
}
