/** Everything a command does with the outside world: handed in, so that tests can replace it. */
import type { Readable, Writable } from 'node:stream';
import type { Provenance } from '../trace/document.ts';
import { plainStyle, type Style } from '../trace/text.ts';
import type { Language } from '../trace/words/language.ts';
import { shortened, visible } from '../wire/peer-text.ts';
import { say, type Words } from '../wire/words.ts';
import { inEnglish, showsUnicode } from './language.ts';

export interface Io {
  readonly stdin: Readable;
  /** The result, and nothing else. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Progress and prompts. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A yes or no from the user; undefined when nobody is there to ask. */
  readonly ask: ((question: Words) => Promise<boolean>) | undefined;
  /** A passphrase, typed unseen; undefined when nobody is there to ask. Rejects with {@link Stopped}. */
  readonly askSecret: ((question: Words) => Promise<string>) | undefined;
  /** Stops a command that would otherwise go on. */
  readonly stop: AbortSignal;
  /** What is said in documents of where they come from. */
  readonly provenance?: Provenance;
  /** Takes the document of what is told, where `--save` asks for it. */
  readonly save?: ((document: unknown) => void) | undefined;
  /** In which everything is told; English if none is given. */
  readonly language?: Language;
  /** Every address of a name. Rejects as node:dns does. */
  readonly lookup: (name: string) => Promise<readonly Address[]>;
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Exit codes, which scripts may rely on. */
export const Exit = {
  fine: 0,
  internal: 1,
  usage: 2,
  network: 3,
  notTls: 4,
  negotiation: 5,
  serverCertificate: 6,
  clientCertificate: 7,
  policy: 8,
  /** By a signal, as shells number it. */
  stopped: 130,
} as const;
export type Exit = (typeof Exit)[keyof typeof Exit];

/** What the user typed, or a file they named, cannot be used. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(readonly said: Words) {
    super(String(said));
  }
}

/** It is the file: what is in it, or that it cannot be read. */
export class FileError extends UsageError {}

/** Stopped by the user. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** What is awaited; rejects with {@link Stopped} as soon as the user asks for that. */
export function orStopped<T>(awaited: Promise<T>, { stop }: Pick<Io, 'stop'>): Promise<T> {
  return new Promise((done, fail) => {
    const leave = () => fail(new Stopped('stopped'));
    if (stop.aborted) leave();
    stop.addEventListener('abort', leave, { once: true });
    void awaited.then(done, fail).finally(() => stop.removeEventListener('abort', leave));
  });
}

export const languageOf = ({ language }: Pick<Io, 'language'>): Language => language ?? inEnglish;

/** One line, with control characters escaped, and cut off: names in it may be a peer’s. */
export const tell = (io: Io, line: Words): void =>
  void io.stderr.write(`${shortened(visible(languageOf(io).words(line)), LONGEST_LINE)}\n`);
const LONGEST_LINE = 4096;

/** An error that is a bug of ours, with its stack. */
export function tellBug(io: Io, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split('\n').map(visible);
  io.stderr.write(`${languageOf(io).words(say`handglass: internal error: ${lines.join('\n')}`)}\n`);
}

/** Columns; where a terminal has fewer it breaks the lines itself. */
const NARROWEST = 60;

/** NO_COLOR and FORCE_COLOR are honoured (no-color.org); colour and marks only where a terminal can show them. A pipe has no width: lines in it
 * are neither broken nor cut. */
export function styleOf(io: Io): Style {
  const { stdout, env } = io;
  const dumb = env['TERM'] === 'dumb';
  const forced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  const language = languageOf(io).anew();
  const colour = !env['NO_COLOR'] && (forced || (stdout.isTTY === true && !dumb));
  return {
    colour,
    // Whoever asks for Chinese by name can show it.
    unicode: showsUnicode(env) || language !== inEnglish,
    language,
    width: stdout.isTTY ? Math.max(stdout.columns || plainStyle.width, NARROWEST) : Infinity,
  };
}
