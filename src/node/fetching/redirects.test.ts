/** A redirect may not lead nearer to us than the one is who gives it. 127.0.0.2 stands for a server far away. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it, vi } from 'vitest';
import { exchange } from './http-request.ts';

vi.mock('./address-scope.ts', async (original) => {
  const real = await original<typeof import('./address-scope.ts')>();
  return {
    ...real,
    reachOf: (address: string | undefined) => (address === '127.0.0.2' ? 'everybody' : real.reachOf(address)),
  };
});

const open: Server[] = [];
afterAll(() => {
  for (const server of open) server.close();
});
async function serve(address: string, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, address, ready));
  return `http://${address}:${(server.address() as AddressInfo).port}/`;
}
const ask = (url: string): Promise<Uint8Array> =>
  exchange({ url, from: 'this machine', mostBytes: 100 }, new AbortController().signal);

it('not from far away to this machine', async () => {
  let asked = false;
  const near = await serve('127.0.0.1', (_request, response) => {
    asked = true;
    response.end();
  });
  const named = near.replace('127.0.0.1', 'localhost');
  for (const location of [near, named]) {
    const far = await serve('127.0.0.2', (_request, response) => response.writeHead(302, { location }).end());
    await expect(ask(far)).rejects.toThrow('its address is not public');
  }
  expect(asked).toBe(false);
});

it('from this machine to far away', async () => {
  const far = await serve('127.0.0.2', (_request, response) => response.end('list'));
  const near = await serve('127.0.0.1', (_request, response) =>
    response.writeHead(302, { location: far }).end(),
  );
  expect(Buffer.from(await ask(near)).toString()).toBe('list');
});
