/** What `ca --bad` says to type next is typed, and shows what is wrong with that certificate. */
import { afterAll, describe, expect, it } from 'vitest';
import { handglass, Lab, serving } from './cli-lab.ts';

const lab = new Lab();
afterAll(() => lab.close());

/** What is behind these words, without `handglass`. */
const argvBehind = (words: string, text: string): string[] =>
  text
    .split('\n')
    .find((line) => line.startsWith(words))!
    .slice(words.length)
    .split(' ')
    .slice(1);

describe('ca --bad', () => {
  it.each([
    ['expired', ['--server', 'localhost'], 'expired'],
    ['wrong-host', ['--server', 'www.example.com'], 'name-mismatch'],
    ['wide-wildcard', [], 'name-mismatch'],
    ['revoked', [], 'revoked'],
    ['revoked-staple', [], 'revoked'],
  ])('%s %j', async (name, flags, refusal) => {
    const dir = lab.path(name);
    const { err } = await handglass(['ca', dir, '--bad', name, ...flags]);
    const [, , port, ...rest] = argvBehind(`to serve ${name}: `, err);
    expect([port, err.match(/^to serve/gm)]).toEqual(['4433', ['to serve']]);
    const server = await serving(rest);
    const [command, place, ...more] = argvBehind('then to connect: ', err);
    expect([command, place]).toEqual(['connect', 'localhost:4433']);
    const { exit, out } = await handglass([command!, `localhost:${server.port}`, ...more, '--json']);
    await server.stop();
    expect(exit).toBe(6);
    expect(JSON.parse(out)).toMatchObject({ certificate: { reason: refusal } });
  });
});
