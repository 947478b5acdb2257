import { expect, test } from 'vitest';
import { ownerOf, ruleGroups, type TriedRule } from './rule-groups.ts';

const rule = (
  name: string,
  index: number,
  key: string,
  matched = false,
  kind = 'virtualservices.networking.istio.io',
): TriedRule => ({
  kind,
  namespace: 'shop',
  name,
  index,
  matched,
  reason: '',
  told: [{ reason: { key }, origin: null }],
  line: null,
});

const owners = (tried: TriedRule[]) =>
  ruleGroups({ tried }).map(({ name, owns, rules }) => `${name}${owns ? '*' : ''}:${rules.length}`);

test('the VirtualService with the matching rule owns the host', () => {
  const tried = [rule('a', 0, 'missed'), rule('a', 1, 'met', true), rule('b', 0, 'comes-first')];
  expect(owners(tried)).toEqual(['a*:2', 'b:1']);
});

test('it owns the host also when none of its rules matches', () => {
  expect(owners([rule('a', 0, 'missed'), rule('b', 0, 'comes-first')])).toEqual(['a*:1', 'b:1']);
});

test('one that has no rule for this client is passed over', () => {
  expect(owners([rule('a', 0, 'source-namespace'), rule('b', 0, 'takes-request', true)])).toEqual([
    'a:1',
    'b*:1',
  ]);
});

test('routes share a host, also with one of another kind by the same name', () => {
  const route = (name: string, key: string, kind = 'httproutes') =>
    rule(name, 0, key, false, `${kind}.gateway.networking.k8s.io`);
  const tried = [route('a', 'missed'), route('b', 'missed'), route('a', 'missed', 'grpcroutes')];
  expect(owners([...tried, rule('a', 0, 'comes-first')])).toEqual(['a*:1', 'b*:1', 'a*:1', 'a:1']);
  expect(ownerOf({ tried, rule: null })).toMatchObject({
    kind: 'httproutes.gateway.networking.k8s.io',
    name: 'a',
  });
});

test('without rules there is nothing to own', () => {
  expect(owners([])).toEqual([]);
});

test('the owner keeps what is saved of a request: who decides, or whose rules took none', () => {
  const tried = [rule('a', 0, 'source-namespace'), rule('b', 0, 'missed')];
  const { kind } = rule('a', 0, 'missed');
  expect(ownerOf({ tried, rule: null })).toEqual({ kind, namespace: 'shop', name: 'b' });
  const decided = { kind, namespace: 'shop', name: 'c', index: 0, route: null };
  expect(ownerOf({ tried, rule: decided })).toEqual({ kind, namespace: 'shop', name: 'c' });
  expect(ownerOf({ tried: [rule('a', 0, 'other-port')], rule: null })).toBeNull();
});
