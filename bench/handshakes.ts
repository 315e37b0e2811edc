/** Full and resumed handshakes a second, beside node:tls and the floor. */
import type { Figure } from './figure.ts';
import { inTurn } from './pairing.ts';
import { makePki } from './pki.ts';
import { Worker } from './worker.ts';

/**
 * Each stack runs in a process of its own, kept for all rounds, so that neither spoils what the compiler has learnt of
 * the other; they take turns.
 */
export async function handshakes(rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of ['EC', 'RSA'] as const) {
    const pki = makePki(kind);
    for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
      const [a, b, floor] = await Promise.all(
        (['ours', 'node', 'floor'] as const).map((measured) => Worker.start({ measured, version, pki })),
      );
      const name = `${version} ${kind === 'EC' ? 'ECDSA' : 'RSA'}`;
      for (const worker of [a!, b!, floor!]) await worker.run('warm');
      figures.push(
        await inTurn(
          `full handshakes, ${name}`,
          '/s',
          rounds,
          () => a!.run('full'),
          () => b!.run('full'),
          () => floor!.run('full'),
        ),
      );
      if (kind === 'EC') {
        const resumed = [() => a!.run('resumed'), () => b!.run('resumed')] as const;
        figures.push(await inTurn(`resumed handshakes, ${name}`, '/s', rounds, ...resumed));
      }
      for (const worker of [a!, b!, floor!]) worker.stop();
    }
  }
  return figures;
}

/** With a prime of 2048 bits on both sides, and few of them: one takes as long as several of the others. */
export async function dhe(rounds: number): Promise<Figure[]> {
  const job = { version: 'TLSv1.2', keyExchange: 'DHE', pki: makePki('RSA') } as const;
  const [ours, node] = await Promise.all([
    Worker.start({ measured: 'ours', ...job }),
    Worker.start({ measured: 'node', ...job }),
  ]);
  for (const worker of [ours, node]) await worker.run('full', 300);
  const figure = await inTurn(
    'full handshakes, TLSv1.2 DHE-2048 RSA',
    '/s',
    rounds,
    () => ours.run('full', 100),
    () => node.run('full', 100),
  );
  for (const worker of [ours, node]) worker.stop();
  return [figure];
}
