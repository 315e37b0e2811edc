/** The sentence about a field: what it is for, what its value means, and what another value would do. */
import type { Words } from '../../wire/words.ts';
import { say } from '../../wire/words.ts';
import type { Field } from '../document.ts';
import { certificateExtensionTellers } from './certificate-extension-sentences.ts';
import { certificateTellers } from './certificate-sentences.ts';
import { extensionTellers } from './extension-sentences.ts';
import { pointTellers } from './group-sentences.ts';
import { helloTellers, isSecond } from './hello-sentences.ts';
import { ecdsaTellers, keyExchangeTellers } from './key-exchange-sentences.ts';
import { keyShareTellers } from './key-share-sentences.ts';
import { messageTellers } from './message-sentences.ts';
import { nameTellers } from './name-sentences.ts';
import { ocspTellers } from './ocsp-sentences.ts';
import { childOf, type Place } from './place.ts';
import { premasterTellers } from './premaster.ts';
import { signalTellers } from './signals.ts';
import type { Tellers } from './tellers.ts';

/** Every sentence there is about a field. */
export const tellers: Tellers = {
  ...helloTellers,
  ...extensionTellers,
  ...keyShareTellers,
  ...pointTellers,
  ...keyExchangeTellers,
  ...ecdsaTellers,
  ...messageTellers,
  ...certificateTellers,
  ...certificateExtensionTellers,
  ...nameTellers,
  ...ocspTellers,
  ...premasterTellers,
  ...signalTellers,
};

/** Undefined where only others are introduced, and nobody has more to say of them than their names. */
export function sentenceOf(at: Place): Words | undefined {
  if (at.unit.name === '' || at.unit.failed !== undefined) return undefined;
  if (at.unit.depth > 0 && repeats(at))
    return isSecond(at)
      ? say`${dotted(at)}: as in the first ClientHello`
      : say`${dotted(at)}: as in the HelloRetryRequest`;
  return told(at) ?? at.about ?? undefined;
}

function told(at: Place): Words | undefined {
  const [name = '', outer = ''] = at.names;
  const own = at.isItem ? `${name}[]` : name;
  for (const key of [`${at.message}:${outer}.${own}`, `${outer}.${own}`, `${at.message}:${own}`, own]) {
    const teller = Object.hasOwn(tellers, key) ? tellers[key] : undefined;
    const words = teller?.(at);
    if (words !== undefined) return words;
  }
  const type = at.field.parts?.[0];
  return type?.name === 'extension_type' && type.means !== undefined
    ? say`${type.means} is an extension that handglass does not read, and passes over`
    : undefined;
}

/** `cipher_suites[0]`, `key_share[1].group` */
const dotted = (at: Place): string =>
  at.unit.path
    .slice(1)
    .map(({ name, parts }) => (name === 'GREASE' ? (parts?.[0]?.means ?? name) : name))
    .filter((name, i, all) => name !== 'extensions' && !all[i + 1]?.startsWith(name))
    .join('.');

/** What a second hello has as the first one had it, in the same place. */
function repeats(at: Place): boolean {
  const { hello, retry, trace } = at.facts;
  const before = isSecond(at) ? hello : retry && at.source.step?.name === 'ServerHello' ? retry : undefined;
  const first = trace?.steps.find((step) => step.kind === 'message' && step.fields === before);
  if (!before || first?.kind !== 'message') return false;
  const { path, start, end } = at.unit;
  let same: Field | undefined = before;
  for (const [depth, field] of path.slice(1).entries()) {
    const alike = (path[depth]!.parts ?? []).filter(({ name }) => name === field.name);
    same = same && childOf(same, field.name, Math.max(0, alike.indexOf(field)));
  }
  return (
    same !== undefined &&
    first.bytes.slice(2 * same.start, 2 * (same.start + end - start)) ===
      at.source.bytes.slice(2 * start, 2 * end)
  );
}
