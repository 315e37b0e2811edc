import { describe, expect, it } from 'vitest';
import {
  access,
  and,
  by,
  crl,
  crlPoint,
  day,
  endEntity,
  hour,
  leaf,
  type Made,
  make,
  now,
  ocsp,
  outcomeOf,
  questionOf,
  responder,
  revocationChecks,
  revokedStatus,
  root,
} from '../../../test/revocation-lab.ts';
import { nodeProvider } from '../../crypto/providers/node.ts';
import type { PromiseWait } from '../../crypto/steps.ts';
import { ocspFailure } from '../../issue/issue-ocsp.ts';
import { encodePem } from '../../wire/pem.ts';
import type { CrlReason } from '../certificate/crl-reason.ts';
import { extension } from '../certificate/extensions.ts';
import { oids } from '../certificate/oids.ts';
import type { Verdict } from '../verdict.ts';
import { type PeerQuestion, verifyPeer, verifyPeerChain } from '../verify.ts';
import { parseCrl } from './crl.ts';
import { certIdOf } from './ocsp-cert-id.ts';
import { parseOcspRequest } from './ocsp-request.ts';
import type { RevocationFetch, RevocationQuestion } from './revocation-question.ts';

const [ocspUrl, crlUrl] = ['http://ocsp.test/', 'http://crl.test/ca.crl'];
const ca = make('CA', root, and(access(oids.ocsp, 'http://ocsp.test/root')));
const pointing = make('pointing', ca, {
  ...endEntity,
  ...and(access(oids.ocsp, ocspUrl), crlPoint(crlUrl)),
});

type Answer = Uint8Array | ReturnType<typeof parseCrl> | Error | ((request: Uint8Array) => Uint8Array);
/** Answers by URL, and what was asked. */
function network(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const requests: Uint8Array[] = [];
  const get = (url: string): Exclude<Answer, Error> => {
    asked.push(url);
    const found = answers[url] ?? new Error('there is nobody');
    if (found instanceof Error) throw found;
    return found;
  };
  const fetch: RevocationFetch = {
    ocsp: async (url, request) => {
      requests.push(request);
      const found = get(url);
      return typeof found === 'function' ? found(request) : (found as Uint8Array);
    },
    crl: async (url) => get(url) as Uint8Array,
  };
  return { asked, requests, fetch };
}
const goodCa = { 'http://ocsp.test/root': ocsp(ca) };
const askFor = async (
  revocation: Partial<RevocationQuestion>,
  question: Partial<PeerQuestion> = {},
): Promise<Verdict> => verifyPeer(questionOf(revocation, { chain: [pointing.der, ca.der], ...question }));

describe('what is at hand', () => {
  it('decides together: whatever revokes', async () => {
    const [good, bad] = [ocsp(pointing), ocsp(pointing, { status: revokedStatus })];
    const [clear, names] = [crl(ca), crl(ca, [pointing])];
    const outcome = async (ocspResponses: readonly Uint8Array[], crls: readonly Uint8Array[]) =>
      outcomeOf(await askFor({ mode: 'soft', ocspResponses, crls }));
    expect(await outcome([good], [clear])).toBe('accepted');
    expect(await outcome([good], [names])).toBe('revoked');
    expect(await outcome([bad], [clear])).toBe('revoked');
    expect(await outcome([good, bad], [])).toBe('revoked');
  });

  it('is newer or older: what was revoked once stays so until something newer says otherwise', async () => {
    const once = crl(ca, [pointing], { thisUpdate: now - 3 * day, nextUpdate: now - 2 * day });
    const outcome = async (response: Uint8Array) =>
      outcomeOf(await askFor({ mode: 'soft', ocspResponses: [response], crls: [once] }));
    expect(await outcome(ocsp(pointing))).toBe('accepted');
    expect(await outcome(ocsp(pointing, { thisUpdate: now - 4 * day }))).toBe('revoked');
  });

  it('lifts a hold, and nothing else, when it is newer', async () => {
    const listed = (reason: CrlReason): Uint8Array =>
      crl(ca, [], {
        thisUpdate: now - 12 * hour,
        revoked: [{ serial: pointing.certificate.serialNumber, date: now - day, reason }],
      });
    const outcome = async (list: Uint8Array, response: Uint8Array) =>
      outcomeOf(await askFor({ mode: 'soft', ocspResponses: [response], crls: [list] }));
    const [older, newer] = [ocsp(pointing, { thisUpdate: now - 13 * hour }), ocsp(pointing)];
    expect(await outcome(listed('certificateHold'), newer)).toBe('accepted');
    expect(await outcome(listed('certificateHold'), older)).toBe('revoked');
    expect(await outcome(listed('superseded'), newer)).toBe('revoked');
  });

  it('is enough: nothing is fetched where it says something', async () => {
    const { asked, fetch } = network({});
    const given = { ocspResponses: [ocsp(pointing)], crls: [crl(root)] };
    expect(outcomeOf(await askFor({ ...given, fetch }))).toBe('accepted');
    expect(outcomeOf(await askFor({ ...given, crls: [crl(ca, [pointing])], fetch }))).toBe('revoked');
    expect(asked).toEqual([]);
  });
});

describe('what is fetched', () => {
  it('is an OCSP response for each certificate of which nothing is known', async () => {
    const { asked, requests, fetch } = network({
      ...goodCa,
      [ocspUrl]: ocsp(pointing, {}, by(responder(ca))),
    });
    const verdict = await askFor({ fetch });
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(asked).toEqual([ocspUrl, 'http://ocsp.test/root']);
    expect(verdict.fetched).toEqual([
      { what: 'ocsp', url: ocspUrl },
      { what: 'ocsp', url: 'http://ocsp.test/root' },
    ]);
    expect(requests.map(parseOcspRequest)).toEqual([
      { certIDs: [certIdOf(pointing.certificate, ca.certificate, nodeProvider)] },
      { certIDs: [certIdOf(ca.certificate, root.certificate, nodeProvider)] },
    ]);
    expect(revocationChecks(verdict).map(({ ok, rfc }) => [ok, rfc])).toEqual([
      [true, 'RFC 6960 section 3.2'],
      [true, 'RFC 6960 section 3.2'],
    ]);
  });

  it('revokes', async () => {
    const { fetch } = network({ ...goodCa, [ocspUrl]: ocsp(pointing, { status: revokedStatus }) });
    for (const mode of ['soft', 'hard'] as const)
      expect(outcomeOf(await askFor({ mode, fetch }))).toBe('revoked');
  });

  it.each([
    [
      'nobody answers',
      new Error('no answer in 5 s'),
      'http://ocsp.test/ could not be fetched: no answer in 5 s',
    ],
    ['the responder is busy', ocspFailure('tryLater'), 'an OCSP responder only says tryLater'],
    ['the answer cannot be read', Uint8Array.of(1), /an OCSP response cannot be read/],
    ['the answer is about another', ocsp(leaf), undefined],
    ['the answer is stale', ocsp(pointing, { nextUpdate: now - hour }), undefined],
  ] as const)('is a CRL where %s', async (_, answer, failed) => {
    const { asked, fetch } = network({ ...goodCa, [ocspUrl]: answer, [crlUrl]: crl(ca) });
    const verdict = await askFor({ fetch });
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(asked).toEqual([ocspUrl, crlUrl, 'http://ocsp.test/root']);
    if (failed) expect(verdict.fetched![0]!.failed).toMatch(failed);
    else expect(verdict.fetched![0]).not.toHaveProperty('failed');
    const revoking = network({ ...goodCa, [ocspUrl]: answer, [crlUrl]: crl(ca, [pointing]) });
    expect(outcomeOf(await askFor({ fetch: revoking.fetch }))).toBe('revoked');
  });

  it('may be a CRL in DER, in PEM or parsed', async () => {
    const pem = new TextEncoder().encode(encodePem('X509 CRL', crl(ca)));
    for (const list of [crl(ca), pem, parseCrl(crl(ca))]) {
      const { fetch } = network({ ...goodCa, [crlUrl]: list });
      expect(outcomeOf(await askFor({ fetch }))).toBe('accepted');
    }
    const { fetch } = network({ ...goodCa, [crlUrl]: new TextEncoder().encode('<html>') });
    const verdict = await askFor({ fetch });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(verdict.fetched![1]).toMatchObject({
      what: 'crl',
      failed: expect.stringContaining('cannot be read'),
    });
  });

  it('is told where it is of no use', async () => {
    const { fetch } = network(goodCa);
    const hard = await askFor({ fetch });
    expect(outcomeOf(hard)).toBe('revocation-unknown');
    expect(hard.message).toBe(
      'it is not known whether "CN=pointing" has been revoked: http://ocsp.test/ could not be fetched: there is nobody; http://crl.test/ca.crl could not be fetched: there is nobody',
    );
    const soft = await askFor({ fetch, mode: 'soft' });
    expect(outcomeOf(soft)).toBe('accepted');
    expect(revocationChecks(soft)[0]!.detail).toContain('could not be fetched');
    expect(revocationChecks(soft)[0]).toMatchObject({ ok: true, reason: 'revocation-unknown' });
    expect(soft.paths[0]!.reason).toBeUndefined();
  });

  it('is not fetched for a path that fails otherwise', async () => {
    const { asked, fetch } = network({ ...goodCa, [ocspUrl]: ocsp(pointing) });
    expect(outcomeOf(await askFor({ fetch }, { name: 'another.example.com' }))).toBe('name-mismatch');
    expect(outcomeOf(await askFor({ fetch }, { time: now + 30 * day }))).toBe('expired');
    expect(outcomeOf(await askFor({ fetch, mode: 'off' }))).toBe('accepted');
    expect(asked).toEqual([]);
    expect((await askFor({ fetch, mode: 'off' })).fetched).toBeUndefined();
  });

  it('is asked for once, however many paths there are', async () => {
    const again = make('CA', root, and(access(oids.ocsp, 'http://ocsp.test/again')), ca.key);
    const { asked, fetch } = network({
      'http://ocsp.test/root': ocsp(ca, { status: revokedStatus }),
      'http://ocsp.test/again': ocsp(again),
      [crlUrl]: crl(ca),
    });
    const verdict = await askFor({ fetch }, { chain: [pointing.der, ca.der, again.der] });
    expect(outcomeOf(verdict)).toBe('accepted');
    expect(verdict.path[1]!.der).toEqual(again.der);
    expect(asked).toEqual([ocspUrl, crlUrl, 'http://ocsp.test/root', 'http://ocsp.test/again']);
    const vain = network({
      'http://ocsp.test/root': ocsp(ca, { status: revokedStatus }),
      'http://ocsp.test/again': ocsp(again),
    });
    const chain = [pointing.der, ca.der, again.der];
    expect(outcomeOf(await askFor({ mode: 'soft', fetch: vain.fetch }, { chain }))).toBe('accepted');
    expect(vain.asked).toEqual(asked);
  });

  it('comes from http URLs only, the first two of each kind', async () => {
    const urls = [
      'https://a.test/',
      'ldap://a.test/',
      'not a URL',
      'HTTP://b.test',
      'http://c.test/',
      'http://d.test/',
    ];
    const odd = make('odd', ca, {
      ...endEntity,
      ...and(access(oids.ocsp, ...urls), crlPoint(...urls)),
    });
    const { asked, fetch } = network(goodCa);
    expect(outcomeOf(await askFor({ fetch, mode: 'soft' }, { chain: [odd.der, ca.der] }))).toBe('accepted');
    const two = ['http://b.test/', 'http://c.test/'];
    expect(asked).toEqual([...two, ...two, 'http://ocsp.test/root']);
  });

  it('is no list for some reasons, and none of another issuer', async () => {
    const uri = { kind: 'uniformResourceIdentifier', value: crlUrl } as const;
    const distributionPoint = { kind: 'fullName', value: [uri] } as const;
    const some = make('some', ca, {
      ...endEntity,
      ...and(
        extension('cRLDistributionPoints', [
          { distributionPoint, reasons: ['keyCompromise'] },
          { distributionPoint, cRLIssuer: [uri] },
        ]),
      ),
    });
    const { asked, fetch } = network(goodCa);
    await askFor({ fetch, mode: 'soft' }, { chain: [some.der, ca.der] });
    expect(asked).toEqual(['http://ocsp.test/root']);
  });

  it('stays within the budget', async () => {
    const { asked, fetch } = network(goodCa);
    const verdict = await askFor({ fetch }, { budget: { fetches: 2 } });
    expect(outcomeOf(verdict)).toBe('revocation-unknown');
    expect(asked).toEqual([ocspUrl, crlUrl]);
    expect(revocationChecks(verdict)[1]!.detail).toContain('no more than 2 answers are fetched for one peer');
    const soft = await askFor({ fetch, mode: 'soft' }, { budget: { fetches: 0 } });
    expect(outcomeOf(soft)).toBe('accepted');
    expect(soft.fetched).toBeUndefined();
  });

  it('may come within the call, and is the only thing that is waited for', () => {
    const fetch: RevocationFetch = {
      ocsp: (url) => (url === ocspUrl ? ocsp(pointing) : ocsp(ca)),
      crl: () => {
        throw new Error('not asked');
      },
    };
    const question = questionOf({ fetch }, { chain: [pointing.der, ca.der] });
    expect(outcomeOf(verifyPeer(question) as Verdict)).toBe('accepted');
    const late = network({ ...goodCa, [ocspUrl]: ocsp(pointing) });
    const steps = verifyPeerChain(questionOf({ fetch: late.fetch }, { chain: [pointing.der, ca.der] }));
    const { done, value } = steps.next();
    expect(done).toBe(false);
    const { need, promise, of } = value as PromiseWait;
    expect([need, of]).toEqual(['promise', 'the fetch']);
    expect(promise.then).toBeTypeOf('function');
    expect(late.asked).toEqual([ocspUrl]);
    // Whoever gives up asks for nothing more.
    steps.return(undefined as never);
    expect(late.asked).toEqual([ocspUrl]);
  });
});

describe('a nonce', () => {
  const seen: Uint8Array[] = [];
  const answering = (about: Made, nonceFor: (nonce: Uint8Array | undefined) => Uint8Array | undefined) => {
    return (request: Uint8Array): Uint8Array => {
      const { nonce } = parseOcspRequest(request);
      if (nonce) seen.push(nonce);
      const echoed = nonceFor(nonce);
      return ocsp(about, {}, echoed ? { nonce: echoed } : {});
    };
  };
  const outcomeWith = async (
    nonce: RevocationQuestion['nonce'],
    nonceFor: (nonce: Uint8Array | undefined) => Uint8Array | undefined,
  ): Promise<string> => {
    const answers = {
      'http://ocsp.test/root': answering(ca, nonceFor),
      [ocspUrl]: answering(pointing, nonceFor),
    };
    const { fetch } = network(answers);
    return outcomeOf(await askFor({ fetch, ...(nonce && { nonce }) }));
  };
  const echo = (nonce: Uint8Array | undefined) => nonce;
  const other = () => new Uint8Array(32);
  const none = () => undefined;

  it('is not sent unless asked for, and then ignored', async () => {
    seen.length = 0;
    for (const answer of [none, other]) {
      expect(await outcomeWith(undefined, answer)).toBe('accepted');
      expect(await outcomeWith('none', answer)).toBe('accepted');
    }
    expect(seen).toEqual([]);
  });

  it('has 32 bytes, new ones each time', async () => {
    seen.length = 0;
    expect(await outcomeWith('sent', echo)).toBe('accepted');
    expect(seen.map(({ length }) => length)).toEqual([32, 32]);
    expect(seen[0]).not.toEqual(seen[1]);
  });

  it('that differs is refused; one that is missing is when it is required', async () => {
    expect(await outcomeWith('sent', other)).toBe('revocation-unknown');
    expect(await outcomeWith('sent', none)).toBe('accepted');
    expect(await outcomeWith('required', echo)).toBe('accepted');
    expect(await outcomeWith('required', other)).toBe('revocation-unknown');
    expect(await outcomeWith('required', none)).toBe('revocation-unknown');
  });
});
