/**
 * Where the evaluator may answer differently from Istio: what Istio itself leaves open, and gaps of ours that are not closed
 * yet. Each has a name, a reason, and a predicate as narrow as it can be; a difference that none explains is new, and fails.
 */
import type { GatewaySpec, ServiceEntrySpec, VirtualServiceSpec } from '#lib/istio/generated/types.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { GatewayServer } from '#lib/istio/routing/rules.ts';
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

function serversOnPort({ objects, request }: Difference): GatewayServer[] {
  return objects
    .filter(({ kind }) => kind === 'Gateway')
    .flatMap(({ spec }) => (spec as GatewaySpec).servers ?? [])
    .filter(({ port }) => port.number === request.port);
}

const isTlsAtGateway = ({ request: { from, protocol } }: Difference): boolean =>
  from.type === 'gateway' && (protocol === 'tls' || protocol === 'https');

function isClaimed({ objects, request }: Difference): boolean {
  return objects.some(
    ({ kind, spec }) =>
      kind === 'VirtualService' && (spec as VirtualServiceSpec).hosts?.includes(request.host),
  );
}

const hasTlsMatchByRange = ({ objects }: Difference): boolean =>
  objects
    .filter(({ kind }) => kind === 'VirtualService')
    .flatMap(({ spec }) => (spec as VirtualServiceSpec).tls ?? [])
    .some(({ match }) => match.some(({ destinationSubnets }) => destinationSubnets !== undefined));

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
    name: 'terminating server without a tcp rule',
    because:
      'it has no filter chain, so a server of less specific hosts takes the connection; ours closes it',
    explains: (difference) =>
      isTlsAtGateway(difference) &&
      difference.sluice.outcome === 'closed' &&
      serversOnPort(difference).filter(({ port, tls }) => port.protocol === 'TLS' && tls?.mode === 'SIMPLE')
        .length > 1,
  },
  {
    name: 'server name taken at another server',
    because:
      'Istio skips a tls match that repeats a name of any server on the port; ours looks at one server',
    explains: (difference) =>
      isTlsAtGateway(difference) &&
      difference.sluice.outcome === 'forward' &&
      serversOnPort(difference).filter(({ tls }) => tls?.mode === 'PASSTHROUGH').length > 1,
  },
  {
    name: 'range chosen before the server name',
    because: 'Envoy takes the closest address range and never goes back for the server name; ours does',
    explains: (difference) =>
      difference.request.from.type === 'sidecar' &&
      difference.request.protocol === 'tls' &&
      difference.sluice.outcome === 'forward' &&
      hasTlsMatchByRange(difference),
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
