/** What is private, and what a peer's wish to be fetched is held to. */
import { mutantsOf } from './mutant.ts';

export const secrets = [
  ...mutantsOf('src/handshake/sessions/session.ts', 'test/secrets.test.ts', {
    'session-secret-private': [
      '    this.#secret = secret;',
      '    this.#secret = secret;\n    Object.assign(this, { held: secret });',
    ],
  }),
  ...mutantsOf('src/handshake/sessions/sealed-tickets.ts', 'test/secrets.test.ts', {
    'ticket-key-private': [
      '    this.#key = key;',
      '    this.#key = key;\n    Object.assign(this, { held: key });',
    ],
  }),
  ...mutantsOf('src/crypto/providers/node-private-key.ts', 'test/secrets.test.ts', {
    'private-key-private': [
      '    this.#pem = pem;',
      '    this.#pem = pem;\n    Object.assign(this, { held: Buffer.from(pem.replaceAll(/-----[^-]+-----|\\s/g, ""), "base64") });',
    ],
  }),
  ...mutantsOf('src/trace/json-text.ts', 'src/trace/json-text.test.ts', {
    'json-escapes': [
      '.replaceAll(/[\\x7f-\\x9f\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}]/gu, escaped)',
      '.replaceAll(/[\\x7f-\\x9f]/gu, escaped)',
    ],
  }),
  ...mutantsOf('src/cli/key-log.ts', 'test/cli-key-log.test.ts', {
    'key-log-labels': [' || !isKeyLogged(label)', ''],
    'key-log-mode': ['0o600', '0o644'],
    'key-log-link': ['| (isNamed ? 0 : O_NOFOLLOW)', ''],
    'key-log-others-write': ['(stats.mode & 0o022) === 0', 'stats.mode >= 0'],
    'key-log-regular-file': ['!isNamed && !stats.isFile()', 'false'],
    'key-log-full': ['        broken = true;', '        throw error;'],
  }),
  ...mutantsOf('src/node/fetching/address-scope.ts', 'src/node/fetching/address-scope.test.ts', {
    'reach-inside': ['  if (inside !== undefined) return reachOf(inside);', ''],
    'reach-6to4': ['  if (words[0] === 0x2002) return dotted(words[1]!, words[2]!);', ''],
    'reach-global-unicast': [
      "(globalUnicast.check(address, 'ipv6') ? 'everybody' : 'a private network')",
      "'everybody'",
    ],
    'reach-reserved': ["    '240.0.0.0/4',", ''],
  }),
  ...mutantsOf('src/node/fetching/fetching.ts', 'src/node/fetching/fetching.test.ts', {
    'fetch-public-alone': ['privateAddresses === true', 'privateAddresses !== undefined'],
  }),
  ...mutantsOf('src/node/fetching/http-request.ts', 'src/node/fetching/http-request.test.ts', {
    'fetch-literal-address': ['if (isIP(host) !== 0 && !mayLead(from, reachOf(host)))', 'if (false)'],
    'fetch-looked-up-address': ['lookup: lookupFrom(from)', "lookup: lookupFrom('this machine')"],
    'fetch-redirect': [
      '      from = reachOf(answer.socket.remoteAddress);',
      '',
      'src/node/fetching/redirects.test.ts',
    ],
  }),
  ...mutantsOf('src/cli/connect.ts', 'test/cli-secrets.test.ts', {
    'connect-tells-no-secrets-unasked': ['secrets: flags.secrets ?? false,', 'secrets: true,'],
  }),
  ...mutantsOf('src/cli/serve.ts', 'test/cli-secrets.test.ts', {
    'serve-tells-no-secrets-unasked': ['secrets: flags.secrets ?? false,', 'secrets: true,'],
  }),
  ...mutantsOf('src/cli/target.ts', 'test/cli-secrets.test.ts', {
    'user-of-a-target-is-not-repeated': ['@${authority.slice(user + 1)}`', '${authority}`'],
  }),
];
