/** Makes what seals and opens records from the keys that a flow names. */
import type { Protection, Protection12, Protection13 } from '../protocol/epoch.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { trafficKeys } from '../schedule/schedule13.ts';
import { CbcOpener, CbcSealer } from './cbc.ts';
import { EncryptThenMacOpener, EncryptThenMacSealer } from './encrypt-then-mac.ts';
import { type Opener, PlainOpener, type Sealer } from './protection.ts';
import { Opener12, Sealer12 } from './protection12.ts';
import { Opener13, Sealer13 } from './protection13.ts';
import { SkipUntilCleartext, SkipUntilOpened } from './skipped-early-data.ts';

export function sealerOf(protection: Protection12 | Protection13): Sealer {
  if (is13(protection)) {
    const { suite, epoch } = protection;
    return new Sealer13(suite, keysOf(protection), epoch);
  }
  const { suite, keys, encryptThenMac, epoch, random } = protection;
  if (suite.protection.kind === 'AEAD') return new Sealer12(suite.protection, keys, epoch);
  const Sealer = encryptThenMac ? EncryptThenMacSealer : CbcSealer;
  return new Sealer(suite.protection, keys, epoch, random);
}

export function openerOf(protection: Protection): Opener {
  if (!('suite' in protection)) return new SkipUntilCleartext(new PlainOpener(), protection.allowed);
  if (is13(protection)) {
    const { suite, epoch } = protection;
    const keys = keysOf(protection);
    const opener = (): Opener => new Opener13(suite, keys, epoch);
    return protection.passedOver ? new SkipUntilOpened(opener, protection.allowed) : opener();
  }
  const { suite, keys, encryptThenMac, epoch } = protection;
  if (suite.protection.kind === 'AEAD') return new Opener12(suite.protection, keys, epoch);
  const Opener = encryptThenMac ? EncryptThenMacOpener : CbcOpener;
  return new Opener(suite.protection, keys, epoch);
}

const is13 = (protection: Protection12 | Protection13): protection is Protection13 =>
  protection.suite.version === TLS13;

const keysOf = ({ suite, secret }: Protection13) => trafficKeys(suite.cipher, suite.hash, secret);
