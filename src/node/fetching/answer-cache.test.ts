import { describe, expect, it } from 'vitest';
import { Answers, type Fresh } from './answer-cache.ts';

const never = new AbortController().signal;

function lab(limits: { most?: number; mostBytes?: number } = {}) {
  const clock = { now: 0 };
  const answers = new Answers<string>(
    { most: 3, mostBytes: 100, failuresHold: 30, ...limits },
    () => clock.now,
  );
  let fetches = 0;
  /** Asks for an answer that names itself by how many there were before. */
  const ask = (key: string, fresh: Partial<Fresh<string>> = {}): Promise<string> =>
    answers.ask(key, async () => ({ value: `${key}${++fetches}`, size: 10, holds: 1000, ...fresh }), never);
  const fail = (key: string): Promise<string> =>
    answers.ask(key, () => Promise.reject(new Error(`no ${++fetches}`)), never);
  return { answers, ask, fail, clock };
}

describe('keeps an answer', () => {
  it('until it does not hold any more', async () => {
    const { ask, clock } = lab();
    expect(await ask('a')).toBe('a1');
    clock.now = 999;
    expect(await ask('a')).toBe('a1');
    clock.now = 1000;
    expect(await ask('a')).toBe('a2');
  });

  it('unless it does not hold at all', async () => {
    const { ask } = lab();
    expect([await ask('a', { holds: 0 }), await ask('a')]).toEqual(['a1', 'a2']);
  });

  it('until so many others were asked for since', async () => {
    const { ask } = lab();
    for (const key of ['a', 'b', 'c']) await ask(key);
    expect(await ask('a')).toBe('a1');
    await ask('d');
    expect([await ask('a'), await ask('c'), await ask('d')]).toEqual(['a1', 'c3', 'd4']);
    expect(await ask('b')).toBe('b5');
  });

  it('until others take up the room', async () => {
    const { ask } = lab();
    await ask('a', { size: 60 });
    await ask('b', { size: 40 });
    expect([await ask('a'), await ask('b')]).toEqual(['a1', 'b2']);
    await ask('c', { size: 41 });
    expect([await ask('c'), await ask('b'), await ask('a')]).toEqual(['c3', 'b2', 'a4']);
  });

  it('unless there is no room for it at all', async () => {
    const { ask } = lab();
    await ask('a');
    await ask('b', { size: 101 });
    expect([await ask('b'), await ask('a')]).toEqual(['b3', 'a1']);
  });

  it('counts what it replaces once', async () => {
    const { answers, ask } = lab();
    const leave = new AbortController();
    let land!: () => void;
    const late = new Promise<Fresh<string>>((resolve) => {
      land = () => resolve({ value: 'late', size: 60, holds: 1000 });
    });
    const left = answers.ask('a', () => late, leave.signal);
    leave.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await ask('a', { size: 60 });
    // It was given up, and comes nevertheless.
    land();
    await late;
    await ask('b', { size: 40 });
    expect([await ask('a'), await ask('b')]).toEqual(['late', 'b2']);
  });
});

it('keeps a failure, shortly', async () => {
  const { ask, fail, clock } = lab({ mostBytes: 2 ** 12 });
  await expect(fail('a')).rejects.toThrow('no 1');
  clock.now = 29;
  await expect(ask('a')).rejects.toThrow('no 1');
  clock.now = 30;
  expect(await ask('a')).toBe('a2');
});

describe('who asks for the same at the same time', () => {
  function flight() {
    const { answers } = lab({ mostBytes: 2 ** 12 });
    const begun: { signal: AbortSignal; land(value: string): void; fail(error: Error): void }[] = [];
    const ask = (signal: AbortSignal = never): Promise<string> =>
      answers.ask(
        'a',
        (own) =>
          new Promise((resolve, reject) => {
            begun.push({
              signal: own,
              land: (value) => resolve({ value, size: 1, holds: 1000 }),
              fail: reject,
            });
            own.addEventListener('abort', () => reject(own.reason));
          }),
        signal,
      );
    return { ask, begun };
  }

  it('gets the same', async () => {
    const { ask, begun } = flight();
    const both = [ask(), ask()];
    expect(begun).toHaveLength(1);
    begun[0]!.land('it');
    expect(await Promise.all(both)).toEqual(['it', 'it']);
    expect(await ask()).toBe('it');
    expect(begun).toHaveLength(1);
  });

  it('gets the same failure', async () => {
    const { ask, begun } = flight();
    const both = [ask(), ask()];
    begun[0]!.fail(new Error('no'));
    expect(await Promise.allSettled(both)).toMatchObject([
      { reason: { message: 'no' } },
      { reason: { message: 'no' } },
    ]);
  });

  it('may leave, and the other goes on waiting', async () => {
    const { ask, begun } = flight();
    const leave = new AbortController();
    const left = ask(leave.signal);
    const stays = ask();
    leave.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(begun[0]!.signal.aborted).toBe(false);
    begun[0]!.land('it');
    expect(await stays).toBe('it');
  });

  it('gives it up when the last has left, and it is fetched anew for the next', async () => {
    const { ask, begun } = flight();
    const leave = new AbortController();
    const left = [ask(leave.signal), ask(leave.signal)];
    leave.abort(new Error('gone'));
    expect(begun[0]!.signal.aborted).toBe(true);
    const next = ask();
    expect(begun).toHaveLength(2);
    begun[1]!.land('it');
    expect(await next).toBe('it');
    expect((await Promise.allSettled(left)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('does not get that it was given up', async () => {
    const { ask, begun } = flight();
    const leave = new AbortController();
    const left = ask(leave.signal);
    leave.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const next = ask();
    begun[1]!.land('it');
    expect(await next).toBe('it');
  });

  it('does not begin for one who has left already', async () => {
    const { ask, begun } = flight();
    await expect(ask(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(begun).toHaveLength(0);
  });
});
