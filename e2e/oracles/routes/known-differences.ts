/**
 * Where the evaluator may answer differently from Istio: what Istio itself leaves open, and gaps of ours that are not closed
 * yet. Each has a name, a reason, and a predicate as narrow as it can be; a difference that none explains is new, and fails.
 */
import type { ServiceEntrySpec, VirtualServiceSpec } from '#lib/istio/generated/types.ts';
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

function isClaimed({ objects, request }: Difference): boolean {
  return objects.some(
    ({ kind, spec }) =>
      kind === 'VirtualService' && (spec as VirtualServiceSpec).hosts?.includes(request.host),
  );
}

/** Two ServiceEntries of a namespace that share a host which Istio and the evaluator both name, exported to different places. */
function hasUnequalTwins({ objects, istio, sluice }: Difference): boolean {
  const named = sluice.destinations.filter(({ host }) =>
    istio.destinations.some((other) => other.host === host),
  );
  return named.some(({ host }) => {
    const twins = objects.filter(
      ({ kind, spec }) => kind === 'ServiceEntry' && (spec as ServiceEntrySpec).hosts.includes(host),
    );
    const visibilities = twins.map(({ metadata, spec }) => ({
      namespace: metadata.namespace,
      exportTo: JSON.stringify((spec as ServiceEntrySpec).exportTo),
    }));
    return visibilities.some((one) =>
      visibilities.some((other) => one.namespace === other.namespace && one.exportTo !== other.exportTo),
    );
  });
}

const isShortServiceName = ({ objects, request }: Difference): boolean =>
  objects.some(
    ({ kind, metadata }) => kind === 'Service' && `${metadata.name}.${metadata.namespace}` === request.host,
  );

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
    name: 'hidden by an older ServiceEntry',
    because:
      'of one namespace Istio pulls in the oldest service of a destination, visible or not; ours a visible one',
    explains: (difference) =>
      difference.request.from.type === 'sidecar' &&
      difference.istio.outcome === 'forward' &&
      difference.sluice.outcome === 'forward' &&
      hasUnequalTwins(difference),
  },
  {
    name: "literal host that is a service's short name",
    because: 'the first virtual host gets the domain; ours always prefers the literal host',
    explains: (difference) =>
      difference.request.from.type === 'sidecar' && isClaimed(difference) && isShortServiceName(difference),
  },
];

/** Null when the difference is new. */
export function explain(difference: Difference): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference)) ?? null;
}
