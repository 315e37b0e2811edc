/** Lines as people have them from OpenSSL and curl, words that are no command, and completion. */
import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab, traceOf } from './cli-lab.ts';

const lab = new Lab();
let port: number;
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  const passphrase = 'a secret';
  const sealed = createPrivateKey(lab.read('client.key')).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-128-cbc',
    passphrase,
  });
  lab.write('sealed.key', String(sealed));
  lab.write('pass', passphrase);
  port = await lab.tls('localhost', { requestCert: true, rejectUnauthorized: false, ca: lab.read('ca.pem') });
});
afterAll(() => lab.close());

/** DIR and PORT stand for the lab's. */
const typed = (line: string): string[] =>
  line.replaceAll('DIR', lab.dir).replaceAll('PORT', String(port)).split(' ');

it.each([
  ['-connect localhost:PORT -CAfile DIR/ca.pem', {}],
  ['s_client -connect localhost:PORT -CAfile DIR/ca.pem -status -brief', {}],
  ['connect -CApath DIR -servername localhost -tls1_2 127.0.0.1:PORT', { version: 'TLS 1.2' }],
  ['https://localhost:PORT/ --cacert DIR/ca.pem --tlsv1.3', { version: 'TLS 1.3' }],
  ['localhost:PORT --cacert=DIR/ca.pem --tlsv1.2 -m 5', { version: 'TLS 1.3' }],
  ['localhost:PORT -CAfile DIR/ca.pem -no_tls1_3 -no_ssl3', { version: 'TLS 1.2' }],
  ['localhost:PORT -CAfile DIR/ca.pem -no_tls1_2', { version: 'TLS 1.3' }],
  ['localhost:PORT -CAfile DIR/ca.pem -groups P-384', { group: 'secp384r1' }],
  ['localhost:PORT -CAfile DIR/ca.pem --curves P-521', { group: 'secp521r1' }],
  [
    'localhost:PORT -CAfile DIR/ca.pem -tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384',
    { cipherSuite: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384' },
  ],
  [
    'localhost:PORT -CAfile DIR/ca.pem -cipher ECDHE-ECDSA-AES256-GCM-SHA384 -ciphersuites TLS_CHACHA20_POLY1305_SHA256',
    { cipherSuite: 'TLS_CHACHA20_POLY1305_SHA256' },
  ],
  ['localhost:PORT -CAfile DIR/ca.pem -alpn h2,http/1.1', {}],
  [
    'localhost:PORT -CAfile DIR/ca.pem -cert DIR/client.pem -key DIR/client.key',
    { clientAuthenticated: true },
  ],
  [
    'localhost:PORT -CAfile DIR/ca.pem -E DIR/client.pem -key DIR/sealed.key -passin file:DIR/pass',
    { clientAuthenticated: true },
  ],
  [
    'localhost:PORT -CAfile DIR/ca.pem -cert DIR/client.pem -key DIR/sealed.key -pass env:SECRET',
    { clientAuthenticated: true },
  ],
  ['localhost:PORT --hostname localhost -CAfile DIR/ca.pem', { serverName: 'localhost' }],
  ['-k localhost:PORT', {}],
])('%s', async (line, expected) => {
  const ran = await handglass([...typed(line), '--json'], { env: { SECRET: 'a secret' } });
  expect(ran.exit, ran.err).toBe(0);
  expect(traceOf(ran)).toMatchObject({ ok: true, ...expected });
});

it('a key log', async () => {
  await handglass(typed('localhost:PORT -CAfile DIR/ca.pem -keylogfile DIR/keys.log'));
  expect(lab.read('keys.log')).toContain('CLIENT_TRAFFIC_SECRET_0');
});

it.each([
  ['verify DIR/localhost.pem -CAfile DIR/ca.pem -verify_hostname localhost', 0],
  ['verify DIR/localhost.pem --cacert DIR/ca.pem -verify_ip 127.0.0.1 -purpose sslserver', 0],
  ['verify DIR/client.pem -CAfile DIR/ca.pem -purpose sslclient', 0],
  ['certs -connect localhost:PORT -CAfile DIR/ca.pem -showcerts', 0],
])('%s', async (line, code) => {
  const { exit, err } = await handglass(typed(line));
  expect(exit, err).toBe(code);
});

it.each([
  ['localhost:1 -starttls smtp', '-starttls is not taken: TLS begins with the first byte here'],
  ['localhost:1 -tls1', '-tls1 is not taken: SSL 3.0, TLS 1.0 and TLS 1.1 are not spoken here'],
  [
    'localhost:1 -pass pass:SECRET',
    '-pass is not taken: everybody on this machine could read the passphrase',
  ],
  ['localhost:1 --pass SECRET', '--pass is not taken: everybody'],
  ['localhost:1 -passin SECRET', '-passin is not taken: everybody'],
  ['localhost:1 -verify_hostname x', '-verify_hostname is not taken: use --sni NAME'],
  ['localhost:1 -CAfile', '-CAfile needs a value'],
  ['s_server -accept 0 -msg -nonsense', 'unknown option'],
  ['localhost:1 --nonsense', "unknown option '--nonsense'"],
])('%s is refused by name', async (line, words) => {
  const { exit, out, err } = await handglass(typed(line));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain(words);
  expect(err).not.toContain('SECRET');
});

it.each(['-E', '--cert'])('a passphrase behind the file of %s is not repeated to anybody', async (flag) => {
  const file = lab.path('client.pem');
  for (const named of [`${file}:SECRET`, 'missing.pem:SECRET']) {
    const { exit, out, err } = await handglass(['localhost:1', flag, named, '--json']);
    expect(exit).toBe(2);
    expect(err).toContain('--cert FILE:PASSPHRASE is not taken: everybody on this machine could read');
    expect(out + err).not.toContain('SECRET');
  }
});

it('the value of a flag is not one of these', async () => {
  // A file whose name is that of a flag.
  const { exit, err } = await handglass(typed('localhost:1 --ca-file -CAfile'));
  expect(exit).toBe(2);
  expect(err).toContain('--ca-file -CAfile cannot be read');
  const behind = await handglass(['--ca-file', lab.path('ca.pem'), '--', '-connect']);
  expect(behind.err).toContain('no such command: -connect;');
});

describe('a bare word', () => {
  it.each([
    ['conect', 'connect'],
    ['sevre', 'serve'],
    ['Verify', 'verify'],
    ['cert', 'certs'],
  ])('%s is no command, and the nearest is %s', async (word, meant) => {
    const looked: string[] = [];
    const lookup = async (name: string) => {
      looked.push(name);
      return [];
    };
    const { exit, out, err } = await handglass([word, '--timeout', '1s'], { lookup });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toBe(
      `handglass: there is no such command: ${word}; the nearest is ${meant}, and handglass connect ${word} reaches a host of that name\n`,
    );
    expect(looked).toEqual([]);
  });

  it.each([['mailserver'], ['--tls', '1.2', 'mailserver'], ['-tls1_2', 'mailserver'], ['toString'], ['40']])(
    'that is near to none: %s',
    async (...argv) => {
      const { exit, err } = await handglass(argv);
      expect(exit).toBe(2);
      expect(err).toMatch(
        /there is no such command: \w+; the commands are connect, serve, .* reaches a host/,
      );
    },
  );

  it.each(['mailserver', 'toString'])('is reached by connect %s', async (word) => {
    const looked: string[] = [];
    const lookup = async (name: string) => {
      looked.push(name);
      throw Object.assign(new Error(), { code: 'ENOTFOUND' });
    };
    expect((await handglass(['connect', word], { lookup })).exit).toBe(3);
    expect(looked).toEqual([word.toLowerCase()]);
  });

  it.each(['localhost', 'LOCALHOST', 'a.b', 'word:1', '[::1]', '::1', 'https://word'])(
    '%s is none, and needs no command',
    async (word) => {
      const lookup = async () => {
        throw Object.assign(new Error(), { code: 'ENOTFOUND' });
      };
      const { err } = await handglass([word, '--timeout', '200ms'], { lookup });
      expect(err).not.toContain('no such command');
    },
  );
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('%s has every command and every flag of the program', async (shell) => {
    const { exit, out } = await handglass(['completion', shell]);
    expect(exit).toBe(0);
    const { out: help } = await handglass(['--help']);
    const commands = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z]+) /gm)].map(
      ([, name]) => name!,
    );
    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands.filter((name) => name !== 'help')) {
      expect(out).toMatch(new RegExp(`\\b${command}\\b`));
      const { out: own } = await handglass([command, '--help']);
      for (const [, flag] of own.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm))
        if (flag !== 'help')
          expect(out, `${command} --${flag}`).toContain(shell === 'fish' ? `-l ${flag}` : `--${flag}`);
    }
  });

  it('of another shell is refused', async () => {
    const { exit, err } = await handglass(['completion', 'tcsh']);
    expect(exit).toBe(2);
    expect(err).toContain('completion tcsh is not one of bash, zsh, fish');
  });

  const bash = spawnSync('bash', ['-c', 'echo "$BASH_VERSION"']).status === 0;
  it.runIf(bash)('works in bash', async () => {
    const { out: script } = await handglass(['completion', 'bash']);
    const completed = (...words: string[]): string[] => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const asked = `${script}\nCOMP_WORDS=(handglass ${quoted})\nCOMP_CWORD=${words.length}\n_handglass\nprintf '%s\\n' "\${COMPREPLY[@]}"\ncomplete -p handglass`;
      const { stdout, stderr } = spawnSync('bash', ['-c', asked], { cwd: lab.dir, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(stdout).toMatch(/complete .*-F _handglass handglass\n$/);
      return stdout
        .trimEnd()
        .split('\n')
        .slice(0, -1)
        .filter((line) => line !== '');
    };
    expect(completed('co')).toEqual(['connect', 'completion']);
    expect(completed('serve', '--cl')).toEqual(['--client-auth']);
    expect(completed('localhost:1', '--revo')).toEqual(['--revocation']);
    expect(completed('--revo')).toEqual(['--revocation']);
    expect(completed('connect', '--ca-file', 'loca').sort()).toEqual(['localhost.key', 'localhost.pem']);
    expect(completed('connect', '--sni', '')).toEqual([]);
    expect(completed('verify', 'cl').sort()).toEqual(['client.key', 'client.pem']);
  });
});
