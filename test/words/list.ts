/** `npm run words [PART]`: every sentence that a person can meet, by its key, with its placeholders and where it is said. */
import { wordsOf } from './sources.ts';

const [part = ''] = process.argv.slice(2);
const byKey = new Map<string, string[]>();
for (const { file, said } of wordsOf('src')) {
  for (const { key, line, values } of said) {
    const places = byKey.get(key) ?? [];
    byKey.set(key, [...places, `${file}:${line}${values.map((value, at) => `  {${at}} ${value}`).join('')}`]);
  }
}
const shown = [...byKey].filter(([key, places]) => [key, ...places].some((text) => text.includes(part)));
for (const [key, places] of shown.sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log([JSON.stringify(key), ...places.map((place) => `    ${place}`)].join('\n'));
console.error(`${shown.length} sentences`);
