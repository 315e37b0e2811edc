/** Whole outputs in Chinese: nothing in them is left in English but the names that stay. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldsView } from '../src/trace/fields-view.ts';
import { brief, story } from '../src/trace/story.ts';
import { toldMessages } from '../src/trace/telling/told-messages.ts';
import { plainStyle, type Style } from '../src/trace/text.ts';
import { inLanguage } from '../src/trace/words/language.ts';
import { chinese } from '../src/zh/chinese.ts';
import { handglass, Lab } from './cli-lab.ts';
import { toldHandshakes } from './told-handshakes.ts';

const columns = (text: string): number =>
  [...text].reduce(
    (sum, each) => sum + (/[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u.test(each) ? 2 : 1),
    0,
  );
const language = inLanguage(chinese, columns);
const wide = (): Style => ({ ...plainStyle, width: 10_000, language: language.anew() });
const narrow = (): Style => ({ ...plainStyle, width: 80, language: language.anew() });

/** Three English words in a row, outside of quotation marks and of commands. */
const englishIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*\d+ {2}([0-9a-f]{2} ?){1,8}|^\s+([0-9a-f]{2} ){8}/, '')
        .replaceAll(/handglass test CA( for \w+)?|throw-away CA|"[^"]*"|“[^”]*”|^ {2}试试： .*$/g, ''),
    )
    .filter(
      (line) => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(line) || /\b(the|and|of|is|was|with|from)\b/.test(line),
    );

describe.each(Object.entries(toldHandshakes).map(([name, make]) => ({ name, ...make() })))(
  '$name',
  (told) => {
    it.each(['client', 'server'] as const)('is told in Chinese by the %s', (role) => {
      const trace = told[role];
      const units = toldMessages(trace).flatMap(({ units }) => units);
      const sentences = units.flatMap(({ words }) => words ?? []).map((words) => language.words(words));
      const without = sentences.filter((sentence) => !/\p{Script=Han}/u.test(sentence));
      console.log(
        `${told.name}, by the ${role}: ${units.length} leaves, ${new Set(sentences).size} distinct sentences in Chinese, ${without.length} leaves without`,
      );
      expect(without).toEqual([]);
      expect(englishIn(fieldsView(trace, wide()))).toEqual([]);
      expect(englishIn(story(trace, wide()))).toEqual([]);
      expect(englishIn(brief(trace, wide()))).toEqual([]);
    });

    it('keeps to the width, and begins no line with what closes', () => {
      const text = story(told.client, narrow()) + fieldsView(told.client, narrow());
      const lines = text.split('\n');
      expect(lines.filter((line) => /^\s*[，。、；：）」]/.test(line))).toEqual([]);
      // A field’s own line is as long as its value.
      const sentences = lines.filter(
        (line) => !/^ {0,34}\d+ {2}[0-9a-f]{2}/.test(line) && !/\S{40}/.test(line),
      );
      expect(sentences.filter((line) => columns(line) > 80)).toEqual([]);
    });

    it('says what a name means once', () => {
      const glosses = fieldsView(told.client, wide()).match(/[\w ()]+（[\p{Script=Han} A-Z]+）/gu) ?? [];
      const hellos = glosses.filter((gloss) => gloss.startsWith('supported_groups（支持的组）'));
      expect(hellos.length).toBeLessThanOrEqual(1);
      expect(glosses.some((gloss) => gloss.includes('ClientHello（客户端问候）'))).toBe(true);
    });
  },
);

it('tells the handshakes of handglass alone in the language of the locale', async () => {
  const han = /\p{Script=Han}/u;
  const { out, err, exit } = await handglass([], { env: { LC_ALL: 'zh_CN.UTF-8', NO_COLOR: '1' } });
  expect(exit).toBe(0);
  for (const title of [
    'RSA 密钥交换，单向认证',
    'DHE，单向认证',
    'ECDHE，单向认证',
    'ECDHE，双向认证',
    'TLS 1.3，双向认证',
    'TLS 1.3，会话恢复',
  ])
    expect(out).toContain(title);
  const told = out.split('\n').filter((line) => line !== '' && !/^ {2}[→←] |^ {4}\w+(、\w+)*$/.test(line));
  expect(told.filter((line) => !han.test(line))).toEqual([]);
  expect(englishIn(out)).toEqual([]);
  expect(err).toMatch(han);
  for (const locale of ['C', 'en_GB.UTF-8']) {
    const english = await handglass([], { env: { LC_ALL: locale } });
    expect(english.exit).toBe(0);
    expect(english.out + english.err).not.toMatch(han);
    expect(english.out).toContain('RSA key exchange');
  }
});

it('shows Chinese output in the Chinese README, whose links lead to Chinese pages where there are some', () => {
  const text = readFileSync('README.zh-CN.md', 'utf8');
  const shown = text.split('```')[1]!;
  expect(shown).toMatch(/✗ 握手失败：/);
  expect(englishIn(shown.replace(/^\$ .*$/m, ''))).toEqual([]);
  const links = [...text.matchAll(/\]\(([\w/.-]+)\.md\)/g)].map(([, link]) => link!);
  expect(links).toContain('docs/handshake.zh');
  expect(links.filter((link) => existsSync(`${link}.zh.md`) || existsSync(`${link}.zh-CN.md`))).toEqual([
    'README',
  ]);
});

describe('commands in Chinese', () => {
  const lab = new Lab();
  const env = { LC_ALL: 'zh_CN.UTF-8' };
  const zh = (...argv: string[]) => handglass(argv, { env });

  it('leave JSON as it is', async () => {
    await zh('ca', lab.path('pki'));
    await zh('ca', lab.path('pki'), '--crl');
    const argv = [
      'verify',
      lab.path('pki/localhost.pem'),
      '--for',
      'localhost',
      '--ca-file',
      lab.path('pki/ca.pem'),
    ];
    const at = ['--at', String(Math.floor(Date.now() / 1000)), '--json'];
    expect((await zh(...argv, ...at)).out).toBe((await handglass([...argv, ...at])).out);
    const { out, exit } = await zh(...argv);
    expect(exit).toBe(0);
    expect(englishIn(out)).toEqual([]);
  });

  it.each([
    ['certs of a certificate', ['certs', 'pki/localhost.pem', '--fields']],
    ['certs of a key', ['certs', 'pki/localhost.key']],
    ['certs of a list', ['certs', 'pki/ca.crl', '--fields']],
    ['certificates that are bad', ['ca', '--list-bad']],
    ['a file that is missing', ['certs', './nowhere.pem']],
    ['a wrong name', ['verify', 'pki/localhost.pem', '--for', 'example.com', '--ca-file', 'pki/ca.pem']],
    ['an alert', ['explain', 'handshake_failure']],
    ['an error text', ['explain', 'certificate has expired']],
    ['a difference', ['diff', '127.0.0.1:1', '127.0.0.1:2']],
    ['a suite', ['explain', 'TLS_RSA_WITH_AES_128_CBC_SHA']],
    ['an unknown thing', ['explain', 'nothing-of-this-kind']],
    ['a wrong option', ['connect', 'localhost', '--revocation', 'firm']],
    ['a refused connection', ['connect', '127.0.0.1:1']],
    ...['connect', 'serve', 'ca', 'certs', 'verify', 'explain', 'show', 'diff'].map(
      (command) => [`the help of ${command}`, [command, '--help']] as const,
    ),
  ] as const)('tell %s', async (_, argv) => {
    const { out, err } = await zh(
      ...argv.map((word) => word.replace(/^(\.\/|pki\/)/, (at) => lab.path(at === './' ? '' : at))),
    );
    expect(englishIn((out + err).replaceAll(lab.dir, ''))).toEqual([]);
    expect(out + err).toMatch(/\p{Script=Han}/u);
  });
});
