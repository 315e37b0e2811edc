/**
 * Which code has run, by V8's own block coverage of this very file: a fuzzer that knows keeps inputs that reach something
 * new. An instrumenting fuzzer was refused (docs/dependencies.md).
 */
import { type Profiler, Session } from 'node:inspector';

export class Coverage {
  readonly #session = new Session();
  readonly #url: string;
  /** One for each character of the script that has run. */
  readonly #covered: Uint8Array;
  readonly #ran: Uint8Array;
  #count = 0;

  /** @param url the script's; @param length how many characters it has */
  constructor(url: string, length: number) {
    this.#url = url;
    this.#covered = new Uint8Array(length);
    this.#ran = new Uint8Array(length);
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many characters of code have run. */
  get count(): number {
    return this.#count;
  }

  /** Those of the inputs that ran something new; all of them have been run since the last time. */
  newOf<T>(inputs: readonly T[], run: (input: T) => void): T[] {
    const isNew = (at: number): boolean => this.#covered[at] === 0;
    let left = offsetsIn(this.#ranNow()).filter(isNew);
    const found: T[] = [];
    for (const input of inputs) {
      if (left.length === 0) break;
      run(input);
      const ran = this.#ranNow();
      if (!left.some((at) => ran[at] === 1)) continue;
      found.push(input);
      this.#cover(offsetsIn(ran).filter(isNew));
      left = left.filter(isNew);
    }
    // What runs only once, such as filling a cache, is nobody's.
    this.#cover(left);
    return found;
  }

  #cover(offsets: readonly number[]): void {
    for (const at of offsets) this.#covered[at] = 1;
    this.#count += offsets.length;
  }

  /** A 1 for each character that ran since the last time. */
  #ranNow(): Uint8Array {
    const { result } = this.#post<Profiler.TakePreciseCoverageReturnType>('Profiler.takePreciseCoverage');
    const functions = result.filter(({ url }) => url === this.#url).flatMap((script) => script.functions);
    // What stands inside is painted over what it stands in.
    functions.sort(
      ({ ranges: [a] }, { ranges: [b] }) => a!.startOffset - b!.startOffset || b!.endOffset - a!.endOffset,
    );
    const ran = this.#ran.fill(0);
    for (const { ranges } of functions)
      for (const { count, startOffset, endOffset } of ranges)
        ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    return ran;
  }

  close(): void {
    this.#session.disconnect();
  }

  /** A session on its own thread answers within the call. */
  #post<T>(method: string, parameters: object = {}): T {
    let answer: T | undefined;
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result as T;
    });
    return answer as T;
  }
}

function offsetsIn(marks: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at + 1)) offsets.push(at);
  return offsets;
}
