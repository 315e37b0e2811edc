/** One sentence on what each extension is for, for the annotated view. */

export const extensionAbouts = {
  basicConstraints: 'Whether the subject is a CA, and how many CAs may be below it.',
  keyUsage: 'What the key may be used for.',
  extKeyUsage: 'What the holder may use the certificate for; in a CA’s, what those below it may be for.',
  subjectAltName: 'The names that the certificate was issued for.',
  issuerAltName: 'Other names of the issuer. No path is checked by them.',
  subjectKeyIdentifier: 'A short name for the key in this certificate.',
  authorityKeyIdentifier:
    'Which of its issuer’s keys signed this. A hint for finding the issuer, and no proof.',
  nameConstraints: 'Which names certificates below this CA may have.',
  certificatePolicies: 'Under which rules the certificate was issued.',
  policyMappings: 'Which policies of others count as the issuer’s own.',
  policyConstraints: 'From which point a policy must hold, or mappings no longer count.',
  inhibitAnyPolicy: 'After this many more certificates anyPolicy no longer stands for every policy.',
  cRLDistributionPoints: 'Where the lists are that would name this certificate if it were revoked.',
  freshestCRL: 'Where the changes since the last complete list are.',
  authorityInfoAccess: 'Where the issuer’s certificate is, and who answers whether this one was revoked.',
  subjectInfoAccess: 'Where to find more about the subject.',
  cRLNumber: 'Grows from list to list.',
  deltaCRLIndicator: 'The list has only what changed since the one with this number.',
  issuingDistributionPoint: 'Which certificates the list is for.',
  reasonCode: 'Why the certificate was revoked.',
  invalidityDate: 'Since when the key may have been compromised.',
  certificateIssuer: 'Who issued this certificate and the ones after it in the list.',
  tlsFeature: 'What the server must do when it is asked to: 5 is stapling an OCSP response.',
  signedCertificateTimestampList: 'Promises by public logs to publish the certificate.',
  precertificatePoison: 'Makes this a draft for the logs that no one may accept as a certificate.',
  ocspNonce: 'A random value that ties a response to its request.',
  ocspCrl: 'The list that the response is made from.',
  ocspResponse: 'Which kinds of responses the client accepts.',
  ocspNocheck: 'Nobody need ask whether this responder’s own certificate was revoked.',
  ocspArchiveCutoff: 'How far back the responder remembers certificates that have expired.',
  ocspServiceLocator: 'Which responder the request should be passed on to.',
  ocspPrefSigAlgs: 'How the client would have the response signed.',
  ocspExtendedRevoke: 'The responder calls certificates revoked that were never issued.',
} as const;

/** What the fields of any extension are for. */
export const fieldAbouts = {
  extnID: 'Which extension it is.',
  critical: 'If true, a reader that does not understand the extension must refuse what contains it.',
  extnValue: 'Its value, itself encoded in DER.',
} as const;
