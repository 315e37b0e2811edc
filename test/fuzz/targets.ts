/** What is fuzzed: from which inputs, how they are changed, and what must hold. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { partsOf } from '../../src/files/file-contents.ts';
import { CsrDefinition, readCsr } from '../../src/issue/csr.ts';
import { HEADER_LENGTH, type Message } from '../../src/protocol/message.ts';
import { type Codec, decode, encode } from '../../src/wire/codec.ts';
import { any, sequenceOf, setOf } from '../../src/wire/der.ts';
import {
  bmpString,
  ia5String,
  printableString,
  teletexString,
  time as timeField,
  universalString,
  utf8String,
} from '../../src/wire/der-text.ts';
import {
  bitString,
  boolean,
  integer,
  nothing,
  octetAligned,
  octetString,
  oid,
  smallInteger,
} from '../../src/wire/der-values.ts';
import { encodePem, readPem } from '../../src/wire/pem.ts';
import {
  CertificateDefinition,
  parseCertificate,
  TBSCertificate,
} from '../../src/x509/certificate/certificate.ts';
import { type Extension, extensionName, extensionTable } from '../../src/x509/certificate/extensions.ts';
import { RDNSequence } from '../../src/x509/certificate/name.ts';
import { Pkcs7Definition, parsePkcs7 } from '../../src/x509/certificate/pkcs7.ts';
import { SubjectPublicKeyInfo } from '../../src/x509/certificate/spki.ts';
import { generalNameText, oids } from '../../src/x509/index.ts';
import { CrlDefinition, parseCrl, TBSCertList } from '../../src/x509/revocation/crl.ts';
import { OcspResponseDefinition, parseOcspResponse } from '../../src/x509/revocation/ocsp.ts';
import { OcspRequestDefinition, parseOcspRequest } from '../../src/x509/revocation/ocsp-request.ts';
import { checkChain } from './chain.ts';
import { changeFields } from './fields.ts';
import { checkDefinition, checkSame, checkWritten, Finding, parsed } from './invariants.ts';
import { changeBytes, changeDer, changeList, listOf, type Mutate } from './mutations.ts';
import type { Seeds } from './seeds.ts';

export interface Target {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly mutate: Mutate;
  /** Throws when something does not hold of the input. */
  check(input: Uint8Array): void;
}

/** Those of certificates, lists, requests, responses and files. */
export function readerTargets(seeds: Seeds): Target[] {
  const { certificate, crl, csr, ocspResponse, ocspRequest, pkcs7, chains } = seeds;
  const ders = [...certificate, ...crl, ...csr, ...ocspResponse, ...ocspRequest, ...pkcs7];
  const pems = ders.map((der) => encodePem('CERTIFICATE', der));
  const der = (name: string, from: readonly Uint8Array[], check: Target['check']): Target => ({
    name,
    seeds: from,
    mutate: changeDer,
    check,
  });
  return [
    der('der', [...elements.flatMap(({ seed }) => seed), ...ders], checkElements),
    der('certificate', certificate, checkCertificate),
    der('crl', crl, checkCrl),
    der('csr', csr, checkCsr),
    der('ocsp-response', ocspResponse, (input) => {
      checkDefinition(OcspResponseDefinition, input);
      parsed(input, parseOcspResponse);
    }),
    der('ocsp-request', ocspRequest, (input) => {
      checkDefinition(OcspRequestDefinition, input);
      parsed(input, parseOcspRequest);
    }),
    der('pkcs7', pkcs7, (input) => {
      checkDefinition(Pkcs7Definition, input);
      parsed(input, parsePkcs7);
    }),
    { name: 'pem', seeds: pems.map(utf8), mutate: changeBytes, check: checkPem },
    { name: 'file', seeds: [...pems.map(utf8), ...ders], mutate: changeBytes, check: checkFile },
    { name: 'chain', seeds: chains.map(listOf), mutate: changeList, check: checkChain },
  ];
}

/** Those of handshake messages, each in the definition that it was sent by: the message behind the definition's number. */
export function messageTargets(
  sent: readonly { readonly is: Message<unknown>; readonly raw: Uint8Array }[],
): Target[] {
  const all = [...new Set(sent.map(({ is }) => is))];
  const seeds = sent.map(({ is, raw }) => Uint8Array.of(all.indexOf(is), ...raw));
  const messageOf = (input: Uint8Array): Message<unknown> => all[(input[0] ?? 0) % all.length]!;
  const target = (name: string, from: readonly Uint8Array[]): Target => ({
    name,
    seeds: from,
    mutate: changeFields((input) => messageOf(input).body, 1 + HEADER_LENGTH),
    check: (input) => {
      const { body } = messageOf(input);
      if (input.length > HEADER_LENGTH)
        checkDefinition(body, input.subarray(1 + HEADER_LENGTH), hasNoExtensions);
    },
  });
  const isHello = (input: Uint8Array) => messageOf(input).name === 'ClientHello';
  return [
    target('client_hello', seeds.filter(isHello)),
    target(
      'messages',
      seeds.filter((input) => !isHello(input)),
    ),
  ];
}

/** In TLS 1.2 a hello without extensions has an empty list of them or none (RFC 5246 section 7.4.1.2). */
const hasNoExtensions = (input: Uint8Array, written: Uint8Array): boolean =>
  written.length === input.length - 2 && input.at(-1) === 0 && input.at(-2) === 0;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Types of ASN.1, each with something of it. */
const elements: readonly { readonly codec: Codec<unknown>; readonly seed: readonly Uint8Array[] }[] = [
  seeded(any(), Uint8Array.of(0x30, 3, 2, 1, 5)),
  seeded(setOf(any()), [Uint8Array.of(2, 1, 5), Uint8Array.of(4, 1, 5)]),
  seeded(sequenceOf(timeField), [
    { kind: 'utcTime', value: Date.UTC(2026, 1, 28) },
    { kind: 'generalTime', value: Date.UTC(2050, 1, 1) },
  ]),
  seeded(sequenceOf(oid(new Map())), ['1.2.840.113549.1.1.11', '2.999.4294967296', `2.25.${2n ** 64n}`]),
  seeded(sequenceOf(integer), [Uint8Array.of(0), Uint8Array.of(0xff, 0x7f)]),
  seeded(sequenceOf(smallInteger(1000)), [0, 128, 1000]),
  seeded(sequenceOf(boolean), [true, false]),
  seeded(bitString, { unused: 3, bytes: Uint8Array.of(0xa8) }),
  seeded(octetAligned, Uint8Array.of(1, 2, 3)),
  seeded(octetString, Uint8Array.of(1, 2, 3)),
  seeded(nothing, null),
  ...[printableString, ia5String, utf8String, bmpString, universalString, teletexString].map((codec) =>
    seeded(codec, 'Example 1'),
  ),
];
function seeded<T>(codec: Codec<T>, value: T) {
  return { codec: codec as Codec<unknown>, seed: [encode(codec, value)] };
}

function checkElements(input: Uint8Array): void {
  for (const { codec } of elements) checkDefinition(codec, input);
}

function checkCertificate(input: Uint8Array): void {
  checkDefinition(CertificateDefinition, input);
  const certificate = parsed(input, parseCertificate);
  if (!certificate) return;
  checkDefinition(TBSCertificate, certificate.tbs);
  checkDefinition(SubjectPublicKeyInfo, certificate.spki.der);
  for (const name of [certificate.subject, certificate.issuer]) {
    checkDefinition(RDNSequence, name.der);
    if (!isShown(name.text))
      throw new Finding(`a name with control characters: ${JSON.stringify(name.text)}`);
    if (name.key.length < name.rdns.length) throw new Finding('a name whose key loses something');
  }
  for (const name of certificate.extensions.subjectAltName ?? []) {
    if (!isShown(generalNameText(name))) throw new Finding('an alternative name with control characters');
  }
  checkExtensions(certificate.extensionList);
  nodeProvider.publicKey(certificate.spki);
}

const isShown = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);

/** The values of those that have named bits may be written shorter than they were read. */
function checkExtensions(all: readonly Extension[]): void {
  for (const { extnID, extnValue } of all) {
    const name = extensionName(extnID);
    if (name === undefined) continue;
    const codec = extensionTable[name].codec as Codec<unknown>;
    const written = encode(codec, extnValue.value);
    if (hasNamedBits.includes(extnID)) checkSame(written, encode(codec, decode(codec, written)), name);
    else checkWritten(codec, extnValue.bytes, extnValue.value, name);
  }
}
const hasNamedBits: readonly string[] = [
  oids.keyUsage,
  oids.cRLDistributionPoints,
  oids.freshestCRL,
  oids.issuingDistributionPoint,
];

function checkCrl(input: Uint8Array): void {
  checkDefinition(CrlDefinition, input);
  const crl = parsed(input, parseCrl);
  if (!crl) return;
  checkDefinition(TBSCertList, crl.tbs);
  checkDefinition(RDNSequence, crl.issuer.der);
}

function checkCsr(input: Uint8Array): void {
  checkDefinition(CsrDefinition, input);
  const csr = parsed(input, readCsr);
  if (!csr) return;
  void csr.isSigned(nodeProvider);
  checkExtensions(csr.says.extensions);
}

/** A text is read to its end, and each block comes back as it was read. */
function checkPem(input: Uint8Array): void {
  const text = new TextDecoder().decode(input);
  const lines = text.split(/\r\n|\n|\r/).length;
  for (const part of readPem(text)) {
    if (!(part.line >= 1 && part.line <= lines)) throw new Finding(`line ${part.line} of ${lines}`);
    if ('damage' in part || part.headers) continue;
    const [again, ...more] = readPem(encodePem(part.label, part.bytes));
    if (!again || more.length > 0 || 'damage' in again)
      throw new Finding('a block that cannot be read when it is written');
    checkSame(part.bytes, again.bytes, 'a block');
  }
}

function checkFile(input: Uint8Array): void {
  for (const { what } of partsOf(input))
    if (what === '') throw new Finding('a part of a file that has no name');
}
