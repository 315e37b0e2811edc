import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../crypto/providers/node.ts';
import { Transcript } from './transcript.ts';

const sha256 = nodeProvider.hashes['SHA-256'];
const sha384 = nodeProvider.hashes['SHA-384'];
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the transcript', () => {
  it('hashes what came before the hash was known, and after', () => {
    const transcript = new Transcript();
    transcript.add(bytes('a'));
    expect(() => transcript.digest()).toThrow('no hash yet');
    transcript.use(sha256);
    transcript.add(bytes('b'));
    expect(transcript.digest()).toEqual(sha256.digest(bytes('ab')));
    transcript.add(bytes('c'));
    expect(transcript.digest()).toEqual(sha256.digest(bytes('abc')));
  });

  it('changes its hash while the messages are there', () => {
    const transcript = new Transcript();
    transcript.use(sha256);
    transcript.add(bytes('a'));
    transcript.use(sha384);
    transcript.add(bytes('b'));
    expect(transcript.digest()).toEqual(sha384.digest(bytes('ab')));
    transcript.drop();
    transcript.use(sha384);
    expect(() => transcript.use(sha256)).toThrow('gone');
  });

  it('answers for any hash with bytes that are not added', () => {
    const transcript = new Transcript();
    transcript.add(bytes('a'));
    transcript.use(sha256);
    transcript.add(bytes('b'));
    expect(transcript.digestWith(sha256, bytes('x'))).toEqual(sha256.digest(bytes('abx')));
    expect(transcript.digestWith(sha384, bytes('x'))).toEqual(sha384.digest(bytes('abx')));
    expect(transcript.digest()).toEqual(sha256.digest(bytes('ab')));
    transcript.drop();
    expect(transcript.digestWith(sha256, bytes('x'))).toEqual(sha256.digest(bytes('abx')));
    expect(() => transcript.digestWith(sha384, bytes('x'))).toThrow('gone');
  });

  it.each(['before', 'after'])('replaces ClientHello1 when the hash is named %s it', (when) => {
    const transcript = new Transcript();
    transcript.add(bytes('first'));
    if (when === 'after') transcript.replaceWithMessageHash();
    transcript.use(sha256);
    if (when === 'before') transcript.replaceWithMessageHash();
    transcript.add(bytes('retry'));
    const expected = (hash: typeof sha256, rest: string) =>
      hash.digest(Uint8Array.of(254, 0, 0, hash.length, ...hash.digest(bytes('first')), ...bytes(rest)));
    expect(transcript.digest()).toEqual(expected(sha256, 'retry'));
    expect(transcript.digestWith(sha384, bytes('x'))).toEqual(expected(sha384, 'retryx'));
    expect(transcript.raw).toBeUndefined();
    expect(() => transcript.replaceWithMessageHash()).toThrow('only a first ClientHello');
  });

  it('forks', () => {
    const transcript = new Transcript();
    transcript.add(bytes('a'));
    const before = transcript.fork();
    transcript.use(sha256);
    const after = transcript.fork();
    transcript.add(bytes('b'));
    after.add(bytes('c'));
    before.add(bytes('d'));
    before.use(sha384);
    expect(transcript.digest()).toEqual(sha256.digest(bytes('ab')));
    expect(after.digest()).toEqual(sha256.digest(bytes('ac')));
    expect(before.digest()).toEqual(sha384.digest(bytes('ad')));
    after.drop();
    expect(transcript.raw).toEqual(bytes('ab'));
  });

  it('keeps the messages until they are dropped', () => {
    const transcript = new Transcript();
    transcript.add(bytes('a'));
    transcript.use(sha256);
    transcript.add(bytes('b'));
    expect(transcript.raw).toEqual(bytes('ab'));
    transcript.drop();
    transcript.add(bytes('c'));
    expect(transcript.raw).toBeUndefined();
    expect(transcript.digest()).toEqual(sha256.digest(bytes('abc')));
    expect(() => transcript.replaceWithMessageHash()).toThrow('only a first ClientHello is replaced');
    const goesOn = transcript.fork();
    goesOn.add(bytes('d'));
    expect(goesOn.digest()).toEqual(sha256.digest(bytes('abcd')));
  });
});
