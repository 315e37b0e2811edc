/** What is wrong with a certificate that we are about to present: said before anybody refuses it. */
import type { Credential } from '../options/engine.ts';
import { say, type Words } from '../wire/words.ts';
import { faultsOfOwn, type OwnFault, parseCertificate } from '../x509/index.ts';

/** Whom a peer trusts is for the peer to decide, and a private root may well be meant. */
const left: readonly OwnFault['reason'][] = ['private-root', 'self-signed'];

export const warningsAbout = ({ chain }: Pick<Credential, 'chain'>, time: number): readonly Words[] =>
  faultsOfOwn(chain.map(parseCertificate), { purpose: 'server', time, keyUsage: 'digitalSignature' })
    .filter(({ reason }) => !left.includes(reason))
    .map(({ said }) => say`handglass: clients will refuse our certificate: ${said}`);
