/** The key log (RFC 9850), which lets Wireshark and others read what was captured; also known as SSLKEYLOGFILE. */
import { hex } from '../wire/bytes.ts';

/** What a line gives away (RFC 9850 sections 2.1 and 2.2). */
export type KeyLogLabel =
  | 'CLIENT_RANDOM' // TLS 1.2 and before: the main secret
  | 'CLIENT_EARLY_TRAFFIC_SECRET'
  | 'EARLY_EXPORTER_SECRET'
  | 'CLIENT_HANDSHAKE_TRAFFIC_SECRET'
  | 'SERVER_HANDSHAKE_TRAFFIC_SECRET'
  | 'CLIENT_TRAFFIC_SECRET_0'
  | 'SERVER_TRAFFIC_SECRET_0'
  | 'EXPORTER_SECRET';

/** Whether a key log has such a secret: RFC 9850 writes its labels in capitals. */
export const isKeyLogged = (label: string): label is KeyLogLabel => /^[A-Z]/.test(label);

/** One line, without its line end. */
export function keyLogLine(label: KeyLogLabel, clientRandom: Uint8Array, secret: Uint8Array): string {
  return `${label} ${hex(clientRandom)} ${hex(secret)}`;
}

/** The secret that a key log has for a client random; undefined for one that it does not have. */
export type SecretOf = (label: KeyLogLabel, clientRandom: Uint8Array) => Uint8Array | undefined;

/**
 * Reads a key log. Lines that do not have the three parts of RFC 9850 section 2 are skipped, comments included; of two lines
 * for one secret the later counts.
 */
export function readKeyLog(text: string): SecretOf {
  const secrets = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, secret] = /^(\w+ [0-9a-f]{64}) ((?:[0-9a-f]{2}){32,64})$/i.exec(line) ?? [];
    if (name && secret) secrets.set(name.toLowerCase(), secret);
  }
  return (label, clientRandom) => {
    const secret = secrets.get(`${label} ${hex(clientRandom)}`.toLowerCase());
    return secret === undefined
      ? undefined
      : Uint8Array.from(secret.match(/../g)!, (byte) => Number.parseInt(byte, 16));
  };
}
