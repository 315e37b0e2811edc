/** RSA key exchange (RFC 5246 section 7.4.7.1): the client encrypts the premaster secret to the server's key. */
import { decryptPremaster } from '../../../crypto/rsa-premaster.ts';
import { ClientKeyExchangeRSA } from '../../../protocol/messages/index.ts';
import { EncryptedPremaster, ProvedIdentity } from '../../credentials/proved.ts';
import { receive, settle } from '../../flow.ts';
import type { KeyExchange12 } from './key-exchange.ts';

export const rsa: KeyExchange12<undefined> = {
  keyUsage: 'keyEncipherment',
  onCurve: false,
  groupFor: undefined,
  message: undefined,

  fits: (_suite, { key }) => key.type === 'RSA' && key.decrypt !== undefined,

  *offer({ config: { provider }, credential: { key }, hello, hellos: { clientRandom }, peer }) {
    /** A bad one is replaced by a random premaster, so that only Finished fails (RFC 5246 section 7.4.7.1). */
    return function* () {
      const { body } = yield* receive(ClientKeyExchangeRSA);
      return yield* settle(
        decryptPremaster(key, body.encryptedPreMasterSecret, hello.legacyVersion, provider.random, (secret) =>
          peer.tell(() => ({ type: 'secret', label: 'premaster-block', clientRandom, secret })),
        ),
        'the private key',
      );
    };
  },

  *accept({ peer, config, judged }) {
    return {
      *answer() {
        const premaster = yield* EncryptedPremaster.for(judged, config);
        peer.send(ClientKeyExchangeRSA, { encryptedPreMasterSecret: premaster.encrypted });
        return {
          secret: premaster.secret,
          prove: (finished) => ProvedIdentity.byDecryption(premaster, finished),
        };
      },
    };
  },
};
