/**
 * The Public Key Interoperability Test Suite of NIST, as Go carries it (crypto/x509/testdata/nist-pkits, since 1.24; public
 * domain): its paths with what each must give.
 *
 * Go has no CRLs of it, so what only a CRL can refuse is left out, by section or by name.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import {
  anchorFromCertificate,
  parseCertificate,
  privateProfile,
  trustStore,
  verifyPeer,
} from '../../src/x509/index.ts';

interface Vector {
  readonly Name: string;
  /** The anchor first, the leaf last. */
  readonly CertPath: readonly [string, ...string[]];
  readonly ShouldValidate: boolean;
  readonly InitialPolicySet: readonly string[];
  readonly InitialPolicyMappingInhibit: boolean;
  readonly InitialExplicitPolicy: boolean;
  readonly InitialAnyPolicyInhibit: boolean;
}

const folder = join(
  execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(),
  'src/crypto/x509/testdata/nist-pkits',
);
const vectors: readonly Vector[] = JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8'));
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, 'certs', file)));

const otherwise: Readonly<Record<string, string>> = {
  '4.1.4': 'accepted with DSA, which we do not have',
  '4.1.5': 'accepted with DSA, which we do not have',
  '4.5.2': 'refused by a CRL',
  '4.5.5': 'refused by a CRL',
  '4.5.7': 'refused by a CRL',
  '4.7.4': 'refused by a CRL',
  '4.7.5': 'refused by a CRL',
};
const numberOf = ({ Name }: Vector): string => Name.split(' ')[0]!;
/** Those on CRLs, distribution points and delta CRLs. */
const isAboutCrls = (vector: Vector): boolean => /^4\.(4|14|15)\./.test(numberOf(vector));
/** A question has no such inputs. */
const isInhibited = (vector: Vector): boolean =>
  vector.InitialPolicyMappingInhibit || vector.InitialAnyPolicyInhibit;

const resumptionScope = (name: string): string =>
  name === 'anyPolicy' ? '2.5.29.32.0' : name.replace('NIST-test-policy-', '2.16.840.1.101.3.2.1.48.');

function holds({ CertPath, InitialPolicySet, InitialExplicitPolicy }: Vector): boolean {
  const [anchor, ...below] = CertPath.map(read) as [Uint8Array, ...Uint8Array[]];
  const wanted = InitialPolicySet.map(resumptionScope);
  const isAsked = InitialExplicitPolicy || !InitialPolicySet.includes('anyPolicy');
  const verdict = verifyPeer({
    chain: below.reverse(),
    trust: trustStore([anchorFromCertificate(parseCertificate(anchor))]),
    provider: nodeProvider,
    purpose: 'server',
    profile: privateProfile,
    time: Date.UTC(2015, 0, 1),
    ...(isAsked && { userInitialPolicySet: wanted }),
  });
  return 'verdict' in verdict && verdict.verdict === 'accepted';
}

const asked = vectors.filter((vector) => !isAboutCrls(vector) && !isInhibited(vector));

it('is there', () => expect(asked).toHaveLength(180));

it.each(asked.map((vector) => [vector.Name, vector] as const))('%s', (_, vector) => {
  const differs = otherwise[numberOf(vector)] !== undefined;
  expect(holds(vector)).toBe(vector.ShouldValidate !== differs);
});
