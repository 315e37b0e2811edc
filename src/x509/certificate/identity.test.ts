import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from './certificate.ts';
import { ipText } from './general-name.ts';
import { ipBytes, isDnsPattern, referenceOf, speaksFor, toALabels } from './identity.ts';

const forNames = (dns: readonly string[], ips: readonly string[] = []): Certificate =>
  ({
    extensions: {
      subjectAltName: [
        ...dns.map((value) => ({ kind: 'dNSName' as const, value })),
        ...ips.map((value) => ({ kind: 'iPAddress' as const, value: ipBytes(value)! })),
      ],
    },
  }) as Partial<Certificate> as Certificate;

const matches = (presented: Certificate, host: string): boolean => {
  const reference = referenceOf(host);
  return reference !== undefined && speaksFor(presented, reference) !== undefined;
};

describe('RFC 9525', () => {
  it.each([
    ['example.com', 'example.com', true],
    ['example.com', 'EXAMPLE.com', true],
    ['EXAMPLE.com', 'example.com', true],
    ['example.com', 'example.com.', true],
    ['example.com.', 'example.com', false],
    ['example.com', 'www.example.com', false],
    ['*.example.com', 'www.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', '.example.com', false],
    ['w*.example.com', 'www.example.com', false],
    ['www.*.com', 'www.example.com', false],
    ['*.*.com', 'www.example.com', false],
    ['*', 'localhost', false],
    ['*.com', 'example.com', false],
    ['localhost', 'localhost', true],
    ['example.com\0.evil.test', 'example.com', false],
    ['exa_mple.com', 'exa_mple.com', true],
    ['*.example.com', 'my_host.example.com', true],
    ['*.exa_mple.com', 'www.exa_mple.com', false],
    ['192.0.2.1', '192.0.2.1', false],
    ['*.0.2.1', '192.0.2.1', false],
    ['xn--bcher-kva.example', 'bücher.example', true],
    ['bücher.example', 'bücher.example', false],
    ['', 'example.com', false],
  ])('%j for %j: %j', (presented, host, expected) => {
    expect(matches(forNames([presented]), host)).toBe(expected);
  });

  it('compares addresses by their bytes', () => {
    const certificate = forNames([], ['192.0.2.1', '2001:db8::1']);
    expect(matches(certificate, '192.0.2.1')).toBe(true);
    expect(matches(certificate, '[2001:DB8:0:0::1]')).toBe(true);
    expect(matches(certificate, '::ffff:192.0.2.1')).toBe(false);
    expect(matches(certificate, '192.0.2.2')).toBe(false);
  });

  it('has no reference for what is neither', () => {
    for (const host of [
      '',
      'a b',
      'a..b',
      '_-.b',
      '_.1',
      '-a.com',
      'a-.com',
      '1.2.3',
      '0x7f.1',
      '1.2.3.256',
      '01.2.3.4',
      'a/b',
      `${'a'.repeat(64)}.com`,
      'é/b',
    ]) {
      expect([host, referenceOf(host)]).toEqual([host, undefined]);
    }
  });
});

describe('names as people write them (UTS 46, non-transitional)', () => {
  it.each([
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.Example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['STRASSE.example', 'strasse.example'],
    ['ς.example', 'xn--3xa.example'],
    ['Σ.example', 'xn--4xa.example'],
    ['bücher。example', 'xn--bcher-kva.example'],
    ['bücher．example', 'xn--bcher-kva.example'],
    ['bücher｡example', 'xn--bcher-kva.example'],
    ['ｅｘａｍｐｌｅ.example', 'example.example'],
    ['exam\u00adple.bücher', 'example.xn--bcher-kva'],
    ['XN--BCHER-KVA.bücher', 'xn--bcher-kva.xn--bcher-kva'],
    // The deviations of UTS 46 section 2.3, as its table has them.
    ['faß.de', 'xn--fa-hia.de'],
    ['βόλος.com', 'xn--nxasmm1c.com'],
    ['ශ\u0dca\u200dරී.com', 'xn--10cl1a0b660p.com'],
    ['نامه\u200cای.com', 'xn--mgba3gch31f060k.com'],
    ['☃.example', 'xn--n3h.example'],
    ['bücher.example.', 'xn--bcher-kva.example.'],
  ])('%s is %s', (host, expected) => {
    expect(toALabels(host)).toBe(expected);
  });

  it.each([
    ['a joiner where there is nothing to join', 'a\u200db.bücher'],
    ['a non-joiner there', 'a\u200cb.bücher'],
    ['an A-label that is none', 'xn--a.bücher'],
    ['an accent that stands on nothing', '\u0301a.example'],
    ['right to left and left to right in one label', 'אa.example'],
    ['a solidus', 'bücher／a.example'],
    ['a percent sign', 'bücher％41.example'],
    ['an at sign', 'a＠bücher.example'],
    ['a port', 'bücher.example:443'],
    ['a path', 'bücher.example/a'],
    ['a space', 'bücher .example'],
    ['one dot leader, which is no dot', 'a․bücher'],
    ['a last label that is a number', 'bücher.1'],
    ['a control character', 'bücher\u0000.example'],
  ])('%s has no such form', (_, host) => {
    expect(toALabels(host)).toBeUndefined();
  });

  it('are not addresses, however their digits are written', () => {
    for (const host of ['１２７.０.０.１', '127。0。0。1', '０x7f.1', '①２７.0.0.1']) {
      expect([host, referenceOf(host)]).toEqual([host, undefined]);
    }
  });

  it('are compared with what is in a certificate in its one form', () => {
    const presented = forNames(['xn--strae-oqa.example', '*.xn--bcher-kva.example']);
    expect(matches(presented, 'Straße.example')).toBe(true);
    expect(matches(presented, 'strasse.example')).toBe(false);
    expect(matches(presented, 'www．BÜCHER.example')).toBe(true);
    expect(matches(presented, 'a.b.bücher.example')).toBe(false);
  });
});

describe('addresses', () => {
  it.each([
    ['::', 16],
    ['::1', 16],
    ['1::', 16],
    ['1:2:3:4:5:6:7:8', 16],
    ['1:2:3:4:5:6:7::', 16],
    ['::ffff:1.2.3.4', 16],
    ['1.2.3.4', 4],
    ['1:2:3:4:5:6:7', undefined],
    ['1:2:3:4:5:6:7:8::', undefined],
    ['1::2::3', undefined],
    [':::', undefined],
    ['12345::', undefined],
    ['::1.2.3', undefined],
    ['1.2.3.4::', undefined],
    ['fe80::1%eth0', undefined],
  ])('%s', (text, length) => {
    expect(ipBytes(text)?.length).toBe(length);
  });

  it('come back from their text (RFC 5952)', () => {
    for (const text of [
      '::',
      '::1',
      '1::',
      '2001:db8::1:0:0:1',
      '2001:db8:0:1:1:1:1:1',
      '1:2:3:4:5:6:7:8',
      '192.0.2.1',
    ]) {
      expect(ipText(ipBytes(text)!)).toBe(text);
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(ipBytes(ipText(bytes))).toEqual(bytes);
      }),
    );
  });

  it('are not patterns', () => {
    expect(isDnsPattern('*.1.2.3')).toBe(false);
  });
});
