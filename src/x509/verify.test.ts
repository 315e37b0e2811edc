import { describe, expect, it } from 'vitest';
import type { PrivateKey, Provider } from '../crypto/provider.ts';
import { asyncPrivateKey, generateKey, nodeProvider } from '../crypto/providers/node.ts';
import { type IssueRequest, issueCertificate } from '../issue/issue-certificate.ts';
import { anchorFromCertificate, trustStore } from './anchors.ts';
import { type Certificate, parseCertificate } from './certificate/certificate.ts';
import { extension, rawExtension } from './certificate/extensions.ts';
import { oids } from './certificate/oids.ts';
import { privateProfile } from './path/profile.ts';
import type { CertificateReason } from './reasons.ts';
import type { Rejected, Verdict } from './verdict.ts';
import { type PeerQuestion, verifyPeer } from './verify.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 6, 1);
const ec = (): PrivateKey => generateKey('EC');
let serials = 1;

interface Made {
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** A certificate that is good but for what `request` says. */
function make(name: string, issuer: Made | undefined, request: Partial<IssueRequest> = {}, key = ec()): Made {
  const der = issueCertificate({
    subject: { CN: name },
    publicKey: key.publicKey,
    issuer: issuer ? { certificate: issuer.der, key: issuer.key } : { key },
    notBefore: now - day,
    notAfter: now + day,
    serial: Uint8Array.of(serials++),
    ...request,
  }) as Uint8Array;
  return { der, certificate: parseCertificate(der), key };
}
const makeCa = (name: string, issuer?: Made, request: Partial<IssueRequest> = {}, key?: PrivateKey): Made =>
  make(name, issuer, { ca: true, ...request }, key);
const makeLeaf = (issuer: Made, request: Partial<IssueRequest> = {}, key?: PrivateKey): Made =>
  make('www.example.com', issuer, { dnsNames: ['www.example.com'], ...request }, key);

const root = makeCa('Root');
const intermediate = makeCa('Intermediate', root);
const leaf = makeLeaf(intermediate);
const store = (...anchors: readonly Made[]) =>
  trustStore(anchors.map(({ certificate }) => anchorFromCertificate(certificate)));

function ask(chain: readonly Made[], question: Partial<PeerQuestion> = {}): Verdict {
  const verdict = verifyPeer({
    chain: chain.map(({ der }) => der),
    trust: store(root),
    provider: nodeProvider,
    purpose: 'server',
    name: 'www.example.com',
    time: now,
    ...question,
  });
  if ('then' in verdict) throw new TypeError('a synchronous provider, and yet a promise');
  return verdict;
}
const reasonOf = (verdict: Verdict): CertificateReason | 'accepted' =>
  verdict.verdict === 'accepted' ? 'accepted' : verdict.reason;

/** One provider in which every signature is answered later. */
const later: Provider = {
  ...nodeProvider,
  publicKey(spki) {
    const key = nodeProvider.publicKey(spki);
    return (
      key && { ...key, type: key.type, bits: key.bits, verify: async (...given) => key.verify(...given) }
    );
  },
};

describe('a good chain', () => {
  it('is accepted within the call, with its path and every check on it', () => {
    const verdict = ask([leaf, intermediate]);
    expect(verdict).toMatchObject({ verdict: 'accepted', anchor: { subject: root.certificate.subject } });
    expect(verdict.path.map(({ subject }) => subject.text)).toEqual([
      'CN=www.example.com',
      'CN=Intermediate',
      'CN=Root',
    ]);
    expect(verdict.paths).toHaveLength(1);
    const { checks } = verdict.paths[0]!;
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(checks.filter(({ check }) => check === 'signature').map(({ certificate }) => certificate)).toEqual(
      [0, 1],
    );
    expect(checks.filter(({ check }) => check === 'validity')).toHaveLength(3);
    expect(checks.filter(({ check }) => check === 'name')).toHaveLength(1);
  });

  it('is accepted later when the provider answers later', async () => {
    const verdict = verifyPeer({
      chain: [leaf.der, intermediate.der],
      trust: store(root),
      provider: later,
      purpose: 'server',
      time: now,
    });
    expect(verdict).toBeInstanceOf(Promise);
    expect((await verdict).verdict).toBe('accepted');
  });

  it('is accepted shuffled, with surplus, with the root, and twice over', () => {
    const stranger = makeCa('Stranger');
    expect(reasonOf(ask([leaf, stranger, root, intermediate, intermediate, leaf]))).toBe('accepted');
  });

  it('is accepted with unreadable surplus', () => {
    const junk = { ...intermediate, der: Uint8Array.of(1, 2, 3) };
    expect(reasonOf(ask([leaf, junk, intermediate]))).toBe('accepted');
  });

  it('is accepted for clients', () => {
    const client = make('somebody', intermediate);
    expect(reasonOf(verifyPeerClient(client))).toBe('accepted');
    expect(reasonOf(verifyPeerClient(leaf))).toBe('purpose');
  });
  const verifyPeerClient = (made: Made): Verdict => {
    const verdict = verifyPeer({
      chain: [made.der, intermediate.der],
      trust: store(root),
      provider: nodeProvider,
      purpose: 'client',
      time: now,
    });
    return verdict as Verdict;
  };

  it.each([
    ['RSA', generateKey('RSA')],
    ['Ed25519', generateKey('Ed25519')],
    ['P-384', generateKey('EC', { curve: 'secp384r1' })],
    ['P-521', generateKey('EC', { curve: 'secp521r1' })],
  ])('is accepted with %s keys', (_, key) => {
    const ca = makeCa('Other', undefined, {}, key);
    expect(reasonOf(ask([makeLeaf(ca, {}, key)], { trust: store(ca) }))).toBe('accepted');
  });

  it('is accepted with RSASSA-PSS signatures', () => {
    const algorithm = { kind: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 } as const;
    const key = generateKey('RSA');
    const ca = makeCa('Other', undefined, {}, key);
    const made = makeLeaf(ca, { algorithm });
    expect(made.certificate.signatureAlgorithm).toEqual(algorithm);
    expect(reasonOf(ask([made], { trust: store(ca) }))).toBe('accepted');
  });

  it('is issued by a key that signs later', async () => {
    const key = asyncPrivateKey(ec());
    const der = await issueCertificate({
      subject: { CN: 'x' },
      publicKey: key.publicKey,
      issuer: { key },
      notBefore: now,
      notAfter: now,
      serial: Uint8Array.of(1),
    });
    expect(parseCertificate(der).subject.text).toBe('CN=x');
  });

  it('needs no issuer when it is itself in the store', () => {
    const own = makeLeaf(leaf);
    expect(reasonOf(ask([own], { trust: store(own), profile: privateProfile }))).toBe('accepted');
    expect(
      reasonOf(ask([own], { trust: store(own), profile: privateProfile, name: 'other.example.com' })),
    ).toBe('name-mismatch');
  });
});

describe('the nine bad chains', () => {
  const nonCa = make('Not a CA', root, { dnsNames: ['ca.example.com'] });
  const limited = makeCa('Limited', root, { pathLength: 0 });
  const below = makeCa('Below', limited);
  const constrained = makeCa('Constrained', root, {
    extensions: (standard) => [
      ...standard,
      extension(
        'nameConstraints',
        { permittedSubtrees: [{ base: { kind: 'dNSName', value: 'example.org' }, minimum: 0 }] },
        true,
      ),
    ],
  });
  const cannotSign = makeCa('Cannot sign', root, { keyUsage: ['cRLSign'] });
  const odd = makeLeaf(intermediate, {
    extensions: (standard) => [...standard, rawExtension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(5, 0))],
  });
  const expired = makeCa('Expired', root, { notBefore: now - 3 * day, notAfter: now - 2 * day });
  const forged = makeCa('Root');

  const bad: readonly (readonly [string, readonly Made[], CertificateReason])[] = [
    ['issued by a non-CA', [makeLeaf(nonCa), nonCa], 'not-a-ca'],
    ['path length exceeded', [makeLeaf(below), below, limited], 'path-length-exceeded'],
    ['name constraint broken', [makeLeaf(constrained), constrained], 'name-constraints'],
    ['issuer without keyCertSign', [makeLeaf(cannotSign), cannotSign], 'key-usage'],
    [
      'leaf for clients only',
      [makeLeaf(intermediate, { extKeyUsage: ['clientAuth'] }), intermediate],
      'purpose',
    ],
    ['unknown critical extension', [odd, intermediate], 'unknown-critical-extension'],
    ['expired intermediate', [makeLeaf(expired), expired], 'expired'],
    ['forged root of the same name', [makeLeaf(forged), forged], 'root-not-trusted'],
    [
      'wrong host',
      [makeLeaf(intermediate, { dnsNames: ['other.example.com'] }), intermediate],
      'name-mismatch',
    ],
  ];

  it.each(bad)('%s', (_, chain, reason) => {
    const verdict = ask(chain);
    expect(reasonOf(verdict)).toBe(reason);
    expect(verdict.message).toMatch(/^"?\w/);
    const decisive = verdict.paths.flatMap(({ checks }) => checks).filter((check) => check.reason === reason);
    expect(decisive.length).toBeGreaterThan(0);
  });

  it('have nine different reasons', () => {
    expect(new Set(bad.map(([, , reason]) => reason)).size).toBe(9);
  });

  it('a forged root that is not sent leaves a bad signature', () => {
    const verdict = ask([makeLeaf(forged)]);
    expect(reasonOf(verdict)).toBe('bad-signature');
    expect(verdict.message).toBe(
      'the signature of "CN=www.example.com" does not verify with the key of the trusted "CN=Root"',
    );
  });
});

describe('other refusals', () => {
  const rsa1024 = generateKey('RSA', { bits: 1024 });
  const rsa = generateKey('RSA');
  const rsaCa = makeCa('RSA', root, {}, rsa);
  const flipped = leaf.der.slice();
  flipped[flipped.length - 4]! ^= 1;

  it.each<readonly [string, () => Verdict, CertificateReason]>([
    ['no certificate', () => ask([]), 'no-certificate'],
    ['unreadable leaf', () => ask([{ ...leaf, der: leaf.der.subarray(1) }]), 'malformed'],
    ['issuer not sent', () => ask([leaf]), 'chain-incomplete'],
    ['unreadable issuer', () => ask([leaf, { ...leaf, der: intermediate.der.subarray(1) }]), 'malformed'],
    [
      'root not trusted',
      () => ask([leaf, intermediate, root], { trust: store(makeCa('Other')) }),
      'root-not-trusted',
    ],
    ['nothing trusted', () => ask([leaf, intermediate], { trust: store() }), 'chain-incomplete'],
    [
      'self-signed leaf',
      () => ask([makeCa('Self', undefined, { dnsNames: ['www.example.com'] })]),
      'self-signed',
    ],
    ['not yet valid', () => ask([leaf, intermediate], { time: now - 2 * day }), 'not-yet-valid'],
    ['expired', () => ask([leaf, intermediate], { time: now + day + 1000 }), 'expired'],
    [
      'SHA-1 inside RSASSA-PSS',
      () => {
        const algorithm = { kind: 'RSA-PSS', hash: 'SHA-1', saltLength: 20 } as const;
        return ask([makeLeaf(rsaCa, { algorithm }), rsaCa]);
      },
      'weak-signature',
    ],
    ['expired root', () => expiredRoot(), 'expired'],
    ['flipped bit in the signature', () => ask([{ ...leaf, der: flipped }, intermediate]), 'bad-signature'],
    ['weak key', () => ask([makeLeaf(root, {}, rsa1024)]), 'weak-key'],
    [
      'SHA-1',
      () => ask([makeLeaf(rsaCa, { algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-1' } }), rsaCa]),
      'weak-signature',
    ],
    [
      'key usage of the leaf',
      () => ask([makeLeaf(root, { keyUsage: ['keyAgreement'] })], { keyUsage: 'digitalSignature' }),
      'key-usage',
    ],
    [
      'CA as a server',
      () =>
        ask([
          makeCa('www.example.com', root, { dnsNames: ['www.example.com'], extKeyUsage: ['serverAuth'] }),
        ]),
      'profile',
    ],
    ['issuer for other purposes', () => ask(throughClientCa()), 'purpose'],
    [
      'no alternative names',
      () => ask([make('www.example.com', root, { extKeyUsage: ['serverAuth'] })]),
      'name-mismatch',
    ],
    ['nonsense as a name', () => ask([leaf, intermediate], { name: 'a b' }), 'name-mismatch'],
  ])('%s', (_, verdict, reason) => {
    expect(reasonOf(verdict())).toBe(reason);
  });

  const expiredRoot = (): Verdict => {
    const old = makeCa('Old', undefined, { notAfter: now - 1000 });
    return ask([makeLeaf(old)], { trust: store(old) });
  };
  const throughClientCa = (): Made[] => {
    const ca = makeCa('For clients', root, { extKeyUsage: ['clientAuth'] });
    return [makeLeaf(ca), ca];
  };

  it('the whole second of notAfter is inside', () => {
    expect(reasonOf(ask([leaf, intermediate], { time: now + day + 999 }))).toBe('accepted');
    expect(reasonOf(ask([leaf, intermediate], { time: now - day }))).toBe('accepted');
  });

  it('names the issuer that is missing', () => {
    expect(ask([leaf]).message).toContain('"CN=Intermediate", was neither sent nor found');
  });
});

describe('many paths', () => {
  it('goes around an expired cross-sign, and tells both paths', () => {
    const other = makeCa('Other root');
    const key = ec();
    const expired = makeCa('Crossed', other, { notBefore: now - 3 * day, notAfter: now - 2 * day }, key);
    const good = makeCa('Crossed', root, {}, key);
    const made = makeLeaf(good);
    expect(reasonOf(ask([made, expired, good], { trust: store(other, root) }))).toBe('accepted');
    const verdict = ask([made, expired], { trust: store(other, root) });
    expect(reasonOf(verdict)).toBe('expired');
  });

  it('goes around an expired root by its cross-sign', () => {
    const key = ec();
    const old = makeCa('Old root', undefined, { notAfter: now - 1000 }, key);
    const crossed = makeCa('Old root', root, {}, key);
    const made = makeLeaf(crossed);
    expect(reasonOf(ask([made], { trust: store(old, root) }))).toBe('expired');
    expect(reasonOf(ask([made, crossed], { trust: store(old, root) }))).toBe('accepted');
  });

  it('takes the issuer that signed among those of one name', () => {
    const twin = makeCa('Intermediate', root);
    expect(reasonOf(ask([leaf, twin, intermediate]))).toBe('accepted');
    expect(reasonOf(ask([leaf, twin]))).toBe('bad-signature');
  });

  it('ends in a loop of cross-signs', () => {
    const [a, b] = [ec(), ec()];
    const first = makeCa('B', undefined, {}, b);
    const ab = makeCa('A', first, {}, a);
    const ba = makeCa('B', ab, {}, b);
    const verdict = ask([makeLeaf(ab), ab, ba], { trust: store(root) });
    expect(reasonOf(verdict)).toBe('chain-incomplete');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, new Date(now)])(
    'a time that is %s, and so no number, is refused rather than taken for valid',
    (time) => {
      expect(() => ask([leaf, intermediate], { time: time as number })).toThrow(RangeError);
    },
  );

  it('a budget that is no number is none', () => {
    const budget = { signatures: undefined as unknown as number };
    expect(reasonOf(ask([leaf, intermediate], { budget }))).toBe('budget-exhausted');
    expect(reasonOf(ask([leaf, intermediate], { budget: { steps: Number.NaN } }))).toBe('budget-exhausted');
  });

  it('answers a hostile chain within the budget', () => {
    const keys = Array.from({ length: 12 }, ec);
    const roots = keys.map((key, i) => makeCa(`CA ${i}`, undefined, {}, key));
    const crossed = roots.flatMap((issuer, i) =>
      keys.flatMap((key, j) => (i === j ? [] : [makeCa(`CA ${j}`, issuer, {}, key)])),
    );
    let verified = 0;
    const counting: Provider = {
      ...nodeProvider,
      publicKey(spki) {
        const key = nodeProvider.publicKey(spki);
        if (!key) return key;
        const verify: typeof key.verify = (...given) => {
          verified++;
          return key.verify(...given);
        };
        return { type: key.type, bits: key.bits, verify };
      },
    };
    const verdict = ask([makeLeaf(roots[0]!), ...crossed], { provider: counting });
    expect(reasonOf(verdict)).toBe('budget-exhausted');
    expect(verified).toBeLessThanOrEqual(60);
    expect(verdict.paths.length).toBeLessThanOrEqual(32);
  });

  it('verifies a signature once for a key, in however many certificates that stands', () => {
    const keys = Array.from({ length: 4 }, ec);
    const roots = keys.map((key, i) => makeCa(`CA ${i}`, undefined, {}, key));
    const crossed = roots.flatMap((issuer, i) =>
      keys.flatMap((key, j) => (i === j ? [] : [makeCa(`CA ${j}`, issuer, {}, key)])),
    );
    const expired = makeCa('CA 0', root, { notAfter: now - 1000 }, keys[0]);
    const made = makeLeaf(roots[3]!);
    // 14 certificates, and 3 of them only close loops: one signature for each of the rest.
    const within = (signatures: number) =>
      ask([made, ...crossed, expired], { budget: { signatures } }) as Rejected;
    expect(within(11).message).toMatch(/expired on [-0-9: ]* UTC$/);
    expect(within(10).message).toMatch(/not every other path was tried/);
  });

  it('tells of the anchor that was reached before the budget was spent', () => {
    const [a, b] = [ec(), ec()];
    const expired = makeCa('CA', root, { notAfter: now - 1000 }, a);
    const others = Array.from({ length: 4 }, (_, i) => makeCa(`Other ${i}`));
    const crossed = others.map((other) => makeCa('CA', other, { notAfter: now - 1000 }, a));
    const made = makeLeaf(expired, {}, b);
    const verdict = ask([made, expired, ...crossed, ...others], { budget: { signatures: 2 } });
    expect(reasonOf(verdict)).toBe('expired');
    expect((verdict as Rejected).message).toMatch(
      /^"CN=CA" expired on .*; not every other path was tried, as the chain needs more than the signatures/,
    );
    expect(reasonOf(ask([made, ...crossed, expired, ...others], { budget: { signatures: 2 } }))).toBe(
      'budget-exhausted',
    );
  });

  it('keeps to the depth that it is given', () => {
    let issuer = root;
    const chain = Array.from({ length: 10 }, (_, i) => (issuer = makeCa(`CA ${i}`, issuer)));
    const made = makeLeaf(issuer);
    expect(reasonOf(ask([made, ...chain]))).toBe('path-length-exceeded');
    expect(reasonOf(ask([made, ...chain], { budget: { intermediates: 10 } }))).toBe('accepted');
  });

  it('passes on what the provider throws, and only that', () => {
    const broken: Provider = {
      ...nodeProvider,
      publicKey: () => {
        throw new Error('the HSM is on fire');
      },
    };
    expect(() => ask([leaf, intermediate], { provider: broken })).toThrow('on fire');
  });
});

it('knows its purposes by object identifier', () => {
  expect(leaf.certificate.extensions.extKeyUsage).toEqual([oids.serverAuth]);
});

describe('a certificate that is itself trusted', () => {
  const dnsNames = ['www.example.com'];
  const own = make('www.example.com', undefined, { dnsNames });
  const trust = { trust: store(own), profile: privateProfile };

  it('is trusted byte for byte: one of the same name with another key is not', () => {
    expect(reasonOf(ask([own], trust))).toBe('accepted');
    expect(reasonOf(ask([make('www.example.com', undefined, { dnsNames })], trust))).toBe('self-signed');
    expect(reasonOf(ask([make('www.example.com', undefined, { dnsNames }, own.key)], trust))).not.toBe(
      'accepted',
    );
  });
});
