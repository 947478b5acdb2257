import { expect, test } from 'vitest';
import { texts as en } from '#lib/i18n/fields/en.ts';
import type { FieldTexts } from '#lib/i18n/fields/text-table.ts';
import { texts as zh } from '#lib/i18n/fields/zh-cn.ts';
import { fieldSteps } from '#lib/istio/changes/field-words.ts';
import { listName, stepsName } from './field-name.ts';

/** The steps of a path below the spec that are told, from this one on. */
const name = (texts: FieldTexts, root: string, path: string, from: number) =>
  stepsName(texts, fieldSteps(root, path.split(' ')).slice(from));

test.each([
  ['VirtualService', 'http route weight', 2, 'Weight', '权重'],
  ['VirtualService', 'http retries attempts', 1, 'Retries', '重试 › 重试次数'],
  ['VirtualService', 'http timeout', 1, 'Timeout', '超时'],
  ['VirtualService', 'http headers request set x-user', 1, null, null],
  ['DestinationRule', 'subsets labels version', 1, null, null],
])('%s %s', (root, path, from, english, chinese) => {
  const [inEnglish, inChinese] = [en, zh].map((texts) => name(texts, root, path, from));
  if (english !== null) expect([inEnglish, inChinese]).toEqual([english, chinese]);
  // A name that somebody chose stands as it is, at the end.
  else
    expect([inEnglish, inChinese].map((one) => one?.split(' › ').at(-1))).toEqual(
      Array(2).fill(path.split(' ').at(-1)),
    );
});

test('places in lists stay, fields that no form knows keep their own name', () => {
  expect(stepsName(en, [{ key: 'hosts[1]', words: ['VirtualService', 'hosts'] }])).toBe('Hosts[1]');
  expect(stepsName(en, [{ key: 'brandNew', words: ['VirtualService', 'brandNew'] }])).toBe('brandNew');
  expect(stepsName(en, [])).toBe('');
  expect(listName(zh, ['VirtualService', 'hosts'])).toBe(zh.hosts?.[0]);
});
