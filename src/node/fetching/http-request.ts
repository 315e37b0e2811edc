/**
 * One HTTP request and its response (RFC 9112), for the lists, OCSP responses and certificates that CAs publish: limited
 * in bytes, headers, redirects and total time, since the other end may be broken or hostile.
 *
 * Plain http only. What comes carries its own signature, and asking over TLS would need a second connection to be checked
 * before the first, which may need a third; RFC 5280 section 8 warns of the loop. Proxies are not used, whatever the
 * environment says: a proxy would connect to addresses that we cannot judge. Connections are not reused.
 */
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { isIP } from 'node:net';
import { SaidError, say } from '../../wire/words.ts';
import { Writer } from '../../wire/writer.ts';
import { lookupFrom, mayLead, notAllowed, type Reach, reachOf } from './address-scope.ts';

export interface Question {
  readonly url: string;
  /** Who wants us to ask there. */
  readonly from: Reach;
  /** What to POST; without it the request is a GET. */
  readonly post?: { readonly type: string; readonly content: Uint8Array };
  /** Bytes. */
  readonly mostBytes: number;
}

const MOST_REDIRECTS = 3;
const LONGEST_URL = 2048;
/** Bytes of the headers of one answer, and answers of status 1xx before the one that counts. */
const MOST_HEADERS = 2 ** 13;
const MOST_INTERIM = 4;

/**
 * The content of the answer. Rejects with an Error whose message says who did what; the signal limits the time, and
 * when it is aborted its reason is what this rejects with.
 */
export async function exchange(question: Question, signal: AbortSignal): Promise<Uint8Array> {
  let url = httpUrl(question.url);
  let { from } = question;
  for (let redirects = 0; ; redirects++) {
    const answer = await answerOf(url, from, question, signal);
    try {
      const to = redirectOf(answer, url, question);
      if (!to) return await contentOf(answer, question.mostBytes, url);
      if (redirects === MOST_REDIRECTS)
        throw new SaidError(say`${question.url} leads through more than ${MOST_REDIRECTS} redirects`);
      url = to;
      from = reachOf(answer.socket.remoteAddress);
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      answer.destroy();
    }
  }
}

/** Throws for anything but a URL that may be asked. */
export function httpUrl(text: string, base?: URL): URL {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  if (text.length > LONGEST_URL) throw new SaidError(say`${shown} is a URL of ${text.length} characters`);
  if (!URL.canParse(text, base?.href)) throw new SaidError(say`${JSON.stringify(shown)} is not a URL`);
  const url = new URL(text, base);
  if (url.protocol !== 'http:')
    throw new SaidError(
      say`${shown} is not asked: only http is spoken here, and not ${url.protocol.slice(0, -1)}`,
    );
  if (url.username !== '' || url.password !== '')
    throw new SaidError(say`${shown} is not asked: it has a password`);
  return url;
}

function answerOf(url: URL, from: Reach, { post }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !mayLead(from, reachOf(host))) throw new SaidError(notAllowed(url.href, from));
  const options: RequestOptions = {
    host,
    port: url.port || 80,
    path: url.pathname + url.search,
    method: post ? 'POST' : 'GET',
    headers: {
      host: url.host,
      accept: '*/*',
      'accept-encoding': 'identity',
      ...(post && { 'content-type': post.type, 'content-length': post.content.length }),
    },
    // An agent of its own for each: nothing is kept alive, and the proxies of the global agent are not used.
    agent: false,
    maxHeaderSize: MOST_HEADERS,
    insecureHTTPParser: false,
    lookup: lookupFrom(from),
  };
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const asked: ClientRequest = request(options);
    const stop = (): void => void asked.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    let interim = 0;
    asked.on('information', () => {
      if (++interim > MOST_INTERIM)
        asked.destroy(new SaidError(say`${url.href} sent more than ${MOST_INTERIM} interim answers`));
    });
    asked.on('close', () => signal.removeEventListener('abort', stop));
    asked.on('error', (error) => reject(signal.aborted ? signal.reason : whyNone(url, error)));
    asked.on('response', resolve);
    asked.end(post?.content);
  });
}

function whyNone(url: URL, error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error;
  const why = code.startsWith('HPE_') ? say`its answer is not proper HTTP (${code})` : message || code;
  return message.startsWith(url.href) ? error : new SaidError(say`${url.href}: ${why}`, { cause: error });
}

/** Where the answer sends us, if it does. A method must not change on the way (RFC 9110 section 15.4). */
function redirectOf(answer: IncomingMessage, url: URL, { post }: Question): URL | undefined {
  const status = answer.statusCode!;
  const location = answer.headers.location;
  const keepsMethod = [307, 308].includes(status);
  if (location === undefined || !(keepsMethod || [301, 302, 303].includes(status))) return undefined;
  if (post && !keepsMethod)
    throw new SaidError(
      say`${url.href} redirected with status ${status}, which would drop the request’s body`,
    );
  return httpUrl(location, url);
}

async function contentOf(answer: IncomingMessage, mostBytes: number, url: URL): Promise<Uint8Array> {
  const { statusCode, headers } = answer;
  if (statusCode !== 200) throw new SaidError(say`${url.href} answered with status ${statusCode}`);
  const coded = headers['content-encoding'] ?? 'identity';
  const transfer = headers['transfer-encoding'] ?? 'chunked';
  if (coded !== 'identity' || transfer !== 'chunked')
    throw new SaidError(
      say`${url.href} answered in an encoding that was not asked for (${coded}, ${transfer})`,
    );
  const tooMuch = (): Error => new SaidError(say`${url.href} answered with more than ${mostBytes} bytes`);
  if (Number(headers['content-length']) > mostBytes) throw tooMuch();
  // In one buffer: pieces of one byte each would take a hundred times their size.
  const content = new Writer(Math.min(mostBytes, 2 ** 14));
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      if (content.length + piece.length > mostBytes) throw tooMuch();
      content.put(piece);
    }
  } catch (error) {
    throw whyNone(url, error as Error);
  }
  return content.done();
}
