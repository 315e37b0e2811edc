/** A chain of our own, judged without knowing whom the other side trusts: `ca --bad` makes what there is to find. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Authority, terms } from '../src/cli/ca/authority.ts';
import { Bench } from '../src/cli/ca/bad-bench.ts';
import { badCertificates } from '../src/cli/ca/bad-certificates.ts';
import { warningsAbout } from '../src/cli/own-certificate.ts';
import { faultsOfOwn, type OwnFault, parseCertificate, parseDamaged } from '../src/x509/index.ts';

let bench: Bench;
beforeAll(async () => {
  bench = new Bench(await Authority.root(terms('ec', 1)), ['localhost']);
});

const faultsIn = (chain: readonly Uint8Array[], name = bench.name): readonly OwnFault[] =>
  faultsOfOwn(chain.map(parseDamaged), {
    purpose: 'server',
    time: bench.now,
    name,
    keyUsage: 'digitalSignature',
  });

/** What takes trust, a signature, a policy or a status to find. */
const unseen: Readonly<Record<string, string | undefined>> = {
  'unknown-root': undefined,
  'forged-root': undefined,
  policy: undefined,
  'changed-signature': undefined,
  revoked: undefined,
  'revoked-intermediate': undefined,
  'revoked-staple': undefined,
  'forged-staple': undefined,
  'must-staple': undefined,
  'stale-staple': undefined,
  'strange-staple': undefined,
  // Refused by the Web’s rules alone.
  'zero-serial': undefined,
  'negative-serial': undefined,
  'long-serial': undefined,
  'ca-as-server': undefined,
  // Only its name says that there should be more.
  'missing-intermediate': 'lacks-issuer',
};

describe('a chain of our own', () => {
  // What cannot be read is no --cert.
  const readable = badCertificates.filter(({ name }) => name !== 'ber-length');

  it.each(readable)('$name: $wrong', async ({ name, make, refusal }) => {
    const { chain, name: of } = await make(bench);
    const [first] = faultsIn(chain, of);
    const expected = Object.hasOwn(unseen, name) ? unseen[name] : refusal;
    expect(first!.reason).toBe(expected ?? 'private-root');
    expect(String(first!.said)).toMatch(/^[^.]/);
  });

  it('that goes alone lacks its issuer, if it or its issuer’s name says that this is no root', async () => {
    const issuer = await bench.intermediate();
    const url = 'http://ca.example.com/issuer.cer';
    const reasonsOf = async (change: Parameters<Bench['leaf']>[1], from: Authority = issuer) =>
      faultsIn([(await bench.leaf(from, change)).der]).map(({ reason }) => reason);
    expect(await reasonsOf({})).toEqual(['lacks-issuer']);
    expect(await reasonsOf({}, bench.root)).toEqual(['private-root']);
    expect(await reasonsOf({ issuerUrls: [url] }, bench.root)).toEqual(['lacks-issuer']);
  });

  it('in the wrong order names what stands first', async () => {
    const issuer = await bench.intermediate();
    const { der } = await bench.leaf(issuer);
    const [fault] = faultsIn([...issuer.chain, der]);
    expect(fault).toMatchObject({ reason: 'order', certificate: 0 });
    expect(faultsIn([der, ...issuer.chain]).map(({ reason }) => reason)).toEqual(['private-root']);
  });

  it('has nothing to warn of when only trust is missing, and says the rest before anybody refuses it', async () => {
    const issuer = await bench.intermediate();
    const good = await bench.leaf(issuer);
    expect(warningsAbout({ chain: [good.der, ...issuer.chain] }, bench.now)).toEqual([]);
    const late = parseCertificate(good.der).notAfter + 1000;
    const [first] = warningsAbout({ chain: [good.der, ...issuer.chain] }, late).map(String);
    expect(first).toMatch(/^handglass: clients will refuse our certificate: "CN=localhost" expired on /);
  });
});
