/**
 * Chinese as it is set and worded here: one term for one thing, as Istio's and Kubernetes' Chinese documents have it, full-width
 * punctuation and curly quotes, a space between Chinese and Latin. `other`: how else the thing is called, which is not ours.
 */
import { describe, expect, it } from 'vitest';
import { messages as chinese } from './messages-zh-cn.ts';

interface MessageTree {
  readonly [key: string]: string | MessageTree;
}

const texts = (function leaves(tree: MessageTree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
})(chinese);

const han = '\\p{Script=Han}';

const terms: readonly [thing: string, ours: string, other: RegExp][] = [
  ['you', '你', /您/u],
  ['split', '切分', /(?:流量|权重)拆分|拆分(?:流量|比例|权重)|(?<!切)分流/u],
  ['graph', '拓扑图', /流量图|服务图/u],
  ['overview', '概览', /总览/u],
  ['canary', '金丝雀', /灰度(?!发布中)/u],
  ['stable version', '稳定版', /稳定版本/u],
  ['sidecar', 'Sidecar', /边车|(?<![\w.{/-])sidecar(?![\w}.:/-])/u],
  ['control plane', '控制平面', /控制面(?!板)/u],
  ['account', '账号', /[账帐]户|帐号/u],
  ['sign in', '登录', /登陆/u],
  ['review', '审阅', /复核|评审|审查/u],
  ['change', '修改（变更，作名词）', /更改|改动/u],
  ['namespace', '命名空间', /名字空间|名称空间/u],
  ['caller', '调用方', /调用者/u],
  ['header', '请求头', /标头/u],
  ['mutual TLS', '双向 TLS', /相互 TLS/u],
  ['API server', 'API 服务器', /API [Ss]erver/u],
  ['percentile', 'p95', /P(?:50|90|95|99)(?!\w*\})/u],
  ['dry run', '试运行', /预演|空运行/u],
  ['delegate', '委托', /委派/u],
  ['replay', '回放', /重放/u],
];

const setting: readonly [rule: string, broken: RegExp][] = [
  ['a space between Chinese and Latin', new RegExp(`${han}[A-Za-z0-9]|[A-Za-z0-9]${han}`, 'u')],
  ['full-width punctuation after Chinese', new RegExp(`${han}[,;:!?()]|${han}\\.(?:\\s|$)`, 'u')],
  ['no space around full-width punctuation', /\s[，。；：！？、（）]|[，。；：！？、（）]\s/u],
  ['quotes are “ ”', /[「」『』‘’]/u],
  ['an ellipsis is one sign', /\.\.\./u],
];

/** A header line is written as it is sent. */
const asSent = new Set(['tester.headersHint', 'tester.problem.header', 'wizard.ab.headersHint']);

const breaking = (pattern: RegExp) =>
  texts
    .filter(([key, text]) => !asSent.has(key) && pattern.test(text))
    .map(([key, text]) => `${key}: ${text}`);

describe('Chinese texts', () => {
  it.each(terms)('say %s as %s', (_, __, other) => {
    expect(breaking(other)).toEqual([]);
  });

  it.each(setting)('%s', (_, broken) => {
    expect(breaking(broken)).toEqual([]);
  });
});
