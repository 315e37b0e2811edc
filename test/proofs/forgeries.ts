/** Handshakes that skip a check. Each line must fail to compile; test/proofs.test.ts compiles this file. */

import type { Suite13 } from '../../src/crypto/provider.ts';
import { JudgedIdentity } from '../../src/handshake/credentials/judged.ts';
import {
  AnonymousClient,
  EncryptedPremaster,
  ProvedIdentity,
} from '../../src/handshake/credentials/proved.ts';
import { type Agreement, Established } from '../../src/handshake/established.ts';
import { VerifiedFinished } from '../../src/handshake/finished.ts';
import { BoundPsk } from '../../src/handshake/sessions/psk.ts';
import type { Session } from '../../src/handshake/sessions/session.ts';
import { EarlySecret, HandshakeSecret, MainSecret } from '../../src/schedule/schedule13.ts';

declare const judged: JudgedIdentity;
declare const proved: ProvedIdentity;
declare const anonymous: AnonymousClient;
declare const finished: VerifiedFinished;
declare const session: Session;
declare const suite: Suite13;
declare const agreement: Agreement;
const nobody = {
  chain: [],
  ocspResponse: undefined,
  verdict: undefined,
  overruled: false,
  validUntil: Number.POSITIVE_INFINITY,
};

// What is right compiles.
Established.byClient(proved, finished, agreement);
Established.byServer(anonymous, finished, agreement);

// A certificate is not a proof that its key is at hand.
// @ts-expect-error
Established.byClient(judged, finished, agreement);
// @ts-expect-error
Established.byServer(judged, finished, agreement);

// A server is never anonymous.
// @ts-expect-error
Established.byClient(anonymous, finished, agreement);

// Nothing that only looks like a proof is one.
// @ts-expect-error
Established.byClient(nobody, finished, agreement);
// @ts-expect-error
Established.byServer(nobody, finished, agreement);
// @ts-expect-error
Established.byClient(proved, {}, agreement);
// @ts-expect-error
ProvedIdentity.byDecryption({ to: judged, secret: new Uint8Array(), encrypted: new Uint8Array() }, finished);
// @ts-expect-error
ProvedIdentity.byBinder({ session }, finished);
// @ts-expect-error
ProvedIdentity.bySession(session, {});

// Nobody else makes one.
// @ts-expect-error
new Established(proved, agreement);
// @ts-expect-error
new ProvedIdentity([], undefined, undefined, false, 0);
// @ts-expect-error
new JudgedIdentity([], undefined, undefined, false, 0, undefined);
// @ts-expect-error
new AnonymousClient();
// @ts-expect-error
new EncryptedPremaster(judged, new Uint8Array(), new Uint8Array());
// @ts-expect-error
new VerifiedFinished();
// @ts-expect-error
new BoundPsk(session, suite);

// No stage of the key schedule is made without the one before it.
// @ts-expect-error
new EarlySecret(suite.hash, new Uint8Array(), false);
// @ts-expect-error
new HandshakeSecret(suite.hash, new Uint8Array());
// @ts-expect-error
new MainSecret(suite.hash, new Uint8Array());
