/** A fetch that fails is an answer, whose values stay apart from its words. */
import { expect, it } from 'vitest';
import { keyOf, SaidError, say } from '../wire/words.ts';
import { attempt } from './attempt.ts';

const url = 'http://crl.test/ca.crl';
const whyNot = (error: unknown) => {
  const { value } = attempt(url, () => {
    throw error;
  }).next();
  return (value as { readonly why: string }).why;
};

it.each([
  ['as it was said', new SaidError(say`${url} answered with status ${404}`), '{0} answered with status {1}'],
  [
    'with the URL, where it was not said',
    new SaidError(say`${5} s are over`),
    '{0} could not be fetched: {1}',
  ],
  ['as whoever fetched wrote it', new Error('there is nobody'), '{0} could not be fetched: {1}'],
])('%s', (_, error, key) => {
  expect(keyOf(whyNot(error))).toBe(key);
  expect(String(whyNot(error))).toContain(error.message);
});
