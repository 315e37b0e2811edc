/** What `handglass certs` prints: each file with what is in it, each host with the chains that its addresses send. */
import { say, type Words } from '../wire/words.ts';
import type {
  CertificateDetails,
  CertsDocument,
  ChainDocument,
  DefectDocument,
  FileDocument,
  HostDocument,
  PartDocument,
} from './certs-document.ts';
import { certificateFacts, crlFacts, type Facts, keyFacts, ocspFacts, requestFacts } from './details-text.ts';
import { fieldLines } from './field-lines.ts';
import {
  clauses,
  cleaned,
  hanging,
  inCharset,
  labelled,
  listed,
  mark,
  paint,
  plainStyle,
  type Style,
  titled,
} from './text.ts';
import { briefly, entryText, isOver, notSent, verdictLines, wholeDays } from './verdict-text.ts';

export function certsStory(document: CertsDocument, style: Style = plainStyle): string {
  const clean = cleaned(document, style);
  const { targets, at, expiring } = clean;
  const owners = new Map(
    targets
      .flatMap((target) => (target.kind === 'file' ? target.parts : []))
      .flatMap(({ certificates }) => certificates.map(({ fingerprint, subject }) => [fingerprint, subject])),
  );
  const blocks = targets.map((target) =>
    target.kind === 'file' ? fileLines(target, owners, at, style) : hostLines(target, at, style),
  );
  const seen = targets.some((each) => (each.kind === 'file' ? each.parts : each.chains).length > 0);
  const last = expiring && seen ? [expiryLines(expiring, at, style)] : [];
  return inCharset(`${[...blocks, ...last].map((lines) => lines.join('\n')).join('\n\n')}\n`, style);
}

/** With more certificates in a file, each gets a line. */
const MOST_IN_FULL = 8;

function fileLines(
  { name, parts, verdict, problem }: FileDocument,
  owners: ReadonlyMap<string, string>,
  at: string,
  style: Style,
): string[] {
  const whats = countedKinds(parts);
  const title = problem === null ? say`${name} holds ${listed(whats)}` : say`${name} ${problem}`;
  const certificates = parts.flatMap((part) => part.certificates);
  const brief = certificates.length > MOST_IN_FULL;
  const blocks = parts
    .filter(
      ({ damage, kind, certificates }) =>
        certificates.length > 0 || (damage === null && (problem === null || kind !== 'other')),
    )
    .flatMap((part) => partLines(part, owners, at, brief, style));
  return [
    ...titled(problem === null ? 'good' : 'bad', title, style),
    ...blocks,
    ...(verdict
      ? [
          '',
          ...hanging(
            '  ',
            verdict.of === 'server'
              ? say`As a server’s, with the name not checked: ${verdict.message}`
              : say`As a client’s, with the name not checked: ${verdict.message}`,
            style,
          ),
          ...verdictLines(verdict, at, style),
        ]
      : []),
  ];
}

/** `2 certificates`, `a private key (PKCS #8)`, `a PKCS #7 with 3 certificates` */
function countedKinds(parts: readonly PartDocument[]): Words[] {
  const kinds = new Map<string, { readonly part: PartDocument; count: number }>();
  for (const part of parts) {
    const name = String(kindText(part));
    const before = kinds.get(name);
    if (before) before.count++;
    else kinds.set(name, { part, count: 1 });
  }
  return [...kinds.values()].map(({ part, count }) => {
    if (count === 1) return kindText(part);
    return part.kind === 'certificate' ? say`${count} certificates` : say`${kindText(part)}, ${count} times`;
  });
}

function kindText({ kind, what, certificates }: PartDocument): Words {
  const count = certificates.length;
  if (kind !== 'pkcs7') return what;
  return count === 1 ? say`${what} with 1 certificate` : say`${what} with ${count} certificates`;
}

function partLines(
  part: PartDocument,
  owners: ReadonlyMap<string, string>,
  at: string,
  brief: boolean,
  style: Style,
): string[] {
  const { certificates, request, crl, key, ocsp, kind, what, todo, explained, defects } = part;
  if (certificates.length > 0) {
    return brief
      ? certificates.map((each) => `  ${style.language.words(entryText(each, at))}`)
      : certificates.flatMap((each) => [
          '',
          ...detailLines(each, at, style),
          ...(defects.length > 0 ? labelled(defects.map(defectFact), style) : []),
        ]);
  }
  const owner = key?.belongsTo ? (owners.get(key.belongsTo) ?? null) : null;
  const facts: Facts | undefined = request
    ? requestFacts(request)
    : crl
      ? crlFacts(crl, at)
      : ocsp
        ? ocspFacts(ocsp, at)
        : key && kind !== 'foreign-key'
          ? keyFacts(part, key, owner)
          : undefined;
  return [
    '',
    ...labelled(facts ?? [['Holds', todo === null ? what : say`${what}: ${todo}`]], style),
    ...(explained ? ['', ...fieldLines(explained.fields, explained.bytes, style)] : []),
  ];
}

function defectFact({ path, reason, byte, line, fileByte, tolerated }: DefectDocument): [string, Words] {
  const place =
    line === null
      ? say`byte ${fileByte ?? byte} of the file`
      : say`line ${line} of the file, byte ${byte} of the certificate`;
  return tolerated
    ? ['Departs', say`${path}: ${reason} (${place}); read anyway`]
    : ['Damaged', say`${path}: ${reason} (${place})`];
}

function detailLines(details: CertificateDetails, at: string, style: Style): string[] {
  const { explained } = details;
  return [
    ...labelled(certificateFacts(details, at), style),
    ...(explained ? ['', ...fieldLines(explained.fields, explained.bytes, style)] : []),
  ];
}

function hostLines(host: HostDocument, at: string, style: Style): string[] {
  const { name, port, chains, addresses, error, serverName } = host;
  const place = `${name.includes(':') ? `[${name}]` : name}:${port}`;
  const asked = serverName === name ? place : say`${place}, asked for ${serverName}`;
  if (error) return titled('bad', say`${place}: ${error.message}`, style);
  const [first] = chains;
  if (!first)
    return [...titled('bad', say`${asked}: no certificates came`, style), '', ...addressLines(host, style)];
  if (chains.length === 1)
    return [
      ...headline(asked, first, style),
      '',
      ...addressLines(host, style),
      ...chainLines(first, at, style),
    ];
  return [
    ...titled('warning', say`${asked}: its addresses send ${chains.length} different chains`, style),
    '',
    ...addressLines(host, style),
    ...chains.flatMap((chain, i) => {
      const of = addresses.flatMap(({ address, chain: place }) => (place === i ? address : []));
      return [
        '',
        ...headline(say`Chain ${i + 1}, of ${listed(of)}`, chain, style),
        ...chainLines(chain, at, style),
      ];
    }),
  ];
}

/** The outcome for one chain; an issuer that was not sent, and had to be fetched, is worth a warning. */
function headline(whose: Words, { verdict }: ChainDocument, style: Style): string[] {
  const { message } = verdict;
  if (verdict.verdict === 'rejected') return titled('bad', say`${whose}: ${message}`, style);
  const missing = notSent(verdict).map(({ subject }) => `"${briefly(subject)}"`);
  if (missing.length === 0) return titled('good', say`${whose}: ${message}`, style);
  const names = listed(missing);
  return titled(
    'warning',
    missing.length === 1
      ? say`${whose}: ${message}, but ${names} was not sent`
      : say`${whose}: ${message}, but ${names} were not sent`,
    style,
  );
}

function chainLines({ verdict, certificates, unread }: ChainDocument, at: string, style: Style): string[] {
  const broken =
    unread === 1
      ? '1 certificate that was sent cannot be read'
      : say`${unread} certificates that were sent cannot be read`;
  return [
    '',
    ...verdictLines(verdict, at, style),
    ...(unread > 0 ? ['', `  ${mark(style, 'warning')} ${style.language.words(broken)}`] : []),
    ...certificates.flatMap((each) => ['', ...detailLines(each, at, style)]),
  ];
}

function addressLines({ addresses, chains }: HostDocument, style: Style): string[] {
  const width = Math.max(...addresses.map(({ address }) => address.length));
  return addresses.map(({ address, version, chain, error }) => {
    const sign = mark(style, chain === null ? 'bad' : error ? 'warning' : 'good');
    const tone = chain === null ? 'bad' : error ? 'warning' : 'good';
    const which = chains.length > 1 ? say`chain ${(chain ?? 0) + 1}` : 'the same chain';
    const told =
      chain === null
        ? (error?.message.replace(/^\S+:\d+: /, '') ?? 'sent no certificates')
        : clauses([
            version ?? 'no version',
            ...(addresses.length > 1 ? [which] : []),
            ...(error ? [error.message] : []),
          ]);
    return `  ${paint(style, tone, sign)} ${address.padEnd(width)}  ${style.language.words(told)}`;
  });
}

function expiryLines(expiring: NonNullable<CertsDocument['expiring']>, at: string, style: Style): string[] {
  if (expiring.length === 0) return titled('good', 'nothing expires within that time', style);
  return expiring.flatMap(({ of, subject, notAfter }) => {
    const days = wholeDays(notAfter, at);
    const date = notAfter.slice(0, 10);
    return titled(
      'bad',
      isOver(notAfter, at)
        ? say`${of}: ${subject} expired ${days} ago, on ${date}`
        : say`${of}: ${subject} expires in ${days}, on ${date}`,
      style,
    );
  });
}
