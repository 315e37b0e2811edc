/** What is wrong with Chinese sentences, by the rules for terms, spaces and punctuation. */
import { faultsOf } from '../../src/trace/words/translation.ts';

/** What people also write for a term that has one name here, and what is wrong outright. */
const forbidden = [
  '秘钥',
  '加密套件',
  '预备主',
  '主秘密',
  '主机密',
  '密钥导出',
  '密钥协商',
  '会话复用',
  '简化握手',
  '会话凭证',
  '会话 ID',
  '封套',
  '告警',
  '报警',
  '撤销',
  '注销',
  '作废',
  '密码规格变更',
  '副本哈希',
  '重协商',
  '私钥加密',
  '公钥解密',
  '前向安全',
  '完全前向',
  '记录协议',
  '双向 SSL',
  '单向 SSL',
  '您',
  '你',
];
/** One word for server, but the extension has its established name. */
const others: readonly (readonly [RegExp, string])[] = [[/服务器(?!名称指示)/u, '服务器']];

/** Entries that need no Han, each with its reason. */
const withoutHan: ReadonlyMap<string, string> = new Map([
  ['{0} {1}', 'a name, and a clause about it'],
  ['handglass: {0}', 'the name of the program'],
  ['A: {0}; B: {1}', 'what is compared'],
]);

const han = '\\p{Script=Han}';
const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${han}[A-Za-z0-9{]|[A-Za-z0-9}]${han}`, 'u'), 'a space is missing between Han and Latin'],
  [
    new RegExp(`(${han}|[，。、；：！？（）])[,;:!?]|[,;:!?] ?${han}`, 'u'),
    'half-width punctuation beside Han',
  ],
  [new RegExp(`${han}[().]|[().]${han}`, 'u'), 'half-width punctuation beside Han'],
  [/(\p{Script=Han}|[，。、；：！？（）]) (?=\p{Script=Han}|[，。、；：！？（）])/u, 'a space between Han'],
  [/ [，。、；：！？（）]|[，。、；：！？（）] /u, 'a space between Han and its punctuation, or beside that'],
];

export function faultsInChinese(table: Readonly<Record<string, string>>): string[] {
  return [
    ...faultsOf(table, new Set(Object.keys(table))).map(String),
    ...Object.entries(table).flatMap(([key, text]) => [
      ...(/\p{Script=Han}/u.test(text) || withoutHan.has(key) || !/[a-z]/i.test(key)
        ? []
        : [`no Han: ${text}`]),
      ...forbidden.filter((word) => text.includes(word)).map((word) => `${word}: ${text}`),
      ...others.filter(([rule]) => rule.test(text)).map(([, word]) => `${word}: ${text}`),
      ...rules.filter(([rule]) => rule.test(text.replace(/^! /, ''))).map(([, fault]) => `${fault}: ${text}`),
    ]),
  ];
}
