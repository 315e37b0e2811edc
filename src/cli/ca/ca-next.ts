/** What to type next, to see new certificates in a handshake. */
import { isIP } from 'node:net';
import { join } from 'node:path';
import { reachOf } from '../../node/fetching/address-scope.ts';
import { say } from '../../wire/words.ts';
import { inShell } from '../files.ts';
import { type Io, tell } from '../io.ts';
import { BAD, type WrittenBad } from './ca-bad.ts';
import type { CaPlan } from './ca-flags.ts';
import { stemOf } from './ca-folder.ts';

/** Of the proposed server. */
const PORT = 4433;

/** A bad certificate, with the staple and the CRL that show what is wrong with it. */
export function tellNextOfBad({ name, sent }: WrittenBad, plan: CaPlan, dir: string, io: Io): void {
  const fileOf = (ending: string): string => inShell(join(dir, BAD, `${name}.${ending}`));
  const asked = sent.name ?? (plan.badFor.includes('localhost') ? undefined : plan.badFor[0]);
  const serving = [
    ...['handglass serve --port', String(PORT), '--cert', fileOf('pem'), '--key', fileOf('key')],
    ...(sent.staple ? ['--staple', fileOf('ocsp')] : []),
  ];
  const connecting = [
    ...['handglass connect', `localhost:${PORT}`, '--ca-file', inShell(join(dir, `${plan.root}.pem`))],
    ...(sent.crls ? ['--crl', fileOf('crl.pem')] : []),
    ...(asked === undefined ? [] : ['--sni', inShell(asked.replace(/^\*/, 'www'))]),
  ];
  tell(io, say`to serve ${name}: ${serving.join(' ')}`);
  tell(io, say`then to connect: ${connecting.join(' ')}`);
}

/** With a client's certificate too, if one was made. Nothing without a server's. */
export function tellNext(plan: CaPlan, dir: string, io: Io): void {
  const [name] = plan.servers;
  if (name === undefined) return;
  const [client] = plan.clients;
  const fileOf = (stem: string, ending: string): string => inShell(join(dir, `${stem}.${ending}`));
  const pair = (of: string): string =>
    `--cert ${fileOf(stemOf(of), 'pem')} --key ${fileOf(stemOf(of), 'key')}`;
  const root = `--ca-file ${fileOf(plan.root, 'pem')}`;
  const port = String(PORT);
  const serving = ['handglass serve --port', port, pair(name)];
  const connecting = ['handglass connect', `localhost:${port}`, root];
  if (!plan.servers.includes('localhost')) connecting.push('--sni', inShell(name.replace(/^\*/, 'www')));
  if (client !== undefined) {
    serving.push('--client-auth require', root);
    connecting.push(pair(client));
  }
  const { ocspUrls = [], crlUrls = [], issuerUrls = [] } = plan.terms(plan.root);
  if ([...ocspUrls, ...crlUrls, ...issuerUrls].some(isPrivate)) connecting.push('--fetch-private');
  tell(io, say`to serve it: ${serving.join(' ')}`);
  tell(io, say`then to connect: ${connecting.join(' ')}`);
}

/** Whether `connect` asks there only when it is told to. */
function isPrivate(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return /(^|\.)localhost$/.test(host) || (isIP(host) !== 0 && reachOf(host) !== 'everybody');
}
