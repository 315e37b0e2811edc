/** What is wrong with the chain that a server sent, judged for this client: by its server_name, at the time when it came. */
import { faultsOfOwn, type OwnFault } from '../../x509/index.ts';
import type { TraceDocument } from '../document.ts';
import { guestHello } from './guest-hello.ts';
import { serverCertificates } from './sent-chain.ts';

export function ownFaults(trace: TraceDocument): readonly OwnFault[] {
  const { serverName } = guestHello(trace);
  const time = Date.parse(trace.startedAt ?? '');
  if (Number.isNaN(time)) return [];
  return faultsOfOwn(serverCertificates(trace), {
    purpose: 'server',
    time,
    ...(serverName !== undefined && { name: serverName }),
    ...(signs(trace) && { keyUsage: 'digitalSignature' }),
  });
}

/** A key that only decrypts, as in RSA key exchange, needs another usage. */
const signs = ({ cipherSuite }: TraceDocument): boolean => !cipherSuite?.startsWith('TLS_RSA_');
