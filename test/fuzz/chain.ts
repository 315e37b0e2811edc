/** A chain of any certificates, whatever they are: there is a verdict within the budget, and it can be shown. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import {
  anchorFromCertificate,
  defaultBudget,
  parseCertificate,
  privateProfile,
  rfc5280Profile,
  trustStore,
  type Verdict,
  verifyPeer,
  webProfile,
} from '../../src/x509/index.ts';
import { Finding, parsed } from './invariants.ts';
import { itemsOf } from './mutations.ts';
import { time } from './seeds.ts';

const profiles = [webProfile, rfc5280Profile, privateProfile];

/** The last certificate that can be read is the anchor. */
export function checkChain(input: Uint8Array): void {
  const chain = itemsOf(input);
  const anchor = chain.toReversed().find((item) => parsed(item, parseCertificate));
  if (!anchor) return;
  const trust = trustStore([anchorFromCertificate(parseCertificate(anchor))]);
  const profile = profiles[input.length % profiles.length]!;
  // Where every signature holds, what comes after them is reached.
  for (const holds of [undefined, true]) {
    let verified = 0;
    const publicKey: typeof nodeProvider.publicKey = (spki) => {
      const key = nodeProvider.publicKey(spki);
      if (!key) return undefined;
      const verify: typeof key.verify = (...given) => {
        verified++;
        return holds ?? key.verify(...given);
      };
      return { type: key.type, bits: key.bits, ...(key.curve && { curve: key.curve }), verify };
    };
    const verdict = verifyPeer({
      chain,
      trust,
      provider: { ...nodeProvider, publicKey },
      purpose: 'server',
      profile,
      time,
      name: 'www.example.com',
    }) as Verdict;
    if (verified > defaultBudget.signatures) throw new Finding(`${verified} signatures were verified`);
    show(verdict);
  }
}

function show({ message, paths }: Verdict): void {
  if (message === '') throw new Finding('a verdict without words');
  for (const { certificates, checks } of paths) {
    if (certificates.length === 0 || checks.length === 0) throw new Finding('a path without checks');
    for (const { detail, looked } of checks) {
      if (detail === '') throw new Finding('a check without words');
      const beyond = looked.find(({ der, start, end }) => !(start >= 0 && start <= end && end <= der.length));
      if (beyond) throw new Finding(`bytes ${beyond.start} to ${beyond.end} were looked at`);
    }
  }
}
