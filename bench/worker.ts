/** A process that measures one thing when it is asked, so that neither stack spoils what the compiler has learnt of the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as nodeTls from 'node:tls';
import { pathToFileURL } from 'node:url';
import * as ours from '../src/exports/node.ts';
import type { Pki } from './pki.ts';
import { COUNT, floorOf, type KeyExchange, type Shaker, shaker, type Tls, type Version } from './shaker.ts';
import { sender } from './throughput.ts';

/** Handshakes that are not counted, before the first that is: a compiler that learns while it runs must have learnt. */
const WARM_UP = 1500;

export interface Job {
  /** `dist` is a build of this package, in its folder. */
  readonly measured: 'ours' | 'node' | 'floor' | { readonly dist: string };
  readonly version: Version;
  readonly keyExchange?: KeyExchange;
  readonly pki: Pki;
}

interface Question {
  readonly what: 'warm' | 'full' | 'resumed' | 'throughput';
  /** Handshakes. */
  readonly count: number;
}

export class Worker {
  private constructor(readonly child: ChildProcess) {}

  static start(job: Job): Promise<Worker> {
    const child = fork(process.argv[1]!, ['--worker'], { serialization: 'advanced' });
    child.send(job);
    return new Promise((done, fail) => {
      child.once('exit', (code) => fail(new Error(`a worker ended with ${code}`)));
      child.once('message', () => done(new Worker(child)));
    });
  }

  /** Gives a rate. */
  run(what: Question['what'], count = COUNT): Promise<number> {
    this.child.send({ what, count } satisfies Question);
    return new Promise((done, fail) => {
      const ended = (code: number | null) => fail(new Error(`a worker ended with ${code}`));
      this.child.once('exit', ended);
      this.child.once('message', (rate) => {
        this.child.off('exit', ended);
        done(rate as number);
      });
    });
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    this.child.kill();
  }
}

/** The other end of {@link Worker}. */
export function serveWorker(): void {
  process.once('message', async (job: Job) => {
    const tls = await stackOf(job);
    // Without parameters OpenSSL's server does no DHE; it takes a prime as long as its key.
    const ofServer = job.measured === 'node' && job.keyExchange === 'DHE' ? { dhparam: 'auto' } : {};
    const shake = tls
      ? await shaker(tls, job.pki, job.version, job.keyExchange, ofServer)
      : await floorOf(job.pki, job.version);
    process.on('message', async (question: Question) => {
      process.send!(await answerTo(question, shake, () => sender(tls!, job.pki, 'TLS_AES_128_GCM_SHA256')));
    });
    process.send!('ready');
  });
}

async function stackOf({ measured }: Job): Promise<Tls | undefined> {
  if (measured === 'floor') return undefined;
  if (measured === 'node') return nodeTls;
  if (measured === 'ours') return ours as unknown as Tls;
  const folder = resolve(measured.dist);
  // Builds before this one gave `handglass/node` out from its own folder.
  const [now, before] = ['exports/node.js', 'node/index.js'].map((file) => join(folder, file));
  return (await import(pathToFileURL(existsSync(now!) ? now! : before!).href)) as Tls;
}

async function answerTo(
  { what, count }: Question,
  shake: Shaker,
  sending: () => ReturnType<typeof sender>,
): Promise<number> {
  switch (what) {
    case 'warm':
      for (let done = 0; done < WARM_UP; done += COUNT) await shake.full(COUNT);
      return 0;
    case 'full':
      return shake.full(count);
    case 'resumed':
      return shake.resumed(count);
    case 'throughput': {
      const { rate, close } = await sending();
      const megabytes = await rate();
      close();
      return megabytes;
    }
  }
}
