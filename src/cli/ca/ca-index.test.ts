import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../x509/index.ts';
import { Authority, terms } from './authority.ts';
import { indexed, indexText, parseIndex } from './ca-index.ts';

/** As `openssl ca` of OpenSSL 3.0.19 wrote it: issued, revoked in three ways, and noted as expired. */
const written = [
  'R\t261221100003Z\t261121100003Z\tF1\tunknown\t/CN=a.test/O=Ex\\xC3\\xA4mple, "x"/C=NL',
  'R\t20610101000000Z\t261121100003Z,CACompromise\tF2\tunknown\t/CN=b.test/O=Ex\\xC3\\xA4mple, "x"/C=NL',
  'E\t210101000000Z\t\tF3\tunknown\t/CN=c.test/O=Ex\\xC3\\xA4mple, "x"/C=NL',
  'R\t261221100003Z\t261121100003Z,holdInstruction,holdInstructionReject\tF4\tunknown\t/CN=d.test/C=NL',
  'V\t261221095936Z\t\t3BA4012EC3BDF31D2DE3DC7AA6700C97\tunknown\t/O=handglass/CN=top',
  '',
].join('\n');

describe('an index', () => {
  it('of OpenSSL is read', () => {
    const date = Date.UTC(2026, 10, 21, 10, 0, 3);
    expect(parseIndex(written).map(({ subject: _, ...rest }) => rest)).toEqual([
      {
        status: 'R',
        serial: 'F1',
        notAfter: Date.UTC(2026, 11, 21, 10, 0, 3),
        revoked: { date, reason: 'unspecified' },
      },
      {
        status: 'R',
        serial: 'F2',
        notAfter: Date.UTC(2061, 0),
        revoked: { date, reason: 'cACompromise' },
      },
      { status: 'E', serial: 'F3', notAfter: Date.UTC(2021, 0) },
      {
        status: 'R',
        serial: 'F4',
        notAfter: Date.UTC(2026, 11, 21, 10, 0, 3),
        revoked: { date, reason: 'certificateHold' },
      },
      {
        status: 'V',
        serial: '3BA4012EC3BDF31D2DE3DC7AA6700C97',
        notAfter: Date.UTC(2026, 11, 21, 9, 59, 36),
      },
    ]);
  });

  it('is written as it was read', () => {
    const same = written.replace('holdInstruction,holdInstructionReject', 'certificateHold');
    expect(indexText(parseIndex(written))).toBe(same);
  });

  it('has a certificate’s end, serial number and name', async () => {
    const root = await Authority.root(terms('ec', 1));
    const [der] = await root.certify(
      {
        subject: { C: 'NL', O: 'Exämple', CN: 'a\tb' },
        publicKey: root.key.publicKey,
        tbs: (tbs) => ({ ...tbs, serialNumber: Uint8Array.of(0, 0xf1, 2) }),
      },
      { ...terms('ec', 1), notAfter: Date.UTC(2050, 0, 2, 3, 4, 5) },
    );
    expect(indexText([indexed(parseCertificate(der))])).toBe(
      'V\t20500102030405Z\t\tF102\tunknown\t/C=NL/O=Ex\\xC3\\xA4mple/CN=a\\x09b\n',
    );
  });

  it.each([
    ['another status', 'X\t261221100003Z\t\tF1\tunknown\t/CN=a'],
    ['no time', 'V\t2612211000Z\t\tF1\tunknown\t/CN=a'],
    ['a revocation without its date', 'R\t261221100003Z\t\tF1\tunknown\t/CN=a'],
    ['a reason that nobody knows', 'R\t261221100003Z\t261121100003Z,boredom\tF1\tunknown\t/CN=a'],
    ['half a byte', 'V\t261221100003Z\t\tF10\tunknown\t/CN=a'],
    ['a column too few', 'V\t261221100003Z\t\tF1\t/CN=a'],
  ])('with %s is refused, with the line', (_, line) => {
    expect(() => parseIndex(`${written}${line}\n`)).toThrow('line 6 is not an entry of a certificate index');
  });
});
