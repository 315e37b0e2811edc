/** The names by which messages and fields can be asked for. */

import { messages } from '../../protocol/any-message.ts';
import { titleOf } from '../../protocol/message.ts';
import { HandshakeType } from '../../protocol/numbers/content.ts';
import { ExtensionType } from '../../protocol/numbers/extension-types.ts';
import { nearest } from '../../wire/known-options.ts';
import { extensionAbouts } from '../../x509/certificate/extension-abouts.ts';
import { tellers } from './sentence.ts';

/** Names of which case and word separators do not matter: `ClientHello`, `client_hello`, `keyShare`. */
export class NameChoice {
  readonly #wanted: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#wanted = new Set(names.map(shape));
  }

  has(name: string): boolean {
    return this.#wanted.has(shape(name.replaceAll(/\[\d+\]/g, '')));
  }
}

/** The first of these names that nothing has, with the one that was probably meant. */
export function unknownName(
  names: readonly string[],
): { readonly name: string; readonly meant: string | undefined } | undefined {
  const shapes = new Set([...knownNames].map(shape));
  const name = names.find((each) => !shapes.has(shape(each)));
  return name === undefined ? undefined : { name, meant: nearest(name, knownNames) };
}

const shape = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Fields of certificates and OCSP responses that have no sentence beyond their definition’s. */
const others: readonly string[] = [
  ...['distributionPoint', 'fullName', 'nameRelativeToCRLIssuer', 'reasons', 'cRLIssuer', 'otherName'],
  ...['permittedSubtrees', 'excludedSubtrees', 'base', 'minimum', 'maximum', 'policyQualifiers', 'qualifier'],
  ...['requireExplicitPolicy', 'inhibitPolicyMapping', 'issuerDomainPolicy', 'subjectDomainPolicy'],
  ...['authorityCertIssuer', 'dNSName', 'iPAddress', 'rfc822Name', 'uniformResourceIdentifier', 'certs'],
];

const knownNames: ReadonlySet<string> = new Set([
  ...messages.map(titleOf),
  'ChangeCipherSpec',
  'Alert',
  ...HandshakeType.known.values(),
  ...ExtensionType.known.values(),
  ...Object.keys(extensionAbouts),
  ...others,
  ...Object.keys(tellers).flatMap((key) => key.replaceAll('[]', '').split(/[:.]/)),
]);
