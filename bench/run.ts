/**
 * npm run bench [-- --json] [--only handshakes|dhe|throughput|fragments|cbc|x509|lists|observing] [--rounds N]
 * npm run bench -- --against DIST [--pairs N]: see against.ts
 *
 * Every figure is a ratio to node:tls, measured in turn in the same run, with the same certificate, group, suite,
 * number of tickets and verification on both sides, and contexts built once; and to the floor: the time of the same
 * cryptographic calls alone, and of a bare exchange of as many bytes over TCP.
 */
import { parseArgs } from 'node:util';
import { against } from './against.ts';
import { cbc } from './cbc.ts';
import type { Figure } from './figure.ts';
import { fragments } from './fragments.ts';
import { dhe, handshakes } from './handshakes.ts';
import { lists, verifyOnce } from './lists.ts';
import { observing } from './observing.ts';
import { throughput } from './throughput.ts';
import { serveWorker } from './worker.ts';
import { x509 } from './x509.ts';

if (process.argv[2] === '--worker') serveWorker();
else if (process.argv[2] === '--verify') await verifyOnce(process.argv.slice(3));
else await main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      against: { type: 'string' },
      pairs: { type: 'string', default: '30' },
    },
  });

  if (values.against !== undefined)
    process.exit((await against('dist', values.against, Number(values.pairs))) ? 0 : 1);

  const suites = { handshakes, dhe, throughput, fragments, cbc, x509, lists, observing };
  const chosen = Object.entries(suites).filter(([name]) => values.only === undefined || values.only === name);
  if (chosen.length === 0) throw new Error(`--only takes ${Object.keys(suites).join(', ')}`);
  const figures: Figure[] = [];
  for (const [, suite] of chosen) figures.push(...(await suite(Number(values.rounds))));

  if (values.json) {
    console.log(JSON.stringify({ node: process.version, figures }, null, 2));
  } else {
    for (const { what, unit, ours, node, floor, ratio, spread, than, other, times } of figures) {
      const range = spread && `(${spread.map((r) => r.toFixed(2)).join('–')})`;
      const parts = [
        `${what.padEnd(46)} ${format(ours)} ${unit}`,
        node === undefined ? '' : `node:tls ${format(node)}`,
        floor === undefined ? '' : `floor ${format(floor)}`,
        ratio === undefined ? '' : `ratio ${ratio.toFixed(2)} ${range}`,
        other === undefined ? '' : `${than} ${format(other)}`,
        times === undefined ? '' : `${times.toFixed(2)} times as long ${range}`,
      ];
      console.log(parts.filter((part) => part !== '').join('   '));
    }
  }
  process.exit(0);
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
