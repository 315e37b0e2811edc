/** A person is asked about a certificate that is not acceptable, and sees everything that is wrong with it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { overrule } from '../src/cli/overrule.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { decodePem } from '../src/wire/pem.ts';
import { defectsOf, type Rejected, trustStoreFromPem, verifyPeer } from '../src/x509/index.ts';
import { handglass, Lab, type Listening, listeningTo, serving, traceOf } from './cli-lab.ts';
import { expectValid } from './schemas.ts';

const lab = new Lab();
const dir = lab.path('pki');
let live: Listening;
let server: Listening;
beforeAll(async () => {
  // For another name, for clients, expired, and revoked.
  live = await listeningTo(['ca', dir, '--listen', '0']);
  const base = `http://127.0.0.1:${live.port}`;
  const past = ['--not-before', '2020-01-01', '--not-after', '2020-02-01'];
  const urls = ['--ocsp-url', `${base}/ocsp`, '--crl-url', `${base}/ca.crl`];
  await handglass(['ca', dir, '--client', 'everything', ...past, ...urls]);
  await handglass(['ca', dir, '--revoke', 'everything', '--reason', 'keyCompromise']);
  await handglass(['ca', lab.path('other')]);
  server = await serving(['--cert', `${dir}/everything.pem`, '--key', `${dir}/everything.key`]);
});
afterAll(async () => {
  await server.stop();
  await live.stop();
  lab.close();
});

const dial = (answer?: (question: string) => boolean, ...flags: string[]) =>
  handglass(
    ['connect', `localhost:${server.port}`, '--ca-file', `${dir}/ca.pem`, '--fetch-private', ...flags],
    answer && { answer },
  );

it('sees every defect, each once: revocation, dates, name, purpose', async () => {
  const asked: string[] = [];
  const { exit, err, out } = await dial((question) => {
    asked.push(question);
    return false;
  });
  expect(exit).toBe(6);
  expect(asked).toHaveLength(1);
  const lines = err.split('\n').filter((line) => line.startsWith('! '));
  expect(lines.map((line) => /\(([a-z-]+)\)/.exec(line)![1])).toEqual([
    'revoked',
    'expired',
    'name-mismatch',
    'purpose',
  ]);
  expect(lines[0]).toMatch(/was revoked on .* \(keyCompromise\)$/);
  expect(new Set(lines).size).toBe(lines.length);
  expect(out).toMatch(/^ {2}Also wrong {5}\S/m);
  expect(out).toMatch(/^ {2}Asked {10}a person, who was shown what is wrong/m);
  expect(out).toMatch(/ms {5}question +go on\? no, said the person after \d+\.\d s/);
});

it.each([
  ['yes', true, 0],
  ['no', false, 6],
])('the trace has who was asked, what, the answer %s and how long it took', async (answer, yes, code) => {
  const ran = await dial(() => yes, '--json');
  expect(ran.exit).toBe(code);
  const trace = traceOf(ran);
  expectValid('trace', trace);
  const question = trace.steps.find(({ kind }) => kind === 'question');
  expect(question).toMatchObject({
    by: 'person',
    question: expect.stringContaining('[y/N]'),
    answer,
    took: expect.any(Number),
    defects: [
      { reason: 'revoked' },
      { reason: 'expired' },
      { reason: 'name-mismatch' },
      { reason: 'purpose' },
    ],
  });
  expect(trace.certificate!.defects.map(({ reason }) => reason)).toEqual([
    'revoked',
    'expired',
    'name-mismatch',
    'purpose',
  ]);
  expect(trace.certificate!.overruled).toBe(yes);
});

it('an option is not a person, and nobody is not asked', async () => {
  const forced = await dial(undefined, '--insecure');
  expect(forced.exit).toBe(0);
  expect(forced.err).toMatch(/accepted because of --insecure[\s\S]*^! and \(name-mismatch\)/m);
  expect(forced.out).toMatch(/^ {2}Asked {10}nobody: an option accepts any certificate/m);
  expect(forced.out).toMatch(/Certificate .*\n.*question /);
  const unasked = await dial(undefined, '--json');
  expect(unasked.exit).toBe(6);
  const alone = traceOf(unasked);
  expect(alone.steps.some(({ kind }) => kind === 'question')).toBe(false);
  // What nobody decides on is not fetched (RFC 5019 section 3.2).
  expect(alone.certificate!.fetched).toEqual([]);
  expect(alone.certificate!.defects.map(({ reason }) => reason)).toEqual([
    'expired',
    'name-mismatch',
    'purpose',
  ]);
});

it('a chain that leads nowhere is one of several defects', async () => {
  const { err } = await handglass(
    ['connect', `localhost:${server.port}`, '--ca-file', lab.path('other/ca.pem'), '--fetch-private'],
    { answer: () => false },
  );
  const reasons = [...err.matchAll(/^! .*?\(([a-z-]+)\)/gm)].map(([, reason]) => reason);
  expect(reasons).toEqual(['chain-incomplete', 'expired', 'name-mismatch', 'purpose']);
});

const verdict = (): Rejected =>
  verifyPeer({
    chain: decodePem(lab.read('pki/everything.pem')).map(({ bytes }) => bytes),
    trust: trustStoreFromPem(lab.read('pki/ca.pem')),
    provider: nodeProvider,
    purpose: 'server',
    name: 'localhost',
    time: Date.now(),
  }) as Rejected;

it.each(['yes', 'true', 1, {}, [true], null, undefined, Promise.resolve('y')])(
  'only true is a yes: not %j',
  async (answer) => {
    const notes: unknown[] = [];
    const io = { ask: async () => answer, stderr: { write: () => true } };
    const trace = { note: (note: unknown) => void notes.push(note) };
    expect(await overrule(verdict(), false, trace, io as never)).toBe(false);
    expect(notes).toMatchObject([{ by: 'person', answer: 'no' }]);
  },
);

it('where nobody can be asked the answer is no, and nobody is noted', async () => {
  const note = (): never => expect.fail('somebody was noted');
  const io = { ask: undefined, stderr: { write: () => true } };
  expect(await overrule(verdict(), false, { note }, io as never)).toBe(false);
});

it('a verdict without paths has its own reason', () => {
  const { path: _, paths: __, ...rest } = verdict();
  expect(defectsOf({ ...rest, reason: 'no-certificate', path: [], paths: [] })).toMatchObject([
    { reason: 'no-certificate' },
  ]);
});
