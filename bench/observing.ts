/** What it costs to be observed: handshakes in memory, both sides observed and recorded, beside the same unobserved. */
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { freshTicketKey, sealedTickets } from '../src/handshake/sessions/sealed-tickets.ts';
import type { Session } from '../src/handshake/sessions/session.ts';
import { ClientRules, ServerRules } from '../src/options/options.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import type { Figure } from './figure.ts';
import { timesAsLong } from './pairing.ts';
import { credentialOf, makePki, trustOf } from './pki.ts';

const COUNT = 100;

type Watching = 'unobserved' | 'observed' | 'recorded';

export async function observing(rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const version of ['TLS 1.3', 'TLS 1.2'] as const)
    for (const kind of ['full', 'resumed'] as const) {
      const options = benchOptions(version);
      const session = kind === 'resumed' ? shake(options, undefined, 'unobserved') : undefined;
      for (const watching of ['observed', 'recorded'] as const)
        figures.push(
          await timesAsLong(
            `${kind} handshakes ${watching}, ${version}`,
            rounds,
            async () => rate(options, session, watching),
            'unobserved',
            async () => rate(options, session, 'unobserved'),
          ),
        );
    }
  return figures;
}

function rate(options: BenchOptions, session: Session | undefined, watching: Watching): number {
  const began = performance.now();
  for (let i = 0; i < COUNT; i++) shake(options, session, watching);
  return (COUNT / (performance.now() - began)) * 1000;
}

/** One handshake; what it leaves to resume with. */
function shake(
  { client: ours, server: theirs }: BenchOptions,
  session: Session | undefined,
  watching: Watching,
): Session | undefined {
  const surroundings = { now: () => performance.now(), observe: watching !== 'unobserved' };
  const client = new ClientRules({ ...ours, session }).connect(surroundings);
  const server = ServerRules.accept(theirs, surroundings);
  const traces = { client: record('client', watching), server: record('server', watching) };
  let kept: Session | undefined;
  for (let idle = 0; idle < 2; idle++)
    for (const [from, to, role] of [
      [client, server, 'client'],
      [server, client, 'server'],
    ] as const) {
      const out = from.takeOutput();
      if (out) {
        to.feed(out);
        idle = 0;
      }
      for (const event of from.takeEvents()) {
        traces[role]?.add(event);
        if (event.type === 'session') kept = event.session;
        if (event.type === 'failed') throw event.error;
      }
    }
  if (!client.established || !server.established) throw new Error('the handshake did not end');
  return kept;
}

const record = (role: 'client' | 'server', watching: Watching) =>
  watching === 'recorded' ? new TraceRecorder({ role, startedAt: performance.now() }) : undefined;
interface BenchOptions {
  readonly client: ConstructorParameters<typeof ClientRules>[0];
  readonly server: ServerRules;
}

function benchOptions(version: 'TLS 1.3' | 'TLS 1.2'): BenchOptions {
  const pki = makePki('EC');
  const ticketKey = freshTicketKey(nodeProvider);
  const common = { provider: nodeProvider, versions: [version], wallClock: () => Date.now() };
  return {
    client: { ...common, name: 'localhost', trust: trustOf(pki) },
    server: new ServerRules({
      ...common,
      credentials: [credentialOf(pki, { milliseconds: 0, calls: 0 })],
      tickets: sealedTickets(nodeProvider, () => [ticketKey], 3600),
    }),
  };
}
