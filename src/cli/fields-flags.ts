/** `--fields` and what belongs to it: every byte of the handshake, below the story. */
import type { TraceDocument } from '../trace/document.ts';
import { fieldsView } from '../trace/fields-view.ts';
import { unknownName } from '../trace/telling/known-names.ts';
import type { Style } from '../trace/text.ts';
import { say } from '../wire/words.ts';
import { UsageError } from './io.ts';

export interface FieldsFlags {
  readonly fields?: boolean;
  readonly only?: string;
  readonly hex?: boolean;
  /** How often `-v` was given. */
  readonly verbose?: number;
  readonly json?: boolean;
}

/** What is shown of a trace besides its story. */
export type ShownFields = (trace: TraceDocument, style: Style) => string;

/** Undefined when none are asked for. Throws UsageError for names that nothing has, and beside `--json`. */
export function shownFields({ fields, only, hex, verbose = 0, json }: FieldsFlags): ShownFields | undefined {
  const asked = fields === true || verbose > 0;
  if (!asked && (only !== undefined || hex))
    throw new UsageError('--only and --hex say which fields are shown: add --fields');
  if (!asked) return undefined;
  if (json) throw new UsageError('--fields is text, and the trace of --json has all fields: leave one out');
  const names = only?.split(',').map((name) => name.trim());
  if (names?.includes('')) throw new UsageError('--only has an empty name in its list');
  const unknown = names && unknownName(names);
  if (unknown) {
    const { name, meant } = unknown;
    throw new UsageError(
      meant === undefined
        ? say`--only ${JSON.stringify(name)} is the name of no message and no field`
        : say`--only ${JSON.stringify(name)} is the name of no message and no field; did you mean ${meant}?`,
    );
  }
  const choice = { ...(names && { only: names }), hex: hex === true || verbose > 1 };
  return (trace, style) => fieldsView(trace, style, choice);
}
