import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { decodePem } from '../../wire/pem.ts';
import { Malformed } from '../../wire/reader.ts';
import { parseCertificate } from './certificate.ts';
import { parseRecent } from './parsed-certificates.ts';

const ders = rootCertificates.map((pem) => decodePem(pem)[0]!.bytes);

it('gives the same object for the same bytes from the second time on, and what parseCertificate gives for others', () => {
  const [first, second] = ders as [Uint8Array, Uint8Array];
  const once = parseRecent(first);
  const twice = parseRecent(first.slice());
  expect(twice).not.toBe(once);
  expect(parseRecent(first)).toBe(twice);
  expect(parseRecent(first.slice())).toBe(twice);
  expect(parseRecent(second)).not.toBe(parseRecent(first));
  expect(parseRecent(second).subject.text).toBe(parseCertificate(second).subject.text);
});

it('holds no view of what it was given, and forgets the longest unused', () => {
  const given = ders[0]!.slice();
  parseRecent(given);
  const certificate = parseRecent(given);
  given.fill(0);
  expect(certificate.der).toEqual(new Uint8Array(ders[0]!));
  for (const der of ders.slice(1, 40)) for (let times = 0; times < 2; times++) parseRecent(der);
  expect(parseRecent(ders[0]!)).not.toBe(certificate);
  expect(parseRecent(ders[39]!)).toBe(parseRecent(ders[39]!));
});

it('keeps two apart whose last bytes are the same', () => {
  const [first, second] = ders as [Uint8Array, Uint8Array];
  const alike = second.slice();
  alike.set(first.subarray(-4), alike.length - 4);
  for (let times = 0; times < 3; times++) {
    for (const der of [first, alike]) expect(parseRecent(der).der).toEqual(new Uint8Array(der));
  }
});

it('remembers nothing malformed', () => {
  const broken = ders[0]!.slice(0, 100);
  expect(() => parseRecent(broken)).toThrow(Malformed);
  expect(() => parseRecent(broken)).toThrow(Malformed);
});
