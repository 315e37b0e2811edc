/**
 * The verdict on a chain as text: the outcome, the path as a tree from the leaf to the anchor, every check on it, and why
 * the other paths fail. `connect`, `certs` and `verify` all use this.
 */
import { say, type Words } from '../wire/words.ts';
import { fetchedNames } from './certificate.ts';
import type { CertificateDocument, CertificateEntry, PathDocument } from './document.ts';
import { referencesText } from './references.ts';
import {
  clauses,
  hanging,
  inSequence,
  mark,
  padded,
  paint,
  plainStyle,
  type Style,
  shortened,
} from './text.ts';

/** `accepted: …`, `rejected (expired): …` */
export function verdictText({ verdict, reason, message, overruled }: CertificateDocument): Words {
  if (verdict === 'accepted') return say`accepted: ${message}`;
  return overruled
    ? say`rejected (${String(reason)}), and taken all the same: ${message}`
    : say`rejected (${String(reason)}): ${message}`;
}

/** The path that is valid, or the one whose failure was reported. */
export const decidingPath = ({ paths, reason, path }: CertificateDocument): PathDocument | undefined =>
  paths.find(
    (each) =>
      each.reason === reason &&
      each.subjects.length === path.length &&
      path.every(({ subject }, i) => subject === each.subjects[i]),
  ) ?? paths.find((each) => each.reason === reason);

/** The certificates of the valid path that the peer did not send, and where they were fetched from. */
export function notSent({ verdict, path, fetched }: CertificateDocument): readonly NotSent[] {
  const isSame = (a: CertificateEntry, b: CertificateEntry): boolean =>
    a.issuer === b.issuer && a.serialNumber === b.serialNumber && a.subject === b.subject;
  if (verdict === 'rejected') return [];
  return fetched.flatMap(({ url, certificates }) =>
    path
      .filter((entry) => certificates.some((each) => isSame(each, entry)))
      .map(({ subject }) => ({ subject, url })),
  );
}

export interface NotSent {
  readonly subject: string;
  readonly url: string;
}

/** `OCSP response from http://…`, or why there is none. */
export const fetchedText = ({ fetched }: CertificateDocument): Words =>
  clauses(
    fetched.map(({ what, url, failed }) =>
      failed === null ? say`${fetchedNames[what]} from ${url}` : say`no ${fetchedNames[what]}: ${failed}`,
    ),
  );

/** A name may be as long as its owner likes; a screen is not. */
export const briefly = (name: string): string => shortened(name || 'no subject', 120, plainStyle);

const DAY = 86_400_000;
/** The date as it is shown, `2026-01-31 (29 days left)`, `… (3 days ago)`; without a moment to count from, alone. */
export function untilText(shown: string, notAfter: string, at: string | null): Words {
  if (at === null || Number.isNaN(Date.parse(notAfter))) return shown;
  const days = wholeDays(notAfter, at);
  return isOver(notAfter, at) ? say`${shown} (${days} ago)` : say`${shown} (${days} left)`;
}

/** RFC 5280 section 4.1.2.5: valid through notAfter, inclusive. */
export const isOver = (notAfter: string, at: string): boolean => Date.parse(at) > Date.parse(notAfter);

/** Full days between the two. */
export function wholeDays(notAfter: string, at: string): Words {
  const days = Math.floor(Math.abs(Date.parse(notAfter) - Date.parse(at)) / DAY);
  return days === 0 ? 'less than a day' : days === 1 ? '1 day' : say`${days} days`;
}

/** The tree, the checks, the other paths. `at`: the time that was judged for. */
export function verdictLines(judged: CertificateDocument, at: string, style: Style): string[] {
  const deciding = decidingPath(judged);
  const others = judged.paths.filter((path) => path !== deciding);
  return [
    ...treeLines(judged, deciding, at, style),
    ...(deciding ? ['', ...checkLines(deciding, style)] : []),
    ...others.flatMap((path) => ['', ...otherLines(path, style)]),
    ...(judged.fetched.length > 0
      ? ['', ...hanging(`  ${style.language.label('Fetched:')} `, fetchedText(judged), style)]
      : []),
  ];
}

function treeLines(
  judged: CertificateDocument,
  path: PathDocument | undefined,
  at: string,
  style: Style,
): string[] {
  const anchor = path?.anchor ?? null;
  const last = judged.path.length - 1;
  const lines = judged.path.map((entry, i) => {
    const failed = path?.checks.filter(({ certificate, ok }) => certificate === i && !ok) ?? [];
    const isAnchor = i === last && anchor === entry.subject;
    const fetched = notSent(judged).some(({ subject }) => subject === entry.subject);
    const notes: readonly Words[] = [
      ...(fetched ? ['not sent, but fetched'] : []),
      ...(isAnchor ? ['trusted'] : []),
      untilText(entry.notAfter.slice(0, 10), entry.notAfter, at),
      ...[...new Set(failed.map(({ check }) => check))].map(
        (check) => say`fails: ${style.language.label(check)}`,
      ),
    ];
    return branch(i, failed.length === 0 ? 'good' : 'bad', entry.subject, notes, style);
  });
  if (anchor !== null && anchor !== judged.path[last]?.subject)
    lines.push(branch(last + 1, 'good', anchor, ['trusted, by its name and key'], style));
  const missing = judged.path[last];
  if (missing && path?.reason === 'chain-incomplete')
    lines.push(branch(last + 1, 'bad', missing.issuer, ['missing'], style));
  return lines;
}

function branch(
  depth: number,
  tone: 'good' | 'bad',
  name: string,
  notes: readonly Words[],
  style: Style,
): string {
  const twig = depth === 0 ? '' : `${' '.repeat(3 * (depth - 1))}${mark(style, 'branch')} `;
  const sign = mark(style, tone);
  const room = style.width - 2 - twig.length - sign.length - 1;
  const note = style.language.words(clauses(notes));
  const shown = shortened(name || 'no subject', Math.max(24, room - style.language.columns(note) - 2), style);
  return `  ${twig}${paint(style, tone, sign)} ${paint(style, 'strong', shown)}  ${note}`;
}

/** Every check, by certificate. */
function checkLines({ subjects, checks }: PathDocument, style: Style): string[] {
  return subjects.flatMap((subject, i) => {
    const own = checks.filter(({ certificate }) => certificate === i);
    return own.length === 0
      ? []
      : [`  ${paint(style, 'strong', briefly(subject))}`, ...own.flatMap((check) => checkLine(check, style))];
  });
}

function checkLine(
  { check, ok, reason, detail, rfc }: PathDocument['checks'][number],
  style: Style,
): string[] {
  // What is tolerated has a reason too.
  const tone = !ok ? 'bad' : reason === null ? 'good' : 'warning';
  const sign = mark(style, tone);
  const [first = '', ...rest] = hanging(
    `    ${sign} ${padded(style.language.label(check), 20, style)} `,
    ok ? detail : say`${detail} (${referencesText(rfc)})`,
    style,
  );
  // Painted after wrapping, since colours take no room.
  return [first.replace(sign, () => paint(style, tone, sign)), ...rest];
}

function otherLines({ subjects, checks, reason }: PathDocument, style: Style): string[] {
  const bad = checks.filter(({ ok }) => !ok);
  const passed = checks.length - bad.length;
  const names = inSequence(subjects.map((subject) => shortened(subject || 'no subject', 40, style)));
  return [
    ...hanging('  ', say`Another path fails (${String(reason)}): ${names}`, style),
    ...bad.flatMap((check) => checkLine(check, style)),
    ...hanging(
      '      ',
      passed === 1 ? 'and 1 check that passes' : say`and ${passed} checks that pass`,
      style,
    ),
  ];
}

/** What matters most about a certificate, in half a line. */
export const entryText = ({ subject, notAfter, key }: CertificateEntry, at: string): Words =>
  clauses([
    briefly(subject),
    key ?? 'unknown key',
    say`until ${untilText(notAfter.slice(0, 10), notAfter, at)}`,
  ]);
