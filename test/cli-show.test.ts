import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceDocument } from '../src/trace/document.ts';
import { handglass, Lab } from './cli-lab.ts';

const lab = new Lab();
let trace: TraceDocument;
let keyLog: string;

beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  const port = await lab.tls('localhost');
  keyLog = lab.path('keys.log');
  const argv = [`localhost:${port}`, '--ca-file', lab.path('ca.pem'), '--keylog', keyLog, '--json'];
  trace = JSON.parse((await handglass(argv)).out) as TraceDocument;
});
afterAll(() => lab.close());

/** As openssl s_client -debug prints it. */
const debugged = () =>
  trace.records
    .map(({ direction, bytes }) => {
      const call = direction === 'sent' ? 'write to' : 'read from';
      const rows = bytes.match(/.{1,32}/g)!.map((row, i) => {
        const digits = row.match(/../g)!.join(' ').padEnd(47);
        return `${(16 * i).toString(16).padStart(4, '0')} - ${digits}   ................`;
      });
      return [`${call} 0x5581 [0x5590] (9 bytes => 9 (0x9))`, ...rows].join('\n');
    })
    .join('\n');

const messagesOf = ({ out }: { readonly out: string }) =>
  [...out.matchAll(/^ +([→←]) {2}(\w+)/gm)].map(([, arrow, name]) => `${arrow} ${name}`);

describe('a recorded connection', () => {
  it('is opened with its key log', async () => {
    const pasted = lab.path('debug.txt');
    writeFileSync(pasted, debugged());
    const shown = await handglass(['show', pasted, '--keylog', keyLog]);
    expect(shown.exit).toBe(0);
    expect(messagesOf(shown)).toEqual(
      expect.arrayContaining(['→ ClientHello', '← ServerHello', '← Certificate', '← Finished', '→ Finished']),
    );
    const closed = await handglass(['show', '-'], { input: debugged() });
    expect(messagesOf(closed).filter((line) => !/application|Change/.test(line))).toEqual([
      '→ ClientHello',
      '← ServerHello',
    ]);
  });

  it('is the same document as JSON', async () => {
    const { out } = await handglass(['show', '-', '--json', '--keylog', keyLog], { input: debugged() });
    const document = JSON.parse(out) as TraceDocument;
    const bytes = ({ steps }: TraceDocument) =>
      steps.flatMap((step) => (step.kind === 'message' ? [step.bytes] : []));
    const live = bytes(trace);
    expect(bytes(document).toSorted()).toEqual(live.toSorted());
    expect(document).toMatchObject({ version: 'TLS 1.3', cipherSuite: trace.cipherSuite });
  });

  it('explains every byte of a message on request', async () => {
    const [hello] = trace.steps.flatMap((step) => (step.kind === 'message' ? [step.bytes] : []));
    const { out } = await handglass(['show', hello!, '--fields']);
    expect(out).toContain('✓ recorded: 1 handshake message\n');
    expect(out).toMatch(/^ +0 {2}01 00 0\d \w\w +client_hello {2}message 1: /m);
  });
});

describe('a log without bytes', () => {
  const log = `javax.net.ssl|DEBUG|10|main|x|ClientHello.java:639|Produced ClientHello handshake message (
"ClientHello": {
  "client version"      : "TLSv1.2",
  "extensions"          : [
    "supported_versions (43)": {
      "versions": [TLSv1.3, TLSv1.2]
    }
  ]
}
)
javax.net.ssl|ERROR|10|main|x|TransportContext.java:375|Fatal (CERTIFICATE_UNKNOWN): PKIX path building failed`;

  it('is told by its names and values, with what failed explained', async () => {
    const { exit, out } = await handglass(['show', '-'], { input: log });
    expect(exit).toBe(0);
    expect(out).toContain('✓ logged: 1 handshake message, without its bytes\n\n→ ClientHello\n');
    expect(out).toMatch(/^ {2}client version +TLSv1.2$/m);
    expect(out).toMatch(/^ {4}supported_versions \(43\)\n {6}versions +TLSv1.3, TLSv1.2$/m);
    expect(out).toContain('\nno path to a trusted CA  error text\n');
  });

  it('has no bytes to explain or to open', async () => {
    expect((await handglass(['show', '-', '--fields'], { input: log })).exit).toBe(2);
    expect((await handglass(['show', '-', '--keylog', keyLog], { input: log })).exit).toBe(2);
  });
});

describe('anything else', () => {
  it('is told as certs tells files', async () => {
    const { exit, out } = await handglass(['show', lab.path('localhost.pem')]);
    expect(exit).toBe(0);
    expect(out).toContain('CN=localhost');
    const pem = lab.read('localhost.pem');
    expect((await handglass(['show', '-'], { input: pem })).out).toContain('CN=localhost');
    const hex = Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ''), 'base64').toString('hex');
    expect((await handglass(['show', '-'], { input: `${hex}\n` })).out).toContain('CN=localhost');
  });

  it('is explained, or not known', async () => {
    expect((await handglass(['show', 'wrong', 'version', 'number'])).out).toMatch(
      /^an answer that is not TLS/,
    );
    expect(await handglass(['show', 'blub'])).toEqual({
      exit: 1,
      out: '',
      err: 'handglass: there is no file "blub", and as a name or text nothing is known about it\n',
    });
    expect((await handglass(['show', lab.dir])).exit).toBe(2);
    expect((await handglass(['show', 'blub', '--fields'])).exit).toBe(2);
  });
});
