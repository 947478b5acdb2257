import { expect, test } from 'vitest';
import { journeyFailures, unitFailures } from './failures.ts';

const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky', message?: string) => ({
  title,
  file: 'graph.e2e.ts',
  line: 7,
  tests: [{ status, results: [{ errors: message === undefined ? [] : [{ message }] }] }],
});

test('journeys that failed or needed a second try are told with their place and first error', () => {
  const report = {
    suites: [
      {
        title: 'graph.e2e.ts',
        specs: [spec('fine', 'expected')],
        suites: [
          {
            title: 'inner',
            specs: [spec('bad', 'unexpected', '\u001b[31mno edge\u001b[39m'), spec('late', 'flaky', 'slow')],
          },
        ],
      },
    ],
    errors: [{ message: 'no demo' }],
  };
  expect(journeyFailures(report)).toEqual([
    'failed: no demo',
    'failed: e2e/graph.e2e.ts:7 › bad\nno edge',
    'passed at the second try: e2e/graph.e2e.ts:7 › late\nslow',
  ]);
});

test('a message is cut where it no longer helps', () => {
  const message = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n');
  const [told] = journeyFailures({ suites: [{ title: '', specs: [spec('long', 'unexpected', message)] }] });
  expect(told).toContain('line 24');
  expect(told).not.toContain('line 25');
});

test('unit tests that failed, and files that could not be loaded', () => {
  const told = unitFailures({
    testResults: [
      { name: 'a.test.ts', status: 'failed', message: 'cannot resolve', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'works', status: 'passed' },
          { fullName: 'breaks', status: 'failed', failureMessages: ['expected 1'] },
        ],
      },
    ],
  });
  expect(told).toEqual(['failed: a.test.ts\ncannot resolve', 'failed: b.test.ts › breaks\nexpected 1']);
});
