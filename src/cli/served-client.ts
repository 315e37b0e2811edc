/**
 * One client of `handglass serve`, from its first byte until it is gone. Nothing it sends may end the program, and it may
 * not stay for ever: an idle client gets a close_notify, and is cut off if it does not leave.
 */
import type { Socket } from 'node:net';
import { inTurns } from '../node/loop-share.ts';
import { type Hooks, Transport } from '../node/transport.ts';
import type { ConnectionOptions, Event } from '../options/engine.ts';
import { ServerRules } from '../options/options.ts';
import { compactOf } from '../trace/compact.ts';
import { departure, departureLines } from '../trace/departure.ts';
import type { OursDocument } from '../trace/document.ts';
import { type ExplainedDocument, explained, withCause } from '../trace/explained.ts';
import { jsonText } from '../trace/json-text.ts';
import { keysStory } from '../trace/keys-story.ts';
import { TraceRecorder } from '../trace/recorder.ts';
import type { Remedy } from '../trace/remedies.ts';
import { story } from '../trace/story.ts';
import { say } from '../wire/words.ts';
import type { Guest } from './client-cap.ts';
import type { ShownFields } from './fields-flags.ts';
import { Answer } from './http-answer.ts';
import { type Io, styleOf, tell, tellBug } from './io.ts';
import { commandLine } from './retry-command.ts';

export interface Host {
  readonly rules: ServerRules;
  readonly surroundings: Omit<ConnectionOptions, 'now' | 'onProgress'>;
  /** Milliseconds without application data in either direction. */
  readonly idle: number;
  readonly json: boolean;
  readonly fields?: ShownFields | undefined;
  /** JSON without the fields. */
  readonly compact?: boolean;
  /** The key schedule as well. */
  readonly keys?: boolean;
  /** Show secrets. */
  readonly secrets: boolean;
  /** What we serve with. */
  readonly ours: OursDocument;
  /** The command line of a new `serve` that applies a remedy; undefined if none of its flags does. */
  readonly again: (remedy: Remedy) => readonly string[] | undefined;
  readonly io: Io;
  readonly onEvent: (event: Event) => void;
}

/** Limits for each client’s trace, in bytes of messages, as many of records, and records: there may be hundreds of clients. */
const MOST_TRACED = 2 ** 15;
const MOST_RECORDS = 32;
/** Unread bytes of standard output beyond which handshakes are only counted. */
const MOST_UNREAD = 2 ** 20;

/** @returns how far it is with the client; undefined after a fault of ours, which has closed the socket */
export function visit(socket: Socket, host: Host): Guest | undefined {
  const { io, rules, surroundings, idle } = host;
  const trace = new TraceRecorder({
    role: 'server',
    peer: { address: socket.remoteAddress ?? null, port: socket.remotePort ?? null },
    startedAt: performance.now(),
    wallClock: Date.now(),
    secrets: host.secrets,
    mostBytes: MOST_TRACED,
    mostRecords: MOST_RECORDS,
    ...(host.io.provenance && { provenance: host.io.provenance }),
  });
  /** A fault of ours costs one client, not all the others. */
  const safely = <T>(body: () => T): T | undefined => {
    try {
      return body();
    } catch (error) {
      tellBug(io, error);
      socket.destroy();
      return undefined;
    }
  };
  return safely(() => {
    let leaving = false;
    let open = false;
    // Until the handshake is finished, its own time limit applies.
    let patience: NodeJS.Timeout | undefined;
    const letGo = (): void => {
      if (leaving) transport.destroy();
      leaving = true;
      transport.abandon();
      patience?.refresh();
    };
    const stir = (): void => {
      if (transport.writable) patience?.refresh();
    };
    // Many may fail at once, such as those of one flood that are out of time.
    const tellOfIt = (): void =>
      inTurns(() => {
        safely(() => show(trace, host));
        return false;
      });
    const heed = (event: Event): void => {
      host.onEvent(event);
      trace.add(event);
      switch (event.type) {
        case 'established':
          open = true;
          patience = setTimeout(letGo, idle).unref();
          // After the events of this turn, so that the tickets are shown too.
          setImmediate(tellOfIt);
          break;
        case 'failed':
          if (!open || event.error.reason !== 'connection-cut') tellOfIt();
          break;
        case 'data':
          answer.take(event.data, stir);
          stir();
          break;
        case 'end':
          transport.end();
          break;
      }
    };
    const accept = (hooks: Hooks) => ServerRules.accept(rules, { ...surroundings, ...hooks });
    const transport: Transport = new Transport(socket, accept, {
      onEvent: (event) => safely(() => heed(event)),
      onClose() {
        clearTimeout(patience);
        // Who spoke did not leave without a word, and a document costs time.
        if (open && !leaving && !answer.heard) safely(() => showDeparture(trace, host));
      },
    });
    const answer = new Answer(trace, transport);
    return {
      get stage() {
        return transport.drained ? 'drained' : open ? 'open' : 'handshake';
      },
    };
  });
}

const untold = new WeakMap<object, number>();

function show(trace: TraceRecorder, host: Host): void {
  const { json, compact, fields, keys, io, ours, again } = host;
  report(io, () => {
    const document = { ...trace.document(), ours };
    const whole = explained(document, again);
    const text = (): string => {
      if (json) return jsonText(compact ? compactOf(whole) : whole);
      const style = styleOf(io);
      const told = story(document, style, commandFor(host));
      const below = [fields?.(document, style), keys && keysStory(document, style)].filter(Boolean);
      return [told, ...below].join('\n');
    };
    return { whole, text };
  });
}

/** What there is to say once the client is gone. */
function showDeparture(trace: TraceRecorder, host: Host): void {
  const { json, compact, io, ours, again } = host;
  if (isUnread(io) && !io.save) return;
  const document = { ...trace.document(), ours };
  const found = departure(document);
  if (!found) return;
  const whole = withCause(document, found, again);
  const text = (): string =>
    json
      ? jsonText(compact ? compactOf(whole) : whole)
      : departureLines(document, found, styleOf(io), commandFor(host));
  report(io, () => ({ whole, text }));
}

const commandFor =
  ({ again }: Host) =>
  (remedy: Remedy): string | undefined => {
    const argv = again(remedy);
    return argv && commandLine(argv);
  };

const isUnread = ({ stdout }: Io): boolean => stdout.writableLength > MOST_UNREAD;

interface Told {
  readonly whole: ExplainedDocument;
  readonly text: () => string;
}

/** What nobody reads is made only where it is saved. */
function report(io: Io, make: () => Told): void {
  const { stdout, save } = io;
  const missed = untold.get(stdout) ?? 0;
  const unread = isUnread(io);
  if (unread) untold.set(stdout, missed + 1);
  if (unread && !save) return;
  const { whole, text } = make();
  save?.(whole);
  if (unread) return;
  if (missed > 0)
    tell(io, say`handglass: nobody read the output in time; handshakes not reported: ${missed}`);
  untold.delete(stdout);
  stdout.write(`${text()}\n`);
}
