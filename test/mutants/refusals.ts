/** Where a source file refuses something: its throws, and its calls of what refuses. */
import { parseAst } from 'rolldown/parseAst';

export interface Refusal {
  /** From the condition that leads to it, where it has one of its own, to its end. */
  readonly from: number;
  readonly to: number;
  /** The line of the throw or the call, counted from one. */
  readonly line: number;
  /** As it stands there, on one line. */
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Functions that refuse by these names are looked for where they are called. */
const refuses = /^(refuse|check|allowed$|another$)/;

export function refusalsIn(source: string): readonly Refusal[] {
  const found: Refusal[] = [];
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node, []);
  return found;

  function walk(node: Node, above: readonly Node[]): void {
    if (node.type === 'ThrowStatement' || (node.type === 'ExpressionStatement' && callsRefusal(node))) {
      found.push({
        from: guardOf(node, above),
        to: node.end,
        line: source.slice(0, node.start).split('\n').length,
        text: source.slice(node.start, node.end).replace(/\s+/g, ' '),
      });
    }
    for (const child of childrenOf(node)) walk(child, [node, ...above]);
  }
}

/** Where the `if` begins whose only business this is, or else the refusal itself. */
function guardOf(node: Node, [parent, grandparent]: readonly Node[]): number {
  if (parent?.type === 'IfStatement') return parent.start;
  const isLast = parent?.type === 'BlockStatement' && (parent['body'] as Node[]).at(-1) === node;
  if (isLast && grandparent?.type === 'IfStatement') return grandparent.start;
  return node.start;
}

function callsRefusal({ expression }: Node): boolean {
  let call = expression as Node;
  if (call.type === 'YieldExpression') call = call['argument'] as Node;
  if (call?.type !== 'CallExpression') return false;
  const callee = call['callee'] as Node;
  const name = (callee.type === 'MemberExpression' ? (callee['property'] as Node) : callee)['name'];
  return typeof name === 'string' && refuses.test(name);
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof (value as Node | null)?.type === 'string');
}
