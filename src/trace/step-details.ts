/** What is worth saying of each message in half a line, found in its annotated fields. */
import { bitLength, fromHex, unpadded } from '../wire/bytes.ts';
import { say, type Words } from '../wire/words.ts';
import type { Field, Step } from './document.ts';
import { clauses, inSequence, listed } from './text.ts';

type MessageStep = Extract<Step, { kind: 'message' }>;

export function detailOf(step: MessageStep): Words {
  return details[step.type]?.(step.fields, step) ?? '';
}

const details: Readonly<Record<string, (fields: Field, step: MessageStep) => Words>> = {
  client_hello(fields) {
    const name = find(fields, 'host_name')?.means?.replace(/^"(.*)"$/, '$1');
    const suites = items(fields, 'cipher_suites').filter(({ means }) => !isGrease(means));
    const shares = items(fields, 'key_share').flatMap((entry) => find(entry, 'group')?.means ?? []);
    return clauses([
      name ?? 'no server_name',
      inSequence(versionsIn(fields).map((version, i) => (i === 0 ? version : version.replace(/^TLS /, '')))),
      suites.length === 1 ? '1 suite' : say`${suites.length} suites`,
      ...(shares.length > 0 ? [say`share of ${listed(shares.filter((share) => !isGrease(share)))}`] : []),
      ...(ticketOffered(fields)
        ? ['a ticket to resume']
        : idOffered(fields)
          ? ['a session ID to resume']
          : []),
    ]);
  },
  server_hello(fields, { name }) {
    const suite = find(fields, 'cipher_suite')?.means ?? '';
    const share = find(fields, 'key_share');
    const group =
      share && (find(share, 'group')?.means ?? find(share, 'key_share', isLeaf)?.means ?? share.means);
    if (name === 'HelloRetryRequest') return group ? say`asks for a share of ${group}` : 'asks to try again';
    return group ? say`${suite}, share of ${group}` : suite;
  },
  encrypted_extensions(fields) {
    const names = (find(fields, 'extensions')?.parts ?? [])
      .map(({ name }) => name)
      .filter((name) => name !== 'length');
    return names.length > 0 ? inSequence(names) : 'none';
  },
  certificate_request(fields) {
    const names = authoritiesIn(fields);
    return names.length > 0 ? say`from ${listed(names, 2)}` : 'from any issuer';
  },
  certificate(fields) {
    const list = items(fields, 'certificate_list');
    if (list.length === 0) return 'none';
    const sent = sentIn(list);
    const staple = find(list[0]!, 'status_request');
    if (!staple) return sent;
    const status = statusIn(staple);
    return status === undefined
      ? say`${sent}, with an OCSP response that cannot be read`
      : say`${sent}, with an OCSP response: ${status}`;
  },
  certificate_status(fields) {
    const status = statusIn(fields);
    return status === undefined ? 'an OCSP response that cannot be read' : say`an OCSP response: ${status}`;
  },
  server_key_exchange(fields) {
    const scheme = find(fields, 'algorithm')?.means ?? '?';
    const modulus = find(fields, 'dh_p', isLeaf);
    if (modulus) return say`share modulo a prime of ${bitsIn(modulus)} bits, signed with ${scheme}`;
    return say`share of ${find(fields, 'named_curve')?.means ?? '?'}, signed with ${scheme}`;
  },
  certificate_verify(fields) {
    const scheme = find(fields, 'algorithm')?.means ?? '?';
    return say`signed with ${scheme}`;
  },
  client_key_exchange: (fields) =>
    find(fields, 'encrypted_pre_master_secret') ? 'the encrypted premaster secret' : 'the client’s share',
  new_session_ticket(fields) {
    const lifetime = find(fields, 'ticket_lifetime') ?? find(fields, 'ticket_lifetime_hint');
    return say`to resume within ${lifetime?.value ?? '?'} seconds`;
  },
  finished: () => 'over the whole handshake',
  key_update: (fields) => find(fields, 'request_update')?.means ?? '',
};

/** Whose certificate it is, and how many more came. */
function sentIn(list: readonly Field[]): Words {
  const leaf = find(list[0]!, 'subject')?.means;
  if (leaf === undefined)
    return list.length === 1
      ? 'a certificate that cannot be read'
      : say`${list.length} certificates that cannot be read`;
  const name = leaf || 'an empty subject';
  return list.length === 1 ? name : say`${name} and ${list.length - 1} more`;
}

/** What an OCSP response says first: a certificate's status, or why there is none; undefined if it cannot be read. */
const statusIn = (staple: Field): string | undefined =>
  (find(staple, 'certStatus') ?? find(staple, 'responseStatus'))?.means;

/** The names of the authorities that a CertificateRequest lists. */
export const authoritiesIn = (request: Field): string[] =>
  items(request, 'certificate_authorities').map(({ means }) => means ?? 'a name that cannot be read');

/** The versions that a ClientHello offers. */
export const versionsIn = (hello: Field): string[] => {
  const listedVersions = items(hello, 'supported_versions').flatMap(({ means }) => means ?? []);
  const all = listedVersions.length > 0 ? listedVersions : [find(hello, 'legacy_version')?.means ?? ''];
  return all.filter((version) => !isGrease(version));
};

const ticketOffered = (hello: Field): boolean => {
  const ticket = find(hello, 'session_ticket');
  return (
    find(hello, 'pre_shared_key') !== undefined || (ticket !== undefined && ticket.end - ticket.start > 4)
  );
};

/** With TLS 1.3 it may be made up (RFC 9846 section 4.2.2). */
const idOffered = (hello: Field): boolean => {
  const id = find(hello, 'legacy_session_id');
  return id !== undefined && id.end - id.start > 1 && !versionsIn(hello).includes('TLS 1.3');
};

/** What a ClientHello offers in one of its lists, by name. */
export const offeredIn = (hello: Field, list: string): string[] =>
  items(hello, list).flatMap(({ means }) => (means === undefined || isGrease(means) ? [] : means));

const isGrease = (name: string | undefined): boolean => name?.startsWith('GREASE') === true;

const bitsIn = ({ value }: Field): number =>
  typeof value === 'string' ? bitLength(unpadded(fromHex(value))) : 0;

const isLeaf = (field: Field): boolean => field.parts === undefined;

/** The first field of this name, the outermost first. */
export function find(
  field: Field,
  name: string,
  fits: (field: Field) => boolean = () => true,
): Field | undefined {
  if (field.name === name && fits(field)) return field;
  for (const part of field.parts ?? []) {
    const found = find(part, name, fits);
    if (found) return found;
  }
  return undefined;
}

/** The items of a list, wherever it is: `name[0]`, `name[1]`, …, beside its length or inside what follows that. */
function items(field: Field, name: string): readonly Field[] {
  const inside = (list: Field): readonly Field[] => {
    const own = (list.parts ?? []).filter((part) => part.name.startsWith(`${name}[`));
    const contents = list.parts?.find((part) => part.name === name);
    return own.length > 0 || !contents ? own : inside(contents);
  };
  const list = find(field, name);
  return list ? inside(list) : [];
}
