// @vitest-environment happy-dom
/** What the editor of PromQL marks, and how it says why. */
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { renderHook } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { describe, expect, test } from 'vitest';
import { messages } from '#lib/i18n/messages-en.ts';
import { lintWords } from './lint-words.ts';
import { checkedWhole } from './promql-lint.ts';
import { useLintText } from './use-lint-text.ts';

async function marked(doc: string, textOf: (message: string) => string = (message) => message) {
  const extension = new PromQLExtension();
  const theirs = extension.getLinter();
  const view = new EditorView({ state: EditorState.create({ doc, extensions: [extension.asExtension()] }) });
  const half = await theirs.promQL()(view);
  const whole = await checkedWhole(theirs, textOf).promQL()(view);
  view.destroy();
  return { half, whole: whole.map(({ message }) => message) };
}

test('a good text that is not read to its end is not called wrong', async () => {
  const good = Array.from({ length: 300 }, (_, index) => `sum by (app) (rate(requests_${index}[5m]))`).join(' + ');
  const { half, whole } = await marked(good);
  // What the library would have said of the part that it knows.
  expect(half).not.toEqual([]);
  expect(whole).toEqual([]);
});

test('what is wrong near the end of a long text is marked', async () => {
  const wrong = `${Array.from({ length: 300 }, (_, index) => `up_${index}`).join(' + ')} + rate(up)`;
  expect((await marked(wrong)).whole).toEqual(['expected type matrix in call to function "rate", got vector']);
});

const wrong: Readonly<Record<string, string>> = {
  'sum(up) up + 1': 'unexpected',
  '-up[5m]': 'unary',
  'up[5m][5m:1m]': 'subquery',
  'rate(up[5m:range()])': 'rangeStep',
  'up offset': 'offset',
  'sum()': 'noParameter',
  'up and bool up': 'boolOnly',
  '1 > 2': 'boolNeeded',
  'up * on (a) group_left (a) up': 'onAndGroup',
  'up + up[5m]': 'operands',
  'up + on (a) 1': 'matching',
  'up and on (a) group_left () up': 'setGrouping',
  'up and 1': 'setScalar',
  'rate()': 'arguments',
  'round()': 'argumentsLeast',
  'round(up, 1, 2)': 'argumentsMost',
  'up{__name__="a"}': 'nameTwice',
  '{a=""}': 'noMatcher',
  'sum(1)': 'typeAggregated',
  'topk(up, up)': 'typeParameter',
  'rate(up)': 'typeArgument',
};

describe('in words of ours', () => {
  test.each(Object.entries(wrong))('%s: %s', async (query, key) => {
    const { whole } = await marked(query);
    expect(whole.map((message) => lintWords(message)?.key ?? message)).toContain(key);
  });

  test('with what they are about', () => {
    const { result } = renderHook(() => useLintText(), {
      wrapper: ({ children }) => (
        <IntlProvider locale="en" messages={messages} timeZone="UTC">
          {children}
        </IntlProvider>
      ),
    });
    expect(result.current('expected 1 argument(s) in call to "rate", got 2')).toBe('rate takes 1 argument, not 2.');
    expect(result.current('expected type matrix in call to function "rate", got vector')).toBe(
      'rate takes a range vector here, not an instant vector.',
    );
    expect(result.current('something of a later version')).toBe('something of a later version');
  });
});
