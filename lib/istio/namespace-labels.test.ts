import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changedLabels,
  choiceOf,
  isMixed,
  labelsOfChoice,
  namespaceLabelKeys,
  namespaceLabelProblem,
  type ProxyChoice,
  undoOf,
  withLabels,
} from './namespace-labels.ts';

describe('SEC-58 which labels may be written', () => {
  test.each<[string, string | null, boolean]>([
    ['istio-injection', 'enabled', true],
    ['istio-injection', 'disabled', true],
    ['istio-injection', 'Yes', false],
    ['istio-injection', '', false],
    ['istio-injection', null, true],
    ['istio.io/rev', '1-32-0', true],
    ['istio.io/rev', 'Canary', false],
    ['istio.io/rev', '-x', false],
    ['istio.io/rev', 'a/b', false],
    ['istio.io/rev', null, true],
    ['istio.io/dataplane-mode', 'ambient', true],
    ['istio.io/dataplane-mode', 'none', true],
    ['istio.io/dataplane-mode', 'sidecar', false],
    ['istio.io/use-waypoint', 'waypoint', true],
    ['istio.io/use-waypoint', 'none', true],
    ['istio.io/use-waypoint', 'a b', false],
    ['pod-security.kubernetes.io/enforce', 'privileged', false],
    ['pod-security.kubernetes.io/enforce', null, false],
    ['kubernetes.io/metadata.name', 'x', false],
    ['istio.io/rev ', 'x', false],
    ['ISTIO-INJECTION', 'enabled', false],
    ['__proto__', 'enabled', false],
    ['constructor', null, false],
    ['toString', 'enabled', false],
  ])('%s=%s: %s', (key, value, isAllowed) => {
    expect(namespaceLabelProblem(key, value) === null).toBe(isAllowed);
  });

  test('no other key, whatever it is', () => {
    const known: readonly string[] = namespaceLabelKeys;
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), (key, value) => {
        fc.pre(!known.includes(key));
        expect(namespaceLabelProblem(key, value)).not.toBeNull();
      }),
    );
  });
});

describe('what labels ask for', () => {
  test.each<[string, Record<string, string>, ProxyChoice, boolean]>([
    ['nothing', {}, { kind: 'unset' }, false],
    ['injection', { 'istio-injection': 'enabled' }, { kind: 'default' }, false],
    ['disabled', { 'istio-injection': 'disabled' }, { kind: 'off' }, false],
    ['a revision', { 'istio.io/rev': 'canary' }, { kind: 'revision', name: 'canary' }, false],
    [
      'injection wins over a revision',
      { 'istio-injection': 'enabled', 'istio.io/rev': 'canary' },
      { kind: 'default' },
      true,
    ],
    [
      'disabled wins over a revision',
      { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' },
      { kind: 'off' },
      true,
    ],
    ['ambient', { 'istio.io/dataplane-mode': 'ambient' }, { kind: 'ambient' }, false],
    [
      'a sidecar wins over ambient',
      { 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' },
      { kind: 'default' },
      true,
    ],
    ['no data plane', { 'istio.io/dataplane-mode': 'none' }, { kind: 'unset' }, false],
    ['a value that is none', { 'istio-injection': 'yes' }, { kind: 'off' }, false],
  ])('%s', (_, labels, choice, mixed) => {
    expect(choiceOf(labels)).toEqual(choice);
    expect(isMixed(labels)).toBe(mixed);
  });

  const choice = fc.oneof(
    ...(['default', 'ambient', 'off', 'unset'] as const).map((kind) => fc.constant<ProxyChoice>({ kind })),
    fc.stringMatching(/^[a-z]{1,8}$/).map((name): ProxyChoice => ({ kind: 'revision', name })),
  );
  const labelSet = fc.dictionary(
    fc.constantFrom(...namespaceLabelKeys, 'team'),
    fc.constantFrom('enabled', 'disabled', 'ambient', 'x'),
  );

  test('what is chosen is what the labels say afterwards, other labels stay, and undoing brings all back', () => {
    fc.assert(
      fc.property(labelSet, choice, (labels, chosen) => {
        const change = changedLabels(labels, labelsOfChoice(chosen));
        const after = withLabels(labels, change);
        expect(choiceOf(after)).toEqual(chosen);
        expect(isMixed(after)).toBe(false);
        expect(after.team).toBe(labels.team);
        expect(withLabels(after, undoOf(labels, change))).toEqual({ ...labels });
        for (const [key, value] of Object.entries(change))
          expect(namespaceLabelProblem(key, value ?? null)).toBeNull();
      }),
    );
  });
});
