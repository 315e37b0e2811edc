/** Where a certificate is on a path, and what the path is for: what the rules of a profile look at. */
import type { Certificate } from '../certificate/certificate.ts';
import type { KeyUsageName } from '../certificate/extensions.ts';

export interface Place {
  readonly path: readonly Certificate[];
  readonly index: number;
  /** It is the anchor's certificate, and not the leaf. */
  readonly isAnchor: boolean;
  /** It is the anchor's certificate, even if it is the leaf. */
  readonly isTrusted: boolean;
}

/** What a path is for. */
export interface Use {
  readonly purpose: 'server' | 'client';
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly keyUsage?: KeyUsageName;
}
