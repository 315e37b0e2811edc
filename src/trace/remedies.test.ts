import { beforeAll, describe, expect, it } from 'vitest';
import { joined, makeAuthority } from '../../test/pair.ts';
import { certificateReasons } from '../x509/reasons.ts';
import { diagnose } from './diagnosis.ts';
import type { ErrorDocument, TraceDocument } from './document.ts';
import { TraceRecorder } from './recorder.ts';
import type { Try } from './remedies.ts';
import { story } from './story.ts';
import { plainStyle } from './text.ts';
import { translated } from './words/translation.ts';

/** Of a client that has no certificate, by a server that asks for one. */
let good: TraceDocument;
beforeAll(() => {
  const ca = makeAuthority();
  const shared = { observe: true, trust: ca.trust };
  const pair = joined(shared, {
    ...shared,
    credentials: [ca.issue('EC', 'server')],
    clientAuthentication: 'request',
  });
  const trace = new TraceRecorder({
    role: 'client',
    peer: { name: 'localhost', port: 4433 },
    startedAt: 0,
    wallClock: Date.UTC(2026, 10, 20),
  });
  for (const event of pair.client.events) trace.add(event);
  good = trace.document();
});

function triesFor(error: Partial<ErrorDocument>, change: Partial<TraceDocument> = {}): readonly Try[] {
  const nothing = { step: 'here', alert: null, sentBy: null, fault: null, rfc: [], message: 'it failed' };
  return (
    diagnose({
      ...good,
      ok: false,
      error: { reason: 'alert-received', ...nothing, ...error },
      ...change,
    })?.tries ?? []
  );
}

/** After a ClientHello that offers these, and nothing else. */
function triesAfter(alert: string, offers: Readonly<Record<string, readonly string[]>>): readonly Try[] {
  const steps = good.steps.flatMap((step) => {
    if (step.kind !== 'message' || step.type !== 'client_hello') return [];
    const parts = Object.entries(offers).map(([list, names]) => ({
      ...{ name: list, start: 0, end: 0 },
      parts: names.map((means, i) => ({ name: `${list}[${i}]`, start: 0, end: 0, means })),
    }));
    return [{ ...step, fields: { name: 'client_hello', start: 0, end: 0, parts } }];
  });
  return triesFor({ alert, sentBy: 'server' }, { steps });
}

describe('what to try', () => {
  it('is the version that was not offered, and the older one alone where both were', () => {
    const tries = (...versions: string[]) => triesAfter('protocol_version', { supported_versions: versions });
    expect(tries('TLS 1.3')).toMatchObject([{ id: 'offer-version', version: 'TLS 1.2' }]);
    expect(String(tries('TLS 1.3')[0]?.why)).toBe('the server does not speak TLS 1.3');
    expect(tries('TLS 1.2')).toMatchObject([{ id: 'offer-version', version: 'TLS 1.3' }]);
    expect(String(tries('TLS 1.2')[0]?.why)).toBe('the server does not speak TLS 1.2');
    expect(tries('TLS 1.3', 'TLS 1.2')).toMatchObject([{ id: 'offer-otherwise', version: 'TLS 1.2' }]);
  });

  it('is every suite that is spoken, while some were not offered', () => {
    const first = (...suites: string[]) => {
      const [attempt] = triesAfter('handshake_failure', {
        cipher_suites: suites,
        supported_versions: ['TLS 1.2'],
      });
      return attempt?.id;
    };
    expect(first('TLS_AES_128_GCM_SHA256')).toBe('offer-everything');
    expect(first('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')).toBe('offer-everything');
    expect(first('TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256')).toBe('ask-for-name');
  });

  it.each(['client', 'server'] as const)('is there for every certificate that a %s refuses', (role) => {
    const without = Object.keys(certificateReasons).filter((reason) => {
      const certificate = { ...good.certificate!, verdict: 'rejected' as const, reason };
      return triesFor({ reason: 'certificate-rejected' }, { role, certificate }).length === 0;
    });
    expect(without).toEqual([]);
  });
});

describe('a remedy', () => {
  const rejected = (reason: string, check: string): readonly Try[] => {
    const checked = { check, certificate: 0, ok: false, detail: '', reason, rfc: [], looked: [] };
    const paths = [{ subjects: ['CN=localhost'], anchor: null, reason, checks: [checked] }];
    const certificate = { ...good.certificate!, verdict: 'rejected' as const, reason, paths };
    return triesFor({ reason: 'certificate-rejected' }, { certificate });
  };
  const ids = (tries: readonly Try[]) => tries.map(({ id }) => id);

  it('never overrules a pin', () => {
    expect(ids(rejected('expired', 'validity'))).toEqual(['check-clock', 'overrule']);
    expect(ids(rejected('expired', 'pin'))).toEqual(['check-clock']);
    expect(ids(rejected('pin-mismatch', 'pin'))).toEqual(['pin']);
  });

  it('of a server is for its client, or what the server asks of clients', () => {
    const served = (reason: string) => ids(triesFor({ reason }, { role: 'server' }));
    expect(served('client-certificate-required')).toEqual([
      'issue-client-certificate',
      'request-certificate',
    ]);
    expect(served('no-common-suite')).toEqual(['lift-restrictions']);
  });

  it('is JSON, and so is the rest of a diagnosis', () => {
    const error: ErrorDocument = {
      ...{ reason: 'alert-received', message: 'the server sent an alert', step: 'waiting for Finished' },
      ...{ alert: 'protocol_version', sentBy: 'server', fault: null, rfc: [] },
    };
    const steps = good.steps.filter(({ name }) => name === 'ClientHello');
    const { tries, ...rest } = diagnose({ ...good, ok: false, error, steps })!;
    expect(JSON.parse(JSON.stringify(rest))).toEqual({
      cause: 'negotiation',
      id: 'possibly-version-intolerant',
      what: 'the server sent an alert while we were waiting for Finished',
      details: [expect.stringContaining('RFC 5246 appendix E.1')],
    });
    expect(JSON.parse(JSON.stringify(tries))).toEqual([
      {
        ...{ id: 'offer-otherwise', version: 'TLS 1.2', isNamed: false },
        ...{ what: 'offer TLS 1.2 alone', why: tries[0]!.why },
      },
    ]);
  });

  it('and what is said of a client certificate can be translated', () => {
    const error: ErrorDocument = {
      ...{ reason: 'alert-received', message: 'no', step: 'after the handshake', alert: 'unknown_ca' },
      ...{ sentBy: 'server', fault: null, rfc: [] },
    };
    const { what, details, tries } = diagnose({ ...good, ok: false, error })!;
    const table = {
      'the server requires a client certificate': '服务器要求客户端证书',
      'The server sent CertificateRequest, we sent none, then {0}.':
        '服务器发送了 CertificateRequest，我们没有发送证书，然后{0}。',
      'it sent {0}': '它发送了 {0}',
      'send a client certificate': '发送客户端证书',
    };
    expect([what, details[0]!, tries[0]!.what].map((words) => translated(words, table))).toEqual([
      '服务器要求客户端证书',
      '服务器发送了 CertificateRequest，我们没有发送证书，然后它发送了 unknown_ca (48)。',
      '发送客户端证书',
    ]);
  });
});

describe('a story', () => {
  it('breaks no command, which is there to be copied', () => {
    const told = (again: string) => {
      const said = { reason: 'alert-received', message: 'no', step: 'here', alert: 'handshake_failure' };
      const error: ErrorDocument = { ...said, sentBy: 'server', fault: null, rfc: [] };
      return story({ ...good, ok: false, error }, plainStyle, () => again);
    };
    const long = `handglass ${'x '.repeat(80)}end`;
    expect(told(long)).toContain(`\n  Try:  ${long}\n`);
    expect(told('short')).toMatch(/\n {2}Try: {2}short\n/);
  });

  it('tells in words what nobody has a command for', () => {
    const error: ErrorDocument = {
      ...{ reason: 'handshake-timeout', message: 'no', step: 'here', alert: null },
      ...{ sentBy: null, fault: null, rfc: [] },
    };
    const told = story({ ...good, ok: false, error });
    expect(told).toContain('\n  Try:  wait longer (unless packets are lost on the way)\n');
  });

  it('has no row without words', () => {
    expect(good.certificate?.fetched).toEqual([]);
    expect(
      story(good)
        .split('\n')
        .filter((line) => /^ {2}\w+ *$/.test(line)),
    ).toEqual([]);
  });

  it('says that a server that let us in without a certificate may refuse us yet', () => {
    expect(story(good).replaceAll(/\s+/g, ' ')).toContain(
      'there is none to send; it let us in, but may still refuse a request',
    );
  });
});
