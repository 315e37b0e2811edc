/** What each step of the key schedule is for, and where it is written down. */
import type { Words } from '../wire/words.ts';
import type { References, ScheduleDocument } from './document.ts';
import { referencesIn } from './references.ts';

export interface AboutStep {
  readonly why: Words;
  readonly rfc: References;
}

/** Where TLS 1.2 cuts its keys out of the key_block. */
const CUT = 'RFC 5246 section 6.3';

type About = readonly [why: Words, rfc: string];

/** @param stepAt finds the step that made a value */
export function aboutStep(
  step: ScheduleDocument,
  stepAt: (at: number) => ScheduleDocument | undefined,
): AboutStep {
  const [why, rfc] = aboutOf(step, stepAt);
  return { why, rfc: referencesIn(step.operation === 'cut' ? CUT : rfc) };
}

function aboutOf(
  { operation, label, output: { name }, inputs: [base] }: ScheduleDocument,
  stepAt: (at: number) => ScheduleDocument | undefined,
): About {
  if (operation === 'PRF') return byPrf[label ?? ''] ?? exported12;
  if (name === 'finished_key') return base?.name === 'binder_key' ? binderKey : finishedKey;
  if (name === 'verify_data' && base) {
    const secret = (base.step === null ? undefined : stepAt(base.step))?.inputs[0]?.name ?? '';
    return secret.startsWith('server') ? ofServerFinished : ofClientFinished;
  }
  return byName[name.replace(/_\d+$/, '')] ?? exported13;
}

const exported12: About = [
  'Keying material for the application, by a label of its own.',
  'RFC 5705 section 4',
];
const exported13: About = [
  'Keying material for the application, by a label of its own.',
  'RFC 9846 section 7.5',
];

/** TLS 1.2, by the label. */
const byPrf: Readonly<Record<string, About>> = {
  'master secret': [
    'The main secret, which TLS 1.2 calls master_secret: the randoms make it another one in every handshake.',
    'RFC 5246 section 8.1',
  ],
  'extended master secret': [
    'The main secret, which TLS 1.2 calls master_secret: the hash of all messages so far, the randoms and the certificate among them, binds it to this handshake.',
    'RFC 7627 section 4',
  ],
  'key expansion': [
    'As many bytes as all keys together need; the randoms stand the other way round.',
    'RFC 5246 section 6.3',
  ],
  'client finished': [
    'What the client’s Finished must hold: it has the same secret, and has seen the same messages.',
    'RFC 5246 section 7.4.9',
  ],
  'server finished': [
    'What the server’s Finished must hold: it has the same secret, and has seen the same messages.',
    'RFC 5246 section 7.4.9',
  ],
};

const ofClientFinished: About = [
  'What the client’s Finished must hold: it has the same secret, and has seen the same messages.',
  'RFC 9846 section 4.5.3',
];
const ofServerFinished: About = [
  'What the server’s Finished must hold: it has the same secret, and has seen the same messages.',
  'RFC 9846 section 4.5.3',
];
const finishedKey: About = ['A key for Finished, and for nothing else.', 'RFC 9846 section 4.5.3'];
const binderKey: About = ['A key for the binder, and for nothing else.', 'RFC 9846 section 4.3.11.2'];

/** By what comes out, without the number of the generation. */
const byName: Readonly<Record<string, About>> = {
  client_write_MAC_key: ['Authenticates what the client sends.', 'RFC 5246 section 6.3'],
  server_write_MAC_key: ['Authenticates what the server sends.', 'RFC 5246 section 6.3'],
  client_write_key: ['Encrypts what the client sends.', 'RFC 9846 section 7.3'],
  server_write_key: ['Encrypts what the server sends.', 'RFC 9846 section 7.3'],
  client_write_IV: ['Goes into the nonce of each record that the client sends.', 'RFC 5246 section 6.3'],
  server_write_IV: ['Goes into the nonce of each record that the server sends.', 'RFC 5246 section 6.3'],
  client_write_iv: ['Goes into the nonce of each record that the client sends.', 'RFC 9846 section 7.3'],
  server_write_iv: ['Goes into the nonce of each record that the server sends.', 'RFC 9846 section 7.3'],
  'Early Secret': [
    'The first of three stages: a PSK comes in here, and zeros where there is none.',
    'RFC 9846 section 7.1',
  ],
  binder_key: ['For the proof that the client has the PSK that it offers.', 'RFC 9846 section 7.1'],
  PskBinderEntry: [
    'Goes into the ClientHello, and proves that the client has the PSK.',
    'RFC 9846 section 4.3.11.2',
  ],
  client_early_traffic_secret: [
    'Protects the early data that the client sends at once.',
    'RFC 9846 section 7.1',
  ],
  early_exporter_secret: ['For exporters of early data.', 'RFC 9846 section 7.1'],
  'salt of Handshake Secret': ['Leads to the second stage.', 'RFC 9846 section 7.1'],
  'Handshake Secret': [
    'The second stage: the secret of the key exchange comes in here.',
    'RFC 9846 section 7.1',
  ],
  client_handshake_traffic_secret: [
    'Protects the rest of the handshake as the client sends it.',
    'RFC 9846 section 7.1',
  ],
  server_handshake_traffic_secret: [
    'Protects the rest of the handshake as the server sends it.',
    'RFC 9846 section 7.1',
  ],
  'salt of Main Secret': ['Leads to the third stage.', 'RFC 9846 section 7.1'],
  'Main Secret': ['The third stage: nothing secret is added any more.', 'RFC 9846 section 7.1'],
  client_application_traffic_secret: [
    'Protects the application data that the client sends.',
    'RFC 9846 section 7.1',
  ],
  server_application_traffic_secret: [
    'Protects the application data that the server sends.',
    'RFC 9846 section 7.1',
  ],
  exporter_secret: ['Where keying material for the application comes from.', 'RFC 9846 section 7.5'],
  resumption_secret: ['Where the PSKs of this connection’s tickets come from.', 'RFC 9846 section 7.1'],
  PSK: ['What a ticket stands for: a later connection begins with it.', 'RFC 9846 section 4.7.1'],
};
