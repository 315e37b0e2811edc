import { expect, it } from 'vitest';
import { Turns } from './request-queue.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
class Work {
  readonly running = new Set<string>();
  readonly #ends = new Map<string, () => void>();

  readonly begin = (name: string) => (): Promise<string> => {
    this.running.add(name);
    return new Promise((resolve) => {
      this.#ends.set(name, () => {
        this.running.delete(name);
        resolve(name);
      });
    });
  };

  end(name: string): void {
    this.#ends.get(name)!();
  }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets so many at a host, and so many in all', async () => {
  const work = new Work();
  const turns = new Turns(2, 3);
  const all = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'].map((name) =>
    turns.take(name[0]!, never, work.begin(name)),
  );
  await turn();
  expect([...work.running]).toEqual(['a1', 'a2', 'b1']);
  work.end('b1');
  await turn();
  // The third of a has to wait for its host, others do not wait for it.
  expect([...work.running]).toEqual(['a1', 'a2', 'b2']);
  for (const name of ['b2', 'c1', 'a1', 'a3', 'a2']) {
    work.end(name);
    await turn();
    expect(work.running.size).toBeLessThanOrEqual(3);
  }
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
});

it('counts one that comes between the call and the beginning of another', async () => {
  const work = new Work();
  const turns = new Turns(1, 1);
  void turns.take('a', never, work.begin('first'));
  void turns.take('a', never, work.begin('second'));
  work.end('first');
  await Promise.resolve();
  void turns.take('a', never, work.begin('third'));
  await turn();
  expect([...work.running]).toEqual(['second']);
});

it('gives the place of what failed to the next', async () => {
  const turns = new Turns(1, 1);
  const failed = turns.take('a', never, () => Promise.reject(new Error('no')));
  const next = turns.take('a', never, () => Promise.resolve('next'));
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});

it('lets go who does not want to wait, while waiting and when called', async () => {
  const work = new Work();
  const turns = new Turns(1, 1);
  const first = turns.take('a', never, work.begin('first'));
  const abort = new AbortController();
  const impatient = turns.take('a', abort.signal, work.begin('impatient'));
  const last = turns.take('a', never, work.begin('last'));
  abort.abort(new Error('gone'));
  await expect(impatient).rejects.toThrow('gone');
  work.end('first');
  await first;
  await turn();
  expect([...work.running]).toEqual(['last']);
  work.end('last');
  await last;
  const late = turns.take('a', abort.signal, work.begin('late'));
  await expect(late).rejects.toThrow('gone');
  await turns.take('a', never, async () => {});
});
