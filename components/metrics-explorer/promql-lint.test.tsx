// @vitest-environment happy-dom
/** What the editor of PromQL marks, and how it says why. */
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { renderHook } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { describe, expect, test, vi } from 'vitest';
import { messages } from '#lib/i18n/messages-en.ts';
import { lintWords } from './lint-words.ts';
import { checkedWhole } from './promql-lint.ts';
import { useLintText } from './use-lint-text.ts';

/** A busy browser takes so many steps through the text, and the rest when it has time. */
function viewOf(doc: string, steps: number): EditorView {
  const language = new PromQLExtension().asExtension();
  const start = Date.now();
  let asked = 0;
  const later = () => start + (asked++ < steps ? 0 : 60_000);
  vi.spyOn(Date, 'now').mockImplementation(later);
  const view = new EditorView({ state: EditorState.create({ doc, extensions: [language] }) });
  vi.restoreAllMocks();
  return view;
}

const theirs = new PromQLExtension().getLinter();
const ours = checkedWhole(theirs, (message) => message);

async function marked(doc: string, check = ours, steps = Number.POSITIVE_INFINITY): Promise<string[]> {
  const view = viewOf(doc, steps);
  const found = await check.promQL()(view);
  view.destroy();
  return found.map(({ message }) => message);
}

test('a good text of which a busy browser has read the beginning is not called wrong', async () => {
  const good = 'sum by (destination_service) (rate(istio_requests_total{reporter="destination"}[5m]))';
  const told = { theirs: new Set<string>(), ours: new Set<string>() };
  for (let steps = 1; steps < 60; steps += 1) {
    for (const message of await marked(good, theirs, steps)) told.theirs.add(message);
    for (const message of await marked(good, ours, steps)) told.ours.add(message);
  }
  // The library judges the part that it knows.
  expect(told.theirs.size).toBeGreaterThan(0);
  expect([...told.ours]).toEqual([]);
});

test('what is wrong near the end of a long text is marked', async () => {
  const wrong = `${Array.from({ length: 300 }, (_, index) => `up_${index}`).join(' + ')} + rate(up)`;
  expect(await marked(wrong)).toEqual(['expected type matrix in call to function "rate", got vector']);
});

const wrong: Readonly<Record<string, string>> = {
  'sum(up) up + 1': 'unexpected',
  '-"a"': 'unary',
  'up[5m][5m:1m]': 'subquery',
  'rate(up[5m:range()])': 'rangeStep',
  'up offset': 'offset',
  'sum()': 'noParameter',
  'up and bool up': 'boolOnly',
  '1 > 2': 'boolNeeded',
  'up * on (a) group_left (a) up': 'onAndGroup',
  'up + "a"': 'operands',
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
    const found = await marked(query);
    expect(found.map((message) => lintWords(message)?.key ?? message)).toContain(key);
  });

  test('with what they are about', () => {
    const { result } = renderHook(() => useLintText(), {
      wrapper: ({ children }) => (
        <IntlProvider locale="en" messages={messages} timeZone="UTC">
          {children}
        </IntlProvider>
      ),
    });
    expect(result.current('expected 1 argument(s) in call to "rate", got 2')).toBe(
      'rate takes 1 argument, not 2.',
    );
    expect(result.current('expected type matrix in call to function "rate", got vector')).toBe(
      'rate takes a range vector here, not an instant vector.',
    );
    expect(result.current('something of a later version')).toBe('something of a later version');
  });
});
