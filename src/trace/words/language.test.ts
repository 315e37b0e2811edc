import { expect, it } from 'vitest';
import { say } from '../../wire/words.ts';
import { hanging, inSequence, labelled, listed, padded, plainStyle, shortened, wrapped } from '../text.ts';
import { english, inLanguage } from './language.ts';

const columns = (text: string): number =>
  [...text].reduce(
    (sum, each) => sum + (/[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u.test(each) ? 2 : 1),
    0,
  );
const sentences = {
  '{0} expired on {1}': '{0} 已于 {1} 过期',
  '{0}; {1}': '{0}；{1}',
  '{0}, {1}': '{0}、{1}',
  '{0} and {1}': '{0} 和 {1}',
  '{0} is not known here': '这里不认识 {0}',
  '{0}: {1}': '{0}：{1}',
  '{0} bits': '{0} 比特',
  'the certificate is missing': '缺少证书',
  'the peer': '对端',
  'the server': '服务端',
  'the client': '客户端',
  'the peer sent {0} while we were {1}': '{1} 时，对端发来 {0}',
  'waiting for {0}': '等待 {0}',
  'is a CA without a name': '是 CA，却没有名称',
  '{0} is damaged: {1}': '{0} 已损坏：{1}',
  'the name "{0}" is known': '认识名称“{0}”',
};
const dictionary = {
  sentences,
  labels: { Certificate: '证书' },
  names: {
    ServerHello: '服务端问候',
    server_name: '服务器名称',
    version: '版本',
    handshake_failure: '握手失败',
  },
};
const begun = () => inLanguage(dictionary, columns);

it('finds sentences again in the text that documents keep, and their clauses', () => {
  const { words } = begun();
  expect(words('"a" expired on 2026-01-01')).toBe('“a”已于 2026-01-01 过期');
  expect(words('"a" is damaged: the certificate is missing')).toBe('“a”已损坏：缺少证书');
  expect(words(say`${'"a"'} is damaged: ${'"b" expired on 2026'}`)).toBe('“a”已损坏：“b”已于 2026 过期');
});

it('knows what is said of a name in quotation marks', () => {
  const { words } = begun();
  expect(words('"a "b" c" is a CA without a name')).toBe('“a ‘b’ c”是 CA，却没有名称');
  expect(words('"a" is a CA with a name')).toBe('"a" is a CA with a name');
  expect(words('is a CA without a name" ')).toBe('is a CA without a name" ');
  expect(words('localhost:1: the certificate is missing')).toBe('localhost:1：缺少证书');
  expect(words('two words: the certificate is missing')).toBe('two words: the certificate is missing');
});

it('writes quotation marks and lists of names as its own language does', () => {
  const { words } = begun();
  expect(words(say`${'a, b.c, ::1'} is not known here`)).toBe('这里不认识 a、b.c、::1');
  expect(words(say`${'CN=a, O=b'} is not known here`)).toBe('这里不认识 CN=a, O=b');
  expect(words(say`${'Mon, 30 Nov'} is not known here`)).toBe('这里不认识 Mon, 30 Nov');
  expect(words(say`${'"a", which is "\\"b"'} is not known here`)).toBe('这里不认识“a”, which is “\\"b”');
  expect(words('PRF(secret, "client finished")')).toBe('PRF(secret, "client finished")');
});

it.each([
  ['CN="b"', '“CN=‘b’”已损坏'],
  ['O=Fa. "Rad, Tat", CN=a', '“O=Fa. ‘Rad, Tat’, CN=a”已损坏'],
  ['a "b "c" d"', '“a ‘b “c” d’”已损坏'],
  ['深圳"某某"公司', '“深圳"某某"公司”已损坏'],
  ['某公司', '“某公司”已损坏'],
  ['5"x', '“5"x”已损坏'],
  ['5" disk', '"5" disk" 已损坏'],
  ['“a', '"“a" 已损坏'],
  ['', '“”已损坏'],
])('nests the quotation marks of a name: %s', (name, told) => {
  const { words } = begun();
  const said = say`${`"${name}"`} is damaged: ${'x'}`;
  expect(words(said)).toBe(`${told}：x`);
});

it('nests them within its own too', () => {
  const { words } = begun();
  expect(words(say`the name "${'a "b" c'}" is known`)).toBe('认识名称“a ‘b’ c”');
  expect(words(say`the name "${'5"'}" is known`)).toBe('认识名称“5"”');
});

it('explains no name within a formula', () => {
  const { words } = begun();
  expect(words('key = PRF(server_name, handshake_failure)')).toBe(
    'key = PRF(server_name, handshake_failure)',
  );
  expect(words('server_name')).toBe('server_name（服务器名称）');
});

it('takes no name for a sentence, and leaves what it does not know', () => {
  const { words } = begun();
  expect(words('CN=a and b')).toBe('CN=a and b');
  expect(words('2048 bits')).toBe('2048 比特');
  expect(words('many bits')).toBe('many bits');
  expect(words('{0} and {1}')).toBe('{0} 和 {1}');
  expect(words(' expired on 2026')).toBe(' expired on 2026');
  expect(words(' is not known here')).toBe(' is not known here');
  expect(words('a sentence that nobody wrote')).toBe('a sentence that nobody wrote');
});

it('says who the peer is where the document says it', () => {
  const said = 'the server sent nothing while we were waiting for ServerHello';
  expect(begun().words(said)).toBe('等待 ServerHello（服务端问候）时，服务端发来 nothing');
  expect(begun().words(said.replace('the server', 'the peer'))).toContain('对端发来');
});

it('explains a name where it is first, and once', () => {
  const language = begun();
  expect(language.words('ServerHello')).toBe('ServerHello（服务端问候）');
  expect(language.words('ServerHello')).toBe('ServerHello');
  expect(language.gloss('ServerHello')).toBe('');
  expect(language.gloss('version')).toBe('（版本）');
  expect(language.anew().words('ServerHello, handshake_failure (40) 时')).toBe(
    'ServerHello（服务端问候）, handshake_failure (40)（握手失败）时',
  );
  expect(
    language.words('a version, my_server_name, server_name.pem, http://server_name, x,server_name'),
  ).toBe('a version, my_server_name, server_name.pem, http://server_name, x,server_name');
});

it('knows a label from the name of a message', () => {
  const { words, label } = begun();
  expect([words('Certificate'), label('Certificate'), label('the peer')]).toEqual([
    'Certificate',
    '证书',
    '对端',
  ]);
});

it('puts a space between Han and Latin, and none between Han', () => {
  const { words } = begun();
  expect(words(say`${'x'} and ${'the certificate is missing'}`)).toBe('x 和缺少证书');
  expect(words(say`${'the certificate is missing'} and ${7}`)).toBe('缺少证书和 7');
  expect(words(say`${['the certificate is missing', 'x']} expired on ${'y'}`)).toBe(
    '缺少证书；x 已于 y 过期',
  );
});

it('lists names as the language does', () => {
  const style = { ...plainStyle, language: begun() };
  expect(style.language.words(listed(['a', 'b', 'c']))).toBe('a、b 和 c');
  expect(english().words(listed(['a', 'b', 'c', 'd']))).toBe('a, b, c and d');
  expect(style.language.words(inSequence(['a', 'b', 'c', 'd', 'e']))).toBe('a、b、c、d、e');
  expect(english().words(inSequence([]))).toBe('');
});

it('counts columns, and breaks lines beside Han but never before what closes, nor within a name', () => {
  const style = { ...plainStyle, width: 20, language: begun() };
  const text = '服务端发来了证书，其中有 TLS 1.3 的扩展（见下文），然后结束。';
  const lines = wrapped(text, style, 20);
  expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  expect(lines.filter((line) => columns(line) > 20)).toEqual([]);
  expect(lines.filter((line) => /^[，。、；：）]|（$/.test(line))).toEqual([]);
  expect(lines.some((line) => line.includes('TLS 1.3'))).toBe(true);
  for (let width = 8; width < 40; width++) {
    const broken = wrapped(text, style, width);
    expect(broken.filter((line) => columns(line) > width || /^[，。、；：）]|（$|TLS$/.test(line))).toEqual(
      [],
    );
  }
  expect(hanging('等 ', '一二三四', style, 7)).toEqual(['等 一二', '   三四']);
  expect(shortened('一二三四', 6, style)).toBe('一二…');
  expect(padded('一', 4, style)).toBe('一  ');
  expect(labelled([['Certificate', 'x']], style)).toEqual(['  证书           x']);
  expect(wrapped('abcdefghij，已', style, 10)).toEqual(['abcdefghi', 'j，已']);
  expect(wrapped('一'.repeat(5), style, 1)).toEqual(['一', '一', '一', '一', '一']);
});

it('takes time in proportion to what it reads', () => {
  const { words } = begun();
  const hostile = `${' is damaged: '.repeat(20_000)}x`;
  expect(words(`a${hostile}`)).toContain('已损坏');
});
