/** One certificate that is bad on purpose, as the lists of them (bad-certificates.ts) tell it. */
import type { CertificateReason } from '../../x509/index.ts';
import type { Bench, Sent } from './bad-bench.ts';

export interface BadCertificate {
  readonly name: string;
  /** A sentence without its full stop. */
  readonly wrong: string;
  /** The reason `verifyPeer` refuses it; undefined when it is accepted. */
  readonly refusal?: CertificateReason;
  /** It only breaks the Web's rules, which a CA named by hand is not held to. */
  readonly web?: true;
  readonly make: (bench: Bench) => Promise<Sent>;
}
