/** The tables of docs/library.md have every option of the types, with whose it is, and no others. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript-5.7';
import { expect, it } from 'vitest';

const [, forNode = '', forEngine = ''] = readFileSync('docs/library.md', 'utf8').split(
  /^## Every option of .*$/m,
);
const tabled = (text: string): string[] =>
  [...text.matchAll(/^\| `(\w+)` \| (\w+) \| \S.* \|$/gm)].map(([, name, of]) => `${name} of ${of}`).sort();

const entries = ['src/exports/node.ts', 'src/exports/handglass.ts'].map((file) => resolve(file));
const program = ts.createProgram(entries, {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  allowImportingTsExtensions: true,
  noEmit: true,
});
const checker = program.getTypeChecker();

function optionsOf(file: string, type: string): string[] {
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
  const symbol = exported.find(({ name }) => name === type)!;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(target)).map(({ name }) => name);
}

/** Each name with where it stands: in both lists, or in one of them. */
const of = (left: readonly string[], one: string, right: readonly string[], other: string): string[] =>
  [...new Set([...left, ...right])].map((name) => {
    const whose = left.includes(name) ? (right.includes(name) ? 'both' : one) : other;
    return `${name} of ${whose}`;
  });

it('handglass/node', () => {
  const [file] = entries;
  const context = optionsOf(file!, 'SecureContextOptions');
  const further = (type: string): string[] =>
    optionsOf(file!, type).filter((name) => !context.includes(name));
  expect(context.length).toBeGreaterThan(15);
  expect(tabled(forNode)).toEqual(
    [
      ...context.map((name) => `${name} of context`),
      ...of(further('ConnectOptions'), 'connect', further('ServerOptions'), 'createServer'),
    ].sort(),
  );
});

it('the engine', () => {
  const [, file] = entries;
  const options = of(
    optionsOf(file!, 'ClientOptions'),
    'client',
    optionsOf(file!, 'ServerOptions'),
    'server',
  );
  expect(options.length).toBeGreaterThan(30);
  expect(tabled(forEngine)).toEqual(options.sort());
});
