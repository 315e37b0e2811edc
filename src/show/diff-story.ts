/** What differs between two connections, as text. */
import { cleaned, hanging, inCharset, padded, paint, type Style, titled } from '../trace/text.ts';
import { say } from '../wire/words.ts';
import type { Difference } from './differences.ts';

/** Columns of what a difference is about. */
const NAMES = 24;

/** @param a and `b`: what the two connections are called */
export function diffStory(all: readonly Difference[], a: string, b: string, style: Style): string {
  const title =
    all.length === 0
      ? 'no difference in what was agreed, sent and offered'
      : all.length === 1
        ? '1 difference'
        : say`${all.length} differences`;
  const lines = [
    ...titled(all.length === 0 ? 'good' : 'warning', title, style),
    ...hanging('  A: ', cleaned(a, style), style),
    ...hanging('  B: ', cleaned(b, style), style),
    ...(all.length > 0 ? [''] : []),
    ...all.flatMap(({ name, said }) => {
      const label = padded(style.language.label(name), NAMES, style);
      return hanging(`  ${paint(style, 'strong', label)} `, cleaned(said, style), style);
    }),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}
