/**
 * A real peer as a process of its own: started, waited for by what it says, and killed when its test is over.
 *
 * Nothing sleeps: readiness is a line of output. The time limit only turns a peer that says nothing into an error that
 * shows what it said before. A program that is not installed is a failure, never a skipped test.
 */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

/** Milliseconds after which a peer that does not say what is waited for is given up. */
const PATIENCE = 10_000;

export class PeerProcess {
  /** What it wrote, one character a byte. */
  stdout = '';
  stderr = '';
  readonly exited: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #command: string;
  readonly #listeners = new Set<() => void>();
  #ended: string | undefined;

  /** May only be called while a test runs: its end is this process's end. */
  constructor(command: string, args: readonly string[], cwd?: string) {
    this.#command = [command, ...args].join(' ');
    this.#child = spawn(command, args, { ...(cwd !== undefined && { cwd }), env: peerEnvironment });
    this.#child.stdout.on('data', (bytes: Buffer) => {
      this.stdout += bytes.toString('latin1');
      this.#look();
    });
    this.#child.stderr.on('data', (bytes: Buffer) => {
      this.stderr += bytes.toString('latin1');
      this.#look();
    });
    // A peer that has gone takes no more input; what that means is judged by the test.
    this.#child.stdin.on('error', () => {});
    this.exited = new Promise((resolve) => {
      const end = (how: string) => {
        this.#ended ??= how;
        this.#look();
        resolve();
      };
      this.#child.on('error', (error: NodeJS.ErrnoException) => end(whyNotStarted(command, error)));
      this.#child.on('close', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
    });
    onTestFinished(async () => {
      this.#child.kill('SIGKILL');
      await this.exited;
    });
  }

  /** How it ended, if it has. */
  get ended(): string | undefined {
    return this.#ended;
  }

  write(text: string): void {
    this.#child.stdin.write(text, 'latin1');
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  /** The first match in its standard output behind `from`. Rejects when it ends without one. */
  async says(pattern: RegExp | string, from = 0): Promise<RegExpExecArray> {
    return this.until(String(pattern), ({ stdout }) => find(stdout, pattern, from));
  }

  /** The same in its standard error. */
  async complains(pattern: RegExp | string): Promise<RegExpExecArray> {
    return this.until(String(pattern), ({ stderr }) => find(stderr, pattern, 0));
  }

  #look(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Looks at all output so far, again whenever there is more. */
  until<T>(what: string, test: (output: { stdout: string; stderr: string }) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      const giveUp = (why: string) => {
        stop();
        reject(
          new Error(
            `${this.#command}\n${why}, and never said ${what}\nstdout: ${short(this.stdout)}\nstderr: ${short(this.stderr)}`,
          ),
        );
      };
      const listener = () => {
        const found = test(this);
        if (found !== undefined) {
          stop();
          resolve(found);
        } else if (this.#ended !== undefined) {
          giveUp(this.#ended);
        }
      };
      const timer = setTimeout(() => giveUp('went on'), PATIENCE);
      this.#listeners.add(listener);
      listener();
    });
  }
}

/** Runs a program to its end and gives what it wrote. Rejects when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<{ stdout: string; stderr: string }> {
  try {
    return await promisify(execFile)(command, args, {
      ...options,
      env: { ...peerEnvironment, ...options.env },
      maxBuffer: 2 ** 26,
      encoding: 'latin1',
    });
  } catch (error) {
    const failed = error as NodeJS.ErrnoException & { stderr?: string };
    if (failed.code === 'ENOENT') throw new Error(whyNotStarted(command, failed), { cause: error });
    throw new Error(`${[command, ...args].join(' ')}: ${failed.stderr || failed.message}`, { cause: error });
  }
}

/** For the peers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The peers' own rules, not those that the caller's environment happens to set for them. */
const peerEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries({ ...process.env, LC_ALL: 'C' }).filter(
    ([name]) => !/^(SSL_|OPENSSL_CONF|SSLKEYLOGFILE|NODE_|GODEBUG|.*_proxy$)/i.test(name),
  ),
);

const whyNotStarted = (command: string, { code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT'
    ? `the peer "${command}" is not installed: scripts/install-peers.sh installs all but Go`
    : `"${command}" could not be started: ${message}`;

function find(text: string, pattern: RegExp | string, from: number): RegExpExecArray | undefined {
  if (typeof pattern === 'string') {
    const index = text.indexOf(pattern, from);
    return index < 0 ? undefined : (Object.assign([pattern], { index, input: text }) as RegExpExecArray);
  }
  return pattern.exec(text.slice(from)) ?? undefined;
}

const short = (text: string): string =>
  text.length > 2000 ? `${text.slice(0, 1500)} … ${text.slice(-300)}` : text;
