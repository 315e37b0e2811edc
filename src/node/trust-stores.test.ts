import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCa } from '../../test/chain.ts';
import { encodePem } from '../wire/pem.ts';
import { trustStore } from '../x509/index.ts';
import { createSecureContext } from './context.ts';
import { trustNamed } from './trust.ts';
import { storeNamed } from './trust-stores.ts';

const directory = mkdtempSync(join(tmpdir(), 'handglass-stores-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const own = makeCa('Our own');
const ownPem = encodePem('CERTIFICATE', own.der);
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};

describe('Mozilla’s list', () => {
  it('is Node’s, and under the rules of the Web', () => {
    const { store, passedOver } = storeNamed('mozilla');
    expect(store.anchors).toHaveLength(new Set(tls.rootCertificates).size);
    expect(passedOver).toBe(0);
    expect(new Set(store.anchors.map(({ serverProfile }) => serverProfile?.name))).toEqual(new Set(['web']));
  });
});

describe('the system’s store', () => {
  it('holds Mozilla’s roots to the rules of the Web, and an administrator’s to none beyond the path', () => {
    const bundle = file('bundle.pem', [tls.rootCertificates[0], ownPem, ownPem, 'MII'].join('\n'));
    const { store, from } = storeNamed('system', { SSL_CERT_FILE: bundle });
    expect(store.anchors.map(({ serverProfile }) => serverProfile?.name)).toEqual(['web', 'private']);
    expect(String(from)).toBe(`the system’s store (SSL_CERT_FILE=${bundle})`);
  });

  it('counts what cannot be read', () => {
    const broken = encodePem('CERTIFICATE', own.der.subarray(0, -1));
    const bundle = file('broken.pem', ownPem + broken);
    expect(storeNamed('system', { SSL_CERT_FILE: bundle })).toMatchObject({ passedOver: 1 });
  });
});

describe('what Node trusts', () => {
  // Newer ones say it themselves, by what the variable was when they started.
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'default') => string[] };
  const bodies = (getCACertificates?.('default') ?? tls.rootCertificates).map((pem) =>
    pem.replace(/-----.*-----|\s/g, ''),
  );
  const without = new Set(bodies).size;

  it('has NODE_EXTRA_CA_CERTS, as private roots', () => {
    const { store } = storeNamed('node', { NODE_EXTRA_CA_CERTS: file('extra.pem', ownPem) });
    expect(store.anchors).toHaveLength(without + 1);
    const profiles = store.named(own.certificate.subject).map(({ serverProfile }) => serverProfile?.name);
    expect(profiles).toEqual(['private']);
  });

  it('goes on without extra ones that cannot be read', () => {
    for (const path of [join(directory, 'absent.pem'), file('junk.pem', 'junk')]) {
      expect(storeNamed('node', { NODE_EXTRA_CA_CERTS: path }).store.anchors).toHaveLength(without);
    }
  });
});

describe('the option `trust`', () => {
  it('is a store alone, or besides `ca`', () => {
    expect(createSecureContext({ trust: 'mozilla' }).trust).toBe(trustNamed('mozilla'));
    const both = createSecureContext({ trust: 'mozilla', ca: [ownPem, tls.rootCertificates[0]!] });
    expect(both.trust.anchors).toHaveLength(tls.rootCertificates.length + 1);
    // Named by hand, so private; the others stay what they are.
    expect(both.trust.anchors.slice(0, 3).map(({ serverProfile }) => serverProfile?.name)).toEqual([
      undefined,
      undefined,
      'web',
    ]);
    expect(both.engineOptions.profile?.name).toBe('private');
    expect(createSecureContext({ trust: 'mozilla' }).engineOptions.profile).toBeUndefined();
    const store = trustStore([]);
    expect(createSecureContext({ trust: store }).trust).toBe(store);
  });

  it('names authorities to clients only when all were named one by one', () => {
    expect(createSecureContext({ ca: ownPem }).namesTrust).toBe(true);
    expect(createSecureContext({ ca: ownPem, trust: 'mozilla' }).namesTrust).toBe(false);
    expect(createSecureContext({ trust: 'mozilla' }).namesTrust).toBe(false);
    expect(createSecureContext().namesTrust).toBe(false);
  });

  it('is one of the names', () => {
    expect(() => createSecureContext({ trust: 'windows' as 'system' })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
  });
});
