/** What a client may change in its second ClientHello, and what it must (RFC 9846 section 4.2.2). */
import type { Group } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import { Extensions } from '../../protocol/extensions.ts';
import type { ClientHello } from '../../protocol/messages/index.ts';
import { ExtensionType } from '../../protocol/numbers/extension-types.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { Reader } from '../../wire/reader.ts';
import { say, type Words } from '../../wire/words.ts';
import type { Received } from '../flow.ts';

export type ReceivedHello = Received<[typeof ClientHello]>;

const mayChange: ReadonlySet<number> = new Set([
  Extensions.keyShare.type,
  Extensions.earlyData.type,
  Extensions.cookie.type,
  Extensions.preSharedKey.type,
  Extensions.padding.type,
]);

export function checkSecondHello(first: ReceivedHello, second: ReceivedHello, group: Group): void {
  const shares = second.body.extensions.keyShare;
  if (shares?.length !== 1 || shares[0]!.group !== group.id) {
    throw changed(say`the client’s second ClientHello should have just one share, of ${group.name}`);
  }
  if (second.body.extensions.earlyData) throw changed('the client’s second ClientHello has early_data');
  const before = partsOf(first.raw);
  const after = partsOf(second.raw);
  if (!sameBytes(before.fixed, after.fixed))
    throw changed('the client’s second ClientHello changes more than its extensions');
  for (const [type, body] of before.extensions) {
    const now = after.extensions.get(type);
    if (!mayChange.has(type) && (!now || !sameBytes(body, now))) throw otherExtension(type);
  }
  for (const type of after.extensions.keys()) {
    if (!mayChange.has(type) && !before.extensions.has(type)) throw otherExtension(type);
  }
}

const changed = (how: Words): TlsError => new TlsError('hello-changed', how, 'RFC 9846 section 4.2.2');
const otherExtension = (type: number): TlsError =>
  changed(say`the client’s second ClientHello changes ${ExtensionType.nameOf(type)}`);

/** A hello that has been decoded, cut into what precedes the extensions, and each of those. */
function partsOf(raw: Uint8Array): { fixed: Uint8Array; extensions: Map<number, Uint8Array> } {
  const r = new Reader(raw);
  r.take(4 + 2 + 32);
  r.take(r.uint(1));
  r.take(r.uint(2));
  r.take(r.uint(1));
  const fixed = raw.subarray(4, r.pos);
  const extensions = new Map<number, Uint8Array>();
  if (r.more) r.take(2);
  while (r.more) extensions.set(r.uint(2), r.take(r.uint(2)));
  return { fixed, extensions };
}
