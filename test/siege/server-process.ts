/** A server under siege, as a process of its own that is watched from without. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Sample {
  readonly second: number;
  readonly rss: number;
  readonly longest: number;
}

export async function besieged(name: string, argv: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=128', '--import', join(process.cwd(), 'test/siege/probe.mjs'), ...argv],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let [err, ended] = ['', false];
  /** How often each thing was said, whatever numbers stood in it. */
  const said = new Map<string, number>();
  const port = await new Promise<number>((ready, fail) => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-4000);
      for (const line of text.split('\n').filter(Boolean)) {
        const words = line.replace(/\d+/g, '…').slice(0, 200);
        if (said.size < 100 || said.has(words)) said.set(words, (said.get(words) ?? 0) + 1);
      }
      const found = /listening on \S+:(\d+)/.exec(err);
      if (found) ready(Number(found[1]));
    });
    child.once('close', () => fail(new Error(`${name} ended: ${err}`)));
  });
  child.once('close', () => {
    ended = true;
  });
  const started = performance.now();
  const samples: Sample[] = [];
  child.on('message', (sample: Omit<Sample, 'second'>) =>
    samples.push({ second: (performance.now() - started) / 1000, ...sample }),
  );
  return {
    name,
    port,
    child,
    samples,
    said,
    /** What it said last, when it has ended. */
    end: () => (ended ? err : undefined),
    good: new Map<string, number>(),
    failed: new Map<string, number>(),
  };
}
export type Besieged = Awaited<ReturnType<typeof besieged>>;
