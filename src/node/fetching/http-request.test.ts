/** One exchange against servers that do what they should not: each says what it did, and none is waited for. */
import { createServer as createHttp, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange, type Question } from './http-request.ts';

const open: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server, address = '127.0.0.1'): Promise<string> {
  open.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(0, address, ready));
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}
const http = (answer: RequestListener): Promise<string> => listen(createHttp(answer));
/** Answers every request with these bytes, and goes on as it is told. */
const raw = (head: string, then: (socket: Socket) => void = (socket) => socket.end()): Promise<string> =>
  listen(
    createServer((socket) => {
      socket.once('data', () => {
        socket.write(head);
        then(socket);
      });
    }),
  );

const never = new AbortController().signal;
const ask = (question: Partial<Question> & { url: string }, signal = never): Promise<Uint8Array> =>
  exchange({ from: 'this machine', mostBytes: 1000, ...question }, signal);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const stays = (): void => {};

describe('what is asked', () => {
  it('a GET, without anything of ours in it but what is needed', async () => {
    let seen = '';
    const url = await http((request, response) => {
      seen = `${request.method} ${request.url} ${JSON.stringify(request.headers)}`;
      response.end('list');
    });
    expect(text(await ask({ url: `${url}/a%20b/ca.crl?x=1#part` }))).toBe('list');
    expect(seen).toBe(
      `GET /a%20b/ca.crl?x=1 {"host":"${url.slice(7)}","accept":"*/*","accept-encoding":"identity","connection":"close"}`,
    );
  });

  it('a POST, with its content and its type', async () => {
    const url = await http((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () =>
        response.end(
          `${request.method} ${request.headers['content-type']} ${request.headers['content-length']} ${Buffer.concat(pieces)}`,
        ),
      );
    });
    const post = { type: 'application/ocsp-request', content: Buffer.from('good?') };
    expect(text(await ask({ url, post }))).toBe('POST application/ocsp-request 5 good?');
  });

  it('no proxy, whatever the environment says', async () => {
    const url = await http((_request, response) => response.end('direct'));
    const proxy = await http((_request, response) => response.end('by proxy'));
    process.env['http_proxy'] = process.env['HTTP_PROXY'] = proxy;
    process.env['NODE_USE_ENV_PROXY'] = '1';
    try {
      expect(text(await ask({ url }))).toBe('direct');
    } finally {
      for (const name of ['http_proxy', 'HTTP_PROXY', 'NODE_USE_ENV_PROXY']) delete process.env[name];
    }
  });

  it.each([
    ['https://ca.example/crl', /only http is spoken here, and not https/],
    ['ldap://ca.example/cn=ca', /not ldap/],
    ['file:///etc/passwd', /not file/],
    ['http://user:secret@ca.example/', /has a password/],
    ['ca.example/crl', /is not a URL/],
    [`http://ca.example/${'x'.repeat(3000)}`, /is a URL of 3018 characters/],
  ])('refuses %s', async (url, why) => {
    await expect(ask({ url })).rejects.toThrow(why);
  });
});

describe('an answer with', () => {
  it.each([
    ['Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlist'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nli\r\n2;x=y\r\nst\r\n0\r\n\r\n'],
    ['its end as its length', 'HTTP/1.0 200 OK\r\n\r\nlist'],
    ['an interim answer before it', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\nlist'],
    [
      'more than it announces: what was announced',
      'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlist of other things',
    ],
  ])('%s is taken', async (_what, head) => {
    expect(text(await ask({ url: await raw(head) }))).toBe('list');
  });

  it('exactly as much as is allowed is taken', async () => {
    const url = await http((_request, response) => response.end('x'.repeat(1000)));
    expect(await ask({ url })).toHaveLength(1000);
  });

  it.each([
    ['another status', 'HTTP/1.1 404 Not Found\r\n\r\nlist', /answered with status 404/],
    ['a part of it', 'HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\nlist', /status 206/],
    [
      'more than is allowed announced',
      'HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n',
      /more than 1000 bytes/,
      stays,
    ],
    [
      'more than is allowed',
      `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1001)}`,
      /answered with more than 1000 bytes/,
      stays,
    ],
    [
      'chunks without end',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(1001)}`,
      /answered with more than 1000 bytes/,
      stays,
    ],
    ['less than it announces', 'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nlist', /: aborted/],
    [
      'chunks that are cut off',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nlist',
      /: aborted/,
    ],
    ['compression', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nlist', /was not asked for \(gzip/],
    [
      'compression on the way',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      /was not asked for \(identity, gzip, chunked\)/,
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nlist',
      /not proper HTTP/,
    ],
    [
      'headers without end',
      `HTTP/1.1 200 OK\r\n${'X-Header: value\r\n'.repeat(1000)}`,
      /not proper HTTP \(HPE_HEADER_OVERFLOW\)/,
      stays,
    ],
    [
      'interim answers without end',
      'HTTP/1.1 100 Continue\r\n\r\n'.repeat(5),
      /sent more than 4 interim answers/,
      stays,
    ],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', /status 101/, stays],
    ['something that is not HTTP', 'SSH-2.0-server\r\n', /not proper HTTP/],
    ['nothing', '', /socket hang up/],
  ])('%s is refused', async (_what, head, why, then?: () => void) => {
    const url = await raw(head, then);
    await expect(ask({ url })).rejects.toThrow(why);
    await expect(ask({ url })).rejects.toThrow(url);
  });

  it('content without end is left as soon as it is too much', async () => {
    let left!: () => void;
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const url = await raw('HTTP/1.1 200 OK\r\n\r\n', (socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write('x'.repeat(2 ** 16)));
      };
      socket.on('drain', pour);
      socket.on('close', left);
      pour();
    });
    await expect(ask({ url, mostBytes: 2 ** 20 })).rejects.toThrow(/more than 1048576 bytes/);
    await gone;
  });

  it('nobody there', async () => {
    const url = await raw('');
    await new Promise((closed) => open.pop()!.close(closed));
    await expect(ask({ url })).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('redirects', () => {
  const steps = (count: number, last = 'list'): Promise<string> =>
    http((request, response) => {
      const at = Number(request.url!.slice(1));
      if (at === count) response.end(last);
      else response.writeHead(302, { location: `/${at + 1}` }).end('elsewhere');
    });

  it('are followed three times', async () => {
    expect(text(await ask({ url: `${await steps(3)}/0` }))).toBe('list');
    await expect(ask({ url: `${await steps(4)}/0` })).rejects.toThrow(/more than 3 redirects/);
  });

  it('without end are not', async () => {
    await expect(ask({ url: `${await steps(Number.POSITIVE_INFINITY)}/0` })).rejects.toThrow(
      /more than 3 redirects/,
    );
  });

  it('keep a POST, or are refused', async () => {
    const target = await http((request, response) => request.pipe(response));
    const to = (status: number): Promise<string> =>
      http((_request, response) => response.writeHead(status, { location: target }).end());
    const post = { type: 'text/plain', content: Buffer.from('good?') };
    expect(text(await ask({ url: await to(307), post }))).toBe('good?');
    await expect(ask({ url: await to(302), post })).rejects.toThrow(/would drop the request’s body/);
  });

  it.each([
    ['https://ca.example/', /not https/],
    ['http://a:b@ca.example/', /has a password/],
    ['//[', /is not a URL/],
  ])('to %s are refused', async (location, why) => {
    const url = await http((_request, response) => response.writeHead(301, { location }).end());
    await expect(ask({ url })).rejects.toThrow(why);
  });

  it('with nowhere to go are an answer like any other', async () => {
    const url = await http((_request, response) => response.writeHead(301).end());
    await expect(ask({ url })).rejects.toThrow(/status 301/);
  });
});

describe('where it may go', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])(
    'not to %s for a stranger',
    async (host) => {
      let asked = false;
      const url = await http((_request, response) => {
        asked = true;
        response.end();
      });
      const near = `http://${host}:${new URL(url).port}/`;
      await expect(ask({ url: near, from: 'everybody' })).rejects.toThrow(/its address is not public/);
      await expect(ask({ url: near, from: 'a private network' })).rejects.toThrow(
        /nearer to us than a private/,
      );
      expect(asked).toBe(false);
    },
  );

  it('to this machine for one on it, by address and by name', async () => {
    const url = await http((_request, response) => response.end('list'));
    expect(text(await ask({ url }))).toBe('list');
    expect(text(await ask({ url: url.replace('127.0.0.1', 'localhost') }))).toBe('list');
  });
});

describe('time', () => {
  const after = (wait: Promise<unknown>): AbortSignal => {
    const abort = new AbortController();
    void wait.then(() => abort.abort(new Error('time is over')));
    return abort.signal;
  };
  const slow: readonly (readonly [string, (asked: () => void) => Promise<string>])[] = [
    ['that says nothing', (asked) => raw('', asked)],
    ['that begins', (asked) => raw('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nlist', asked)],
    [
      'that drips',
      (asked) =>
        raw('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n', (socket) => {
          const drip = setInterval(() => socket.write('x'), 1);
          socket.on('close', () => clearInterval(drip));
          asked();
        }),
    ],
  ];
  it.each(slow)('is the caller’s with one %s', async (_what, begin) => {
    let asked!: () => void;
    const wait = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const url = await begin(asked);
    await expect(ask({ url }, after(wait))).rejects.toThrow('time is over');
  });

  it('that is over before it begins', async () => {
    let asked = false;
    const url = await raw('', () => {
      asked = true;
    });
    await expect(ask({ url }, AbortSignal.abort(new Error('time is over')))).rejects.toThrow('time is over');
    expect(asked).toBe(false);
  });
});
