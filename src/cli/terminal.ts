/** Questions to a person at a terminal. */

import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Words } from '../wire/words.ts';
import { Stopped } from './io.ts';

export interface Terminal {
  readonly input: Readable & { setRawMode?(raw: boolean): unknown };
  readonly output: Writable;
  readonly stop: AbortSignal;
}

/** A yes is `y` or `yes`, and Enter; anything else, the end of the input and a signal are a no. */
export function ask(question: Words, { input, output, stop }: Terminal): Promise<boolean> {
  const lines = createInterface({ input, output });
  return new Promise<boolean>((done) => {
    // What was typed before the input ended was not entered.
    lines.once('line', (answer) => done(!input.readableEnded && /^y(es)?$/i.test(answer.trim())));
    lines.once('close', () => done(false));
    stop.addEventListener('abort', () => lines.close(), { once: true });
    lines.setPrompt(`${question} `);
    lines.prompt();
    if (stop.aborted) lines.close();
  }).finally(() => lines.close());
}

/** A line that is not shown while it is typed. Rejects with {@link Stopped} for Ctrl-C, the end of the input and a signal. */
export function askUnseen(question: Words, { input, output, stop }: Terminal): Promise<string> {
  return new Promise((done, fail) => {
    let typed: string[] = [];
    const leave = (settle: () => void): void => {
      input.setRawMode?.(false);
      input.off('data', read).off('end', abandon).pause();
      stop.removeEventListener('abort', abandon);
      output.write('\n');
      settle();
    };
    const abandon = (): void => leave(() => fail(new Stopped('stopped')));
    const read = (bytes: Buffer | string): void => {
      const text = String(bytes);
      // An arrow or a function key.
      if (text.startsWith(ESCAPE)) return;
      for (const character of text) {
        if (character === '\r' || character === '\n') {
          leave(() => done(typed.join('')));
          return;
        }
        if (character === INTERRUPT || character === END) {
          abandon();
          return;
        }
        if (character === KILL) typed = [];
        else if (character === DELETE || character === '\b') typed.pop();
        else if (character >= ' ' && typed.length < MOST) typed.push(character);
      }
    };
    if (stop.aborted) {
      fail(new Stopped('stopped'));
      return;
    }
    output.write(`${question} `);
    input.setRawMode?.(true);
    stop.addEventListener('abort', abandon, { once: true });
    input.on('data', read).once('end', abandon).resume();
  });
}

/** Characters that are kept of what is typed. */
const MOST = 4096;
const INTERRUPT = '\x03';
const END = '\x04';
const KILL = '\x15';
const ESCAPE = '\x1b';
const DELETE = '\x7f';
