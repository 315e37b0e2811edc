/** ECDHE in TLS 1.2 (RFC 8422 section 2): both send a share, and the server signs its own. */

import { TlsError } from '../../../protocol/errors.ts';
import {
  ClientKeyExchangeECDHE,
  ECCurveType,
  ecdhParams,
  ServerKeyExchange,
} from '../../../protocol/messages/index.ts';
import { isCurve, NamedGroup } from '../../../protocol/numbers/groups.ts';
import { TLS12 } from '../../../protocol/numbers/versions.ts';
import { encode } from '../../../wire/codec.ts';
import { say } from '../../../wire/words.ts';
import { ProvedIdentity } from '../../credentials/proved.ts';
import { receive, settle } from '../../flow.ts';
import { groupEcdhe } from '../../hello/negotiate.ts';
import { badShare } from '../../key-share.ts';
import type { KeyExchange12 } from './key-exchange.ts';
import { canSign, signedParams, signParams } from './signed-params.ts';

export const ecdhe: KeyExchange12<typeof ServerKeyExchange> = {
  keyUsage: 'digitalSignature',
  onCurve: true,
  groupFor: groupEcdhe,
  message: ServerKeyExchange,

  fits: canSign,

  *offer(server) {
    const group = server.group!;
    const ours = yield* settle(group.offer(), 'the key exchange');
    const params = { curveType: ECCurveType.named_curve, namedCurve: group.id, public: ours.share };
    const signed = yield* signParams(server, encode(ecdhParams, params));
    server.peer.send(ServerKeyExchange, { params, ...signed });
    return function* () {
      const { body } = yield* receive(ClientKeyExchangeECDHE);
      const secret = yield* settle(ours.complete(body.public), 'the key exchange');
      if (!secret) throw badShare(group, 'RFC 8422 section 5.11');
      return secret;
    };
  },

  *accept({ peer, config, hellos, judged }, message) {
    const { body, raw } = message!;
    const { params } = body;
    if (params.curveType !== ECCurveType.named_curve) {
      throw new TlsError('illegal-value', 'the server describes a curve of its own', 'RFC 8422 section 5.4');
    }
    // RFC 8422 section 5.1.1; the list also has hybrids, which are for TLS 1.3 alone.
    const group = config.groups.find(({ id }) => id === params.namedCurve);
    if (!isCurve(params.namedCurve) || !group) {
      const name = NamedGroup.nameOf(params.namedCurve);
      const said = say`the server chose the group ${name}, which was not offered for TLS 1.2`;
      throw new TlsError('group-not-offered', said, 'RFC 8422 section 5.4');
    }
    const signed = signedParams(hellos, raw.subarray(4, 4 + 4 + params.public.length));
    const identity = yield* ProvedIdentity.bySignature(judged, body, signed, config, TLS12);
    return {
      group: group.id,
      scheme: body.algorithm,
      *answer() {
        const answer = yield* settle(group.answer(params.public), 'the key exchange');
        if (!answer) throw badShare(group, 'RFC 8422 section 5.11');
        peer.send(ClientKeyExchangeECDHE, { public: answer.share });
        return { secret: answer.secret, prove: () => identity };
      },
    };
  },
};
