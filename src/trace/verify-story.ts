/** What `handglass verify` prints: the verdict, the path, every check, and the paths that fail. */
import { say, type Words } from '../wire/words.ts';
import { hasOnlyCommonName, namelessTries } from './causes/server-certificate.ts';
import type { VerifyDocument } from './certs-document.ts';
import { moment } from './details-text.ts';
import { clauses, cleaned, hanging, inCharset, plainStyle, type Style, titled } from './text.ts';
import { type How, tryLines } from './try-lines.ts';
import { verdictLines, verdictText } from './verdict-text.ts';

/** @param how what to type for a remedy; without it, remedies are put into words */
export function verifyStory(document: VerifyDocument, style: Style = plainStyle, how?: How): string {
  const { verdict, name, purpose, at, trust, revocation } = cleaned(document, style);
  const { from, anchors } = trust;
  const asked: readonly Words[] = [
    purpose === 'server' ? 'as a server’s' : 'as a client’s',
    name === null ? 'whatever its name' : say`for ${name}`,
    say`on ${moment(at)}`,
    anchors === 1 ? say`trusting ${from}: 1 anchor` : say`trusting ${from}: ${anchors} anchors`,
    say`revocation ${revocation}`,
  ];
  const lines = [
    ...titled(verdict.verdict === 'accepted' ? 'good' : 'bad', verdictText(verdict), style),
    ...hanging('  ', say`Asked: ${clauses(asked)}`, style),
    ...(verdict.reason === 'name-mismatch' && hasOnlyCommonName(verdict)
      ? tryLines(namelessTries, '', style, how)
      : []),
    '',
    ...verdictLines(verdict, at, style),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}
