/**
 * Where the evaluator may answer differently from Istio: what Istio itself leaves open, and gaps of ours that are not closed
 * yet. Each has a name, a reason, and a predicate as narrow as it can be; a difference that none explains is new, and fails.
 */
import type { ServiceEntrySpec } from '#lib/istio/generated/types.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type AnswerFacts, differingFacts } from './answer-facts.ts';
import type { MeshRequest } from './random-requests.ts';

export interface Difference {
  request: MeshRequest;
  objects: readonly KubernetesObject[];
  istio: AnswerFacts;
  sluice: AnswerFacts;
  /** What Istio answers when it is asked again with the same objects, other proxies connecting first. */
  again: readonly AnswerFacts[];
}

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference): boolean;
}

/** Two ServiceEntries of a namespace that share the host that was asked for, and find its endpoints in different ways. */
function hasTwinsOfOtherResolution({ objects, request }: Difference): boolean {
  const twins = objects
    .filter(
      ({ kind, spec }) => kind === 'ServiceEntry' && (spec as ServiceEntrySpec).hosts.includes(request.host),
    )
    .map(({ metadata, spec }) => ({
      namespace: metadata.namespace,
      resolution: (spec as ServiceEntrySpec).resolution,
    }));
  return twins.some((one) =>
    twins.some((other) => one.namespace === other.namespace && one.resolution !== other.resolution),
  );
}

const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'conflicting filter chains',
    because:
      'Istio writes two chains with the same match; Envoy refuses the listener and keeps an earlier one',
    explains: ({ istio }) => istio.tie === true,
  },
  {
    name: 'Istio is undecided',
    because: 'asked again with the same objects, Istio itself gives the answer of the evaluator',
    explains: ({ sluice, again }) => again.some((istio) => differingFacts(istio, sluice).length === 0),
  },
  {
    name: 'endpoints of a twin',
    because:
      'ServiceEntries of one namespace and host share their endpoints; one without resolution then listens on these alone',
    explains: (difference) =>
      difference.request.from.type === 'sidecar' &&
      difference.istio.outcome !== 'forward' &&
      difference.sluice.outcome === 'forward' &&
      hasTwinsOfOtherResolution(difference),
  },
];

/** Null when the difference is new. */
export function explain(difference: Difference): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference)) ?? null;
}
