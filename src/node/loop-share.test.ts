import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Inbox } from './inbox.ts';
import { inTurns } from './loop-share.ts';

/** Time goes on only where a test says so. */
let now = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => void vi.restoreAllMocks());

/** Behind the pieces of one turn more. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Work of so many pieces, each of so many milliseconds, that says who did one. */
const work = (done: string[], name: string, pieces: number, milliseconds: number) => (): boolean => {
  now += milliseconds;
  done.push(name);
  return --pieces > 0;
};

it('work for which there is time is done at once', () => {
  const done: string[] = [];
  inTurns(work(done, 'a', 1000, 0.001));
  expect(done.length).toBe(1000);
});

it('all connections together have 10 ms of a turn, and each gets a piece before one gets a second', async () => {
  await turn();
  const done: string[] = [];
  const turns: string[] = [];
  inTurns(work(done, 'a', 6, 4));
  inTurns(work(done, 'b', 4, 4));
  inTurns(work(done, 'c', 1, 4));
  while (turns.join('').length < 11) {
    turns.push(done.splice(0).join(''));
    await turn();
  }
  expect(turns).toEqual(['aaa', 'abc', 'aba', 'bb']);
});

it('who comes behind those who wait has to wait too', async () => {
  await turn();
  const done: string[] = [];
  inTurns(work(done, 'a', 2, 10));
  inTurns(work(done, 'b', 1, 0));
  expect(done).toEqual(['a']);
  await turn();
  expect(done).toEqual(['a', 'a']);
  await turn();
  expect(done).toEqual(['a', 'a', 'b']);
});

it('who comes while others wait is not worked on before them', async () => {
  await turn();
  const done: string[] = [];
  now += 10;
  inTurns(work(done, 'spent', 1, 10));
  inTurns(() => {
    done.push('a');
    inTurns(work(done, 'c', 1, 0));
    return false;
  });
  inTurns(work(done, 'b', 1, 0));
  await turn();
  expect(done).toEqual(['spent', 'a', 'b', 'c']);
});

/** Pieces that an inbox hands on, each at the price of so many milliseconds. */
function inbox(milliseconds: number, mayWork = () => true) {
  const pieces: Uint8Array[] = [];
  const box = new Inbox((bytes) => {
    now += milliseconds;
    pieces.push(bytes);
  }, mayWork);
  return { box, pieces };
}

/** So many records of one byte. */
const records = (count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.from([23, 3, 3, 0, 1, i])));

it('what has come is worked on in pieces, in order, and in turns to come when a turn is used up', async () => {
  await turn();
  const { box, pieces } = inbox(5);
  const sent = records(1000);
  box.add(sent.subarray(0, 2400));
  box.add(sent.subarray(2400));
  expect([pieces.length, box.length]).toEqual([2, 3600]);
  const counts: number[] = [];
  while (box.length > 0) {
    await turn();
    counts.push(pieces.length);
  }
  expect(counts).toEqual([4, 5]);
  expect(Buffer.concat(pieces).equals(sent)).toBe(true);
});

it('what is cleared is not worked on any more, and what comes then is', async () => {
  await turn();
  const { box, pieces } = inbox(10);
  box.add(records(1000));
  box.clear();
  await turn();
  await turn();
  expect(pieces.filter(({ length }) => length > 0).length).toBe(1);
  box.add(new Uint8Array(7));
  await turn();
  await turn();
  expect(pieces.at(-1)?.length).toBe(7);
});

it('nothing is worked on while it may not be, and the rest when it may', async () => {
  await turn();
  let may = true;
  const { box, pieces } = inbox(0, () => may && pieces.length !== 2);
  box.add(records(1000));
  await turn();
  expect(pieces.length).toBe(2);
  pieces.push(new Uint8Array());
  box.goOn();
  expect(pieces.length).toBe(6);
  may = false;
  box.add(new Uint8Array(1));
  expect([pieces.length, box.length]).toEqual([6, 1]);
});

it('what waits for its turn is not worked on when it may not be any more', async () => {
  await turn();
  let may = true;
  const { box, pieces } = inbox(10, () => may);
  box.add(records(400));
  may = false;
  await turn();
  await turn();
  expect([pieces.length, box.length]).toEqual([1, 1200]);
  may = true;
  box.goOn();
  await turn();
  expect([pieces.length, box.length]).toEqual([2, 0]);
});
