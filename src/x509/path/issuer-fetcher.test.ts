import { describe, expect, it } from 'vitest';
import {
  access,
  and,
  endEntity,
  type Made,
  make,
  now,
  outcomeOf,
  questionOf,
  root,
} from '../../../test/revocation-lab.ts';
import { vectorText } from '../../../test/vectors/files.ts';
import { encode } from '../../wire/codec.ts';
import { decodePem, encodePem } from '../../wire/pem.ts';
import { oids } from '../certificate/oids.ts';
import { Pkcs7Definition } from '../certificate/pkcs7.ts';
import type { Verdict } from '../verdict.ts';
import { type PeerQuestion, verifyPeer } from '../verify.ts';

const at = (name: string): string => `http://ca.test/${name}`;
const issuedFrom = (...urls: readonly string[]) => and(access(oids.caIssuers, ...urls));
const upper = make('Upper', root);
const lower = make('Lower', upper, issuedFrom(at('upper')));
const leaf = make('leaf', lower, { ...endEntity, ...issuedFrom(at('lower')) });

const bag = (...certificates: readonly Made[]): Uint8Array =>
  encode(Pkcs7Definition, {
    contentType: oids.signedData,
    content: {
      version: 1,
      digestAlgorithms: [],
      encapContentInfo: { eContentType: oids.data },
      certificates: certificates.map(({ der }) => der),
      signerInfos: [],
    },
  });
const text = (pem: string): Uint8Array => new TextEncoder().encode(pem);

async function ask(
  answers: Readonly<Record<string, Uint8Array | undefined>>,
  question: Partial<PeerQuestion> = {},
): Promise<{ verdict: Verdict; asked: readonly string[] }> {
  const asked: string[] = [];
  const fetchIssuer = async (url: string): Promise<Uint8Array> => {
    asked.push(url);
    const found = answers[url];
    if (!found) throw new Error('404 Not Found');
    return found;
  };
  const given = { chain: [leaf.der], revocation: { mode: 'off' }, fetchIssuer, ...question } as const;
  return { verdict: await verifyPeer(questionOf({}, given)), asked };
}
const both = { [at('lower')]: lower.der, [at('upper')]: upper.der };

describe('an issuer that was not sent', () => {
  it('is fetched, and the verdict says so', async () => {
    const { verdict, asked } = await ask(both);
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(asked).toEqual([at('lower'), at('upper')]);
    expect(verdict.path.map(({ subject }) => subject.text)).toEqual([
      'CN=leaf',
      'CN=Lower',
      'CN=Upper',
      'CN=Root',
    ]);
    expect(verdict.fetched).toEqual([
      { what: 'issuer', url: at('lower'), certificates: [lower.certificate] },
      { what: 'issuer', url: at('upper'), certificates: [upper.certificate] },
    ]);
  });

  it('is not fetched when it was sent, nor when nobody fetches', async () => {
    const { verdict, asked } = await ask(both, { chain: [leaf.der, lower.der, upper.der] });
    expect([outcomeOf(verdict), asked, verdict.fetched]).toEqual(['accepted', [], undefined]);
    const without = verifyPeer(questionOf({ mode: 'off' }, { chain: [leaf.der] })) as Verdict;
    expect(outcomeOf(without)).toBe('chain-incomplete');
  });

  it.each([
    ['a certificate in DER', lower.der],
    ['a certificate in PEM', text(encodePem('CERTIFICATE', lower.der))],
    ['PEM with several', text(encodePem('CERTIFICATE', root.der) + encodePem('CERTIFICATE', lower.der))],
    ['a PKCS #7', bag(upper, lower)],
    ['a PKCS #7 in PEM', text(encodePem('PKCS7', bag(lower)))],
  ])('may come as %s', async (_, bytes) => {
    const { verdict } = await ask({ ...both, [at('lower')]: bytes });
    expect(outcomeOf(verdict)).toBe('accepted');
  });

  it('is looked for in what OpenSSL put together', async () => {
    const { verdict, asked } = await ask({ [at('lower')]: decodePem(vectorText('chain.p7b'))[0]!.bytes });
    expect(outcomeOf(verdict)).toBe('chain-incomplete');
    expect(asked).toEqual([at('lower')]);
    expect(verdict.fetched![0]!.certificates!.map(({ subject }) => subject.text)).toEqual([
      'CN=files.example, O=Example',
      'CN=Files Root, O=Example',
    ]);
  });

  it.each([
    ['nothing', undefined, /http:\/\/ca\.test\/lower could not be fetched: 404 Not Found/],
    [
      'a web page',
      text('<html>'),
      /what should hold certificates cannot be read|a fetched certificate cannot be read/,
    ],
    ['damaged PEM', text('-----BEGIN CERTIFICATE-----'), /what should hold certificates cannot be read/],
    ['no certificate', bag(), /there is no certificate in it/],
    ['damage', lower.der.subarray(1), /a fetched certificate cannot be read/],
  ])('stays missing where there is %s', async (_, bytes, why) => {
    const { verdict, asked } = await ask({ [at('lower')]: bytes });
    expect(outcomeOf(verdict)).toBe('chain-incomplete');
    expect(verdict.message).toMatch(/was neither sent nor found in the trust store; /);
    expect(verdict.message).toMatch(why);
    expect(verdict.fetched).toEqual([
      { what: 'issuer', url: at('lower'), failed: expect.stringMatching(why) },
    ]);
    expect(asked).toEqual([at('lower')]);
  });

  it('is looked for at the second place where the first has nothing', async () => {
    const twice = make('twice', lower, { ...endEntity, ...issuedFrom(at('gone'), at('lower')) });
    const { verdict, asked } = await ask(both, { chain: [twice.der] });
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(asked).toEqual([at('gone'), at('lower'), at('upper')]);
    expect(verdict.fetched![0]!.failed).toContain('404');
  });

  it('comes over http only', async () => {
    const odd = make('odd', lower, { ...endEntity, ...issuedFrom('https://ca.test/lower', 'file:///lower') });
    const { verdict, asked } = await ask(both, { chain: [odd.der] });
    expect([outcomeOf(verdict), asked]).toEqual(['chain-incomplete', []]);
  });
});

describe('what was fetched', () => {
  it('is trusted no more than what is sent', async () => {
    const otherRoot = make('Other Root');
    const theirs = make('theirs', otherRoot, { ...endEntity, ...issuedFrom(at('root')) });
    const { verdict } = await ask({ [at('root')]: otherRoot.der }, { chain: [theirs.der] });
    expect(outcomeOf(verdict)).toBe('root-not-trusted');
    const imposter = make('Lower', upper);
    const forged = await ask({ ...both, [at('lower')]: imposter.der });
    expect(outcomeOf(forged.verdict)).toBe('bad-signature');
    const expired = make('Lower', upper, { ...issuedFrom(at('upper')), notAfter: now - 1000 }, lower.key);
    expect(outcomeOf((await ask({ ...both, [at('lower')]: expired.der })).verdict)).toBe('expired');
  });

  it('is asked for only where an issuer is all that is missing', async () => {
    const elsewhere = await ask(both, { chain: [make('alone', undefined, endEntity).der] });
    expect([outcomeOf(elsewhere.verdict), elsewhere.asked]).toEqual(['self-signed', []]);
    const strange = make('Strange Root', undefined, issuedFrom(at('upper')));
    const untrusted = await ask(both, { chain: [make('far', strange, endEntity).der, strange.der] });
    expect([outcomeOf(untrusted.verdict), untrusted.asked]).toEqual(['root-not-trusted', []]);
    const broken = await ask(both, { chain: [Uint8Array.of(0x30, 0)] });
    expect([outcomeOf(broken.verdict), broken.asked]).toEqual(['malformed', []]);
    const wrongName = await ask(both, { chain: [leaf.der, lower.der, upper.der], name: 'another.test' });
    expect([outcomeOf(wrongName.verdict), wrongName.asked]).toEqual(['name-mismatch', []]);
  });

  it('is not asked for when the budget is spent', async () => {
    const twin = make('Lower', upper, issuedFrom(at('twin')), lower.key);
    const spent = await ask(both, { chain: [leaf.der, lower.der, twin.der], budget: { steps: 2 } });
    expect([outcomeOf(spent.verdict), spent.asked]).toEqual(['budget-exhausted', []]);
  });

  it('is bounded', async () => {
    const answers: Record<string, Uint8Array> = { [at('1')]: upper.der };
    let above = upper;
    for (const n of [1, 2, 3, 4, 5]) {
      above = make(`CA ${n}`, above, issuedFrom(at(String(n))));
      answers[at(String(n + 1))] = above.der;
    }
    const far = make('far', above, { ...endEntity, ...issuedFrom(at('6')) });
    const askFar = (budget: PeerQuestion['budget'] = {}) => ask(answers, { chain: [far.der], budget });
    const { verdict, asked } = await askFar();
    expect(outcomeOf(verdict)).toBe('chain-incomplete');
    expect(asked).toEqual(['6', '5', '4', '3'].map(at));
    expect(outcomeOf((await askFar({ issuers: 6 })).verdict)).toBe('accepted');
    // Steps and signatures are counted over all the searches.
    expect(outcomeOf((await askFar({ issuers: 6, steps: 8 })).verdict)).toBe('budget-exhausted');
  });

  it('in a bag is bounded', async () => {
    const others = Array.from({ length: 16 }, (_, i) => make(`other ${i}`));
    const { verdict } = await ask({ ...both, [at('lower')]: bag(...others, lower) });
    expect(outcomeOf(verdict)).toBe('chain-incomplete');
    expect(verdict.fetched![0]!.certificates).toHaveLength(16);
  });
});
