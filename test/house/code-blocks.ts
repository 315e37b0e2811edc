/** The code in a document, by where it stands. */

export interface CodeBlock {
  /** `js`, `ts`, or none. */
  readonly language: string;
  /** What stands behind the language: a file's name, for a program that can be run. */
  readonly title: string;
  /** Counted from 1: its first line in the document. */
  readonly line: number;
  readonly text: string;
}

/** Of a text in Markdown, in order. Throws for a fence that is not closed. */
export function codeBlocksIn(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, language, title] = /^```(\w*) ?(.*)$/.exec(lines[at]!) ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`the code in line ${at + 1} has no end`);
    blocks.push({ language, title: title!, line: at + 2, text: `${lines.slice(at + 1, end).join('\n')}\n` });
    at = end;
  }
  return blocks;
}

/** What is TypeScript, or JavaScript that is checked like it. */
export const isCode = ({ language }: CodeBlock): boolean => language === 'ts' || language === 'js';
