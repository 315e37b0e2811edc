/** The sentences of every source file of a folder, in English; those of src/zh have them as keys. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Sentences, sentencesIn } from './sentences.ts';

export const wordsOf = (folder: string): readonly (Sentences & { readonly file: string })[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('zh/'))
    .sort()
    .map((name) => `${folder}/${name}`)
    .map((file) => ({ file, ...sentencesIn(readFileSync(file, 'utf8')) }));
