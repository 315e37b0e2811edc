/** What `handglass verify` tells: the verdict, the path, every check, and the paths that fail. */
import type { VerifyDocument } from './certs-document.ts';
import { moment } from './details-text.ts';
import { hasOnlyCommonName } from './remedies.ts';
import { cleaned, counted, hanging, inCharset, plainStyle, type Style, titled } from './text.ts';
import { verdictLines } from './verdict-text.ts';

export function verifyStory(document: VerifyDocument, style: Style = plainStyle): string {
  const { verdict, name, purpose, at, trust, revocation } = cleaned(document, style);
  const question = [
    `as a ${purpose}’s`,
    name === null ? 'whatever its name' : `for ${name}`,
    `on ${moment(at)}`,
    `trusting ${trust.from} (${counted(trust.anchors, 'anchor')})`,
    `revocation ${revocation}`,
  ].join(', ');
  const accepted = verdict.verdict === 'accepted';
  const reason = accepted ? '' : ` (${verdict.reason})`;
  const lines = [
    ...titled(accepted ? 'good' : 'bad', `${verdict.verdict}${reason}: ${verdict.message}`, style),
    ...hanging('  ', `Asked: ${question}`, style.width),
    ...(verdict.reason === 'name-mismatch' && hasOnlyCommonName(verdict)
      ? hanging('  ', `Try: ${ONLY_COMMON_NAME}`, style.width)
      : []),
    '',
    ...verdictLines(verdict, at, style),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}

const ONLY_COMMON_NAME =
  'a new certificate, with the name among its alternative names; or --allow-common-name, under a CA of one’s own';
