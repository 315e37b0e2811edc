/** What makes a certificate, a path and what revokes them hold. */
import { mutantsOf, never, without } from './mutant.ts';

const verify = 'src/x509/verify.test.ts';
const verifiedSignatures = 'src/x509/verified-signatures.test.ts';
const constraints = 'src/x509/path/constraints.test.ts';
const found = 'test/found-certificates.test.ts';

export const x509 = [
  ...mutantsOf('src/x509/anchors.ts', 'src/x509/anchors.test.ts', {
    'anchor-key-is-what-its-der-says': ['given.map(withOneKey).filter', 'given.filter'],
  }),
  ...mutantsOf('src/x509/path/check.ts', verify, {
    'not-yet-valid': never('time < notBefore'),
    expired: never('time >= notAfter + 1000'),
    'critical-extension-unknown': ['return unknown.length === 0', 'return unknown.length >= 0'],
    'rule-encoding': ['\n  encoding,\n', '\n', found],
    'rule-validity': ['\n  validity,\n', '\n'],
    'rule-name': ['\n  name,\n', '\n'],
    'rule-key': ['\n  key,\n', '\n'],
    'rule-basic-constraints': ['\n  basicConstraints,\n', '\n'],
    'rule-path-length': ['\n  pathLength,\n', '\n'],
    'rule-key-usage': ['\n  keyUsage,\n', '\n'],
    'rule-purpose': ['\n  purpose,\n', '\n'],
    'rule-critical-extensions': ['\n  criticalExtensions,\n', '\n'],
    'rule-name-constraints': ['\n  nameConstraints,\n', '\n'],
    'rule-profile': ['\n  profile,\n', '\n'],
  }),
  ...mutantsOf('src/x509/path/check-keys.ts', verify, {
    'key-unknown': never('!kind', found),
    'key-too-long': never('isTooLong(kind)', found),
    'key-too-short': never('isTooShort(kind)'),
    'signature-broken': never('brokenSignature(certificate.signatureIdentifier)'),
    'signature-of-what-is-trusted-alone': ['if (isTrusted) return undefined;', '', found],
  }),
  ...mutantsOf('src/x509/path/check-names.ts', verify, {
    'name-for-which-it-is': ['if (at !== undefined) {', 'if (true) {'],
    'common-name-only-when-asked': [
      'byCommonName ? hostInCommonName(certificate) : undefined',
      'hostInCommonName(certificate)',
    ],
    'constraints-on-a-self-issued-leaf': [
      'i === 0 || !isSelfIssued(below)',
      '!isSelfIssued(below)',
      constraints,
    ],
    'constraints-not-on-a-self-issued-ca': ['i === 0 || !isSelfIssued(below)', 'true', constraints],
    'constraints-of-an-anchor': [
      'if (!nameConstraints) return [];',
      'return [];',
      'src/x509/anchors.test.ts',
    ],
  }),
  ...mutantsOf('src/x509/path/check-uses.ts', verify, {
    'ca-says-so': ['certificate.extensions.basicConstraints?.cA === true', 'true'],
    'path-length': ['return below <= limit', 'return below >= 0'],
    'key-usage': ['return usage.includes(wanted)', 'return usage.length >= 0'],
    purpose: ['return purposes.includes(wanted) ||', 'return true ||'],
  }),
  ...mutantsOf('src/x509/path/pins.ts', 'src/x509/path/pins.test.ts', {
    'pin-of-the-key': ['return this.#pins.has(fingerprint(spki, this.#sha256));', 'return true;'],
    'pin-well-formed': ['{42}[AEIMQUYcgkosw048]=$/', '{42}[A-Za-z0-9+/]=$/'],
    'pins-none': never('pins.length === 0'),
  }),
  ...mutantsOf('src/x509/path/constraints.ts', constraints, {
    'constraint-understood': never('broken'),
    'constraints-at-most': [
      "spending.hold('constraints', permittedSubtrees.length + excludedSubtrees.length);",
      '',
    ],
    'constraint-comparable': never('(same || excluded) && !isComparable(name)'),
    'constraint-permitted': never('same && !same.holding(name, true, step)'),
    'constraint-excluded': never('hit'),
    'constraint-on-e-mail-in-the-subject': ['if (type !== oids.emailAddress) continue;', 'continue;'],
    'constraint-on-the-subject': [
      "if (subject.rdns.length > 0) yield inSubject({ kind: 'directoryName', value: subject });",
      '',
    ],
    'constraint-on-a-common-name': [
      "if (commonName !== undefined) yield inSubject({ kind: 'dNSName', value: commonName });",
      '',
      'src/x509/certificate/common-name.test.ts',
    ],
    'constraint-costs': ["spending.spend('comparisons');\n    const step", 'const step', constraints],
  }),
  ...mutantsOf('src/x509/path/constrained-form.ts', constraints, {
    'mailbox-has-an-at': ['at < 0 ? undefined : {', 'at < -1 ? undefined : {', found],
    'mask-is-ones-then-zeros': ['return /^1*0*$/.test(bits);', 'return true;'],
  }),
  ...mutantsOf('src/x509/path/subtrees.ts', constraints, {
    'wildcard-excluded-by-a-sibling': ['if (isWildcard && !every) yield name;', ''],
    'leading-dot-leaves-out-itself': ['isWildcard || rest !== whole || !every', 'true'],
    'constraint-look-ups-cost': ['step();', ''],
  }),
  ...mutantsOf('src/x509/path/path.ts', verify, {
    'path-signature': [
      'if (!check.ok) {\n        refused.push(() => this.#tried.finish(through, [...checks, check], anchor));',
      'if (false) {\n        refused.push(() => this.#tried.finish(through, [...checks, check], anchor));',
    ],
    'path-too-many': never('tooMany || path.length > 2 * budget.intermediates + 2'),
    'path-steps': ["this.#spending.spend('steps');", ''],
    'path-self-issued-uncounted': [' && !isSelfIssued(issuer)', '', 'src/x509/path/path.test.ts'],
    'path-self-issued-has-an-end': [
      ' || path.length > 2 * budget.intermediates + 2',
      '',
      'src/x509/path/path.test.ts',
    ],
    'path-root-signed-itself': [
      "isSelfIssued(last) && (yield* this.#signatures.verify(last, last)) !== 'bad'",
      'isSelfIssued(last)',
      'src/x509/path/path.test.ts',
    ],
    'path-candidate-signature': [
      'if (!check.ok) {\n        refused.push(() => this.#tried.finish(through, [...checks, check]));',
      'if (false) {\n        refused.push(() => this.#tried.finish(through, [...checks, check]));',
      'src/x509/path/path.test.ts',
    ],
    'path-sent-twice': without(
      'if (seen.some(({ der }) => sameBytes(der, certificate.der))) continue;',
      'src/x509/path/path.test.ts',
    ),
    'path-without-loops': ['.filter((candidate) => !isOnPath(candidate))', ''],
    'trusted-itself-byte-for-byte': ['certificate && sameBytes(certificate.der, leaf.der)', 'certificate'],
  }),
  ...mutantsOf('src/x509/path/policy.ts', 'src/x509/path/policy.test.ts', {
    'policy-graph-and-no-tree': ['if (seen.has(node)) continue;', ''],
    'policy-required': [
      'if (this.#explicitPolicy === 0 && this.#depth.size === 0) return this.#nothingHolds(index);',
      '',
    ],
    'policy-any-not-mapped': never('policyMappings.some((each) => Object.values(each).includes(anyPolicy))'),
  }),
  ...mutantsOf('src/x509/verify.ts', verify, {
    'time-is-a-number': never('!Number.isFinite(question.time)'),
    'certificate-there': never('!first'),
    'pin-mismatch-is-final': [
      'return { ...verdict, final: true };',
      'return verdict;',
      'test/identity.test.ts',
    ],
    'common-name-under-web-rules': never(
      'byCommonName && !mayUseCommonName(profile)',
      'src/x509/certificate/common-name.test.ts',
    ),
    'web-rules-for-servers': ["(purpose === 'server' ? webProfile : privateProfile)", 'privateProfile'],
  }),
  ...mutantsOf('src/x509/signatures.ts', verify, {
    'signature-verified': ["return isGood ? 'good' : 'bad';", "return 'good';"],
    'signature-costs': ["this.#spending.spend('signatures');", ''],
    'only-what-verified-is-kept': [
      'if (isGood) this.#verified.keep(mark);',
      'this.#verified.keep(mark);',
      verifiedSignatures,
    ],
    'each-provider-verifies': [
      'VerifiedSignatures.of(provider)',
      'VerifiedSignatures.of(VerifiedSignatures)',
      verifiedSignatures,
    ],
    'verified-once': never('this.#verified.has(mark)', verifiedSignatures),
  }),
  ...mutantsOf('src/x509/verified-signatures.ts', verifiedSignatures, {
    'verified-with-this-key': ['const parts = [spki, tbs, signature];', 'const parts = [tbs, signature];'],
    'verified-text': ['const parts = [spki, tbs, signature];', 'const parts = [spki, signature];'],
    'verified-signature': ['const parts = [spki, tbs, signature];', 'const parts = [spki, tbs];'],
    'verified-with-this-algorithm': ['${Object.values(algorithm)} ', ''],
    'verified-by-lengths': ['${lengths} ', ''],
    'verified-is-bounded': ['if (this.#length <= MOST) return;', 'return;'],
    'verified-oldest-goes': ['this.#length -= oldest.length;', ''],
    'verified-of-some-length': never('Math.max(...lengths) > LONGEST'),
    'verified-counted-once': [' || this.#marks.has(mark)', ''],
  }),
  ...mutantsOf('src/x509/budget.ts', verify, {
    'budget-ends': never('!(--this.#left[what] >= 0)'),
    'budget-of-fetches': [
      'return --this.#left[what] >= 0;',
      'return true;',
      'src/x509/revocation/revocation.test.ts',
    ],
  }),
  ...mutantsOf('src/x509/path/tried-paths.ts', found, {
    'damage-says-most': ["certificates.some(isDamaged) ? 'malformed' : broken.reason!", 'broken.reason!'],
  }),
  ...mutantsOf('src/x509/certificate/signature-algorithm.ts', 'src/x509/certificate/spki.test.ts', {
    'pss-mask-is-the-hash': ['mask !== hash ||', ''],
    'pss-trailer': [' || trailerField !== 1', ''],
  }),
  ...mutantsOf('src/wire/der-damage.ts', found, {
    'damage-is-kept': ['r.abandon(depth, error);', ''],
  }),
  ...mutantsOf('src/x509/certificate/identity.ts', 'src/x509/certificate/identity.test.ts', {
    'name-compared-whole': ['return pattern === reference;', "return pattern.split('\\0')[0] === reference;"],
    'wildcard-one-label': [
      'reference.slice(firstDot) === pattern.slice(1)',
      'reference.endsWith(pattern.slice(1))',
    ],
    'wildcard-below-two-labels': [
      "isDnsName(name.slice(2)) && name.slice(2).includes('.')",
      'isDnsName(name.slice(2))',
    ],
    'address-compared-as-address': [
      "return reference.kind === 'ip' && sameBytes(presented.value, reference.bytes);",
      "return reference.kind === 'ip';",
    ],
    'name-is-one': ['name !== undefined && isHostName(name)', 'name !== undefined'],
  }),
  ...mutantsOf('src/x509/certificate/common-name.ts', 'src/x509/certificate/common-name.test.ts', {
    'common-name-without-alternatives': ['!named && ', ''],
    'common-name-once': [' && more.length === 0', ''],
  }),
  ...mutantsOf('src/x509/certificate/spki.ts', 'src/x509/certificate/spki.test.ts', {
    'curve-by-its-name': ['curves.find(({ oid }) => oid === named)', 'curves[0]'],
    'point-uncompressed': ['&& point.length === length && point[0] === 4', ''],
    'rsa-odd': ['isOdd && !isOne', '!isOne'],
    'rsa-parameters': ['rsa && isNull(parameters)', 'rsa'],
    'rsa-pss-parameters': ['rsa && known', 'rsa'],
  }),
  ...mutantsOf('src/x509/certificate/spki.ts', 'src/x509/certificate/rsa-spki.test.ts', {
    'rsa-negative': ['if (modulus[0]! >= 0x80 || publicExponent[0]! >= 0x80) return undefined;', ''],
    'rsa-even-or-one': ['return isOdd && !isOne ? { type, bits', 'return true ? { type, bits'],
    'rsa-algorithm': ['switch (algorithm) {', 'switch (oids.rsaEncryption as string) {'],
  }),
  ...mutantsOf('src/x509/certificate/spki.ts', 'test/parsed-keys.test.ts', {
    'spki-parsed-to-its-numbers': [
      'kind: kindOf(value, rsa), rsa }',
      'kind: kindOf(value, rsa), rsa: undefined }',
    ],
  }),
  ...mutantsOf('src/wire/codec.ts', 'src/x509/certificate/rsa-spki.test.ts', {
    'rsa-spki-to-its-end': never('reader.pos !== bytes.length'),
  }),
  ...mutantsOf('src/x509/certificate/signature-algorithm.ts', verify, {
    'pss-with-sha1': [
      "if (hash === 'SHA-1') return 'rsassaPss with SHA-1';",
      '',
      'src/x509/certificate/spki.test.ts',
    ],
    'signature-with-sha1': [
      'oids.sha1WithRSAEncryption,\n    oids.ecdsaWithSHA1,\n    oids.dsaWithSHA1,',
      'oids.dsaWithSHA1,',
    ],
    'pss-mask-of-its-hash': ['mask !== hash || ', '', 'src/x509/certificate/spki.test.ts'],
  }),
  ...mutantsOf('src/x509/certificate/urls.ts', 'src/x509/revocation/revocation.test.ts', {
    'urls-of-http-alone': [".filter(({ protocol }) => protocol === 'http:')", ''],
    'urls-two-of-a-kind': ['.slice(0, MOST)', ''],
  }),
  ...mutantsOf('src/x509/revocation/crl-status.ts', 'src/x509/revocation/crl-status.test.ts', {
    'crl-of-this-issuer': ['if (crl.issuer.key !== certificate.issuer.key) continue;', ''],
    'crl-signed': never('why && !why.revokes'),
    'crl-signed-by-who-may': [
      "return usage && !usage.includes('cRLSign')",
      'return false',
      'src/x509/revocation/crl-key.test.ts',
    ],
    'crl-not-damaged': never('defects.length > 0', 'src/x509/revocation/crl-status.test.ts'),
    'crl-not-a-delta': never('extensions.deltaCRLIndicator'),
    'crl-not-indirect': never('extensions.issuingDistributionPoint?.indirectCRL'),
    'crl-understood': never('unknownCritical.length > 0'),
    'crl-of-this-kind': never('!isFor || scope.onlyContainsAttributeCerts'),
    'crl-of-this-point': [
      "return isThere ? undefined : 'its CRL is of another distribution point';",
      'return undefined;',
    ],
    'crl-of-today': never('time < thisUpdate - CLOCK_SKEW'),
    'crl-made-while-asked': [' - CLOCK_SKEW', ''],
    'crl-not-old': ['return time >= nextUpdate + 1000 ?', 'return false ?'],
    'crl-for-all-reasons': [
      'const isGood = whole || coversAll([reasonsOf(crl, certificate)]);',
      'const isGood = true;',
    ],
  }),
  ...mutantsOf('src/x509/revocation/ocsp-status.ts', 'src/x509/revocation/ocsp-status.test.ts', {
    'ocsp-of-this-certificate': [
      'response.responses.filter(({ certID }) => isOwn(certID))',
      'response.responses',
    ],
    'ocsp-understood': never('unknown.length > 0'),
    'ocsp-unknown-is-not-good': ["certStatus === 'unknown' ? ", 'false ? '],
    'ocsp-yet-to-come': never('time < from - CLOCK_SKEW'),
    'ocsp-not-old': ['return time >= nextUpdate + 1000 + CLOCK_SKEW', 'return false'],
    'ocsp-open-ended': ['return time > thisUpdate + OPEN_ENDED', 'return false'],
    'ocsp-ends-before-it-begins': never('nextUpdate < thisUpdate'),
  }),
  ...mutantsOf('src/x509/revocation/ocsp-responder.ts', 'src/x509/revocation/ocsp-responder.test.ts', {
    'ocsp-signed-by-its-issuer': [
      "if (signed === 'good')\n      return isIssuer",
      'if (true)\n      return isIssuer',
      'src/x509/revocation/ocsp-status.test.ts',
    ],
    'ocsp-signed-by-its-delegate': [
      "if (signed !== 'good') why =",
      'if (false) why =',
      'src/x509/revocation/ocsp-status.test.ts',
    ],
    'delegate-for-ocsp': never(
      '!extKeyUsage?.includes(oids.OCSPSigning)',
      'src/x509/revocation/ocsp-responder.test.ts',
    ),
    'delegates-limited': ['.slice(0, MOST_CERTIFICATES)', ''],
  }),
  ...mutantsOf('src/x509/revocation/delegate.ts', 'src/x509/revocation/ocsp-status.test.ts', {
    'delegate-of-this-issuer': never(
      'delegate.issuer.key !== issuer.subject.key',
      'src/x509/revocation/ocsp-responder.test.ts',
    ),
    'delegate-valid-yet': never('time < delegate.notBefore', 'src/x509/revocation/ocsp-responder.test.ts'),
    'delegate-valid-still': never(
      'time >= delegate.notAfter + 1000',
      'src/x509/revocation/ocsp-responder.test.ts',
    ),
    'delegate-key-supported': ['if (!kind) return say', 'if (false as boolean) return say'],
    'delegate-key-long-enough': never('isTooShort(kind)', 'src/x509/revocation/ocsp-responder.test.ts'),
    'delegate-understood': never('unknown.length > 0', 'src/x509/revocation/ocsp-responder.test.ts'),
    'delegate-signed': ["return signed === 'good'", "return signed !== 'untried'"],
    'delegate-not-revoked': [
      "if (found.some(({ status }) => status === 'revoked'))",
      'if (false)',
      'src/x509/revocation/ocsp-responder.test.ts',
    ],
  }),
  ...mutantsOf('src/x509/revocation/revocation.ts', 'src/x509/revocation/revocation.test.ts', {
    'hard-is-not-soft': ["return mode === 'soft'\n        ?", 'return true\n        ?'],
    'revoked-decides': ['return now ?? (good', 'return (good'],
    'fetched-only-for-a-path-that-holds': ['(holds && staples.every(({ ok }) => ok))', 'true'],
  }),
  ...mutantsOf('src/x509/revocation/staple.ts', 'src/x509/revocation/staple.test.ts', {
    'staple-that-proves-nothing': never('why !== undefined'),
    'staple-that-was-promised': ['if (!must) return [];', 'return [];'],
  }),
  ...mutantsOf('src/x509/revocation/revocation-fetcher.ts', 'src/x509/revocation/revocation.test.ts', {
    'fetched-so-often': ["if (!spending.may('fetches'))", 'if (false)'],
    'fetched-once': never('this.#done.has(key)'),
  }),
];
