/** handglass/protocol as somebody has it who installed the package: its declarations alone, then its code. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from './compile.ts';

const program = `
import {
  Alert, AlertDescription, annotateMessage, CipherSuite, ClientHello, decodeMessage, Extensions, Malformed, type Span, writeMessage,
} from 'handglass/protocol';
import { decode, encode } from 'handglass/wire';

const raw = writeMessage(ClientHello, {
  legacyVersion: 0x0303,
  random: new Uint8Array(32),
  legacySessionId: new Uint8Array(),
  cipherSuites: [CipherSuite.TLS_AES_128_GCM_SHA256],
  legacyCompressionMethods: [0],
  extensions: { serverName: [{ nameType: 0, hostName: 'example.com' }] },
});
const decoded = decodeMessage(raw);
if (decoded.name !== 'ClientHello') throw new Error(decoded.name);
const name: string | undefined = decoded.body.extensions.serverName?.[0]?.hostName;
// @ts-expect-error a cookie is of a HelloRetryRequest, and a key share is no number here
decoded.body.extensions.keyShare = 5;
const tree: Span = annotateMessage(raw, 0x0304);
const alert = decode(Alert, encode(Alert, { level: 2, description: AlertDescription.unknown_ca }));
const protocols: string[] = decode(Extensions.applicationLayerProtocolNegotiation.in.EE, Uint8Array.of(0, 3, 2, 0x68, 0x32));
let refusal = '';
try {
  decodeMessage(raw.subarray(1));
} catch (error) {
  if (error instanceof Malformed) refusal = error.reason;
}
export const seen = [name, tree.name, AlertDescription.nameOf(alert.description), protocols.join(), refusal];
`;

const compilerOptions = {
  ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: [] },
  ...{ module: 'nodenext', target: 'es2023', lib: ['es2023'] },
};
mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(join(resolve('.cache'), 'subpath-'));
const installed = join(folder, 'node_modules/handglass');
beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  const build = {
    extends: resolve('tsconfig.build.json'),
    compilerOptions: { outDir: join(installed, 'dist') },
  };
  writeFileSync(join(folder, 'build.json'), JSON.stringify(build));
  compile(join(folder, 'build.json'));
  cpSync('package.json', join(installed, 'package.json'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'program.ts'), program);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['program.ts'] }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('compiles against the declarations, which ask for no types of Node', () => {
  expect(compile(folder)).toEqual({ stdout: '', status: 0 });
  const print = "import('./program.js').then(({ seen }) => console.log(JSON.stringify(seen)))";
  const printed = execFileSync(process.execPath, ['-e', print], { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(['example.com', 'client_hello', 'unknown_ca', 'h2', 'truncated']);
}, 60_000);
