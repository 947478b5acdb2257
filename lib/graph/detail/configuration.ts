/** The configuration that touches a subject, with why it does; what the caller may not read is left out. */
import type { Touch } from '../../api/traffic/details.ts';
import type { ClusterObjects, DestinationRule, KubernetesObject, Labels } from '../../istio/objects.ts';
import { concernedObjects } from '../../istio/touching/routing-objects.ts';
import { holdingPolicies } from '../../istio/touching/selected.ts';
import { type IndexedWorkload, namespaceOf, selects } from '../build/cluster-index.ts';
import { lastWrite } from '../views/changes.ts';
import { podsOf } from './pods.ts';

export interface ConfigurationSubject {
  namespace: string;
  hosts: readonly string[];
  /** Names of Services and ServiceEntries that are the subject, or stand before it. */
  services: readonly string[];
  serviceEntries: readonly string[];
  workloads: readonly IndexedWorkload[];
}

export interface TouchingObject {
  object: KubernetesObject;
  reason: Touch['reason'];
  /** Names; empty where it holds for all of the subject's. */
  workloads: string[];
}

/** Kinds of objects that may touch a subject, as the API names them. */
export const touchingKinds: readonly string[] = [
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'HTTPRoute',
  'GRPCRoute',
  'Sidecar',
  'PeerAuthentication',
  'RequestAuthentication',
  'AuthorizationPolicy',
  'Telemetry',
  'EnvoyFilter',
];

/** For everybody: rights are not looked at. */
export function touchingObjects(objects: ClusterObjects, subject: ConfigurationSubject): TouchingObject[] {
  const { namespace, hosts, services, serviceEntries, workloads } = subject;
  const routing = concernedObjects(objects, { namespace, hosts, services, workloads }).map(
    ({ object, reason }): TouchingObject => ({ object, reason, workloads: [] }),
  );
  const policies = new Map<KubernetesObject, TouchingObject>();
  for (const { labels, name } of workloads) {
    for (const { object, reason } of holdingPolicies(objects, {
      namespace,
      labels,
      services,
      serviceEntries,
    })) {
      const present = policies.get(object);
      if (present === undefined) policies.set(object, { object, reason, workloads: [name] });
      else present.workloads.push(name);
    }
  }
  const held = [...policies.values()].map((policy) =>
    policy.workloads.length === workloads.length ? { ...policy, workloads: [] } : policy,
  );
  const rank = ({ object }: TouchingObject) => touchingKinds.indexOf(object.kind);
  return [...routing, ...held].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (namespaceOf(a.object) < namespaceOf(b.object)
        ? -1
        : namespaceOf(a.object) > namespaceOf(b.object)
          ? 1
          : 0) ||
      (a.object.metadata.name < b.object.metadata.name ? -1 : 1),
  );
}

export function toTouch(
  { object, reason, workloads }: TouchingObject,
  objects: ClusterObjects,
  subject: ConfigurationSubject,
): Touch {
  const { kind, metadata } = object;
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    reason,
    workloads,
    hosts: [],
    gateways: [],
    subsets: [],
    mode: null,
    changedAt: lastWrite(object),
    ...factsOf(object, objects, subject),
  };
}

type Facts = Partial<Pick<Touch, 'hosts' | 'gateways' | 'subsets' | 'mode'>>;

function factsOf(object: KubernetesObject, objects: ClusterObjects, subject: ConfigurationSubject): Facts {
  const find = <S>(list: readonly KubernetesObject<S>[]): S | undefined =>
    list.find((one) => one === object)?.spec;
  switch (object.kind) {
    case 'VirtualService': {
      const spec = find(objects.virtualServices);
      return { hosts: spec?.hosts ?? [], gateways: spec?.gateways ?? ['mesh'] };
    }
    case 'DestinationRule': {
      const spec = find(objects.destinationRules);
      return {
        hosts: spec?.host === undefined ? [] : [spec.host],
        subsets: subsetsOf(spec, objects, subject),
      };
    }
    case 'Gateway': {
      const servers = find(objects.gateways)?.servers ?? [];
      return { hosts: [...new Set(servers.flatMap(({ hosts }) => hosts))] };
    }
    case 'ServiceEntry':
      return { hosts: find(objects.serviceEntries)?.hosts ?? [] };
    case 'HTTPRoute':
      return { hosts: find(objects.httpRoutes)?.hostnames ?? [] };
    case 'GRPCRoute':
      return { hosts: find(objects.grpcRoutes)?.hostnames ?? [] };
    case 'PeerAuthentication':
      return { mode: find(objects.peerAuthentications)?.mtls?.mode ?? null };
    case 'AuthorizationPolicy':
      return { mode: find(objects.authorizationPolicies)?.action ?? 'ALLOW' };
    default:
      return {};
  }
}

function subsetsOf(
  spec: DestinationRule['spec'],
  objects: ClusterObjects,
  { workloads }: ConfigurationSubject,
): Touch['subsets'] {
  const pods = workloads.flatMap(({ namespace, name }) => podsOf(objects, namespace, name));
  return (spec?.subsets ?? []).map(({ name, labels = {} }) => ({
    name,
    labels: { ...labels },
    pods: pods.filter(({ metadata }) => selects(labels, labelsOf(metadata))).length,
  }));
}

function labelsOf({ labels = {} }: KubernetesObject['metadata']): Labels {
  return labels;
}
