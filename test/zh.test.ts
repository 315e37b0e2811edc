/** The Chinese table: what it has fits the sentences of the house, and is written by the rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chinese } from '../src/zh/chinese.ts';
import { singleWords } from '../src/zh/single-words.ts';
import { handglass } from './cli-lab.ts';
import { wordsOf } from './words/sources.ts';
import { faultsInChinese } from './words/zh.ts';

const entries = Object.entries(chinese.sentences);

it('says each sentence in one place', () => {
  const keys = readdirSync('src/zh').flatMap((file) =>
    [...readFileSync(`src/zh/${file}`, 'utf8').matchAll(/^ {2}('(?:[^'\\]|\\.)*'|"[^"]*"|[\w$]+):/gm)].map(
      ([, key]) => (file === 'labels.ts' || file === 'names.ts' ? `${file} ${key}` : key!),
    ),
  );
  expect(keys.length).toBeGreaterThan(entries.length);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

it('names single words and labels that are in the sources', () => {
  const written = wordsOf('src')
    .map(({ file }) => readFileSync(file, 'utf8'))
    .join('\n');
  const words = [...Object.keys(singleWords), ...Object.keys(chinese.labels)];
  expect(words.filter((word) => !written.includes(word.replaceAll(/\{\d+\}.*/g, '')))).toEqual([]);
});

it('has the same placeholders, is in Chinese, and keeps to the terms and to the punctuation', () => {
  expect(faultsInChinese({ ...chinese.sentences, ...chinese.labels })).toEqual([]);
  expect(faultsInChinese(chinese.names)).toEqual([]);
});

it.each([
  [{ 'it is {0}': '这是' }, 'other placeholders'],
  [{ key: 'only English' }, 'no Han'],
  [{ key: '会话秘钥' }, '秘钥'],
  [{ key: '服务器' }, '服务器'],
  [{ key: '使用TLS' }, 'a space is missing'],
  [{ key: '第1步' }, 'a space is missing'],
  [{ '{0}': '使用{0}' }, 'a space is missing'],
  [{ key: '一,二' }, 'half-width'],
  [{ key: '证书: 无效' }, 'half-width'],
  [{ key: '一 二' }, 'a space between Han'],
  [{ key: '证书 。' }, 'a space between Han'],
  [{ key: '请您确认' }, '您'],
])('sees what is wrong with %j', (table, fault) => {
  expect(faultsInChinese(table as unknown as Record<string, string>).join('\n')).toContain(fault);
});

it('leaves good Chinese alone', () => {
  expect(
    faultsInChinese({
      'the server sent {0}, {1}': '服务端发来 {0}（{1}），用的是 TLS 1.3；“a”已过期。',
      '{0} of {1} bits': '{1} 比特的 {0}',
      x: 'SNI（服务器名称指示）扩展',
    }),
  ).toEqual([]);
});

it.each([
  ['a missing argument', ['verify']],
  ['an option without its value', ['ca', 'x', '--days']],
  ['a required option', ['serve']],
  ['an unknown option', ['verify', 'x', '--fro', 'y']],
  ['an option like many', ['certs', 'x', '--js']],
  ['too many arguments', ['ca', 'a', 'b']],
  ['a language that it does not speak', ['ca', '--list-bad', '--lang', 'fr']],
  ['a missing language', ['ca', '--list-bad', '--lang']],
])('refuses %s in Chinese', async (_, argv) => {
  const english = await handglass([...argv]);
  const { exit, err } = await handglass([...argv], { env: { LC_ALL: 'zh_CN.UTF-8' } });
  expect([exit, english.exit]).toEqual([2, 2]);
  for (const line of err.trim().split('\n')) expect(line).toMatch(/\p{Script=Han}/u);
  expect(err).not.toMatch(/error|Did you/);
  expect(english.err).not.toMatch(/\p{Script=Han}/u);
});

it.each([
  [{}, 'en'],
  [{ LC_ALL: 'C' }, 'en'],
  [{ LC_ALL: 'POSIX', LANG: 'zh_CN.UTF-8' }, 'en'],
  [{ LANG: 'de_DE.UTF-8' }, 'en'],
  [{ LC_ALL: 'zh_CN.UTF-8', LANG: 'C' }, 'zh'],
  [{ LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
  [{ LC_MESSAGES: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
  [{ LC_ALL: '', LANG: 'zh_TW.utf8' }, 'zh'],
  // A terminal that cannot show Han is spared them.
  [{ LANG: 'zh_CN.GB18030' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', TERM: 'linux' }, 'en'],
])('takes the language from %j', async (env, language) => {
  const { out } = await handglass(['--help'], { env });
  expect(/\p{Script=Han}/u.test(out) ? 'zh' : 'en').toBe(language);
});

it('takes --lang before the environment, wherever it stands, and not behind --', async () => {
  const env = { LC_ALL: 'zh_CN.UTF-8' };
  expect((await handglass(['verify', '--help', '--lang', 'en'], { env })).out).toContain('Usage:');
  expect((await handglass(['--lang=zh', 'verify', '--help'])).out).toContain('用法：');
  expect((await handglass(['--lang', 'zh', '--help'], { env: { LC_ALL: 'C' } })).out).toContain('用法：');
  const { err } = await handglass(['verify', '--for', 'a', '--', '--lang', 'zh']);
  expect(err).not.toMatch(/\p{Script=Han}/u);
  expect(err).toContain('--lang');
});
