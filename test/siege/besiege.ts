/** Hostile clients, so many at once against each server, in a process of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { privateKey } from '../../src/crypto/providers/node.ts';
import { decodePem } from '../../src/wire/pem.ts';
import { attacks } from './hostile.ts';

const HOSTILE = 200;
/** Milliseconds that one attack goes on. */
const ATTACK = 15_000;

/** @param tell is told the name of each attack that begins */
export async function besiege(
  dir: string,
  ports: readonly number[],
  seconds: number,
  tell: (attack: string) => void,
): Promise<void> {
  const read = (name: string): string => readFileSync(join(dir, name), 'utf8');
  const chain = decodePem(read('client.pem'))
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ bytes }) => bytes);
  const kinds = Object.entries(attacks({ kind: 'certificate', chain, key: privateKey(read('client.key')) }));
  const until = performance.now() + seconds * 1000;
  const one = async (port: number, slot: number): Promise<void> => {
    await pause(slot * 50);
    for (let turn = slot; performance.now() < until; turn++) {
      const [name, attack] = kinds[turn % kinds.length]!;
      tell(name);
      const socket = attack(port);
      socket.on('error', () => {});
      await Promise.race([new Promise((gone) => socket.once('close', gone)), pause(ATTACK)]);
      socket.destroy();
      await pause(500 + 1000 * Math.random());
    }
  };
  await Promise.all(ports.flatMap((port) => Array.from({ length: HOSTILE }, (_, slot) => one(port, slot))));
}
