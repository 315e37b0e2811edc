/** Every real peer that is a client and a server both. */
import { gnutls } from './gnutls.ts';
import { java } from './java.ts';
import { openssl } from './openssl.ts';
import type { Peer } from './peer.ts';
import { go, nodeTls } from './scripted.ts';

export const peers: readonly Peer[] = [openssl, nodeTls, go, java, gnutls];
