import { expect, test } from 'vitest';
import { meshQueries } from './mesh-queries.ts';
import { ratesWithin, scopeKey } from './metrics-scope.ts';
import { overviewQueries } from './overview-queries.ts';
import { is } from './promql.ts';
import { parsePromql } from './testing/promql-grammar.ts';
import { timelineQuery } from './timeline-queries.ts';

test('SEC-21 a single namespace is named exactly, several as alternatives', () => {
  const matchersOf = (...scope: string[]) =>
    parsePromql(ratesWithin(scope, 'x', [is('reporter', 'source')], 60).promql).matchers.map(
      ({ label, operator, value }) => `${label}${operator}${value}`,
    );
  expect(matchersOf('a')).toContain('source_workload_namespace=a');
  expect(matchersOf('a', 'b-1')).toEqual([
    'reporter=source',
    'source_workload_namespace=~a|b-1',
    'reporter=source',
    'destination_workload_namespace=~a|b-1',
    'reporter=source',
    'destination_service_namespace=~a|b-1',
    'reporter=source',
    'destination_service=~[^.]+[.](a|b-1)[.]svc.*',
  ]);
});

test('SEC-21 the whole mesh has no matcher of namespaces', () => {
  expect(ratesWithin(null, 'x', [], 60).promql).toBe('rate(x[1m])');
});

test('SEC-20 SEC-21 questions of a scope are PromQL, whatever a namespace is called', () => {
  const scope = ['a', 'b"} or up{x="', 'c\\'];
  const questions = [
    ...meshQueries({ windowSeconds: 60, scope }),
    ...overviewQueries({ rateWindowSeconds: 60, latencyHosts: null, scope }),
  ].map(({ promql }) => promql);
  for (const promql of [...questions, timelineQuery(60, scope)]) expect(parsePromql(promql).valid).toBe(true);
});

test('scopes with the same namespaces are one', () => {
  expect([scopeKey(null), scopeKey(['a', 'b']), scopeKey([])]).toEqual(['', 'in a,b', 'in ']);
});
