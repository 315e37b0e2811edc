/** What commander says: the frame of the help texts, and usage errors. test/zh.test.ts makes it say each. */
export const commander: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  '[options]': '[选项]',
  '[command]': '[命令]',
  'display help for command': '显示命令的帮助',
  "error: missing required argument '{0}'": '错误：缺少必需的参数 {0}',
  "error: option '{0}' argument missing": '错误：选项 {0} 缺少参数',
  "error: required option '{0}' not specified": '错误：缺少必需的选项 {0}',
  "error: unknown option '{0}'": '错误：没有选项 {0}',
  "error: unknown command '{0}'": '错误：没有命令 {0}',
  "error: too many arguments for '{0}'. Expected {1} argument but got {2}.":
    '错误：{0} 的参数太多，应有 {1} 个，实有 {2} 个。',
  "error: too many arguments for '{0}'. Expected {1} arguments but got {2}.":
    '错误：{0} 的参数太多，应有 {1} 个，实有 {2} 个。',
  '(Did you mean {0}?)': '（是不是 {0}？）',
  '(Did you mean one of {0}?)': '（是不是其中之一：{0}？）',
};
