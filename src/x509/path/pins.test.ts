import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ask, make, makeCa, noon, reasonOf, storeOf } from '../../../test/chain.ts';
import { nodeProvider } from '../../crypto/providers/node.ts';
import { trustStore } from '../anchors.ts';
import { parseDamagedSpki } from '../certificate/spki.ts';
import type { Rejected } from '../verdict.ts';
import { checkedPin, pinOf } from './pins.ts';

const root = makeCa('Root');
const intermediate = makeCa('Intermediate', root);
const leaf = make('www.example.com', intermediate, { dnsNames: ['www.example.com'] });
const stranger = makeCa('Stranger');
const trust = storeOf(root);
const pin = ({ certificate }: typeof leaf): string => pinOf(certificate.spki, nodeProvider);
const backup = pinOf(parseDamagedSpki(Uint8Array.of(1)), nodeProvider);

describe('a pin', () => {
  it('is what node:crypto makes of the same key', () => {
    const spki = new X509Certificate(leaf.der).publicKey.export({ type: 'spki', format: 'der' });
    expect(pin(leaf)).toBe(createHash('sha256').update(spki).digest('base64'));
  });

  it('is read as curl writes it, and alone', () => {
    expect(checkedPin(`sha256//${pin(leaf)}`)).toBe(pin(leaf));
    expect(checkedPin(pin(leaf))).toBe(pin(leaf));
  });

  it.each([
    ['empty', ''],
    ['of another hash', `sha1//${pin(leaf)}`],
    ['twice prefixed', `sha256//sha256//${pin(leaf)}`],
    ['31 bytes long', Buffer.alloc(31).toString('base64')],
    ['33 bytes long', Buffer.alloc(33).toString('base64')],
    ['without its padding', pin(leaf).slice(0, -1)],
    ['with bits left over', `${'A'.repeat(42)}B=`],
    ['in the other alphabet', `${'_'.repeat(42)}A=`],
    ['hexadecimal', '0'.repeat(64)],
    ['with a line break', `${pin(leaf)}\n`],
  ])('%s is refused', (_, text) => {
    expect(() => checkedPin(text)).toThrow(TypeError);
    expect(() => ask([leaf, intermediate], { trust, pins: [backup, text] })).toThrow(TypeError);
  });

  it('is one at least', () => {
    expect(() => ask([leaf, intermediate], { trust, pins: [] })).toThrow(TypeError);
  });
});

describe('with pins a path', () => {
  it.each([
    ['the leaf', leaf],
    ['an intermediate', intermediate],
    ['the root', root],
  ])('holds by the key of %s', (_, pinned) => {
    const verdict = ask([leaf, intermediate], { trust, pins: [backup, `sha256//${pin(pinned)}`] });
    expect(reasonOf(verdict)).toBe('accepted');
    const check = verdict.paths[0]!.checks.find((each) => each.check === 'pin')!;
    expect(check).toMatchObject({ ok: true, rfc: 'RFC 7469 section 2.6' });
    expect(check.detail).toContain(pinned.certificate.subject.text);
    expect(check.looked).toHaveLength(1);
  });

  it('holds by the key of an anchor without a certificate', () => {
    const { subject, spki } = root.certificate;
    const bare = trustStore([{ subject, spki }]);
    expect(reasonOf(ask([leaf, intermediate], { trust: bare, pins: [pin(root)] }))).toBe('accepted');
    expect(reasonOf(ask([leaf, intermediate], { trust: bare, pins: [backup] }))).toBe('pin-mismatch');
  });

  it('fails without one of them, and says which key there was', () => {
    const verdict = ask([leaf, intermediate], { trust, pins: [backup] }) as Rejected;
    expect(verdict).toMatchObject({ verdict: 'rejected', reason: 'pin-mismatch', final: true });
    expect(verdict.message).toContain(`sha256//${pin(leaf)}`);
    expect(verdict.path).toHaveLength(3);
  });

  it('fails by a pinned certificate that was sent and is not on it', () => {
    const verdict = ask([leaf, intermediate, stranger], { trust, pins: [pin(stranger)] });
    expect(reasonOf(verdict)).toBe('pin-mismatch');
  });

  it('is looked for further when the first that holds has none', () => {
    const other = makeCa('Root');
    const crossed = makeCa('Intermediate', other, { publicKey: intermediate.key.publicKey });
    const both = storeOf(root, other);
    for (const pinned of [root, other]) {
      const verdict = ask([leaf, intermediate, crossed], { trust: both, pins: [pin(pinned)] });
      expect(reasonOf(verdict)).toBe('accepted');
      expect(verdict.path.at(-1)!.der).toEqual(pinned.der);
    }
  });

  it('is told as unpinned although another path is wrong otherwise', () => {
    const late = makeCa('Intermediate', root, {
      publicKey: intermediate.key.publicKey,
      notAfter: noon - 1000,
    });
    expect(reasonOf(ask([leaf, late, intermediate], { trust, pins: [backup] }))).toBe('pin-mismatch');
  });
});

describe('a pin overrules nothing', () => {
  it.each([
    ['an expired leaf', { time: noon + 2 * 86_400_000 }, 'expired'],
    ['another name', { name: 'other.example' }, 'name-mismatch'],
    ['a root that is not trusted', { trust: storeOf(stranger) }, 'chain-incomplete'],
  ])('%s stays rejected with the leaf pinned, and may be taken nevertheless', (_, wrong, reason) => {
    const verdict = ask([leaf, intermediate], { trust, pins: [pin(leaf)], ...wrong });
    expect(verdict).toMatchObject({ verdict: 'rejected', reason });
    expect(verdict).not.toHaveProperty('final');
  });

  it.each([
    ['expired', { time: noon + 2 * 86_400_000 }, 'expired'],
    ['for another name', { name: 'other.example' }, 'name-mismatch'],
  ])('issued by a pinned key but %s, it may not be taken nevertheless', (_, wrong, reason) => {
    const verdict = ask([leaf, intermediate], { trust, pins: [pin(intermediate)], ...wrong });
    expect(verdict).toMatchObject({ verdict: 'rejected', reason, final: true });
  });

  it('nor may one that cannot be read, or none', () => {
    const junk = { ...leaf, der: Uint8Array.of(1) };
    expect(ask([junk], { trust, pins: [pin(leaf)] })).toMatchObject({ reason: 'malformed', final: true });
    expect(ask([], { trust, pins: [pin(leaf)] })).toMatchObject({ reason: 'no-certificate', final: true });
  });
});
