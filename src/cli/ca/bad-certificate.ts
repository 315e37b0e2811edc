/** One certificate that is bad on purpose, as the lists of them (bad-certificates.ts) tell it. */
import type { CertificateReason } from '../../x509/index.ts';
import type { Bench, Sent } from './bad-bench.ts';

export interface BadCertificate {
  readonly name: string;
  /** A sentence without its stop. */
  readonly wrong: string;
  /** What `verifyPeer` refuses it with; it is accepted when there is none. */
  readonly refusal?: CertificateReason;
  /** Only the Web's rules are broken, which a CA that was named by hand is not held to. */
  readonly web?: true;
  readonly make: (bench: Bench) => Promise<Sent>;
}
