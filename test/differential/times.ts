/** Times as others may write them. */
import type { Element } from '../fuzz/der-tree.ts';
import type { Random } from '../fuzz/random.ts';

/** Writes one of the times among these elements otherwise. */
export function changeTime(places: readonly { readonly element: Element }[], random: Random): void {
  const times = places.filter(({ element: { tag } }) => tag === 0x17 || tag === 0x18);
  const { element } = random.of(times);
  const [tag, text] = random.of([
    [0x17, '260601000000Z'],
    [0x17, '2606010000Z'],
    [0x17, '260601000000+0000'],
    [0x18, '20260601000000Z'],
    [0x18, '20260601000000.5Z'],
    [0x18, '20490101000000Z'],
    [0x18, '20260601000000'],
    [0x17, '261301000000Z'],
    [0x17, '260229000000Z'],
    [0x17, '260601240000Z'],
    [0x17, '260601000060Z'],
    [0x17, '500101000000Z'],
    [0x18, '00010101000000Z'],
    [0x18, '99991231235959Z'],
  ] as const);
  element.tag = tag;
  element.contents = new TextEncoder().encode(text);
}
