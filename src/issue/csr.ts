/** Certification requests (PKCS #10, RFC 2986): a key, and the names that its holder wants certified. */

import type { Maybe, PrivateKey, Provider, PublicKeyInfo } from '../crypto/provider.ts';
import { isPromise } from '../crypto/steps.ts';
import { decode, encode, type Of } from '../wire/codec.ts';
import { any, type Element, implicit, kept, sequence, setOf } from '../wire/der.ts';
import { octetAligned, smallInteger } from '../wire/der-values.ts';
import { ownOptions } from '../wire/own-options.ts';
import { type Extension, ExtensionList, extension, extensionsOf } from '../x509/certificate/extensions.ts';
import { ipText } from '../x509/certificate/general-name.ts';
import { Name, type SubjectAttributes } from '../x509/certificate/name.ts';
import { objectIdentifier, oids } from '../x509/certificate/oids.ts';
import {
  AlgorithmIdentifier,
  algorithmIdentifierOf,
  signatureAlgorithmOf,
} from '../x509/certificate/signature-algorithm.ts';
import { parseSpki, publicKeyInfo, SubjectPublicKeyInfo } from '../x509/certificate/spki.ts';
import { nameFrom, signed, usualAlgorithm } from './issue-certificate.ts';
import { type AlternativeNames, alternativeNames } from './issue-extensions.ts';

const Attribute = sequence('RFC 2986 section 4.1', { type: objectIdentifier, values: setOf(any(), 1) });

//     CertificationRequestInfo ::= SEQUENCE {
//         version       INTEGER { v1(0) } (v1,...),
//         subject       Name,
//         subjectPKInfo SubjectPublicKeyInfo,
//         attributes    [0] Attributes }
const CertificationRequestInfo = sequence('RFC 2986 section 4.1', {
  version: smallInteger(0, { 0: 'v1' }),
  subject: Name,
  subjectPKInfo: kept(SubjectPublicKeyInfo),
  attributes: implicit(0, setOf(Attribute)),
});

const request = sequence('RFC 2986 section 4.2', {
  certificationRequestInfo: kept(CertificationRequestInfo),
  signatureAlgorithm: AlgorithmIdentifier,
  signature: octetAligned,
});
/** `CertificationRequest` */
export const CsrDefinition: Element<Of<typeof request>> = request;

export interface Csr extends Required<AlternativeNames> {
  readonly subject: Name;
  readonly spki: PublicKeyInfo;
  /** Every requested extension; whether to grant it is for the issuer to decide. */
  readonly extensions: readonly Extension[];
}

/** The request, or undefined if the key in it did not sign it. Throws Malformed. */
export function parseCsr(der: Uint8Array, provider: Pick<Provider, 'publicKey'>): Maybe<Csr | undefined> {
  const { says, isSigned } = readCsr(der);
  const signed = isSigned(provider);
  return isPromise(signed) ? signed.then((yes) => (yes ? says : undefined)) : signed ? says : undefined;
}

/** What a request says, for display: it proves nothing until its signature is checked. Throws Malformed. */
export function readCsr(der: Uint8Array): {
  readonly says: Csr;
  /** Whether the key in it signed it. */
  isSigned(provider: Pick<Provider, 'publicKey'>): Maybe<boolean>;
} {
  const { certificationRequestInfo, signatureAlgorithm, signature } = decode(CsrDefinition, der);
  const { bytes, value } = certificationRequestInfo;
  const wanted = value.attributes.find(({ type }) => type === oids.extensionRequest)?.values[0];
  const extensions = wanted ? decode(ExtensionList, wanted) : [];
  const names = extensionsOf(extensions).subjectAltName ?? [];
  const says: Csr = {
    subject: value.subject,
    spki: publicKeyInfo(value.subjectPKInfo),
    dnsNames: names.flatMap((name) => (name.kind === 'dNSName' ? [name.value] : [])),
    ipAddresses: names.flatMap((name) => (name.kind === 'iPAddress' ? [ipText(name.value)] : [])),
    emailAddresses: names.flatMap((name) => (name.kind === 'rfc822Name' ? [name.value] : [])),
    uris: names.flatMap((name) => (name.kind === 'uniformResourceIdentifier' ? [name.value] : [])),
    extensions,
  };
  return {
    says,
    isSigned(provider) {
      const algorithm = signatureAlgorithmOf(signatureAlgorithm);
      const key = algorithm && provider.publicKey(says.spki);
      return key ? key.verify(algorithm, bytes, signature) : false;
    },
  };
}

export interface CsrRequest extends AlternativeNames {
  readonly subject: SubjectAttributes | Name;
  readonly key: PrivateKey;
}

/** A DER request, signed by the key that it is for. Throws RangeError for an address that is not one. */
export function createCsr(given: CsrRequest): Maybe<Uint8Array> {
  const request = ownOptions(given);
  const { subject, key } = request;
  const names = alternativeNames(request);
  const wanted = names.length > 0 ? encode(ExtensionList, [extension('subjectAltName', names)]) : undefined;
  const value: Of<typeof CertificationRequestInfo> = {
    version: 0,
    subject: nameFrom(subject),
    subjectPKInfo: { bytes: key.publicKey, value: parseSpki(key.publicKey) },
    attributes: wanted ? [{ type: oids.extensionRequest, values: [wanted] }] : [],
  };
  const bytes = encode(CertificationRequestInfo, value);
  const algorithm = usualAlgorithm(key);
  return signed(key, algorithm, bytes, (signature) =>
    encode(CsrDefinition, {
      certificationRequestInfo: { bytes, value },
      signatureAlgorithm: algorithmIdentifierOf(algorithm),
      signature,
    }),
  );
}
