/** The way to a server before TLS: its name to addresses, then TCP to the first that answers. Each step is noted. */
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { Address, Io } from './io.ts';
import type { Target } from './target.ts';

/** The connected socket; undefined if that failed, which the trace records. */
export async function dial(
  { host, port }: Target,
  milliseconds: number,
  trace: TraceRecorder,
  io: Pick<Io, 'lookup'>,
): Promise<Socket | undefined> {
  const deadline = performance.now() + milliseconds;
  const addresses = await addressesOf(host, milliseconds, trace, io);
  if (!addresses) return undefined;
  const began = performance.now();
  const failed = (error: NodeJS.ErrnoException): undefined => {
    const [reason, words] = reasons[error.code ?? ''] ?? ['connection-failed', error.message];
    const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    trace.note({ kind: 'failed', reason, message: `${where}: ${words}`, step: 'connecting by TCP' });
  };
  return new Promise((done) => {
    const socket = connect({
      host,
      port,
      allowHalfOpen: true,
      noDelay: true,
      autoSelectFamily: true,
      lookup: ((_host, _options, answer) => answer(null, addresses as never)) as LookupFunction,
    });
    const timer = setTimeout(
      () => {
        socket.destroy();
        done(failed(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
      },
      Math.max(1, deadline - began),
    );
    const onError = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      done(failed(error));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      const at = performance.now();
      trace.note({ kind: 'tcp', began, at, address: socket.remoteAddress ?? host, port });
      done(socket);
    });
  });
}

/** The addresses of a name, or the address itself; undefined if there are none, which the trace records. */
export async function addressesOf(
  host: string,
  milliseconds: number,
  trace: TraceRecorder,
  { lookup }: Pick<Io, 'lookup'>,
): Promise<readonly Address[] | undefined> {
  if (isIP(host)) return [{ address: host, family: isIP(host) }];
  const began = performance.now();
  try {
    const addresses = await within(lookup(host), milliseconds);
    trace.note({
      kind: 'dns',
      began,
      at: performance.now(),
      addresses: addresses.map(({ address }) => address),
    });
    return addresses;
  } catch (error) {
    const [reason, words] = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? [
      'name-not-found',
      (error as Error).message,
    ];
    trace.note({ kind: 'failed', reason, message: `${host}: ${words}`, step: 'looking up the name' });
    return undefined;
  }
}

function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(
      () => fail(Object.assign(new Error(), { code: 'EAI_AGAIN' })),
      Math.max(1, milliseconds),
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const reasons: Readonly<Record<string, readonly [reason: string, words: string]>> = {
  ENOTFOUND: ['name-not-found', 'there is no such name'],
  EAI_AGAIN: ['name-not-found', 'no name server answered'],
  ECONNREFUSED: ['connection-refused', 'nobody is listening there: the connection was refused'],
  ECONNRESET: ['connection-failed', 'the connection was reset'],
  ETIMEDOUT: ['connection-timeout', 'nobody answered in time'],
  EHOSTUNREACH: ['unreachable', 'there is no route to this host'],
  ENETUNREACH: ['unreachable', 'there is no route to this network'],
};
