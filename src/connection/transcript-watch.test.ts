import { expect, it } from 'vitest';
import { nodeProvider } from '../crypto/providers/node.ts';
import type { ObservedEvent } from '../handshake/events.ts';
import { Transcript } from '../schedule/transcript.ts';
import { TranscriptWatch } from './transcript-watch.ts';

const sha256 = nodeProvider.hashes['SHA-256'];

it('messages that are in no transcript count, and have no hash', () => {
  const told: ObservedEvent[] = [];
  const watch = new TranscriptWatch((event) => void told.push(event()));
  const transcript = new Transcript();
  const add = (text: string) => {
    transcript.add(Buffer.from(text));
    watch.message(transcript);
  };
  add('a');
  watch.message(undefined);
  add('b');
  transcript.use(sha256);
  watch.tellAll();
  watch.message(undefined);
  add('c');
  expect(told.map((event) => event.type === 'transcript' && [event.message, event.digest])).toEqual([
    [0, sha256.digest(Buffer.from('a'))],
    [2, sha256.digest(Buffer.from('ab'))],
    [4, sha256.digest(Buffer.from('abc'))],
  ]);
});
