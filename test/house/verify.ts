/**
 * Everything that can be known of a change within three minutes: `npm run verify`. Two lanes, for two cores; what a check
 * says is shown if it fails.
 */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const vitest = 'npx --no-install vitest run';
const lanes: readonly (readonly (readonly [name: string, command: string])[])[] = [
  [['the core’s tests', 'npm run -s test:core']],
  [
    ['format and lint', 'npm run -s lint'],
    ['types', 'npm run -s typecheck'],
    ['the build', 'npm run -s build'],
    ['the public API', 'npm run -s api'],
    ['code in the documents', 'npm run -s docs-code'],
    ['the same by the oldest TypeScript', 'npm run -s docs-code -- --with node_modules/typescript-5.7'],
    ['the package', 'npm run -s package'],
    ['nothing unused', 'npm run -s knip'],
    ['floors, circles, documents', `${vitest} test/floors.test.ts test/docs.test.ts test/misspelt.test.ts`],
  ],
];

let failed = 0;
let passed = 0;
async function check(name: string, command: string): Promise<void> {
  const began = performance.now();
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (code === 0) {
    passed++;
    return;
  }
  failed++;
  console.log(said.replace(/^/gm, '  '));
}

await Promise.all(
  lanes.map(async (lane) => {
    for (const [name, command] of lane) await check(name, command);
  }),
);
console.log(`verify: ${passed} passed, ${failed} failed (${(performance.now() / 1000).toFixed(0)} s)`);
process.exitCode = failed === 0 ? 0 : 1;
