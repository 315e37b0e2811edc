/**
 * `handglass ca DIR --listen PORT`: the CA’s CRLs, its OCSP responder and its certificates over HTTP, on loopback, until the
 * user says stop. Everything is read from the folder at each request, so what `handglass ca DIR --revoke …` records in
 * another terminal is told at once.
 *
 *     POST /ocsp, GET /ocsp/BASE64   RFC 6960 appendix A, RFC 5019 section 5
 *     GET /NAME.crl, GET /NAME.cer   RFC 5280 sections 4.2.1.13 and 4.2.2.1, RFC 2585
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { shortened, visible } from '../../wire/peer-text.ts';
import { say, type Words } from '../../wire/words.ts';
import { Writer } from '../../wire/writer.ts';
import { type Io, languageOf, tellBug, UsageError } from '../io.ts';
import type { CaFolder, Held } from './ca-folder.ts';
import { Ledger } from './ca-ledger.ts';
import { crlOf, delegateOf } from './ca-status.ts';
import { ocspAnswer } from './ocsp-answer.ts';

/** The URLs of the CA’s services, as certificates have them. */
export const liveUrls = (port: number) => ({
  ocspUrl: [`http://127.0.0.1:${port}/ocsp`],
  crlUrl: [`http://127.0.0.1:${port}/{issuer}.crl`],
  issuerUrl: [`http://127.0.0.1:${port}/{issuer}.cer`],
});

/** Bytes of a request’s body, and of its headers. A request about one certificate has some hundred. */
const MOST_ASKED = 2 ** 12;
const MOST_HEADERS = 2 ** 13;
const MOST_CONNECTIONS = 64;
/** Milliseconds: for the headers, for the whole request, for the next one, and without any progress. */
const TIMEOUTS = { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 2_000, idle: 10_000 };
/** Milliseconds for which a CRL holds. */
const CRL_HOLDS = 60 * 60_000;
/** Unread bytes of standard output beyond which requests are answered and not told. */
const MOST_UNREAD = 2 ** 20;
const LONGEST_LINE = 200;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly told?: readonly Words[];
}

export function liveServer(folder: CaFolder, io: Io): Server {
  const lists = new Lists(folder);
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADERS,
      headersTimeout: TIMEOUTS.headersTimeout,
      requestTimeout: TIMEOUTS.requestTimeout,
      keepAliveTimeout: TIMEOUTS.keepAliveTimeout,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      void answerTo(request, folder, lists)
        .catch((error: unknown) => {
          if (!(error instanceof UsageError)) tellBug(io, error);
          return {
            ...plain(500, 'the CA cannot answer'),
            told: [error instanceof UsageError ? error.said : 'an internal error'],
          };
        })
        .then((answer) => {
          for (const words of answer.told ?? []) note(words, io);
          send(answer, request, response);
        });
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  // A peer that does not read its answer.
  server.setTimeout(TIMEOUTS.idle);
  return server;
}

async function answerTo(request: IncomingMessage, folder: CaFolder, lists: Lists): Promise<Answer> {
  const { method = '', url = '' } = request;
  const isGet = method === 'GET' || method === 'HEAD';
  const path = url.split('?', 1)[0]!;
  if (path === '/ocsp') {
    if (method !== 'POST') return notAllowed('POST');
    if (request.headers['content-type']?.toLowerCase() !== 'application/ocsp-request')
      return plain(415, 'the body of a request is of type application/ocsp-request');
    const body = await bodyOf(request);
    return body ? ocsp(body, folder, 'post') : plain(413, 'an OCSP request is shorter');
  }
  if (!isGet) return notAllowed('GET, HEAD');
  const encoded = /^\/ocsp\/(.+)$/.exec(path)?.[1];
  if (encoded !== undefined) {
    const asked = base64In(encoded);
    return asked ? ocsp(asked, folder, 'get') : plain(400, 'what follows /ocsp/ is not base64');
  }
  // Never a path: a name is looked up among those of the CAs.
  const [, stem, kind] = /^\/([^/]+)\.(crl|cer)$/.exec(path) ?? [];
  const held = folder.authorities().find((each) => each.stem === stem);
  if (!held) return plain(404, 'there are /ocsp, /NAME.crl and /NAME.cer here');
  if (kind === 'cer')
    return { status: 200, type: 'application/pkix-cert', body: held.authority.certificate.der };
  const { der, nextUpdate } = await lists.of(held);
  return {
    status: 200,
    type: 'application/pkix-crl',
    body: der,
    headers: cacheable(der, nextUpdate),
    told: [say`CRL of ${held.stem}`],
  };
}

async function ocsp(asked: Uint8Array, folder: CaFolder, by: 'post' | 'get'): Promise<Answer> {
  const signer = (issuer: Held) => delegateOf(issuer, folder) ?? issuer.authority;
  const { der, told, nextUpdate } = await ocspAnswer(asked, folder, signer, Date.now());
  const isKept = by === 'get' && nextUpdate !== undefined;
  const headers = isKept ? cacheable(der, nextUpdate) : { 'cache-control': 'no-store' };
  return { status: 200, type: 'application/ocsp-response', body: der, headers, told };
}

/** RFC 5019 section 6.2: until when a proxy may keep an answer. */
function cacheable(body: Uint8Array, nextUpdate: number): Record<string, string> {
  const left = Math.max(0, Math.floor((nextUpdate - Date.now()) / 1000));
  return {
    'cache-control': [`max-age=${left}`, 'public', 'no-transform', 'must-revalidate'].join(', '),
    expires: new Date(nextUpdate).toUTCString(),
    'last-modified': new Date().toUTCString(),
    etag: `"${createHash('sha256').update(body).digest('hex')}"`,
  };
}

/** Undefined for one that is too long, of which nothing more is read, and where who asks leaves before its end. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const body = new Writer();
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      if (body.length + piece.length > MOST_ASKED) return undefined;
      body.put(piece);
    }
  } catch {
    return undefined;
  }
  return body.done();
}

/** Base64 in a path, as it is or percent-encoded (RFC 6960 appendix A.1). */
function base64In(text: string): Uint8Array | undefined {
  const plainText = text.replaceAll(/%2[BF]|%3D/gi, decodeURIComponent);
  if (plainText.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(plainText)) return undefined;
  return new Uint8Array(Buffer.from(plainText, 'base64'));
}

const plain = (status: number, words: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: Buffer.from(`${words}\n`),
});

const notAllowed = (allow: string): Answer => ({
  ...plain(405, 'this is asked by another method'),
  headers: { allow },
});

function send(
  { status, type, body, headers }: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // What is left of a request that was not read to its end.
  const close = !request.complete;
  response.writeHead(status, {
    'content-type': type,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...headers,
    ...(close && { connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body, () => {
    if (close) request.destroy();
  });
}

function note(words: Words, io: Io): void {
  const { stdout } = io;
  if (stdout.writableLength > MOST_UNREAD) return;
  stdout.write(`${shortened(visible(languageOf(io).words(words)), LONGEST_LINE)}\n`);
}

/** The current CRL of each CA: a new one, with the next number, when something was revoked or the old one is half over. */
class Lists {
  readonly #folder: CaFolder;
  readonly #current = new Map<string, { of: string; der: Promise<Uint8Array>; nextUpdate: number }>();

  constructor(folder: CaFolder) {
    this.#folder = folder;
  }

  async of(held: Held): Promise<{ readonly der: Uint8Array; readonly nextUpdate: number }> {
    const { stem, authority } = held;
    const revoked = new Ledger(this.#folder, stem).entries.filter((entry) => entry.revoked);
    const of = JSON.stringify([Buffer.from(authority.certificate.der).toString('base64'), revoked]);
    const now = Date.now();
    const known = this.#current.get(stem);
    if (known?.of === of && known.nextUpdate - now > CRL_HOLDS / 2)
      return { der: await known.der, nextUpdate: known.nextUpdate };
    const nextUpdate = now + CRL_HOLDS;
    const der = crlOf(held, { thisUpdate: now, nextUpdate }, this.#folder);
    this.#current.set(stem, { of, der, nextUpdate });
    // A failure is not kept.
    void der.catch(() => this.#current.delete(stem));
    return { der: await der, nextUpdate };
  }
}
