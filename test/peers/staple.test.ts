/**
 * OCSP responses between us and real peers, in both roles and both versions. OpenSSL makes the certificates and the
 * responses; each side must hold, byte for byte, what the other stapled, and judge it.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePem } from '../../src/wire/pem.ts';
import { type Certificates, type Identity, makeCertificates } from './certificates.ts';
import { clientOptions, serverOptions } from './conversation.ts';
import { connectTo, listen } from './end.ts';
import { gnutls } from './gnutls.ts';
import { mustStaple, respond } from './ocsp.ts';
import { openssl } from './openssl.ts';
import type { Setup } from './peer.ts';
import { peers } from './peers.ts';
import { PeerProcess } from './process.ts';
import { type Row, rowOf } from './rows.ts';
import { go } from './scripted.ts';

let certificates: Certificates;
/** Files of responses for the server's and the client's EC certificates, and for one that must be stapled. */
let files: Record<'good' | 'revoked' | 'alice' | 'strictGood', string>;
let strict: Identity;
beforeAll(async () => {
  certificates = await makeCertificates('openssl');
  strict = await mustStaple(certificates, certificates.server.EC);
  files = {
    good: await respond(certificates, certificates.server.EC, 'good'),
    revoked: await respond(certificates, certificates.server.EC, 'revoked'),
    alice: await respond(certificates, certificates.client.EC, 'good'),
    strictGood: await respond(certificates, strict, 'good'),
  };
});
afterAll(() => certificates?.remove());

const rows: readonly Row[] = [
  rowOf('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
  rowOf('TLS_AES_128_GCM_SHA256', 'x25519'),
].map((row) => ({ ...row, key: 'EC' as const }));
const setupOf = (row: Row, ocspResponse?: string): Setup => ({
  certificates,
  row,
  mutual: false,
  ...(ocspResponse !== undefined && { ocspResponse }),
});
/** With the certificate that must be stapled in the place of the server's own. */
const strictly = (setup: Setup): Setup => ({
  ...setup,
  certificates: { ...certificates, server: { ...certificates.server, EC: strict } },
});
const serving = (setup: Setup, ocspResponse: Uint8Array | undefined) => ({
  ...serverOptions(setup),
  credentials: [{ ...setup.certificates.server.EC.credential, ...(ocspResponse && { ocspResponse }) }],
});

describe.each(rows.map((row) => [row.version, row] as const))('%s', (_, row) => {
  describe.each(peers.filter(({ fetchesStaples }) => !fetchesStaples))('$name', (peer) => {
    beforeAll(() => peer.prepare?.());

    it('staples, and we hold what it stapled', async () => {
      const { port } = await peer.serve(setupOf(row, files.good));
      // Only what is known to be good passes.
      const end = connectTo(port, { ...clientOptions(setupOf(row)), revocation: { mode: 'hard' } });
      const { peer: identity } = await end.opened();
      expect(hex(identity.ocspResponse)).toBe(hex(await readFile(files.good)));
      expect(end.messages.includes('<CertificateStatus')).toBe(row.version === 'TLS 1.2');
    });

    it('staples that its certificate is revoked, and we refuse it', async () => {
      // GnuTLS would not serve it otherwise.
      const extra = peer === gnutls ? ['--ignore-ocsp-response-errors'] : [];
      const server = await peer.serve({ ...setupOf(row, files.revoked), extra });
      const end = connectTo(server.port, clientOptions(setupOf(row)));
      expect(await end.failed()).toMatchObject({
        ...{ reason: 'certificate-rejected', alert: 'certificate_revoked' },
        cause: { reason: 'revoked', message: expect.stringContaining('keyCompromise') },
      });
      expect(end.alerts).toEqual(['>certificate_revoked']);
    });

    it('has a certificate that promises a staple: with one we take it, without one we do not', async () => {
      const setup = strictly(setupOf(row));
      const stapled = await peer.serve({ ...setup, ocspResponse: files.strictGood });
      expect((await connectTo(stapled.port, clientOptions(setup)).opened()).peer.verdict?.verdict).toBe(
        'accepted',
      );
      const end = connectTo((await peer.serve(setup)).port, clientOptions(setup));
      expect(await end.failed()).toMatchObject({
        ...{ reason: 'certificate-rejected', alert: 'bad_certificate_status_response' },
        cause: { reason: 'staple-missing' },
      });
    });
  });

  describe.each(peers)('$name', (peer) => {
    beforeAll(() => peer.prepare?.());

    it('has nothing to staple, and we go on', async () => {
      const end = connectTo((await peer.serve(setupOf(row))).port, clientOptions(setupOf(row)));
      expect((await end.opened()).peer.ocspResponse).toBeUndefined();
      expect(end.messages).not.toContain('<CertificateStatus');
    });

    it('asks, and holds what we stapled', async () => {
      const response = await readFile(files.good);
      const setup = setupOf(row, files.good);
      const saved = `${files.good}.saved`;
      const server = await listen(serving(setup, response));
      const link = peer.connect(
        peer === gnutls ? { ...setup, extra: ['--save-ocsp', saved] } : setup,
        server.port,
      );
      const end = await server.next();
      await end.opened();
      const { ocspResponse } = await link.seen();
      const seen = peer === gnutls ? hex(await readFile(saved)) : ocspResponse;
      expect(seen).toBe(peer === openssl ? 'good' : hex(response));
    });

    it('asks, and goes on when there is none', async () => {
      const setup = setupOf(row, files.good);
      const server = await listen(serving(setup, undefined));
      const link = peer.connect(setup, server.port);
      await (await server.next()).opened();
      expect((await link.seen()).ocspResponse || '').toBe('');
    });
  });
});

describe.each(rows.map((row) => [row.version, row] as const))('%s: what we staple is judged by', (_, row) => {
  const cases = [
    ['good', () => readFile(files.good)],
    ['revoked', () => readFile(files.revoked)],
    ['nothing', async () => undefined],
  ] as const;

  it.each(cases)('curl --cert-status: %s', async (what, response) => {
    const { credentials, ...options } = serving(setupOf(row), await response());
    const [credential] = credentials;
    // curl looks for the issuer among what was sent.
    const chain = [...credential!.chain, decodePem(await readFile(certificates.ca, 'utf8'))[0]!.bytes];
    const server = await listen({ ...options, credentials: [{ ...credential!, chain }] });
    const curl = new PeerProcess('curl', [
      ...['--silent', '--show-error', '--cert-status', '--cacert', certificates.ca, '--max-time', '20'],
      ...['--resolve', `localhost:${server.port}:127.0.0.1`, `https://localhost:${server.port}/`],
    ]);
    const end = await server.next();
    await end.opened();
    if (what === 'good') {
      await end.until('the request', () => end.pending().includes('\r\n\r\n') || undefined);
      await end.send(Buffer.from('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'));
      end.transport.end();
    }
    await curl.exited;
    // CURLE_SSL_INVALIDCERTSTATUS, after the handshake.
    expect(curl.ended).toBe(`ended with exit code ${what === 'good' ? 0 : 91}`);
    expect(curl.stderr).toMatch({ good: /^$/, revoked: /keyCompromise/, nothing: /No OCSP response/ }[what]);
  });

  it.each(cases)('GnuTLS: %s', async (what, response) => {
    const setup = setupOf(row, files.good);
    const server = await listen(serving(setup, await response()));
    const link = gnutls.connect({ ...setup, extra: ['--save-ocsp', `${files.good}.${what}`] }, server.port);
    const end = await server.next();
    if (what === 'revoked') {
      expect(await end.failed()).toMatchObject({ reason: 'alert-received', sentBy: 'peer' });
      await link.process.says('The certificate chain is revoked');
    } else {
      await end.opened();
      await link.seen();
    }
  });

  it('GnuTLS, of a certificate that must be stapled', async () => {
    for (const response of [await readFile(files.strictGood), undefined]) {
      const setup = strictly(setupOf(row, files.strictGood));
      const server = await listen(serving(setup, response));
      const link = gnutls.connect(
        { ...setup, extra: ['--save-ocsp', `${files.strictGood}.saved`] },
        server.port,
      );
      const end = await server.next();
      if (response) {
        await end.opened();
        await link.seen();
      } else {
        expect(await end.failed()).toMatchObject({ reason: 'alert-received', sentBy: 'peer' });
        await link.process.says('The certificate requires the server to include an OCSP status');
      }
    }
  });
});

describe('a client’s staple, in TLS 1.3', () => {
  const row = rows[1]!;
  beforeAll(() => go.prepare?.());
  const mutual = (ocspResponse: string): Setup => ({ ...setupOf(row, ocspResponse), mutual: true });

  it('of Go reaches us', async () => {
    const server = await listen(serverOptions(mutual(files.alice)));
    go.connect(mutual(files.alice), server.port);
    const { peer } = await (await server.next()).opened();
    expect(hex(peer.ocspResponse)).toBe(hex(await readFile(files.alice)));
  });

  it('of ours reaches Go', async () => {
    const ocspResponse = await readFile(files.alice);
    const credentials = [{ ...certificates.client.EC.credential, ocspResponse }];
    const server = await go.serve(mutual(files.good));
    const link = server.link();
    await connectTo(server.port, { ...clientOptions(mutual(files.good)), credentials }).opened();
    expect(await link.seen()).toMatchObject({ client: 'alice', ocspResponse: hex(ocspResponse) });
  });
});

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
