/** The programs of a document: each a block of code with a file's name, and behind it what it prints. */
import { type CodeBlock, codeBlocksIn } from './code-blocks.ts';

export interface Program {
  readonly name: string;
  readonly code: string;
  readonly prints: string;
}

export function programsIn(markdown: string): readonly Program[] {
  const blocks = codeBlocksIn(markdown);
  return blocks.flatMap(({ language, title, text }: CodeBlock, at) => {
    if (language !== 'ts' || title === '') return [];
    const printed = blocks[at + 1];
    if (printed?.language !== '') throw new Error(`what ${title} prints does not stand behind it`);
    return [{ name: title, code: text, prints: printed.text }];
  });
}
