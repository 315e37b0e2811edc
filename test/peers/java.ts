/** The peer over Java's JSSE: a program of this repository, which the JDK compiles. It has no encrypt_then_mac. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.ts';
import { run } from './process.ts';
import { scripted } from './scripted.ts';

const source = fileURLToPath(new URL('java/Peer.java', import.meta.url));
let classes = '.';

export const java: Peer = scripted({
  name: 'Java',
  command: () => ['java', '-XX:TieredStopAtLevel=1', '-cp', classes, 'Peer'],
  args: (config) =>
    Object.entries(config).flatMap(([name, value]) => {
      if (name === 'saveSession') return ['twice='];
      return value === undefined || value === false ? [] : [`${name}=${value === true ? '' : value}`];
    }),
  // SSL's prefix has stayed on suites that are as old as SSL.
  suiteName: ({ suite }) => suite.replace(/^TLS_((DHE_)?RSA_WITH_3DES)/, 'SSL_$1'),
  resumesInOneRun: true,
  fetchesStaples: true,
  speaks: ({ suite }) => !suite.includes('_CCM'),
  listing: () => ['java', '-cp', classes, 'Peer', 'list='],
  async prepare() {
    classes = await mkdtemp(join(tmpdir(), 'handglass-java-'));
    await run('javac', ['-d', classes, source], {});
    return () => rm(classes, { recursive: true, force: true });
  },
});
