import { expect, it } from 'vitest';
import { TlsError } from '../../protocol/errors.ts';
import { say } from '../../wire/words.ts';
import * as translation from './translation.ts';

const { translated } = translation;
const faultsOf = (...of: Parameters<typeof translation.faultsOf>) => translation.faultsOf(...of).map(String);

const table = {
  '{0} expired on {1}': '{1}，{0} 过期',
  '{0} is damaged: {1}': '{0} 已损坏：{1}',
  'length {0} is outside {1}..{2}': '长度 {0} 不在 {1} 到 {2} 之间',
  'no certificate was sent': '对方没有发送证书',
};

it('puts the values where the other language wants them', () => {
  expect(translated(say`${'"a"'} expired on ${'2026-01-01'}`, table)).toBe('2026-01-01，"a" 过期');
});

it('translates the clauses among the values, one or several', () => {
  const length = say`length ${9} is outside ${1}..${4}`;
  expect(translated(say`${'"a"'} is damaged: ${length}`, table)).toBe('"a" 已损坏：长度 9 不在 1 到 4 之间');
  expect(translated(say`${'"a"'} is damaged: ${[length, 'no certificate was sent']}`, table)).toBe(
    '"a" 已损坏：长度 9 不在 1 到 4 之间; 对方没有发送证书',
  );
});

it('finds plain strings by themselves, and leaves in English what the table lacks', () => {
  expect(translated('no certificate was sent', table)).toBe('对方没有发送证书');
  expect(translated(say`bit ${3} has no meaning`, table)).toBe('bit 3 has no meaning');
  expect(translated('toString', table)).toBe('toString');
});

it('inserts nothing twice: what a value looks like is no placeholder', () => {
  expect(translated(say`${'{1}'} expired on ${'x'}`, table)).toBe('x，{1} 过期');
});

it('gives an error its words, whole, beside the message that is cut off', () => {
  const error = new TlsError('malformed-message', say`length ${'9'.repeat(600)} is outside ${1}..${4}`);
  expect(error.message).toHaveLength(500);
  expect(translated(error.said, table)).toBe(`长度 ${'9'.repeat(600)} 不在 1 到 4 之间`);
});

it('names stale keys, missing ones and placeholders that differ', () => {
  const said = new Set(Object.keys(table));
  expect(faultsOf(table, said)).toEqual([]);
  expect(faultsOf(table, new Set([...said, 'another one']))).toEqual(['there is no "another one"']);
  expect(faultsOf({ ...table, 'an old one': '旧' }, said)).toEqual(['nobody says "an old one"']);
  expect(faultsOf({ ...table, '{0} expired on {1}': '{0} 过期' }, said)).toEqual([
    'other placeholders in "{0} 过期"',
  ]);
});
