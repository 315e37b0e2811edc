/**
 * What the RFCs call the values of the key schedule: by the operation and its label, and where those leave it open, by the
 * secret that it starts from (RFC 9846 sections 4.5.3, 7.1 to 7.5; RFC 5246 sections 6.3, 7.4.9, 8.1; RFC 7627 section 4).
 */
import type { Taken } from '../crypto/observed-hash.ts';

type Asked = Pick<Taken, 'operation' | 'label'>;

/** @param base the name of the secret or the salt that it starts from */
export function outputName({ operation, label = '' }: Asked, base: string | undefined): string {
  switch (operation) {
    case 'HKDF-Extract':
      return stages[base ?? ''] ?? 'Early Secret';
    case 'Derive-Secret':
      if (label === 'derived')
        return base === 'Early Secret' ? 'salt of Handshake Secret' : 'salt of Main Secret';
      return derived[label]?.name ?? 'secret of this exporter label';
    case 'HKDF-Expand-Label':
      return label === 'traffic upd' ? next(base) : expanded(label, base);
    case 'HMAC':
      return base === 'binder_key' ? 'PskBinderEntry' : 'verify_data';
    case 'PRF':
      return prf[label]?.name ?? 'keying material';
    case 'cut':
      return label;
  }
}

/**
 * The name of an input that no step before has made.
 *
 * @param as what the operation calls it
 * @param isZero whether it is all zeros: what the schedule takes where there is no PSK or shared secret
 */
export function inputName(
  { operation, label = '' }: Asked,
  as: string,
  base: string | undefined,
  isZero: () => boolean,
): string {
  if (as === 'Transcript-Hash') {
    if (operation === 'HMAC')
      return base === 'binder_key'
        ? 'Transcript-Hash(Truncate(ClientHello))'
        : 'Transcript-Hash(Handshake Context, Certificate*, CertificateVerify*)';
    return `Transcript-Hash(${derived[label]?.of ?? '""'})`;
  }
  if (as === 'salt' || as === 'IKM') return isZero() ? '0' : base === undefined ? 'PSK' : 'shared secret';
  if (as === 'Context') return contexts[label] ?? '""';
  if (as === 'seed') return prf[label]?.seed ?? 'client_random + server_random + context_value';
  if (as === 'secret') return prf[label]?.secret ?? 'master_secret';
  return as;
}

const stages: Readonly<Record<string, string>> = {
  'salt of Handshake Secret': 'Handshake Secret',
  'salt of Main Secret': 'Main Secret',
};

/** Derive-Secret: what comes out, and the messages that it covers. */
const derived: Readonly<Record<string, { readonly name: string; readonly of?: string }>> = {
  'ext binder': { name: 'binder_key' },
  'res binder': { name: 'binder_key' },
  'c e traffic': { name: 'client_early_traffic_secret', of: 'ClientHello' },
  'e exp master': { name: 'early_exporter_secret', of: 'ClientHello' },
  'c hs traffic': { name: 'client_handshake_traffic_secret', of: 'ClientHello...ServerHello' },
  's hs traffic': { name: 'server_handshake_traffic_secret', of: 'ClientHello...ServerHello' },
  'c ap traffic': { name: 'client_application_traffic_secret_0', of: 'ClientHello...server Finished' },
  's ap traffic': { name: 'server_application_traffic_secret_0', of: 'ClientHello...server Finished' },
  'exp master': { name: 'exporter_secret', of: 'ClientHello...server Finished' },
  'res master': { name: 'resumption_secret', of: 'ClientHello...client Finished' },
};

function expanded(label: string, base: string | undefined): string {
  const sender = base?.startsWith('server') ? 'server' : 'client';
  const names: Readonly<Record<string, string>> = {
    key: `${sender}_write_key`,
    iv: `${sender}_write_iv`,
    finished: 'finished_key',
    resumption: 'PSK',
  };
  return names[label] ?? 'keying material';
}

/** application_traffic_secret_N+1 */
const next = (base = ''): string => base.replace(/\d+$/, (n) => String(Number(n) + 1));

const contexts: Readonly<Record<string, string>> = {
  resumption: 'ticket_nonce',
  exporter: 'Hash(context_value)',
};

const finished = { name: 'verify_data', secret: 'master_secret', seed: 'Hash(handshake_messages)' };
const prf: Readonly<
  Record<string, { readonly name: string; readonly secret: string; readonly seed: string }>
> = {
  'master secret': {
    name: 'master_secret',
    secret: 'pre_master_secret',
    seed: 'ClientHello.random + ServerHello.random',
  },
  'extended master secret': { name: 'master_secret', secret: 'pre_master_secret', seed: 'session_hash' },
  'key expansion': { name: 'key_block', secret: 'master_secret', seed: 'server_random + client_random' },
  'client finished': finished,
  'server finished': finished,
};
