/** The same reading as {@link Reader}, leaving a tree of named byte ranges behind. */
import { Malformed, type Note, Reader } from './reader.ts';

/** A named range of bytes, with the ranges inside it. Offsets count from the start of the annotated bytes. */
export interface Span {
  readonly name: string;
  readonly rfc?: string;
  readonly about?: string;
  readonly start: number;
  end: number;
  value?: unknown;
  /** The value in words. */
  means?: string;
  readonly parts: Span[];
  /** Why reading stopped here. */
  failed?: string;
}

/** Most problems reported; with more, reading stops as a strict reader would. */
const MOST_PROBLEMS = 32;

export class TracingReader extends Reader {
  readonly root: Span;
  /** With the paths of the fields that they are in. */
  readonly problems: Malformed[] = [];
  readonly #open: { readonly span: Span; readonly note: Note }[];
  /** Paths of the fields whose values were replaced. */
  readonly #replaced = new WeakSet<Span>();

  /** @param isLenient reads on after damage, where a definition allows it */
  constructor(bytes: Uint8Array, name = '', isLenient = false) {
    super(bytes);
    this.isLenient = isLenient;
    this.root = { name, start: 0, end: bytes.length, parts: [] };
    this.#open = [{ span: this.root, note: { name } }];
  }

  override enter(note: Note): void {
    const within = this.#open.at(-1)!.span.name;
    const span: Span = {
      name: note.name === '' ? within : note.name.startsWith('[') ? within + note.name : note.name,
      ...(note.rfc !== undefined && { rfc: note.rfc }),
      ...(note.about !== undefined && { about: note.about }),
      start: this.pos,
      end: this.pos,
      parts: [],
    };
    this.#open.at(-1)!.span.parts.push(span);
    this.#open.push({ span, note });
  }

  override enterItem(index: number, means: Note['means']): void {
    this.enter({ name: `[${index}]`, ...(means && { means }) });
  }

  override note({ reason, offset }: Malformed): void {
    super.note(new Malformed(reason, offset, this.path));
  }

  override refuse(problem: Malformed): void {
    if (!this.isLenient || this.problems.length >= MOST_PROBLEMS) throw problem;
    this.problems.push(new Malformed(problem.reason, problem.offset, this.path));
    this.#open.at(-1)!.span.failed ??= problem.reason;
  }

  override get depth(): number {
    return this.#open.length;
  }

  override abandon(depth: number, problem: Malformed): void {
    this.refuse(problem);
    this.#stop(depth);
    this.#open.length = depth;
    this.#replaced.add(this.#open.at(-1)!.span);
  }

  override leave(value: unknown): void {
    const { span, note } = this.#open.pop()!;
    // Bytes outside every part exist only after damage.
    if (span.parts.length > 0) addUnread(span, this.pos);
    span.end = this.pos;
    if (this.#replaced.has(span)) return;
    span.value = value;
    const means = note.means?.(value as never);
    if (means !== undefined) span.means = means;
  }

  override inside(length: number, read: (r: Reader) => unknown): void {
    const { pos, end } = this;
    const depth = this.#open.length;
    const { isLenient } = this;
    this.isLenient = false;
    this.pos = pos - length;
    this.end = pos;
    const outer = this.#open.at(-1)!.span;
    const contents = outer.parts.at(-1);
    // What is inside belongs in the span of the contents, not beside the length.
    if (contents && contents.start === this.pos)
      this.#open.push({ span: contents, note: { name: contents.name } });
    try {
      read(this);
      if (this.pos !== pos) throw new Malformed('trailing bytes', this.pos);
      this.#open.length = depth;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#stop(depth);
      addUnread(outer, pos);
      outer.failed = error.message;
      this.#open.length = depth;
    }
    this.pos = pos;
    this.end = end;
    this.isLenient = isLenient;
  }

  protected override leaveDamaged(depth: number, after: number, { reason }: Malformed): void {
    const outer = this.#open[depth - 1]!.span;
    this.#stop(depth);
    if (outer.parts.length === 0)
      outer.parts.push({ name: 'unread', start: this.pos, end: after, parts: [] });
    else addUnread(outer, after);
    outer.failed = reason;
    this.#open.length = depth;
  }

  /** The names of the fields that are open, outermost first. */
  get path(): readonly string[] {
    const names = this.#open.map(({ span }) => span.name).filter((name) => name !== '');
    // A list's name is repeated in its item's, and a field's in its contents'.
    return names.filter(
      (name, i) => !names[i + 1]?.startsWith(name) || !/^(\[|$)/.test(names[i + 1]!.slice(name.length)),
    );
  }

  /** Marks the innermost open field as the one where reading stopped. */
  fail(reason: string): void {
    this.#open.at(-1)!.span.failed = reason;
    this.#stop(0);
  }

  /** Ends every field that was opened since `depth` where reading stopped, the innermost first. */
  #stop(depth: number): void {
    for (const { span } of this.#open.slice(depth).reverse()) {
      span.end = Math.max(span.end, this.pos);
      addUnread(span, span.end);
    }
  }
}

/** What follows the last part, up to `end`: no byte is left without a name. */
export function addUnread({ parts }: Span, end: number): void {
  const start = parts.at(-1)?.end ?? end;
  if (start < end) parts.push({ name: 'unread', start, end, parts: [] });
}
