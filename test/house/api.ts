/**
 * The public API's declarations as one text that is reviewed, test/api.txt: what each subpath of the package exports, and
 * every declaration that can be reached from there. `npm run api` compares, and shows what changed; `npm run api -- --update`
 * writes.
 *
 * TypeScript 7 has no interface for programs, so an older one reads the declarations that the newer one wrote. API Extractor
 * was refused: it brings a third TypeScript and thirteen more packages, and tells what several subpaths share once for each.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript-5.7';

const reviewed = 'test/api.txt';

/** @param root the folder of a package with its declarations built */
export function apiOf(root: string): string {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const subpaths = Object.entries<string>(exports).filter(([, file]) => file.endsWith('.js'));
  const declared = (file: string): string => resolve(root, file.replace(/\.js$/, '.d.ts'));
  const program = ts.createProgram(
    subpaths.map(([, file]) => declared(file)),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, strict: true, typeRoots: [] },
  );
  const checker = program.getTypeChecker();
  const printer = ts.createPrinter({ removeComments: true });
  const printed = new Map<ts.Node, string>();

  /** Takes a symbol's declarations, and those of everything that they name. */
  function reach(symbol: ts.Symbol): void {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target.declarations ?? []) {
      const statement = statementOf(declaration);
      const file = declaration.getSourceFile();
      const path = relative(root, file.fileName);
      if (!statement || path.startsWith('..') || path.includes('node_modules')) continue;
      if (printed.has(statement)) continue;
      printed.set(statement, textOf(statement, file));
      visit(statement);
    }
  }
  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      if (symbol && !isMember(symbol)) reach(symbol);
    }
    if (ts.isImportTypeNode(node)) {
      const symbol =
        checker.getTypeFromTypeNode(node).aliasSymbol ?? checker.getTypeFromTypeNode(node).symbol;
      if (symbol) reach(symbol);
    }
    ts.forEachChild(node, visit);
  }
  const textOf = (statement: ts.Node, file: ts.SourceFile): string =>
    printer
      .printNode(ts.EmitHint.Unspecified, statement, file)
      .split('\n')
      .filter((line) => !/^\s*(?:#private;|private \w+;)$/.test(line))
      .join('\n');

  const lists = subpaths.map(([subpath, file]) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(declared(file))!)!;
    const exported = checker.getExportsOfModule(module);
    for (const symbol of exported) reach(symbol);
    const names = exported.map((symbol) => `  ${symbol.name}`).sort();
    return [`${name}${subpath.slice(1)}`, ...names, ''].join('\n');
  });
  // Without their files, which may move.
  const bodies = [...new Set(printed.values())].sort((a, b) => (nameFirst(a) < nameFirst(b) ? -1 : 1));
  return `${[...lists, ...bodies].join('\n')}\n`;
}

const nameFirst = (text: string): string =>
  text.replace(/^(?:export|declare|abstract|class|interface|type|function|const|default| )+/, '');

/** The statement that stands at the top of its file; a variable's has its modifiers. */
function statementOf(declaration: ts.Node): ts.Node | undefined {
  for (let at = declaration; at.parent; at = at.parent) if (ts.isSourceFile(at.parent)) return at;
  return undefined;
}

/** Of a class, interface or object: it is printed with what it stands in. */
const isMember = ({ flags }: ts.Symbol): boolean =>
  (flags &
    (ts.SymbolFlags.ClassMember | ts.SymbolFlags.TypeParameter | ts.SymbolFlags.FunctionScopedVariable)) !==
  0;

export function compared(found: string, file: string): { readonly text: string; readonly same: boolean } {
  const { stdout, status } = spawnSync('diff', ['-u', '--label', file, '--label', 'built', file, '-'], {
    encoding: 'utf8',
    input: found,
  });
  return { text: stdout, same: status === 0 };
}

if (process.argv[1]?.endsWith('api.mjs')) {
  const found = apiOf('.');
  if (process.argv.includes('--update')) writeFileSync(reviewed, found);
  const { text, same } = compared(found, reviewed);
  process.stdout.write(text);
  console.log(
    same
      ? 'the public API is the one that was reviewed'
      : 'the public API has changed: npm run api -- --update',
  );
  process.exitCode = same ? 0 : 1;
}
