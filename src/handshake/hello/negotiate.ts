/** What a server chooses out of a client's offer, and by which rule. */
import type { Group, Suite } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import type { ClientHello } from '../../protocol/messages/index.ts';
import { isGrease } from '../../protocol/numbers/grease.ts';
import { isCurve, isFiniteField, isPostQuantum, NamedGroup } from '../../protocol/numbers/groups.ts';
import { CipherSuite, refusedSuite } from '../../protocol/numbers/suites.ts';
import { ProtocolVersion, type SpokenVersion, TLS12 } from '../../protocol/numbers/versions.ts';
import { firstOf, quoted } from '../../wire/peer-text.ts';
import { say } from '../../wire/words.ts';
import type { ServerConfig } from '../config.ts';
import { because, type DecisionEvent } from '../observed-events.ts';
import type { Peer } from '../peer.ts';
import type { Server } from '../sides.ts';

/** RFC 9846 section 4.3.1: supported_versions decides if it is there, and otherwise legacy_version. */
export function chooseVersion({ peer, config }: Server, hello: ClientHello): SpokenVersion {
  const { versions } = config;
  const listed = hello.extensions.supportedVersions;
  const offered = listed ?? (hello.legacyVersion >= TLS12 ? [TLS12] : [hello.legacyVersion]);
  const meant = offered.filter((version) => !isGrease(version));
  const newest = Math.max(...meant, 0);
  // RFC 7507 section 3: after a failure the client tries an older version than it could. This comes first, since we need
  // not speak that older version.
  if (hello.cipherSuites.includes(CipherSuite.TLS_FALLBACK_SCSV) && newest < Math.max(...versions)) {
    const said = 'the client fell back to an older version than both sides speak';
    throw new TlsError('inappropriate-fallback', said, 'RFC 7507 section 3');
  }
  const chosen = versions.find((version) => offered.includes(version));
  if (chosen === undefined) {
    const theirs = firstOf(meant, ProtocolVersion.nameOf);
    const ours = firstOf(versions, ProtocolVersion.nameOf);
    const reason = newest < TLS12 ? 'old-version' : 'no-common-version';
    throw new TlsError(reason, say`the client speaks ${theirs}; we speak ${ours}`, 'RFC 9846 section 4.2.1');
  }
  tell(peer, {
    about: 'version',
    offered: offered.map(ProtocolVersion.nameOf),
    accepted: versions.map(ProtocolVersion.nameOf),
    chosen: ProtocolVersion.nameOf(chosen),
    ...(listed
      ? because('first-in-common', 'the first of ours in supported_versions')
      : because('legacy-version', 'no supported_versions, so legacy_version decides')),
    rfc: 'RFC 9846 section 4.3.1',
  });
  return chosen;
}

/** The first suite of `ours` that the client offers. */
export function chooseSuite<S extends Suite>(
  peer: Peer,
  ours: readonly S[],
  { cipherSuites: offered }: ClientHello,
): S {
  const chosen = ours.find(({ id }) => offered.includes(id));
  const meant = offered.filter((id) => !isGrease(id));
  if (!chosen) {
    const refused = meant.map(refusedSuite).find((why) => why !== undefined);
    const theirs = firstOf(meant, CipherSuite.nameOf);
    const usable = firstOf(ours, ({ name }) => name);
    const said = refused
      ? say`no cipher suite in common (${refused}): the client offers ${theirs}; we could use ${usable}`
      : say`no cipher suite in common: the client offers ${theirs}; we could use ${usable}`;
    throw new TlsError('no-common-suite', said, 'RFC 9846 section 4.2.1');
  }
  tell(peer, {
    about: 'cipher_suite',
    offered: offered.map(CipherSuite.nameOf),
    accepted: ours.map(({ name }) => name),
    chosen: chosen.name,
    ...because('first-in-common', 'the first of ours that the client offers'),
    rfc: 'RFC 9846 section 4.2.1',
  });
  return chosen;
}

/**
 * The group of the key exchange: our first with a share, so that a round trip is saved; without any share, our first
 * that the client supports, and a retry (RFC 9846 section 4.2.1). A hybrid that precedes it in our list is worth a retry
 * too: a quantum computer may one day decrypt what is recorded today.
 */
export function chooseGroup13({ peer, config }: Server, { extensions }: ClientHello): Group {
  const { groups } = config;
  const { supportedGroups, keyShare } = extensions;
  if (!supportedGroups || !keyShare) {
    const said = supportedGroups ? 'the client sent no key_share' : 'the client sent no supported_groups';
    throw new TlsError('missing-extension', said, 'RFC 9846 section 9.2');
  }
  checkShares(supportedGroups, keyShare);
  const supported = new Set(supportedGroups);
  const shared = new Set(keyShare.map(({ group }) => group));
  const common = groups.filter(({ id }) => supported.has(id));
  const chosen = common.find(({ id }) => shared.has(id) || isPostQuantum(id)) ?? common[0];
  if (!chosen) throw noCommonGroup(supportedGroups, groups, 'RFC 9846 section 4.2.1');
  tell(peer, {
    about: 'group',
    offered: supportedGroups.map(NamedGroup.nameOf),
    accepted: groups.map(({ name }) => name),
    chosen: chosen.name,
    ...(shared.has(chosen.id)
      ? because('first-with-share', 'the first of ours for which the client sent a share')
      : isPostQuantum(chosen.id)
        ? because(
            'hybrid-first',
            'a hybrid that the client supports is worth a retry; it sent no share of it',
          )
        : because('first-in-common', 'the first of ours that the client supports; it sent no share of it')),
    rfc: 'RFC 9846 section 4.2.1',
  });
  return chosen;
}

/** At most one share per group, and only for supported groups. */
function checkShares(supported: readonly number[], shares: readonly { readonly group: number }[]): void {
  const without = new Set(supported);
  for (const { group } of shares) {
    if (without.delete(group)) continue;
    const said = say`the client’s share of ${NamedGroup.nameOf(group)} is not in supported_groups, or is there twice`;
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.3.8');
  }
}

export function groupEcdhe({ groups }: ServerConfig, hello: ClientHello): Group | undefined {
  const supported = groupsOf12(hello);
  return groups.find(({ id }) => supported.includes(id) && isCurve(id));
}

/** RFC 7919 section 4: a client that lists no finite field leaves the choice to us. */
export function groupDhe({ groups }: ServerConfig, hello: ClientHello): Group | undefined {
  const supported = groupsOf12(hello).filter(isFiniteField);
  return groups.find(({ id }) => isFiniteField(id) && (supported.length === 0 || supported.includes(id)));
}

/** RFC 8422 section 4: a client that lists no groups leaves the choice to us; all of them have secp256r1. */
export const groupsOf12 = ({ extensions }: ClientHello): readonly number[] =>
  extensions.supportedGroups ?? [NamedGroup.secp256r1];

export function noCommonGroup(
  offered: readonly number[],
  ours: readonly Group[],
  rfc: string,
  reason: 'no-common-group' | 'no-common-finite-field' = 'no-common-group',
): TlsError {
  const meant = offered.filter((id) => !isGrease(id));
  const theirs = firstOf(meant, NamedGroup.nameOf);
  const usable = firstOf(ours, ({ name }) => name);
  return new TlsError(reason, say`no group in common: the client supports ${theirs}; we have ${usable}`, rfc);
}

/** Our first protocol that the client speaks. Throws when it offers some and speaks none of ours (RFC 7301 section 3.2). */
export function chooseProtocol({ peer, config }: Server, { extensions }: ClientHello): string | undefined {
  const { applicationProtocols: ours } = config;
  const offered = extensions.applicationLayerProtocolNegotiation;
  if (!offered || ours.length === 0) return undefined;
  const chosen = ours.find((protocol) => offered.includes(protocol));
  if (chosen === undefined) {
    const said = say`no application protocol in common: the client offers ${firstOf(offered, quoted)}; we speak ${firstOf(ours, quoted)}`;
    throw new TlsError('no-common-protocol', said, 'RFC 7301 section 3.2');
  }
  tell(peer, {
    about: 'application_protocol',
    offered: [...offered],
    accepted: [...ours],
    chosen,
    ...because('first-in-common', 'the first of ours that the client offers'),
    rfc: 'RFC 7301 section 3.2',
  });
  return chosen;
}

/**
 * The host_name that the client asks for. RFC 6066 section 3 allows one name of each type, leaves room for more types,
 * and has names in ASCII; white space and control characters are in no name, and would only deceive a reader.
 */
export function serverNameOf({ extensions }: ClientHello): string | undefined {
  const list = extensions.serverName ?? [];
  if (new Set(list.map(({ nameType }) => nameType)).size < list.length) {
    throw badName('the client’s server_name has two names of one type');
  }
  const name = list.find(({ nameType }) => nameType === 0)?.hostName;
  if (name !== undefined && !/^[!-~]+$/.test(name)) {
    throw badName('the client’s server_name has characters that are in no host name');
  }
  return name;
}

const badName = (said: string): TlsError => new TlsError('illegal-value', said, 'RFC 6066 section 3');

function tell(peer: Peer, decision: Omit<DecisionEvent, 'type' | 'by'>): void {
  peer.tell(() => ({ type: 'decision', by: 'server', ...decision }));
}
