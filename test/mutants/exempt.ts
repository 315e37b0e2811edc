/** Refusals without a mutant, each with its reason. */
export interface Exemption {
  readonly file: string;
  /** Occurs exactly once in the file, in the refusal or its condition. */
  readonly text: string;
  readonly why: string;
}

const rethrown = 'passes on errors of other kinds: nothing is refused here';

export const exemptions: readonly Exemption[] = [
  {
    file: 'src/record/fragments.ts',
    text: 'a record was added before the last one was used up',
    why: 'an invariant: Incoming asks for the next message until there is none, and adds only then',
  },
  {
    file: 'src/record/protection12.ts',
    text: 'if (length < 0) throw badRecord();',
    why: 'the provider refuses what is shorter than a tag as well; here it is only told before',
  },
  {
    file: 'src/handshake/tls13/client-authentication.ts',
    text: 'if (!(error instanceof Malformed)) throw error;',
    why: rethrown,
  },
  { file: 'src/handshake/credentials/mismatch.ts', text: 'throw error;', why: rethrown },
  { file: 'src/handshake/sessions/session.ts', text: 'throw error;', why: rethrown },
  {
    file: 'src/connection/driver.ts',
    text: 'a handshake’s flow ended, which it never should',
    why: 'an invariant: a flow is Flow<never>, and the compiler holds that it does not end',
  },
  {
    file: 'src/options/certificate-check.ts',
    text: 'a certificate arrived that nobody asked for',
    why: 'an invariant: without a CertificateRequest no flow waits for a Certificate',
  },
  {
    file: 'src/connection/match-message.ts',
    text: 'if (!(error instanceof Malformed)) throw error;',
    why: rethrown,
  },
];
