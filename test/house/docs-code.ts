/**
 * Compiles the code in the documents against the built declarations: `npm run docs-code`. With `--with FOLDER` by the
 * TypeScript in that folder, such as the oldest that the types are for.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../compile.ts';
import { codeBlocksIn, isCode } from './code-blocks.ts';

const folder = '.cache/docs';
const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let count = 0;
for (const document of documents) {
  for (const { text, line } of codeBlocksIn(readFileSync(document, 'utf8')).filter(isCode)) {
    const name = `${document.replace(/\W+/g, '-')}-${line}.mts`;
    // The lines have the numbers that they have in the document.
    writeFileSync(join(folder, name), `${'\n'.repeat(line - 1)}${text}`);
    count++;
  }
}
// Every declaration of the package is compiled, whether a document speaks of it or not.
const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
writeFileSync(
  join(folder, 'all.mts'),
  Object.entries<string>(exports)
    .filter(([, file]) => file.endsWith('.js'))
    .map(([subpath], at) => `export * as part${at} from '${name}${subpath.slice(1)}';\n`)
    .join(''),
);
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    },
    include: ['*.mts'],
  }),
);
const [flag, typescript] = process.argv.slice(2);
const { stdout, status } = compile(folder, flag === '--with' ? typescript : undefined);
process.stdout.write(stdout);
console.log(status === 0 ? `${count} pieces of code compile` : 'code in the documents does not compile');
process.exitCode = status === 0 && count > 0 ? 0 : 1;
