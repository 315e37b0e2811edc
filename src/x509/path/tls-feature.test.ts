import { expect, it } from 'vitest';
import { and, ask, endEntity, make, outcomeOf, root } from '../../../test/revocation-lab.ts';
import { extension } from '../certificate/extensions.ts';
import { privateProfile } from './profile.ts';

const features = (...all: readonly number[]) => and(extension('tlsFeature', all));
const ca = make('CA', root, features(5, 17));
const outcome = (below: ReturnType<typeof make>): string =>
  outcomeOf(ask({ mode: 'off' }, { chain: [below.der, ca.der], profile: privateProfile }));

it('a CA’s TLS features are those of what it issues, or more', () => {
  expect(outcome(make('same', ca, { ...endEntity, ...features(17, 5) }))).toBe('accepted');
  expect(outcome(make('more', ca, { ...endEntity, ...features(5, 16, 17) }))).toBe('accepted');
  for (const fewer of [endEntity, { ...endEntity, ...features(5) }]) {
    const verdict = ask({ mode: 'off' }, { chain: [make('fewer', ca, fewer).der, ca.der] });
    expect(outcomeOf(verdict)).toBe('profile');
    expect(verdict.message).toBe('"CN=CA" promises TLS features that "CN=fewer" does not promise');
  }
});
