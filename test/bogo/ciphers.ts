/** `-cipher`: the rules of OpenSSL's cipher strings that the runner uses, over the suites that handglass has. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { CipherSuite } from '../../src/exports/handglass.ts';
import { Unimplemented } from './flags.ts';

/**
 * IANA names, most preferred first; everything that handglass has when no rule is given, as BoringSSL's shim does.
 * Throws {@link Unimplemented} for a suite or a rule that is not there.
 */
export function cipherSuites(rule: string | undefined, versions: readonly string[]): string[] {
  const all = nodeProvider.suites.filter(({ version }) =>
    versions.includes(version === 0x0304 ? 'TLS 1.3' : 'TLS 1.2'),
  );
  const tls13 = all.filter(({ version }) => version === 0x0304).map(({ name }) => name);
  const tls12 = all.filter(({ version }) => version === 0x0303).map(({ name }) => name);
  if (rule === undefined) return [...tls13, ...tls12];
  // TLS 1.3's suites are not named by these rules.
  return [
    ...tls13,
    ...rule
      .split(':')
      .map((name) => suiteNamed(name))
      .filter((name) => tls12.includes(name)),
  ];
}

function suiteNamed(name: string): string {
  const suite = nodeProvider.suites.find((candidate) => candidate.name === name);
  if (suite?.version === 0x0303) return name;
  const known = typeof CipherSuite[name as keyof typeof CipherSuite] === 'number';
  throw new Unimplemented(known ? `the cipher suite ${name}` : `the cipher rule ${name}`);
}
