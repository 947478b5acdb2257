/** Where the embedded API may answer differently, each with a reason and a predicate; a difference that none explains is new, and fails. */
import type { Difference } from './differences.ts';
import type { Scenario } from './scenario.ts';

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference, scenario: Scenario): boolean;
}

const stepOf = ({ path }: Difference, { steps }: Scenario): string =>
  steps[Number.parseInt(path, 10)]?.line ?? '';

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'CustomResourceDefinitions are read only',
    because: 'the demo’s kinds are fixed: discovery and OpenAPI tell fewer verbs of them',
    explains: ({ path, embedded }, { name }) =>
      (name === 'apiextensions.k8s.io/v1' &&
        path.startsWith('0.body.resources.customresourcedefinitions.verbs.')) ||
      (name === 'apis/apiextensions.k8s.io/v1' &&
        path.startsWith('0.body.paths./apis/apiextensions.k8s.io/v1/customresourcedefinitions') &&
        embedded === undefined),
  },
  {
    name: 'the list of all paths',
    because:
      'the real server lists the paths of every group that it has at its root; no client of the demo asks',
    explains: (difference, scenario) => stepOf(difference, scenario) === 'GET /',
  },
  {
    name: 'how far back a server remembers',
    because:
      'a real server that has just started still has its whole history; the demo’s begins with its content',
    explains: ({ path, real }, { name }) =>
      name === 'a revision long gone' && path === '0.body.0' && real === undefined,
  },
  {
    name: 'a path in bytes that are no ASCII',
    because: 'Node’s HTTP parser refuses what Go’s hands on; clients escape such bytes',
    explains: (difference, scenario) => /\/ä$/.test(stepOf(difference, scenario)),
  },
];

/** Null when the difference is new. */
export function explain(difference: Difference, scenario: Scenario): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference, scenario)) ?? null;
}
