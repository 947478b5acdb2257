/**
 * Which objects of Istio speak of a service or a workload, so that lists can count them: by host (VirtualService, DestinationRule),
 * by selector or target (policies, Sidecar). What the root namespace says of every workload tells rows nothing apart, and is left out.
 */
import type { ClusterObjects, KubernetesObject, Labels } from '../istio/objects.ts';
import { fullHost, subjectHosts } from './badges.ts';
import { namespaceOf, selects } from './cluster-index.ts';

/** How many objects of a kind, in one namespace: rights are given by namespace. */
export interface Touching {
  kind: string;
  namespace: string;
  count: number;
}

export interface Subject {
  namespace: string;
  /** Full host names of the service, or of those that select the workload. */
  hosts: readonly string[];
  /** Names of these services, which policies may target. */
  services: readonly string[];
  /** Of each workload behind it. */
  labels: readonly Labels[];
}

interface SelectingSpec {
  selector?: { matchLabels?: Labels };
  workloadSelector?: { labels?: Labels };
  targetRef?: { kind?: string; name?: string };
  targetRefs?: readonly { kind?: string; name?: string }[];
}

/** Objects are sorted once, then asked about every subject. */
export function touchingBook(objects: ClusterObjects): (subject: Subject) => Touching[] {
  const domain = objects.meshConfig.domain;
  const exact = new Map<string, Set<KubernetesObject>>();
  const wildcards: { suffix: string; object: KubernetesObject }[] = [];
  const file = (host: string, object: KubernetesObject) => {
    if (host.startsWith('*')) wildcards.push({ suffix: host.slice(1), object });
    else exact.set(host, (exact.get(host) ?? new Set()).add(object));
  };
  for (const service of objects.virtualServices) {
    for (const host of subjectHosts(service, domain)) if (host !== '*') file(host, service);
  }
  for (const rule of objects.destinationRules) {
    const host = rule.spec?.host;
    if (host !== undefined) file(fullHost(host, namespaceOf(rule), domain), rule);
  }
  const selecting = Map.groupBy<string, KubernetesObject<SelectingSpec>>(
    [
      ...objects.authorizationPolicies,
      ...objects.peerAuthentications,
      ...objects.requestAuthentications,
      ...objects.sidecars,
    ],
    namespaceOf,
  );

  return (subject) => {
    const found = new Set<KubernetesObject>();
    for (const host of subject.hosts) {
      for (const object of exact.get(host) ?? []) found.add(object);
      for (const { suffix, object } of wildcards) if (host.endsWith(suffix)) found.add(object);
    }
    if (subject.labels.length > 0) {
      for (const object of selecting.get(subject.namespace) ?? []) {
        if (speaksOf(object, subject)) found.add(object);
      }
    }
    return counted(found);
  };
}

function speaksOf({ spec }: KubernetesObject<SelectingSpec>, { labels, services }: Subject): boolean {
  const targets = targetsOf(spec);
  if (targets.length > 0)
    return targets.some(({ kind, name }) => kind === 'Service' && services.includes(name ?? ''));
  const selector = labelsOf(spec);
  return labels.some((own) => selects(selector, own));
}

function labelsOf(spec: SelectingSpec | undefined): Labels {
  return spec?.selector?.matchLabels ?? spec?.workloadSelector?.labels ?? {};
}

function targetsOf(spec: SelectingSpec | undefined): readonly { kind?: string; name?: string }[] {
  return [...(spec?.targetRefs ?? []), ...(spec?.targetRef === undefined ? [] : [spec.targetRef])];
}

function counted(objects: Iterable<KubernetesObject>): Touching[] {
  const counts = new Map<string, Touching>();
  for (const object of objects) {
    const namespace = namespaceOf(object);
    const key = `${object.kind}/${namespace}`;
    const present = counts.get(key);
    if (present === undefined) counts.set(key, { kind: object.kind, namespace, count: 1 });
    else present.count++;
  }
  return [...counts.values()].sort((a, b) =>
    a.kind === b.kind ? (a.namespace < b.namespace ? -1 : 1) : a.kind < b.kind ? -1 : 1,
  );
}
