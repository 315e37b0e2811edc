import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ca, ecServer } from '../../test/loopback.ts';
import { createSecureContext } from '../exports/node.ts';
import { Transport } from '../node/transport.ts';
import { connectClient, ServerRules } from '../options/options.ts';
import { visit } from './served-client.ts';

/** Two ends of a stream in memory. Once the first no longer reads, nothing that is written to it is ever done. */
function pipe() {
  let reads = true;
  const end = (other: () => Duplex, arrives: () => boolean): Duplex =>
    new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        if (!arrives()) return;
        setImmediate(() => other().push(chunk));
        done();
      },
      final: (done) => done(),
    });
  const near: Duplex = end(
    () => far,
    () => true,
  );
  const far: Duplex = end(
    () => near,
    () => reads,
  );
  return { near, far, stopReading: () => (reads = false) };
}

it('who takes nothing of what is written is cut off, when saying goodbye is not enough', async () => {
  const { near, far, stopReading } = pipe();
  const server = createSecureContext(ecServer);
  const client = createSecureContext({ ca });
  const stderr = new PassThrough();
  const gone = once(far, 'close');
  visit(far as Socket, {
    rules: new ServerRules({ ...server.engineOptions, credentials: server.credentials }),
    surroundings: {},
    idle: 50,
    json: false,
    secrets: false,
    io: {
      stdin: new PassThrough(),
      stdout: new PassThrough(),
      stderr,
      env: {},
      ask: undefined,
      askSecret: undefined,
      stop: new AbortController().signal,
      lookup: () => Promise.reject(new Error('nobody asks')),
    },
    ours: { restrictions: [], certificates: [] },
    again: () => undefined,
    onEvent: () => {},
  });
  const visitor: Transport = new Transport(
    near,
    (hooks) => connectClient({ ...client.engineOptions, ...hooks, name: 'localhost', trust: client.trust }),
    {
      onEvent({ type }) {
        if (type !== 'established') return;
        stopReading();
        visitor.write(new Uint8Array(100));
      },
    },
  );
  await gone;
  expect(stderr.read()).toBeNull();
  visitor.destroy();
});
