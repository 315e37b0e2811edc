import { expect, it } from 'vitest';
import { jsonText } from './json-text.ts';

const hostile = [0x00, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200e, 0x202e, 0x2028, 0x2029, 0x2066, 0xfeff, 0xe0041];

it('is the same document, without anything that a terminal or a log would obey', () => {
  const text = hostile.map((code) => `a${String.fromCodePoint(code)}é中😀`).join('');
  const document = { [text]: [text], plain: 'é中😀' };
  for (const indent of [undefined, 2]) {
    const json = jsonText(document, indent);
    expect(JSON.parse(json)).toEqual(document);
    expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/u);
    expect(json).toContain('é中😀');
  }
});
