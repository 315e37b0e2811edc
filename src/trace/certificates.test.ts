/** What a tracer shows of certificates that others made: every byte has a field, and no field is long without reason. */
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { writeMessage } from '../protocol/message.ts';
import { Certificate12 } from '../protocol/messages/index.ts';
import { decodePem } from '../wire/pem.ts';
import type { Field } from './document.ts';
import { fieldsOfMessage } from './fields.ts';

const roots = tls.rootCertificates.map((pem) => decodePem(pem)[0]!.bytes);

const indivisible = new Set(
  [
    'serialNumber modulus subjectPublicKey signatureValue parameters algorithm extnID type extnValue qualifier',
    'utcTime generalTime utf8String printableString ia5String visibleString teletexString bmpString',
    'subjectKeyIdentifier keyIdentifier authorityCertSerialNumber policyIdentifier policyQualifierId',
    'dNSName rfc822Name uniformResourceIdentifier accessMethod',
  ].flatMap((names) => names.split(' ')),
);

const leavesOf = (field: Field): Field[] => (field.parts ? field.parts.flatMap(leavesOf) : [field]);

describe('the roots that Node carries, in a Certificate message', () => {
  const raw = writeMessage(Certificate12, { certificateList: roots });
  const fields = fieldsOfMessage({ is: Certificate12, raw });

  it('are covered without a gap', () => {
    let at = 0;
    for (const leaf of leavesOf(fields)) {
      expect(leaf.start).toBe(at);
      at = leaf.end;
    }
    expect(at).toBe(raw.length);
    expect(roots.length).toBeGreaterThan(100);
  });

  it('have no long field without a reason', () => {
    const long = leavesOf(fields).filter(
      ({ start, end, name }) => end - start > 4 && !indivisible.has(name.replace(/(\[\d+\])+$/, '')),
    );
    const names = [...new Set(long.map(({ name }) => name))];
    expect(names).toEqual([]);
  });
});
