/** A resumption shows no certificate, yet the original one is checked again. */
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ca, ecServer, listening } from '../../test/loopback.ts';
import { type ConnectOptions, connect, createServer } from '../exports/node.ts';

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s', (maxVersion) => {
  async function resuming() {
    const server = createServer(ecServer, (socket) => socket.on('error', () => {}).resume());
    const port = await listening(server);
    const dial = (options: Partial<ConnectOptions>) => {
      const socket = connect({
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        ca,
        maxVersion,
        ...options,
      });
      onTestFinished(() => void socket.destroy());
      return socket;
    };
    const first = dial({}).resume();
    const [session] = (await once(first, 'session')) as [Buffer];
    return { dial, session };
  }

  it('checkServerIdentity is asked again, with the certificate of then', async () => {
    const { dial, session } = await resuming();
    const asked: [string, string | undefined][] = [];
    const again = dial({
      session,
      checkServerIdentity: (host, certificate) => {
        asked.push([host, certificate.subjectaltname]);
        return undefined;
      },
    });
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(true);
    expect(asked).toEqual([['localhost', again.getPeerCertificate().subjectaltname]]);
    expect(asked[0]![1]).toContain('DNS:localhost');
  });

  it('what checkServerIdentity refuses is refused', async () => {
    const { dial, session } = await resuming();
    const again = dial({ session, checkServerIdentity: () => new Error('not to be reached any more') });
    const [error] = (await once(again, 'error')) as [Error];
    expect(error.message).toBe('not to be reached any more');
    expect(again.authorized).toBe(false);
  });
});
