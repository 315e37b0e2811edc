/** What is revoked stays revoked, whatever is odd around it; and long lists let others have their turn. */
import { mutantsOf, without } from './mutant.ts';

export const revocation = [
  ...mutantsOf('src/x509/revocation/crl-status.ts', 'src/x509/revocation/crl-status.test.ts', {
    'crl-revokes-whatever-it-lacks': ['if (!entry && unused !== undefined)', 'if (unused !== undefined)'],
    'crl-numbered': ['if (numbered && !extensions.cRLNumber)', 'if (false)'],
    'crl-delta-takes-off': [
      "entry?.reason === 'removeFromCRL' && crl.extensions.deltaCRLIndicator",
      "entry?.reason === 'removeFromCRL' && false",
    ],
    'crl-open-ended-revokes': ['(nextUpdate === undefined && time >= thisUpdate)', 'false'],
  }),
  ...mutantsOf('src/x509/revocation/crl-scope.ts', 'test/found-revocation.test.ts', {
    'crl-at-its-issuers-name': [
      '[...(extensions.cRLDistributionPoints ?? []), atIssuer(issuer)]',
      '(extensions.cRLDistributionPoints ?? [])',
      'src/x509/revocation/crl-scope.test.ts',
    ],
  }),
  ...mutantsOf('src/x509/revocation/crl-entries.ts', 'src/x509/revocation/crl-status.test.ts', {
    'crl-entry-of-another-issuer': ['if (isIndirect && this.#namesIssuers)', 'if (false)'],
    'crl-entry-issuer-only-where-indirect': [
      'if (isIndirect && this.#namesIssuers)',
      'if (this.#namesIssuers)',
    ],
    'crl-second-entry': ['if (!isLiftable(entry)) return entry;', 'return entry;'],
    'crl-searched-in-slices': [
      'until = walk.pos + SEARCHED_AT_ONCE;\n      yield* pause(turn);',
      'until = walk.pos + SEARCHED_AT_ONCE;',
      'test/long-list.test.ts',
    ],
    'crl-read-in-slices': [
      'until = walk.pos + CHECKED_AT_ONCE;\n    yield* pause(turn);',
      'until = walk.pos + CHECKED_AT_ONCE;',
      'test/long-list.test.ts',
    ],
    'crl-entries-not-made': ["if (form === 'other') {", 'if (true) {', 'test/long-list.test.ts'],
  }),
  ...mutantsOf('src/x509/signatures.ts', 'test/long-list.test.ts', {
    'crl-hashed-in-slices': without('yield* pause(this.#turn);'),
  }),
  ...mutantsOf('src/x509/revocation/ocsp-status.ts', 'src/x509/revocation/ocsp-status.test.ts', {
    'ocsp-revokes-whatever-is-odd': [
      'unused !== undefined && (!unsigned || unsigned.revokes) ? doubt(unused, true)',
      'unused !== undefined && (!unsigned || unsigned.revokes) ? doubt(unused)',
    ],
    'ocsp-not-damaged': ['if (damage !== undefined)', 'if (false)'],
  }),
];
