/** Every sentence in a source file, and every one that is put together from pieces. */
import { parseAst } from 'rolldown/parseAst';

export interface Found {
  /** The words, with `{0}`, `{1}`, … for what is inserted. */
  readonly key: string;
  /** What is inserted, as the source has it. */
  readonly values: readonly string[];
  /** Counted from one. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface Sentences {
  readonly said: readonly Found[];
  /** A sentence with values that are not kept apart, or with words among its values. */
  readonly glued: readonly Found[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Nothing of these is said to anybody. */
const silent = /^(TS|Import|ExportAll|ExportNamedSource)/;

export function sentencesIn(source: string): Sentences {
  const said: Found[] = [];
  const glued: Found[] = [];
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node, undefined);
  return { said, glued };

  function walk(node: Node, parent: Node | undefined): void {
    if (silent.test(node.type) && !wraps.has(node.type)) return;
    const isTag = parent?.type === 'TaggedTemplateExpression';
    if (node.type === 'TaggedTemplateExpression' && (node['tag'] as Node)['name'] === 'say') {
      const found = foundIn(node['quasi'] as Node);
      said.push(found);
      if (!isWhole(found.key) || expressionsOf(node['quasi'] as Node).some(hasPieces)) glued.push(found);
    } else if (node.type === 'TemplateLiteral' && !isTag) {
      const found = foundIn(node);
      if (found.values.length === 0 ? isProse(found.key) : false) said.push(found);
      else if (hasWords(found.key)) glued.push(found);
    } else if (node.type === 'BinaryExpression' && node['operator'] === '+') {
      const sides = [node['left'], node['right']] as Node[];
      if (
        sides.some(
          (side) => side.type === 'Literal' && typeof side['value'] === 'string' && hasWords(side['value']),
        )
      )
        glued.push(foundAt(node, source.slice(node.start, node.end)));
    } else if (node.type === 'Literal' && typeof node['value'] === 'string' && isProse(node['value'])) {
      said.push(foundAt(node, node['value']));
      if (!isWhole(node['value'])) glued.push(foundAt(node, node['value']));
    }
    for (const child of childrenOf(node)) walk(child, node);
  }

  function foundIn(template: Node): Found {
    const quasis = (template['quasis'] as Node[]).map(
      (quasi) => (quasi['value'] as { cooked: string }).cooked,
    );
    const values = expressionsOf(template).map(({ start, end }) =>
      source.slice(start, end).replace(/\s+/g, ' '),
    );
    return {
      ...foundAt(
        template,
        quasis.reduce((key, quasi, at) => `${key}{${at - 1}}${quasi}`),
      ),
      values,
    };
  }

  function foundAt({ start, end }: Node, key: string): Found {
    return { key, values: [], line: source.slice(0, start).split('\n').length, start, end };
  }
}

/**
 * What is left of a sentence when it is compared with others: no case, no articles, no punctuation, no quotation marks, and
 * every placeholder alike.
 */
export const alike = (key: string): string =>
  key
    .toLowerCase()
    .replaceAll(/\{\d+\}/g, ' {} ')
    .replaceAll(/\b(an?|the)\b/g, ' ')
    .replaceAll(/[^\p{L}\d{}]+/gu, ' ')
    .trim();

/** TypeScript's own wrappings of an expression. */
const wraps = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSParameterProperty',
]);

/** Two words of small letters at least, and no code: a sentence, or a clause of one. */
const isProse = (text: string): boolean =>
  /(^|[\s“"'(’])[a-z’-]{2,}[,;:]? [a-z’-]*[a-z]/i.test(text) &&
  /\b[a-z]{2,}\b/.test(text) &&
  !/^(RFC|X\.|CVE-)/.test(text);

/** A word beside something that is inserted: words apart from `{0}` that a translator would have to know. */
const hasWords = (key: string): boolean =>
  /(^|[\s(])[a-z’]{2,}[,;:.)]?(\s|$)/.test(key.replaceAll(/\{\d+\}/g, '\u0000')) && /\s/.test(key);

/** Pieces begin or end with what would join them to others. */
const isWhole = (key: string): boolean => !/^[\s,;]|\s$/.test(key);

/** A condition among the values whose outcomes are words. */
const hasPieces = (value: Node): boolean => {
  if (value.type === 'ConditionalExpression')
    return [value['consequent'], value['alternate']].some((each) => isWordy(each as Node));
  if (value.type === 'LogicalExpression')
    return [value['left'], value['right']].some((each) => isWordy(each as Node));
  return isWordy(value);
};
const isWordy = (node: Node): boolean =>
  (node.type === 'Literal' && typeof node['value'] === 'string' && /^$|[a-z]{2,}/.test(node['value'])) ||
  (node.type === 'TemplateLiteral' &&
    /[a-z]{2,}/.test(
      (node['quasis'] as Node[]).map((quasi) => (quasi['value'] as { cooked: string }).cooked).join(''),
    )) ||
  (node.type === 'ConditionalExpression' && hasPieces(node));

const expressionsOf = (template: Node): readonly Node[] => template['expressions'] as Node[];

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter(
      (child): child is Node =>
        typeof child === 'object' && child !== null && typeof (child as Node).type === 'string',
    );
}

/** Every string of a source, and the pieces of every template. */
export function stringsIn(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const value = node['value'];
    if (node.type === 'Literal' && typeof value === 'string') found.push(value);
    if (node.type === 'TemplateElement') found.push((value as { cooked: string }).cooked);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node);
  return found;
}
