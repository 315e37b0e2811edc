import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { joined, makeAuthority, ticketsOf } from '../../test/pair.ts';
import type { Event } from '../handshake/events.ts';
import { diagnose } from './diagnosis.ts';
import type { TraceDocument } from './document.ts';
import { TraceRecorder } from './recorder.ts';
import { referencesIn } from './references.ts';
import { brief, story } from './story.ts';
import { plainStyle } from './text.ts';

let longest: TraceDocument;
let events: readonly Event[];
beforeAll(() => {
  const ca = makeAuthority();
  const shared = { observe: true, trust: ca.trust };
  const pair = joined(
    {
      ...shared,
      credentials: [ca.staple(ca.issue('EC', 'client'))],
      groups: ['x25519', 'secp256r1'],
    },
    {
      ...shared,
      credentials: [ca.staple(ca.issue('RSA', 'server'))],
      clientAuthentication: 'require',
      groups: ['secp256r1'],
      tickets: ticketsOf(),
    },
  );
  events = pair.client.events;
  longest = traced(events);
});

function traced(all: readonly Event[], role: 'client' | 'server' = 'client'): TraceDocument {
  const trace = new TraceRecorder({
    role,
    peer: { name: 'localhost', port: 4433 },
    startedAt: all[0]!.at,
    wallClock: Date.UTC(2026, 10, 20),
  });
  trace.note({ kind: 'dns', began: all[0]!.at, at: all[0]!.at, addresses: ['127.0.0.1'] });
  trace.note({ kind: 'tcp', began: all[0]!.at, at: all[0]!.at, address: '127.0.0.1', port: 4433 });
  for (const event of all) trace.add(event);
  return trace.document();
}

/** Times differ from run to run. */
const timeless = (text: string): string => text.replaceAll(/ +\d+\.\d ms/g, ' T ms');

describe('the story', () => {
  it('of the longest handshake fits on a screen', () => {
    for (const width of [72, 80, 100]) {
      const lines = story(longest, { ...plainStyle, width })
        .trimEnd()
        .split('\n');
      expect(lines.length).toBeLessThanOrEqual(width === 100 ? 40 : 50);
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
  });

  it('says that it does not know what could not be read', () => {
    const steps = longest.steps.map((step) =>
      step.kind === 'message' && step.type === 'new_session_ticket'
        ? { ...step, fields: { name: 'new_session_ticket', start: 0, end: 4 } }
        : step,
    );
    expect(steps).not.toEqual(longest.steps);
    expect(story({ ...longest, steps })).toContain('to resume within ? seconds');
  });

  it('says what each message was for', () => {
    const text = timeless(story(longest));
    for (const words of [
      '→  ClientHello          localhost; TLS 1.3, 1.2; 9 suites; share of x25519',
      '←  HelloRetryRequest    asks for a share of secp256r1',
      '←  ServerHello          TLS_AES_128_GCM_SHA256, share of secp256r1',
      '│←  CertificateRequest   from CN=handglass test CA',
      '┌→  Certificate          CN=alice',
      '│←  Certificate          CN=localhost, with an OCSP response: good',
      '┌→  Certificate          CN=alice, with an OCSP response: good',
      'Revocation     the server stapled an OCSP response; good on 2026-11-19 00:00:00 UTC, ',
      'Our staple     the peer asked for an OCSP response, and there is one',
      'ECDHE in secp256r1, after a retry with another share',
      'valid 2026-11-19 to 2026-12-20 (30 days left); RSA 2048 bits; for localhost',
    ]) {
      expect(text.replaceAll('…', '')).toContain(words.slice(0, 60));
    }
  });

  it('says with colour nothing that it does not say without', () => {
    const coloured = story(longest, { ...plainStyle, colour: true });
    expect(coloured).not.toBe(story(longest));
    expect(stripVTControlCharacters(coloured)).toBe(story(longest));
  });

  it('is written in ASCII where that is all there is', () => {
    for (const text of [
      story(longest, { ...plainStyle, unicode: false }),
      brief(longest, { ...plainStyle, unicode: false }),
    ]) {
      expect([...text].filter((c) => c !== '\n' && (c < ' ' || c > '~'))).toEqual([]);
    }
  });

  it('in short has the flights as they went', () => {
    expect(brief(longest).split('\n').slice(1, 6)).toEqual([
      '  → ClientHello',
      '  ← HelloRetryRequest',
      '  → ClientHello',
      '  ← ServerHello, EncryptedExtensions, CertificateRequest, Certificate, CertificateVerify, Finished',
      '  → Certificate, CertificateVerify, Finished',
    ]);
  });

  it('survives the same words from a saved trace, with a peer that writes escapes', () => {
    const saved = JSON.parse(JSON.stringify(longest)) as TraceDocument;
    const evil: TraceDocument = { ...saved, alpn: '\u001b[2J', peer: { ...saved.peer, name: 'a\u0007b' } };
    expect(story(evil)).toContain('\\x1b[2J');
    expect([...story(evil)].filter((c) => c === '\u001b' || c === '\u0007')).toEqual([]);
  });
});

describe('a diagnosis', () => {
  const failing = (
    error: Partial<TraceDocument['error']>,
    change: Partial<TraceDocument> = {},
  ): TraceDocument => ({
    ...longest,
    ok: false,
    error: {
      reason: 'alert-received',
      message: 'the server sent an alert',
      step: 'after the handshake',
      alert: null,
      sentBy: 'server',
      fault: null,
      rfc: [],
      ...error,
    },
    ...change,
  });

  it('is none where nothing failed', () => {
    expect(diagnose(longest)).toBeUndefined();
  });

  it.each([
    'certificate_required',
    'bad_certificate',
    'unknown_ca',
    'certificate_unknown',
    'access_denied',
    'handshake_failure',
  ])('takes %s behind our certificate for its refusal', (alert) => {
    expect(diagnose(failing({ alert }))).toMatchObject({
      cause: 'client-certificate',
      id: 'server-refuses-client-certificate',
      what: 'the server does not accept our client certificate',
    });
  });

  it('takes decode_error behind an empty Certificate for what GnuTLS means by it', () => {
    const decisions = longest.decisions.map((decision) =>
      decision.about === 'client_certificate' ? { ...decision, chosen: 'none' } : decision,
    );
    expect(diagnose(failing({ alert: 'decode_error' }, { decisions }))).toMatchObject({
      id: 'server-requires-client-certificate',
      what: 'the server requires a client certificate',
    });
  });

  it('takes the same alerts before our certificate for something else', () => {
    const early = longest.steps.filter(
      (step) => !(step.kind === 'message' && step.direction === 'sent' && step.name === 'Certificate'),
    );
    for (const alert of ['bad_certificate', 'handshake_failure']) {
      expect(diagnose(failing({ alert }, { steps: early }))?.cause).toBe('negotiation');
    }
  });

  it('does not blame our certificate for what has nothing to do with it', () => {
    for (const alert of ['bad_record_mac', 'decode_error', 'internal_error', 'protocol_version']) {
      expect(diagnose(failing({ alert }))?.cause).toBe('negotiation');
    }
  });

  it('tells either side what is wrong with a staple', () => {
    const ca = makeAuthority();
    const credential = ca.issue('EC', 'server', ['localhost'], { mustStaple: true });
    const pair = joined({ observe: true, trust: ca.trust }, { observe: true, credentials: [credential] });
    expect(diagnose(traced(pair.client.events))).toMatchObject({
      cause: 'server-certificate',
      id: 'staple-missing',
      what: '"CN=localhost" must come with an OCSP response, and came without one',
      tries: [
        { id: 'staple', what: 'the server should staple an OCSP response, as its certificate promises' },
        { id: 'overrule' },
      ],
    });
    const served = traced(pair.server.events, 'server');
    expect(diagnose(served)?.details.join()).toContain('the OCSP response that we staple');
  });

  it('says when it was, behind the handshake too', () => {
    const said = (step: string | null, sentBy: 'client' | 'server') => {
      const message = 'the server sent an alert';
      const reason = sentBy === 'server' ? 'alert-received' : 'bad-record-mac';
      const error = { reason, message, step, alert: 'bad_record_mac', sentBy };
      const { what, details } = diagnose(failing(error))!;
      return [String(what), ...details.map(String)];
    };
    expect(said('waiting for Finished', 'server')).toEqual([
      'the server sent an alert while we were waiting for Finished',
    ]);
    expect(said('after the handshake', 'server')).toEqual(['the server sent an alert after the handshake']);
    expect(said(null, 'server')).toEqual(['the server sent an alert']);
    expect(said('waiting for Finished', 'client')[1]).toBe(
      'We sent the alert bad_record_mac (20) while we were waiting for Finished.',
    );
    expect(said('after the handshake', 'client')[1]).toBe(
      'We sent the alert bad_record_mac (20) after the handshake.',
    );
    expect(said(null, 'client')[1]).toBe('We sent the alert bad_record_mac (20).');
  });

  it('says whose fault it is, and by which section', () => {
    const said = (fault: 'client' | 'server', words: string | null) => {
      const rfc = referencesIn(words ?? '');
      return diagnose(
        failing({ reason: 'illegal-value', step: 'starting', fault, rfc, sentBy: null }),
      )!.details.map(String);
    };
    expect(said('server', null)).toEqual([
      'It happened while we were starting.',
      'The fault lies with the server, or with something in between.',
    ]);
    expect(said('server', 'RFC 1')[1]).toBe(
      'The fault lies with the server, or with something in between (RFC 1).',
    );
    expect(said('client', 'RFC 1')[1]).toBe('The fault is ours (RFC 1).');
    expect(said('client', null)[1]).toBe('The fault is ours.');
  });

  it('knows the network from TLS, and our faults from theirs', () => {
    const none = { steps: [] };
    for (const [reason, cause] of [
      ['connection-refused', 'network'],
      ['name-not-found', 'network'],
      ['handshake-timeout', 'network'],
      ['not-tls', 'not-tls'],
      ['internal', 'internal'],
      ['certificate-rejected', 'server-certificate'],
      ['bad-signature', 'negotiation'],
    ] as const) {
      expect(diagnose(failing({ reason, sentBy: null }, none))?.cause).toBe(cause);
    }
  });
});
