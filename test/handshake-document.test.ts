/**
 * The commands of docs/handshake.md in both languages, run as they stand there: block by block, servers (`&`) as long as their
 * block. A line of output in the document must be part of a line of the output, in the same order; `# exit 6` after a
 * command is what it ends with.
 */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';

interface Shown {
  readonly argv: readonly string[];
  readonly isServer: boolean;
  readonly exit: number;
  readonly output: readonly string[];
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

function blocksOf(document: string): readonly (readonly Shown[])[] {
  const blocks = [...readFileSync(document, 'utf8').matchAll(/^```console\n(.*?)^```$/gms)];
  return blocks.map(([, block]) =>
    block!
      .split(/^\$ /m)
      .slice(1)
      .map((shown) => {
        const [line, ...output] = shown.trimEnd().split('\n');
        const [, command, server, exit] = /^handglass (.*?)( &)?(?: # exit (\d+))?$/.exec(line!)!;
        const argv = command!.split(/ +/);
        return {
          argv,
          isServer: server !== undefined,
          exit: Number(exit ?? 0),
          output: output.map(squeezed),
        };
      }),
  );
}

/** Those of `lines` that do not come in this order in what was told. */
function missing(lines: readonly string[], told: string): readonly string[] {
  const rest = told.split('\n').map(squeezed);
  return lines.filter((line) => {
    const at = rest.findIndex((other) => other.includes(line));
    rest.splice(0, at + 1);
    return at < 0;
  });
}

const documents = ['docs/handshake.md', 'docs/handshake.zh.md'].filter((document) => existsSync(document));

describe.each(documents)('%s', (document) => {
  const lab = new Lab();
  const env = document.endsWith('.zh.md') ? { LC_ALL: 'zh_CN.UTF-8' } : {};
  const blocks = blocksOf(document);
  const inLab = (argument: string) =>
    /^lab(?:-rsa)?(?:\/|$)/.test(argument) ? lab.path(argument) : argument;

  beforeAll(() => expect(blocks.length).toBeGreaterThan(8));
  afterAll(() => lab.close());

  it.each(blocks.map((block) => [block[0]!.argv.join(' '), block] as const))('%s', async (_, block) => {
    const stop = new AbortController();
    const servers: Promise<{ readonly exit: number }>[] = [];
    let port = '4433';
    for (const { argv, isServer, exit, output } of block) {
      const given = argv.map((argument) => inLab(argument).replace('4433', isServer ? '0' : port));
      if (isServer) {
        port = await new Promise((listening, failed) => {
          const onErr = (text: string) => {
            const [, heard] = /127\.0\.0\.1:(\d+)/.exec(text) ?? [];
            if (heard) listening(heard);
          };
          const server = handglass(given, { env, stop: stop.signal, onErr });
          server.then(({ err }) => failed(new Error(err)), failed);
          servers.push(server);
        });
        continue;
      }
      const ended = await handglass(given, { env });
      expect(ended.exit, ended.err).toBe(exit);
      expect(missing(output, ended.out.replaceAll(port, '4433')), ended.out).toEqual([]);
    }
    stop.abort();
    for (const { exit } of await Promise.all(servers)) expect([0, 130]).toContain(exit);
  });
});
