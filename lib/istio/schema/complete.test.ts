/** What is offered while one writes: keys of the place that are not there yet, and words of enumerations. */
import { expect, test } from 'vitest';
import { completeField } from './complete.ts';

const virtualService = { group: 'networking.istio.io', kind: 'VirtualService' };

/** The place is marked by ‸. */
function offered(marked: string, kind = virtualService): string[] {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  return completeField(kind, text, offset)?.options.map(({ label }) => label) ?? [];
}

const head = 'spec:\n  http:\n  - name: a\n';

test('keys of a rule, without those that it has', () => {
  const keys = offered(`${head}    ‸\n  - name: b\n`);
  expect(keys).toEqual(expect.arrayContaining(['route', 'timeout', 'retries', 'match']));
  expect(keys).not.toContain('name');
  expect(keys).not.toContain('hosts');
});

test('letters narrow the keys; a list or map is opened', () => {
  const found = completeField(virtualService, `${head}    ti`, head.length + 6);
  expect(found).toMatchObject({ from: head.length + 4 });
  expect(found?.options.map(({ label, apply }) => [label, apply])).toEqual([['timeout', 'timeout: ']]);
  expect(completeField(virtualService, `${head}    rou`, head.length + 7)?.options).toContainEqual({
    label: 'route',
    detail: 'array',
    apply: 'route:',
  });
});

test('behind a dash, in maps of any key, and at the root of the spec', () => {
  expect(offered(`${head}    route:\n    - ‸\n`)).toEqual(expect.arrayContaining(['destination', 'weight']));
  expect(offered(`${head}    match:\n    - headers:\n        x-user:\n          ‸\n`)).toEqual(
    expect.arrayContaining(['exact', 'prefix', 'regex']),
  );
  expect(offered('spec:\n  ‸\n')).toContain('hosts');
});

test('words of enumerations and booleans', () => {
  const rule = { group: 'networking.istio.io', kind: 'DestinationRule' };
  expect(offered('spec:\n  trafficPolicy:\n    tls:\n      mode: ‸\n', rule)).toContain('ISTIO_MUTUAL');
  expect(offered('spec:\n  trafficPolicy:\n    tls:\n      mode: mut‸\n', rule)).toEqual([
    'MUTUAL',
    'ISTIO_MUTUAL',
  ]);
  const policy = { group: 'networking.istio.io', kind: 'Sidecar' };
  expect(offered('spec:\n  ‸\n', policy)).toContain('egress');
});

test.each([
  ['a text that cannot be read elsewhere', 'a: [\nspec:\n  ‸\n'],
  ['a comment', 'spec:\n  # ti‸\n'],
  ['the middle of a value', `${head}    timeout: 3s x‸\n`],
  ['a place that the schema does not know', 'spec:\n  unknown:\n    ‸\n'],
])('nothing in %s', (_what, marked) => {
  expect(offered(marked)).toEqual([]);
});

test('nothing for kinds without a schema here', () => {
  expect(completeField({ group: 'x', kind: 'Y' }, 'spec:\n  ', 8)).toBeNull();
});
