/** Every code has a case that fires and the same mistake put right; every text exists, with its parameters. */
import { describe, expect, it } from 'vitest';
import checks from '../../i18n/messages/en/checks.json' with { type: 'json' };
import type { KubernetesObject } from '../objects.ts';
import { createCheckSet } from './check-set.ts';
import { checkCodes } from './codes.ts';
import type { CheckFinding } from './finding.ts';
import { backendCases } from './testing/backend-cases.ts';
import { expectationCases } from './testing/expectation-cases.ts';
import { listenerCases } from './testing/listener-cases.ts';
import { providerCases } from './testing/provider-cases.ts';
import { routeCases } from './testing/route-cases.ts';
import { trafficCases } from './testing/traffic-cases.ts';
import { virtualServiceCases } from './testing/virtual-service-cases.ts';
import { workloadCases } from './testing/workload-cases.ts';

const cases = [
  ...virtualServiceCases,
  ...trafficCases,
  ...workloadCases,
  ...routeCases,
  ...listenerCases,
  ...backendCases,
  ...providerCases,
  ...expectationCases,
];

const found = (objects: readonly KubernetesObject[]) => createCheckSet(objects).findings();

function textOf({ message }: CheckFinding): string {
  const text = message.key
    .split('.')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node ? Reflect.get(node, key) : undefined),
      checks.messages,
    );
  return String(text).replace(/\{(\w+)\}/g, (whole, name: string) => String(message.params[name] ?? whole));
}

describe.each(cases)('$code: $name', ({ code, fires, silent }) => {
  it('is said, with a place that exists and a whole sentence', () => {
    const said = found(fires).filter((finding) => finding.code === code);
    expect(said).not.toEqual([]);
    for (const finding of said) {
      expect(finding.severity).toBe(checkCodes[code]);
      expect(textOf(finding)).toMatch(/^[^{}]{15,}$/);
      const subject = fires.find(
        ({ kind, metadata }) => kind === finding.kind && metadata.name === finding.name,
      );
      expect(placeExists(subject, finding.path)).toBe(true);
    }
  });

  it('is not said of the corrected objects', () => {
    expect(found(silent).filter((finding) => finding.code === code)).toEqual([]);
  });
});

/** All but the last step, which may be what is missing. */
function placeExists(subject: unknown, path: CheckFinding['path']): boolean {
  let value = subject;
  for (const step of path.slice(0, -1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = Reflect.get(value, step);
  }
  return typeof value === 'object' && value !== null;
}

describe('the table of codes', () => {
  it('has a case for each that the set itself can say', () => {
    const fired = new Set(cases.map(({ code }) => code));
    // Of two objects with one name a set holds one: the command tells the files.
    const saidElsewhere = ['SLU0010'];
    expect(Object.keys(checkCodes).filter((code) => !fired.has(code as keyof typeof checkCodes))).toEqual(
      saidElsewhere,
    );
  });

  it('has texts for each', () => {
    expect(Object.keys(checks.messages).sort()).toEqual(Object.keys(checkCodes).sort());
  });
});
