/** The extensions of a certificate (RFC 5280 section 4.2), by what their values allow. */
import { say, type Words } from '../../wire/words.ts';
import { find } from '../step-details.ts';
import { clauses } from '../text.ts';
import { holder } from './certificate-sentences.ts';
import type { Place } from './place.ts';
import type { Tellers } from './tellers.ts';

export const certificateExtensionTellers: Tellers = {
  extnID: (at) => {
    const what = extensions[at.means];
    if (what !== undefined) return say`${at.means} of ${holder(at)}: ${what}`;
    const value = at.beside('extnValue');
    return value && find(value, at.means)?.about !== undefined
      ? say`${at.means} of ${holder(at)}: an extension that says nothing about TLS servers or clients`
      : say`${at.means} of ${holder(at)}: an extension that handglass does not read`;
  },
  critical: (at) => {
    const extension = at.beside('extnID');
    const name =
      (extension && find(extension, 'extnID', ({ means }) => means !== undefined)?.means) ?? 'the extension';
    return at.means === 'true'
      ? say`true: who does not understand ${name} must refuse ${holder(at)}; false would let them pass over it`
      : say`false: who does not understand ${name} may pass over it in ${holder(at)}`;
  },
  extnValue: (at) =>
    at.unit.value === undefined
      ? undefined
      : say`${at.size} bytes in ${holder(at)} that handglass does not read`,

  keyUsage: (at) => {
    const uses = at.field.means?.split(', ').filter((use) => use !== '') ?? [];
    return clauses([
      say`The key of ${holder(at)} may be used for this alone`,
      ...uses.map((use) => usages[use] ?? use),
    ]);
  },
  'extKeyUsage[]': (at) =>
    purposes[at.means]?.(holder(at)) ??
    say`${at.means}: ${holder(at)} may be used for this too, which is not TLS`,
  'subjectAltName[]': alternativeName,
  'issuerAltName[]': (at) => say`${at.means} is another name of the issuer, by which nothing is checked`,
  subjectKeyIdentifier: (at) =>
    say`The key of ${holder(at)} in short, usually its SHA-1: certificates below name their issuer’s key by it`,
  'authorityKeyIdentifier.keyIdentifier': (at) =>
    say`The key that signed ${holder(at)}, in short: a hint which of several issuers of one name it is, and no proof`,
  authorityCertSerialNumber: (at) =>
    say`${at.means} is the serial number of the certificate of who signed ${holder(at)}`,
  cA: (at) =>
    at.means === 'true'
      ? say`true: ${holder(at)} is a CA and may issue certificates; without it, certificates that it signed are refused`
      : say`false: ${holder(at)} is no CA, so certificates that it signed are refused`,
  basicConstraints: (at) =>
    (at.field.means ?? '') === 'not a CA'
      ? say`Empty: ${holder(at)} is no CA, so certificates that its key signed are refused`
      : say`${holder(at)} is ${at.field.means ?? 'a CA'}`,
  pathLenConstraint: (at) =>
    at.number === 0
      ? say`0: no other CA may come below ${holder(at)}, only end entities`
      : say`${at.number}: at most so many other CAs may come below ${holder(at)}`,
  accessMethod: (at) => {
    switch (at.means) {
      case 'ocsp':
        return say`ocsp: at the next address somebody answers whether ${holder(at)} was revoked`;
      case 'caIssuers':
        return say`caIssuers: at the next address is the certificate of the issuer of ${holder(at)}`;
      default:
        return say`${at.means}: what there is at the next address, for ${holder(at)}`;
    }
  },
  accessLocation: (at) => {
    const method = at.beside('accessMethod');
    const kind = method && find(method, 'accessMethod', ({ means }) => means !== undefined)?.means;
    return kind === 'ocsp'
      ? say`${at.means}: asked in plain HTTP about ${holder(at)}, unless an answer comes stapled; then nobody need ask`
      : say`${at.means}: fetched in plain HTTP when the issuer of ${holder(at)} is not sent along; its own signature protects it`;
  },
  'fullName[]': (at) =>
    say`${at.means}: the list (CRL) here names the serial number of ${holder(at)} if it was revoked; it is fetched when OCSP says nothing`,
  'tlsFeature[]': (at) =>
    at.number === 5
      ? say`5, status_request (must-staple): a client that asks refuses ${holder(at)} when it comes without an OCSP response`
      : say`${at.number}: the server of ${holder(at)} must support this extension of TLS`,
  policyIdentifier: (at) =>
    say`${at.means}: the rules under which ${holder(at)} was issued; a client that asks for no policy does not look at it`,
  policyQualifierId: (at) => say`${at.means}: what kind of note about the rules of ${holder(at)} follows`,
  sct_version: (at) => say`${at.means}: the form of this proof by a log, number ${sct(at)} of ${holder(at)}`,
  'signedCertificateTimestampList.id': (at) =>
    say`The log of proof ${sct(at)} of ${holder(at)}: SHA-256 of its public key`,
  timestamp: (at) =>
    say`${at.means}: then the log promised to publish ${holder(at)}, so that its owner can see certificates that nobody ordered`,
};

const sct = (at: Place): number =>
  Number(
    /\[(\d+)\]/.exec(
      at.unit.path.find(({ name }) => /^signedCertificateTimestampList\[/.test(name))?.name ?? '',
    )?.[1] ?? 0,
  ) + 1;

const extensions: Readonly<Record<string, Words>> = {
  basicConstraints: 'whether it is a CA; a certificate without it is none',
  keyUsage: 'what its key may be used for; without it, for everything',
  extKeyUsage: 'what the certificate may be used for; without it, for everything',
  subjectAltName: 'the names that it was issued for; without it, no name of a server fits',
  subjectKeyIdentifier: 'its key in short, by which the certificates below find their issuer',
  authorityKeyIdentifier: 'the key that signed it, in short; without it, issuers are found by name alone',
  nameConstraints: 'which names certificates below it may have; others are refused',
  certificatePolicies: 'the rules under which it was issued',
  policyMappings: 'which rules of others count as its own',
  policyConstraints: 'from where on rules must hold along the path',
  inhibitAnyPolicy: 'from where on “any policy” no longer stands for all of them',
  cRLDistributionPoints: 'where the list is that names it if it was revoked',
  freshestCRL: 'where the changes since the last such list are',
  authorityInfoAccess: 'where to ask whether it was revoked, and where its issuer’s certificate is',
  tlsFeature: 'what its server must do when asked; stapling, in practice',
  signedCertificateTimestampList:
    'promises by public logs to publish it; browsers refuse a certificate without them',
  precertificatePoison: 'it is a draft for the logs, and no one may accept it',
  ocspNocheck: 'it need not be asked about itself, although it signs OCSP responses',
};

const usages: Readonly<Record<string, Words>> = {
  digitalSignature:
    'digitalSignature: it signs handshakes (DHE, ECDHE, TLS 1.3); without it only RSA key exchange is left',
  nonRepudiation: 'nonRepudiation: it signs documents, which TLS has no use for',
  keyEncipherment:
    'keyEncipherment: a premaster secret may be encrypted to it; without it there is no RSA key exchange',
  dataEncipherment: 'dataEncipherment: it encrypts data itself, which TLS has no use for',
  keyAgreement: 'keyAgreement: it is itself a share, as in static Diffie-Hellman',
  keyCertSign: 'keyCertSign: it signs certificates; without it, certificates below are refused',
  cRLSign: 'cRLSign: it signs lists of revoked certificates; without it, its lists are not believed',
  encipherOnly: 'encipherOnly: when it agrees on keys, those only encrypt',
  decipherOnly: 'decipherOnly: when it agrees on keys, those only decrypt',
};

const purposes: Readonly<Record<string, (who: string) => Words>> = {
  serverAuth: (who) =>
    say`serverAuth: ${who} may be a TLS server’s; a client’s certificate must say clientAuth`,
  clientAuth: (who) =>
    say`clientAuth: ${who} may be a TLS client’s; a server’s certificate must say serverAuth`,
  OCSPSigning: (who) => say`OCSPSigning: ${who} may sign OCSP responses for its issuer`,
  anyExtendedKeyUsage: (who) => say`anyExtendedKeyUsage: ${who} may be used for everything`,
};

function alternativeName(at: Place): Words {
  const name = at.means.replace(/^"(.*)"$/, '$1');
  const { trace } = at.facts;
  const wanted = trace?.serverName ?? trace?.peer.name;
  switch (at.unit.chosen) {
    case 'dNSName':
      if (name === wanted)
        return say`${at.means}: the name that the client wants to reach, so ${holder(at)} fits`;
      return name.startsWith('*.')
        ? say`${at.means}: the server may have any name with one label in place of the star`
        : say`${at.means}: the server may have this name; a client that wants another one looks on`;
    case 'iPAddress':
      return say`${at.means}: the server may have this address; for a client that connects by name it does not count`;
    case 'rfc822Name':
      return say`${at.means}: an e-mail address of ${holder(at)}, which does not count for servers`;
    case 'uniformResourceIdentifier':
      return say`${at.means}: a URI of ${holder(at)}, which does not count for servers`;
    default:
      return say`${at.means}: another kind of name of ${holder(at)}`;
  }
}
