/** `connect --resume`, `--session-out` and `--session-in`, `serve --resumption`, and `--records` on both. */
import { constants, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptSession } from '../src/cli/resume.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { readSession, type Session, writeSession } from '../src/handshake/sessions/session.ts';
import { TlsError } from '../src/protocol/errors.ts';
import type { TraceDocument } from '../src/trace/document.ts';
import { concat } from '../src/wire/bytes.ts';
import { decodePem, encodePem } from '../src/wire/pem.ts';
import { handglass, Lab, type Ran, serving } from './cli-lab.ts';
import { changedSession } from './pair.ts';
import { expectValid } from './schemas.ts';

const lab = new Lab();
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
});
afterAll(() => lab.close());

const files = () => ['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
const connect = (port: number, ...flags: string[]): Promise<Ran> =>
  handglass(['connect', ...flags, '--ca-file', lab.path('ca.pem'), `localhost:${port}`]);
/** The connections of `--json`: a bundle if there were several. */
const tracesIn = ({ out }: Ran): readonly TraceDocument[] => {
  const document = JSON.parse(out) as TraceDocument | { readonly connections: readonly TraceDocument[] };
  if (!('connections' in document)) return [document];
  expectValid('bundle', document);
  return document.connections;
};
const resumption = ({ decisions }: TraceDocument) => {
  const told = decisions.findLast(({ about }) => about === 'resumption');
  return told && `${told.chosen} (${told.id}) ${told.offered?.[0]}`;
};

/** node:tls with sessions in a Map, and without tickets where `ids` is true. */
function nodeServer(ids: boolean): Promise<number> {
  const kept = new Map<string, Buffer>();
  const server = tls.createServer(
    {
      cert: lab.read('localhost.pem'),
      key: lab.read('localhost.key'),
      maxVersion: 'TLSv1.2',
      sessionIdContext: 'test',
      secureOptions: ids ? constants.SSL_OP_NO_TICKET : 0,
    },
    (socket) => {
      socket.on('error', () => {});
      socket.pipe(socket);
    },
  );
  server.on('newSession', (id: Buffer, state: Buffer, done: () => void) => {
    kept.set(id.toString('hex'), state);
    done();
  });
  server.on('resumeSession', (id: Buffer, done: (error: null, state: Buffer | null) => void) =>
    done(null, kept.get(id.toString('hex')) ?? null),
  );
  server.on('tlsClientError', () => {});
  return lab.listen(server);
}

describe('connect --resume', () => {
  it.each([
    ['a ticket', false],
    ['a session ID', true],
  ] as const)(
    'resumes at node:tls with %s, whether the first connection is ended or cut',
    async (by, ids) => {
      const port = await nodeServer(ids);
      for (const [flag, how] of [
        ['--resume', 'end with close_notify'],
        ['--resume=end', 'end with close_notify'],
        ['--resume=cut', 'cut without close_notify'],
      ] as const) {
        const { exit, out, err } = await connect(port, flag);
        expect(exit, err).toBe(0);
        const [first, second] = out.split('\n\n2. A connection that offers to resume it\n');
        expect(first).toContain(`1. A connection, which we ${how}\n✓ connected to localhost:${port}`);
        expect(first).toContain(`a full handshake; the server gave ${ids ? 'a session ID' : '1 ticket'}\n`);
        expect(second).toContain(`✓ connected to localhost:${port}, resuming an earlier connection\n`);
        expect(second).toContain(`resumed ${ids ? 'by' : 'with'} ${by}: no certificates were sent;`);
        expect(second).toMatch(/ {2}Key exchange {3}none: the keys are made from the main secret of the/);
        expect(second).toMatch(/Keys made from client random .*; server random .*; main secret of the/);
        expect(err).not.toContain('!');
      }
    },
  );

  it('resumes by the ID where no ticket is asked for', async () => {
    const port = await nodeServer(false);
    const [first, second] = tracesIn(await connect(port, '--resume', '--no-tickets', '--json'));
    expect(first).toMatchObject({ resumed: false, keyExchange: 'ECDHE' });
    expect(second).toMatchObject({ resumed: true, keyExchange: null, group: null });
    expect(resumption(second!)).toBe('resumed (honoured) session ID');
  });

  it('resumes in TLS 1.3, and says what goes into the keys', async () => {
    const { out, exit } = await connect(await lab.tls('localhost'), '--resume', '--tls', '1.3');
    expect(exit).toBe(0);
    const second = out.split('\n\n2. ')[1]!.replaceAll(/\n +/g, ' ');
    expect(second).toContain('Key exchange   ECDHE-PSK in x25519');
    expect(second).toMatch(
      /Keys made from secret that belongs to the ticket; shared secret \(shown only on request\); messages so far, with client random \w{16}… and server random \w{16}…/,
    );
  });

  it('tells that the session was not taken, and what is likely', async () => {
    const server = tls.createServer(
      { cert: lab.read('localhost.pem'), key: lab.read('localhost.key') },
      (socket) => {
        // Its tickets cannot be opened any more.
        socket.on('close', () => server.setTicketKeys(randomBytes(48)));
        socket.on('error', () => {});
        socket.resume();
      },
    );
    const port = await lab.listen(server);
    for (const [flag, words] of [
      [
        '--resume',
        'the server may have restarted or forgotten it, or be another machine at the same address',
      ],
      ['--resume=cut', 'the server may resume nothing that was cut, have restarted, or be another machine'],
    ] as const) {
      const { exit, out, err } = await connect(port, flag, '--tls', '1.2');
      expect(exit).toBe(0);
      expect(err).toContain(`! the session was not resumed: ${words}`);
      expect(out.replaceAll(/\n +/g, ' ')).toContain(
        'a full handshake (the server did not take the ticket); the server gave 1 ticket it may have restarted',
      );
    }
  });

  it('tells that the server chose another version than that of the session', async () => {
    const only12 = await nodeServer(true);
    const file = lab.path('of-12.pem');
    expect((await connect(only12, '--session-out', file)).exit).toBe(0);
    const { port, stop } = await serving(files());
    const { out } = await connect(port, '--session-in', file);
    expect(out.replaceAll(/\n +/g, ' ')).toContain(
      'a full handshake (the server chose TLS 1.3, and the session is of TLS 1.2)',
    );
    await stop();
  });

  it('has nothing to resume where the server gives nothing, or is not acceptable', async () => {
    const { port, stop } = await serving([...files(), '--resumption', 'none']);
    for (const version of ['1.2', '1.3']) {
      const { exit, out, err } = await connect(port, '--resume', '--tls', version);
      expect(exit).toBe(0);
      expect(err).toContain(
        '! there is nothing to resume: the server gave neither a ticket nor a session ID',
      );
      expect(out).not.toContain('2. A connection');
    }
    await stop();
    const target = `localhost:${await lab.tls('localhost')}`;
    const { err } = await handglass(['connect', '--resume', '--trust', 'none', '-k', target]);
    expect(err).toContain('! there is nothing to resume: no session is kept of a server whose certificate');
  });

  it('makes no second connection behind one that failed', async () => {
    let connections = 0;
    const port = await lab.plain((socket) => {
      connections++;
      socket.end('SSH-2.0-OpenSSH_9.2p1\r\n');
    });
    const { exit, out, err } = await connect(port, '--resume');
    expect(exit).not.toBe(0);
    expect([connections, out.includes('2. A connection')]).toEqual([1, false]);
    expect(err).not.toContain('nothing to resume');
  });

  it.each([
    [['--resume=later'], '--resume later is not one of end, cut'],
    [['--resume', '--pipe'], '--pipe is for one connection, and --resume makes two'],
  ])('refuses %j', async (flags, words) => {
    const { exit, err } = await connect(1, ...flags);
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});

describe('serve --resumption', () => {
  it.each([
    ['both', [], 'ticket', 'ticket'],
    ['both', ['--no-tickets'], 'session ID', 'ticket'],
    ['ticket', [], 'ticket', 'ticket'],
    ['ticket', ['--no-tickets'], undefined, 'ticket'],
    ['id', [], 'session ID', undefined],
    ['none', [], undefined, undefined],
  ] as const)('%s, to a client with %j', async (kind, flags, in12, in13) => {
    const { port, stop } = await serving([...files(), '--resumption', kind, '--json']);
    for (const [version, by] of [
      ['1.2', in12],
      ['1.3', in13],
    ] as const) {
      const second = tracesIn(await connect(port, '--resume', '--json', '--tls', version, ...flags))[1];
      expect(second && resumption(second)).toBe(by && `resumed (honoured) ${by}`);
    }
    const { out } = await stop();
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TraceDocument);
    expect(told.filter(({ resumed }) => resumed).map(resumption)).toEqual(
      [in12, in13].flatMap((by) => (by ? `resumed (honoured) ${by}` : [])),
    );
  });

  it('refuses other words', async () => {
    const { exit, err } = await handglass(['serve', '--port', '0', ...files(), '--resumption', 'some']);
    expect([exit, err]).toEqual([
      2,
      expect.stringContaining('--resumption some is not one of both, ticket, id, none'),
    ]);
  });
});

it('what keys were made from is told only where there were keys', async () => {
  const { port, stop } = await serving([...files(), '--tls', '1.2']);
  expect((await connect(port, '--tls', '1.3')).exit).not.toBe(0);
  expect((await connect(port)).exit).toBe(0);
  const { out } = await stop();
  expect(out).toMatch(/^✗ handshake failed with the client/);
  expect(out.match(/Keys made from/g)).toHaveLength(1);
});

describe('--session-out and --session-in', () => {
  const LABEL = 'HANDGLASS SESSION';
  const digest = (bytes: Uint8Array) => nodeProvider.hashes['SHA-256'].digest(bytes);
  const pemOf = (state: Uint8Array) => encodePem(LABEL, concat([state, digest(state)]));
  const sessionIn = (file: string): Session =>
    readSession(decodePem(lab.read(file))[0]!.bytes.slice(0, -32))!;
  let port: number;
  let given: string;
  beforeAll(async () => {
    port = await nodeServer(true);
    const { exit, err } = await connect(port, '--session-out', lab.path('session.pem'));
    expect(exit).toBe(0);
    expect(err).toContain(
      `wrote the session to ${lab.path('session.pem')}: it is secret, since whoever has it can resume`,
    );
    given = lab.read('session.pem');
  });

  it('carry a session from one run to the next, readable for its owner alone', async () => {
    expect(statSync(lab.path('session.pem')).mode & 0o777).toBe(0o600);
    const { out, err } = await connect(port, '--session-in', lab.path('session.pem'));
    expect(out).toContain('resumed by a session ID');
    expect(err).not.toContain('!');
  });

  it('take the place of a file that others could read, and of a link', async () => {
    lab.write('open.pem', 'what was there');
    chmodSync(lab.path('open.pem'), 0o644);
    expect((await connect(port, '--session-out', lab.path('open.pem'))).exit).toBe(0);
    expect(statSync(lab.path('open.pem')).mode & 0o777).toBe(0o600);
    expect(lab.read('open.pem')).toMatch(/^-----BEGIN HANDGLASS SESSION-----\n/);
  });

  it('keep the session on from resumption to resumption', async () => {
    const file = lab.path('chain.pem');
    lab.write('chain.pem', given);
    for (let i = 0; i < 3; i++) {
      const { out } = await connect(port, '--session-in', file, '--session-out', file);
      expect(out).toContain('resumed by a session ID');
    }
    expect(sessionIn('chain.pem').expiresAt).toBe(sessionIn('session.pem').expiresAt);
  });

  it('write nothing, and leave nothing behind, where there is no session', async () => {
    const { port: none, stop } = await serving([...files(), '--resumption', 'none']);
    const before = lab.files();
    const { exit, err } = await connect(none, '--session-out', lab.path('none.pem'));
    expect(exit).toBe(0);
    expect(err).toContain('! no session was written: the server gave none, or the connection failed');
    expect(lab.files()).toEqual(before);
    await stop();
  });

  it('keep no session of a connection that failed with an alert, and one of a connection that was cut', () => {
    const failed = (reason: 'connection-cut' | 'bad-record-mac') => {
      const kept = new KeptSession();
      kept.see({ type: 'session', session: sessionIn('session.pem'), at: 0 });
      kept.see({ type: 'failed', error: new TlsError(reason, 'as it happens'), at: 1 });
      return kept.session;
    };
    expect(failed('bad-record-mac')).toBeUndefined();
    expect(failed('connection-cut')).toBeDefined();
  });

  it('warn of a file that others can read', async () => {
    lab.write('readable.pem', given);
    chmodSync(lab.path('readable.pem'), 0o640);
    const { exit, err } = await connect(port, '--session-in', lab.path('readable.pem'));
    expect(exit).toBe(0);
    expect(err).toContain(`! other users may read ${lab.path('readable.pem')}, which is secret (chmod 600 `);
  });

  it('offer a session to its own server alone, and say why not', async () => {
    const file = lab.path('session.pem');
    const why = async (...flags: string[]) =>
      resumption(tracesIn(await connect(port, '--session-in', file, '--json', ...flags))[0]!);
    expect(await why()).toBe('resumed (honoured) session ID');
    expect(await why('--sni', '127.0.0.1')).toBe('not offered (other-server-name) session ID');
    expect(await why('--alpn', 'h2')).toBe('not offered (other-policy) session ID');
    expect(await why('--revocation', 'off')).toBe('not offered (other-policy) session ID');
    expect(await why('--ciphers', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384')).toBe(
      'not offered (other-suite) session ID',
    );
    const { out } = await connect(port, '--session-in', file, '--alpn', 'h2');
    expect(out).toContain('a full handshake (the session was made under different rules)');
  });

  const damaged = () => {
    const state = decodePem(given)[0]!.bytes.slice(0, -32);
    const ours = readSession(state)!;
    const flipped = decodePem(given)[0]!.bytes.slice();
    flipped[50]! ^= 1;
    return {
      'an empty file': ['', 'holds no session that handglass wrote: make one with --session-out'],
      'a certificate': [lab.read('ca.pem'), 'holds no session that handglass wrote'],
      'a session of OpenSSL': [
        encodePem('SSL SESSION PARAMETERS', Uint8Array.of(0x30, 0)),
        'holds a session of OpenSSL, which handglass cannot resume: make one with --session-out',
      ],
      'one changed bit': [encodePem(LABEL, flipped), 'is damaged: its digest does not fit'],
      'its first half': [given.slice(0, given.length / 2), 'is damaged (line 1): '],
      'no bytes': [encodePem(LABEL, new Uint8Array()), 'is damaged: its digest does not fit'],
      'the digest alone': [encodePem(LABEL, digest(new Uint8Array())), 'was written by another version'],
      'another layout': [
        pemOf(Uint8Array.of(1, ...state.subarray(1))),
        'was written by another version of handglass: make a new one',
      ],
      'two sessions': [given + given, 'holds more than one session'],
      'a session that has expired': [
        pemOf(writeSession(changedSession(ours, { expiresAt: Date.UTC(2026, 0, 31) }))),
        'is out of date: its session could be resumed until 2026-01-31T00:00:00.000Z',
      ],
    } as const;
  };
  it.each([
    'an empty file',
    'a certificate',
    'a session of OpenSSL',
    'one changed bit',
    'its first half',
    'no bytes',
    'the digest alone',
    'another layout',
    'two sessions',
    'a session that has expired',
  ] as const)('refuse %s', async (what) => {
    const [text, words] = damaged()[what];
    const file = lab.write('bad.pem', text);
    const { exit, out, err } = await connect(1, '--session-in', file);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(`--session-in ${file} ${words}`);
  });

  it('refuse a file that is not there, and one that cannot be written, before any connection', async () => {
    mkdirSync(lab.path('folder'));
    symlinkSync('loop.pem', lab.path('loop.pem'));
    for (const [flag, file, words] of [
      ['--session-in', 'missing.pem', 'cannot be read: there is no such file'],
      ['--session-in', 'folder', 'cannot be read: it is a directory'],
      ['--session-out', 'folder', 'cannot be written: it is not a regular file'],
      ['--session-out', 'loop.pem', 'cannot be written: '],
      ['--session-out', 'nowhere/session.pem', 'cannot be written: there is no such file'],
    ] as const) {
      const { exit, err } = await connect(1, flag, lab.path(file));
      expect(exit).toBe(2);
      expect(err).toContain(`${flag} ${lab.path(file)} ${words}`);
    }
  });
});

describe('--records', () => {
  it.each([
    ['flight', 1, 1],
    ['message', 1, 4],
    ['7', 20, 100],
  ] as const)('%s cuts what connect and serve send', async (how, hello, flight) => {
    const { port, stop } = await serving([...files(), '--records', how, '--resumption', 'id']);
    const [trace] = tracesIn(await connect(port, '--tls', '1.2', '--records', how, '--json'));
    await stop();
    expect(trace!.ok).toBe(true);
    // Up to the first ChangeCipherSpec of each side.
    const cleartext = (from: 'client' | 'server') =>
      trace!.records.filter(
        (r) => r.from === from && r.epoch === 'cleartext' && r.contentType === 'handshake',
      );
    const first = trace!.steps.find((step) => step.name === 'ClientHello');
    const [from, to] = first?.kind === 'message' && first.records ? first.records : [0, -1];
    if (how === '7') {
      expect(to - from + 1).toBeGreaterThan(hello);
      expect(cleartext('server').length).toBeGreaterThan(flight);
      expect(
        new Set(
          cleartext('server')
            .slice(0, -1)
            .map((r) => r.contentLength),
        ),
      ).toEqual(new Set([7]));
    } else {
      expect([to - from + 1, cleartext('server').length]).toEqual([hello, flight]);
    }
  });

  it('shows in the story which messages share a record, and which are cut', async () => {
    const { port, stop } = await serving([...files(), '--records', 'flight']);
    const { out } = await connect(port, '--tls', '1.2', '--records', '100');
    await stop();
    const ladder = out.split('\n').map((line) => line.slice(10));
    expect(ladder).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ {2}→ {2}ClientHello {10}in 2 records: localhost;/),
        expect.stringMatching(/^ ┌← {2}ServerHello /),
        expect.stringMatching(/^ │← {2}Certificate /),
        expect.stringMatching(/^ │← {2}ServerKeyExchange /),
        expect.stringMatching(/^ └← {2}ServerHelloDone/),
        expect.stringMatching(/^ {2}→ {2}ClientKeyExchange {4}the client’s share/),
      ]),
    );
  });

  it.each(['0', '16385', 'flights', '1.5', '-1'])('refuses %s', async (how) => {
    for (const argv of [
      ['connect', `--records=${how}`, 'localhost:1'],
      ['serve', '--port', '0', ...files(), `--records=${how}`],
    ]) {
      const { exit, err } = await handglass(argv);
      expect(exit).toBe(2);
      expect(err).toContain(`--records ${how} is n`);
    }
  });
});
