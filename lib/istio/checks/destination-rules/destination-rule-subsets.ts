/**
 * A DestinationRule's host exists (IST0174), and each subset has something behind it (IST0173). Istio's analyzer
 * (destinationrule/subset.go) is content with any pod of any service; here it must be one of this host's.
 */
import { selectsLabels } from '../../hosts/labels.ts';
import type {
  DestinationRule,
  KubernetesObject,
  Labels,
  Pod,
  ServiceEntry,
  WorkloadEntry,
} from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { providedHost, workloadSelectorOf } from '../view/provided-hosts.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected } from '../view/view.ts';

export function checkSubsets(subject: CheckedObject<DestinationRule>, view: CheckView): Observation[] {
  const { spec } = subject.object;
  if (!spec) return [];
  const { host, exportTo, subsets = [] } = spec;
  const provided = providedHost(view, { namespace: subject.namespace, exportTo }, host);
  if (!provided) return [observe('IST0174', ['spec', 'host'], { host })];
  return subsets.flatMap(({ name, labels = {} }, index): Observation[] => {
    if (provided.sources.some((source) => hasEndpoint(view, source, labels))) return [];
    return [observe('IST0173', ['spec', 'subsets', index, 'labels'], { subset: name, host })];
  });
}

function hasEndpoint(view: CheckView, source: CheckedObject, labels: Labels): boolean {
  const { object, namespace } = source;
  const selector = workloadSelectorOf(source);
  const isWithin = ({ namespace: other }: CheckedObject) => other === namespace;
  const wanted = { ...selector, ...labels };
  if (object.kind !== 'ServiceEntry') {
    // Endpoints that somebody wrote by hand may be any pod's.
    const pods = podsSelected<Pod>(view, wanted).concat(podsByTopology(view, wanted));
    return selector ? pods.some(isWithin) && agrees(selector, labels) : pods.length > 0;
  }
  const { endpoints = [] } = (object as ServiceEntry).spec ?? {};
  // A subset without labels is every endpoint: how egress sets TLS for a part of its traffic.
  if (Object.keys(labels).length === 0) return true;
  if (!selector) {
    return endpoints.length > 0
      ? endpoints.some((endpoint) => selectsLabels(labels, endpoint.labels ?? {}))
      : podsSelected<Pod>(view, labels).length > 0;
  }
  if (podsSelected<Pod>(view, wanted).some(isWithin)) return true;
  return findAs<WorkloadEntry>(view, named.inNamespace('WorkloadEntry', namespace)).some((entry) =>
    selectsLabels(wanted, { ...entry.object.metadata.labels, ...entry.object.spec?.labels }),
  );
}

/** A label that the service wants otherwise than the subset fits no pod. */
function agrees(selector: Labels, labels: Labels): boolean {
  return Object.entries(labels).every(
    ([key, value]) => selector[key] === undefined || selector[key] === value,
  );
}

const topologyLabels = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
  'kubernetes.io/hostname',
]);

/** Istio adds to a pod's labels where its node is. */
function podsByTopology(view: CheckView, wanted: Labels): CheckedObject<Pod>[] {
  if (!Object.keys(wanted).some((key) => topologyLabels.has(key))) return [];
  const places = Object.entries(wanted).filter(([key]) => topologyLabels.has(key));
  const rest = Object.fromEntries(Object.entries(wanted).filter(([key]) => !topologyLabels.has(key)));
  return podsSelected<Pod>(view, rest).filter(({ object }) => {
    const nodeName = object.spec?.nodeName ?? '';
    const [node] = findAs<KubernetesObject>(view, named.object('Node', '', nodeName));
    const labels: Labels = { ...node?.object.metadata.labels, 'kubernetes.io/hostname': nodeName };
    return places.every(([key, value]) => labels[key] === value);
  });
}
