/** What pickers of the forms offer in one namespace. Objects are those that the caller may read: nothing else is spoken of. */
import { compareText } from '#lib/compare-text.ts';
import type { Choices, HostChoice } from '../api/configuration/choices.ts';
import { mapInSteps, type Steps } from '../steps.ts';
import { builtInProviders } from './extension-providers.ts';
import { isWithin, resolveShortName } from './hosts/host-name.ts';
import { selectsLabels } from './hosts/labels.ts';
import { servicePortProtocol } from './hosts/port-protocol.ts';
import { isVisibleTo, parseExportTo } from './hosts/visibility.ts';
import { kindId, kinds } from './kinds/registry.ts';
import type {
  ClusterObjects,
  DestinationRule,
  KubernetesObject,
  Labels,
  Pod,
  Service,
  ServiceEntry,
} from './objects.ts';

export type PickedObjects = Pick<
  ClusterObjects,
  | 'meshConfig'
  | 'namespaces'
  | 'services'
  | 'pods'
  | 'workloads'
  | 'gateways'
  | 'serviceEntries'
  | 'destinationRules'
  | 'virtualServices'
  | 'workloadEntries'
> & {
  kubernetesGateways: readonly KubernetesGateway[];
};

type KubernetesGateway = KubernetesObject<{
  listeners?: { name?: string; port?: number; protocol?: string; hostname?: string }[];
}>;

export type PickedChoices = Omit<Choices, 'secrets' | 'creatable' | 'apiVersions' | 'warnings'>;

/** Labels that only controllers write, and no rule should select by. */
const changing = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'statefulset.kubernetes.io/pod-name',
  'pod-template-generation',
  'apps.kubernetes.io/pod-index',
]);
const maxValues = 50;

/** What hosts are looked up in: `podsIn` by namespace, `rulesAt` by the full host that they are written for. */
interface Surroundings {
  namespace: string;
  objects: PickedObjects;
  podsIn: ReadonlyMap<string, readonly Pod[]>;
  rulesAt: ReadonlyMap<string, readonly DestinationRule[]>;
}

export function* choicesIn(namespace: string, objects: PickedObjects): Steps<PickedChoices> {
  const podsIn = Map.groupBy(objects.pods, ({ metadata }) => metadata.namespace ?? '');
  const rulesAt = Map.groupBy(objects.destinationRules, (rule) => fullHostOf(rule, objects));
  const around: Surroundings = { namespace, objects, podsIn, rulesAt };
  const ofServices = yield* mapInSteps(visibleServices(around), (service) => serviceHost(service, around));
  const ofEntries = yield* mapInSteps(visibleEntries(around), (entry) => entryHosts(entry, around));
  const own = podsIn.get(namespace) ?? [];
  const nearestFirst = nearestTo(namespace);
  const place = (one: { namespace: string; name: string }) => `${one.namespace}/${one.name}`;
  return {
    namespace,
    hosts: [...ofServices, ...ofEntries.flat()].sort(nearestFirst(({ host }) => host)),
    gateways: gatewaysOf(objects).sort(nearestFirst(place)),
    virtualServices: objects.virtualServices
      .map(({ metadata, spec }) => ({
        namespace: metadata.namespace ?? '',
        name: metadata.name,
        hosts: spec?.hosts ?? [],
      }))
      .sort(nearestFirst(place)),
    localities: localitiesOf(objects),
    namespaces: objects.namespaces
      .map(({ metadata }) => ({ name: metadata.name, labels: { ...metadata.labels } }))
      .sort((a, b) => compareText(a.name, b.name)),
    workloads: workloadsIn(namespace, objects, own),
    labels: labelsOf(own),
    serviceAccounts: accountsOf(namespace, own),
    mesh: {
      ...objects.meshConfig,
      extensionProviders: [...(objects.meshConfig.extensionProviders ?? builtInProviders)],
    },
  };
}

/** What is of the namespace comes before all else. */
function nearestTo(namespace: string) {
  const distance = (owner: string) => (owner === namespace ? 0 : 1);
  return <T extends { namespace: string }>(nameOf: (one: T) => string) =>
    (a: T, b: T): number =>
      distance(a.namespace) - distance(b.namespace) || compareText(nameOf(a), nameOf(b));
}

function visibleServices({ namespace, objects }: Surroundings): Service[] {
  return objects.services.filter(({ metadata }) => {
    const exportTo = metadata.annotations?.['networking.istio.io/exportTo'];
    const places = exportTo?.split(',').map((one) => one.trim());
    return isVisibleTo(parseExportTo(places, metadata.namespace ?? ''), namespace);
  });
}

function visibleEntries({ namespace, objects }: Surroundings): ServiceEntry[] {
  return objects.serviceEntries.filter(({ metadata, spec }) =>
    isVisibleTo(parseExportTo(spec?.exportTo, metadata.namespace ?? ''), namespace),
  );
}

function serviceHost(service: Service, around: Surroundings): HostChoice {
  const { name, namespace: owner = '' } = service.metadata;
  const host = `${name}.${owner}.svc.${around.objects.meshConfig.domain}`;
  const { selector, ports = [] } = service.spec ?? {};
  const isSelecting = selector !== undefined && Object.keys(selector).length > 0;
  const pods = isSelecting ? selectedPods(selector, owner, around) : [];
  return {
    host,
    shortName: owner === around.namespace ? name : null,
    namespace: owner,
    source: 'service',
    object: name,
    ports: ports.map((port) => ({
      number: port.port,
      name: port.name ?? '',
      protocol: servicePortProtocol(port),
    })),
    subsets: subsetsOf(host, owner, pods, around),
    versions: countedValues(pods, 'version'),
  };
}

function entryHosts({ metadata, spec }: ServiceEntry, around: Surroundings): HostChoice[] {
  const owner = metadata.namespace ?? '';
  const selector = spec?.workloadSelector?.labels;
  const pods = selector === undefined ? [] : selectedPods(selector, owner, around);
  return (spec?.hosts ?? []).map((host) => ({
    host,
    shortName: null,
    namespace: owner,
    source: 'service-entry',
    object: metadata.name,
    ports: (spec?.ports ?? []).map(({ number, name, protocol }) => ({
      number,
      name,
      protocol: protocol ?? 'TCP',
    })),
    subsets: subsetsOf(host, owner, pods, around),
    versions: countedValues(pods, 'version'),
  }));
}

function selectedPods(selector: Labels, owner: string, { podsIn }: Surroundings): Pod[] {
  return (podsIn.get(owner) ?? []).filter(({ metadata }) => selectsLabels(selector, metadata.labels ?? {}));
}

/** Of the rules that Istio looks at for a caller of this namespace: its own, the host's, the root namespace's. */
function subsetsOf(
  host: string,
  owner: string,
  pods: readonly Pod[],
  { namespace, objects, rulesAt }: Surroundings,
): HostChoice['subsets'] {
  const name = host.toLowerCase();
  const places = new Set([namespace, owner, objects.meshConfig.rootNamespace]);
  const rules = [...rulesAt]
    .filter(([pattern]) => pattern === name || (pattern.startsWith('*') && isWithin(name, pattern)))
    .flatMap(([, found]) => found)
    .filter(
      ({ metadata, spec }) =>
        places.has(metadata.namespace ?? '') &&
        isVisibleTo(parseExportTo(spec?.exportTo, metadata.namespace ?? ''), namespace),
    );
  return rules.flatMap(({ metadata, spec }) =>
    (spec?.subsets ?? []).map(({ name: subset, labels = {} }) => ({
      name: subset,
      labels: { ...labels },
      pods: pods.filter((pod) => selectsLabels(labels, pod.metadata.labels ?? {})).length,
      destinationRule: { namespace: metadata.namespace ?? '', name: metadata.name },
    })),
  );
}

function fullHostOf({ metadata, spec }: DestinationRule, { meshConfig }: PickedObjects): string {
  return resolveShortName(spec?.host ?? '', metadata.namespace ?? '', meshConfig.domain).toLowerCase();
}

function gatewaysOf({ gateways, kubernetesGateways }: PickedObjects): Choices['gateways'] {
  return [
    ...gateways.map(({ metadata, spec }) => ({
      kind: kindId(kinds.gateways),
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      hosts: [...new Set((spec?.servers ?? []).flatMap(({ hosts = [] }) => hosts))],
      ports: (spec?.servers ?? []).flatMap(({ port }) =>
        port === undefined ? [] : [{ number: port.number, name: port.name, protocol: port.protocol }],
      ),
      selector: { ...spec?.selector },
    })),
    ...kubernetesGateways.map(({ metadata, spec }) => ({
      kind: kindId(kinds.kubernetesGateways),
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      hosts: [...new Set((spec?.listeners ?? []).map(({ hostname }) => hostname ?? '*'))],
      ports: (spec?.listeners ?? []).map(({ port = 0, name = '', protocol = '' }) => ({
        number: port,
        name,
        protocol,
      })),
      selector: null,
    })),
  ];
}

function workloadsIn(
  namespace: string,
  { workloads }: PickedObjects,
  pods: readonly Pod[],
): Choices['workloads'] {
  return workloads
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ kind, metadata, spec }) => {
      const labels: Labels = spec?.template?.metadata?.labels ?? {};
      const selector = spec?.selector?.matchLabels;
      return {
        name: metadata.name,
        kind,
        labels: { ...labels },
        pods:
          selector === undefined
            ? 0
            : pods.filter((pod) => selectsLabels(selector, pod.metadata.labels ?? {})).length,
      };
    })
    .sort((a, b) => compareText(a.name, b.name));
}

function labelsOf(pods: readonly Pod[]): Choices['labels'] {
  const keys = new Set(pods.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {})));
  return [...keys]
    .filter((key) => !changing.has(key))
    .sort(compareText)
    .map((key) => ({ key, values: countedValues(pods, key) }));
}

/** Most pods first. */
function countedValues(pods: readonly Pod[], key: string): { value: string; pods: number }[] {
  const counts = new Map<string, number>();
  for (const { metadata } of pods) {
    const value = metadata.labels?.[key];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, pods: count }))
    .sort((a, b) => b.pods - a.pods || compareText(a.value, b.value))
    .slice(0, maxValues);
}

/** Where pods and endpoints say that they are; Istio takes a pod's label before what Kubernetes copies from its node. */
function localitiesOf({ pods, serviceEntries, workloadEntries }: PickedObjects): string[] {
  const written = [
    ...pods.map(({ metadata }) => podLocality(metadata.labels ?? {})),
    ...serviceEntries.flatMap(({ spec }) => (spec?.endpoints ?? []).map(({ locality }) => locality ?? '')),
    ...workloadEntries.map(({ spec }) => spec?.locality ?? ''),
  ];
  return [...new Set(written)].filter((one) => one !== '').sort(compareText);
}

function podLocality(labels: Labels): string {
  const own = labels['istio-locality'];
  // Labels cannot hold a slash.
  if (own !== undefined) return own.includes('/') ? own : own.replaceAll('.', '/');
  const [region, zone, subzone] = [
    labels['topology.kubernetes.io/region'],
    labels['topology.kubernetes.io/zone'],
    labels['topology.istio.io/subzone'],
  ];
  return [region ?? '', zone ?? '', subzone ?? ''].join('/').replace(/\/+$/, '');
}

function accountsOf(namespace: string, pods: readonly Pod[]): Choices['serviceAccounts'] {
  const names = new Set(pods.map(({ spec }) => spec?.serviceAccountName ?? 'default'));
  return [...names].sort(compareText).map((name) => ({
    name,
    principal: `cluster.local/ns/${namespace}/sa/${name}`,
  }));
}
