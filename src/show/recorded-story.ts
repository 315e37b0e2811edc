/** A recorded connection as text: who sent what, and what was agreed, as far as it could be read. */
import type { TraceDocument } from '../trace/document.ts';
import { factLines } from '../trace/story-facts.ts';
import { stepLines } from '../trace/story-steps.ts';
import { cleaned, hanging, inCharset, type Style, titled } from '../trace/text.ts';
import { say } from '../wire/words.ts';
import type { Recorded } from './recorded.ts';

export function recordedStory({ document, problems }: Recorded, style: Style): string {
  const clean: TraceDocument = cleaned(document, style);
  const { steps } = clean;
  const messages = steps.filter(({ kind }) => kind === 'message').length;
  const title =
    messages === 1 ? 'recorded: 1 handshake message' : say`recorded: ${messages} handshake messages`;
  const lines = [
    ...titled(problems.length > 0 ? 'warning' : 'good', title, style),
    ...problems.flatMap((problem) => hanging('  ', cleaned(problem, style), style)),
    '',
    ...stepLines(clean, style),
    '',
    ...factLines(clean, style),
  ];
  return inCharset(`${lines.join('\n').trimEnd()}\n`, style);
}
