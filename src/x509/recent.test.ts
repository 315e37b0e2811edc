import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { decodePem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import { parseCertificate } from './certificate.ts';
import { parseRecent } from './recent.ts';

const ders = rootCertificates.map((pem) => decodePem(pem)[0]!.bytes);

it('gives the same object for the same bytes, and what parseCertificate gives for others', () => {
  const [first, second] = ders as [Uint8Array, Uint8Array];
  expect(parseRecent(first.slice())).toBe(parseRecent(first));
  expect(parseRecent(second)).not.toBe(parseRecent(first));
  expect(parseRecent(second).subject.text).toBe(parseCertificate(second).subject.text);
});

it('holds no view of what it was given, and forgets the longest unused', () => {
  const given = ders[0]!.slice();
  const certificate = parseRecent(given);
  given.fill(0);
  expect(certificate.der).toEqual(new Uint8Array(ders[0]!));
  for (const der of ders.slice(1, 40)) parseRecent(der);
  expect(parseRecent(ders[0]!)).not.toBe(certificate);
  expect(parseRecent(ders[39]!)).toBe(parseRecent(ders[39]!));
});

it('remembers nothing malformed', () => {
  const broken = ders[0]!.slice(0, 100);
  expect(() => parseRecent(broken)).toThrow(Malformed);
  expect(() => parseRecent(broken)).toThrow(Malformed);
});
