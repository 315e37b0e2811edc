/** The other programs: OpenSSL, a process for each question, and Go, one process for all of them. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Ran {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly said: string;
}

export class Tools {
  readonly #folder = mkdtempSync(join(tmpdir(), 'handglass-differential-'));
  #go: string | undefined;

  /** What the machine has, for the record. Throws when one of them is not there. */
  versions(): Record<string, string> {
    const first = (program: string, ...args: string[]): string =>
      execFileSync(program, args, { encoding: 'utf8' }).split('\n')[0]!.trim();
    return {
      node: process.version,
      openssl: first('openssl', 'version').split(' ')[1]!,
      go: first('go', 'version').split(' ')[2]!,
    };
  }

  /**
   * `openssl` once for each case, a few at a time. `question` gives its arguments, in which the files that it names stand
   * as they are called.
   */
  async openssl<Case>(
    cases: readonly Case[],
    question: (given: Case) => { readonly args: readonly string[]; readonly files: Files },
  ): Promise<Ran[]> {
    const results: Ran[] = [];
    let next = 0;
    const worker = async (name: string): Promise<void> => {
      const cwd = join(this.#folder, name);
      mkdirSync(cwd, { recursive: true });
      while (next < cases.length) {
        const at = next++;
        const { args, files } = question(cases[at]!);
        for (const [file, contents] of Object.entries(files)) writeFileSync(join(cwd, file), contents);
        results[at] = await new Promise<Ran>((done) => {
          execFile('openssl', args, { cwd, encoding: 'latin1', timeout: 60_000 }, (error, out, err) =>
            done({
              code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
              said: out + err,
            }),
          );
        });
      }
    };
    const workers = 3 * availableParallelism();
    await Promise.all(Array.from({ length: workers }, (_, i) => worker(`openssl-${i}`)));
    return results;
  }

  /** The program of test/differential/go: a JSON value in for each case, one out. */
  async go<Out>(questions: readonly object[]): Promise<Out[]> {
    const child = spawn(this.#program(), { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const closed = new Promise<void>((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => (code === 0 ? done() : fail(new Error(`Go ended with ${code}`))));
    });
    child.stdin.end(questions.map((each) => `${JSON.stringify(each)}\n`).join(''));
    await closed;
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Out);
  }

  #program(): string {
    if (this.#go === undefined) {
      this.#go = resolve('.cache/differential-go');
      execFileSync('go', ['build', '-o', this.#go, '.'], {
        cwd: 'test/differential/go',
        env: { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
    }
    return this.#go;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export type Files = Readonly<Record<string, string | Uint8Array>>;
