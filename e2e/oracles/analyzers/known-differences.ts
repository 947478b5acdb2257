/**
 * Where our checks say something else than Istio's analyzers, on purpose or because the analyzers see less. Each has a name, a
 * reason, and a predicate as narrow as it can be; a difference that none explains is new, and fails.
 */
import { selectsLabels } from '#lib/istio/hosts/labels.ts';
import type {
  DestinationRule,
  Gateway,
  KubernetesObject,
  Labels,
  Pod,
  Service,
  ServiceEntry,
} from '#lib/istio/objects.ts';

export interface Difference {
  /** Who alone says it. */
  side: 'istio' | 'sluice';
  code: string;
  kind: string;
  namespace: string;
  name: string;
  text: string;
  objects: readonly KubernetesObject[];
  /** Codes that we say of the same object. */
  ours: ReadonlySet<string>;
}

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference): boolean;
}

function subjectOf({ objects, kind, namespace, name }: Difference): KubernetesObject | undefined {
  return objects.find(
    (object) =>
      object.kind === kind &&
      object.metadata.name === name &&
      (object.metadata.namespace ?? '') === namespace,
  );
}

const ofKind = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind);

function podsWith(objects: readonly KubernetesObject[], labels: Labels | undefined): KubernetesObject[] {
  return ofKind(objects, 'Pod').filter(({ metadata }) => selectsLabels(labels, metadata.labels ?? {}));
}

/** Hosts as both sides complete them; for each, how many objects have it, and every port they give it. */
function providersByHost(objects: readonly KubernetesObject[]): Map<string, { ports: number[] }[]> {
  const found = new Map<string, { ports: number[] }[]>();
  const add = (host: string, ports: number[]) => found.set(host, [...(found.get(host) ?? []), { ports }]);
  for (const object of ofKind(objects, 'Service')) {
    const { name, namespace } = object.metadata;
    const ports = ((object as Service).spec?.ports ?? []).map(({ port }) => port);
    add(`${name}.${namespace}.svc.cluster.local`, ports);
  }
  for (const object of ofKind(objects, 'ServiceEntry')) {
    const { hosts = [], ports = [] } = (object as ServiceEntry).spec ?? { hosts: [] };
    for (const host of hosts) {
      const full = /[.*]/.test(host) ? host : `${host}.${object.metadata.namespace}.svc.cluster.local`;
      add(
        full,
        ports.map(({ number }) => number),
      );
    }
  }
  return found;
}

/** A ServiceEntry for every host, which its CRD refuses. */
const hasEntryForAll = (objects: readonly KubernetesObject[]): boolean =>
  ofKind(objects, 'ServiceEntry').some((object) => (object as ServiceEntry).spec?.hosts?.includes('*'));

const hasInjectorElsewhere = (objects: readonly KubernetesObject[]): boolean =>
  ofKind(objects, 'ConfigMap').some(
    ({ metadata }) =>
      metadata.name.startsWith('istio-sidecar-injector') && metadata.namespace !== 'istio-system',
  );

const hasProxyWithoutImage = (objects: readonly KubernetesObject[]): boolean =>
  ofKind(objects, 'Pod').some((object) =>
    ((object as Pod).spec?.containers ?? []).some(({ name, image }) => name === 'istio-proxy' && !image),
  );

const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'refused by the CRD',
    because:
      'the analyzers ask istiod alone, and leave out what its types cannot hold; an API server refuses it by its schema',
    explains: ({ side, code, text }) =>
      side === 'sluice' && code === 'IST0106' && /must be of type|Unsupported value/.test(text),
  },
  {
    name: 'nothing else is said of what is refused',
    because: 'an object that the CRD refuses is in no cluster, so our other checks leave it alone',
    explains: ({ side, code, ours }) => side === 'istio' && code !== 'IST0106' && ours.has('IST0106'),
  },
  {
    name: 'a ServiceEntry for every host',
    because:
      'its CRD refuses the host "*", so nothing is provided by it; the analyzers take it for all hosts',
    explains: ({ side, code, objects }) =>
      hasEntryForAll(objects) && (side === 'sluice' ? /IST01(?:01|74)/ : /IST0173|IST0112/).test(code),
  },
  {
    name: 'pods of another service',
    because:
      'the analyzer is content with any pod that has the labels of a subset; a request only reaches pods of the host',
    explains: (difference) => {
      const subsets = (subjectOf(difference) as DestinationRule | undefined)?.spec?.subsets ?? [];
      return (
        difference.side === 'sluice' &&
        difference.code === 'IST0173' &&
        subsets.some(({ labels }) => podsWith(difference.objects, labels).length > 0)
      );
    },
  },
  {
    name: 'gateway pods in several namespaces',
    because:
      'of several namespaces the analyzer looks for the Secret in that of any one pod; ours in the first by name',
    explains: (difference) => {
      if (difference.kind !== 'Gateway' || !['IST0101', 'IST0161'].includes(difference.code)) return false;
      const gateway = subjectOf(difference) as Gateway | undefined;
      const pods = podsWith(difference.objects, gateway?.spec?.selector);
      return new Set(pods.map(({ metadata }) => metadata.namespace)).size > 1;
    },
  },
  {
    name: 'one host of several objects, or one port number twice',
    because:
      'the analyzer keeps the ports of one object by chance and counts a number twice; ours are all that there are',
    explains: ({ code, text, objects }) =>
      (code === 'IST0112' || (code === 'IST0101' && text.includes('host:port'))) &&
      [...providersByHost(objects).values()].some(
        (providers) =>
          providers.length > 1 || providers.some(({ ports }) => new Set(ports).size < ports.length),
      ),
  },
  {
    name: 'an injector in another namespace',
    because:
      "the analyzers take any ConfigMap of the injector's name; ours the one of the control plane's namespace",
    explains: ({ code, objects }) =>
      ['IST0102', 'IST0148', 'IST0158'].includes(code) && hasInjectorElsewhere(objects),
  },
  {
    name: 'a proxy without an image',
    because:
      'an API server refuses a pod with a container that has no image; the analyzer calls it an old one',
    explains: ({ side, code, objects }) =>
      side === 'istio' && code === 'IST0158' && hasProxyWithoutImage(objects),
  },
  {
    name: 'patches of other filters',
    because:
      'the analyzer carries names with a proxy version from one EnvoyFilter to the next it happens to read',
    explains: ({ code, kind, objects }) =>
      ['IST0151', 'IST0155'].includes(code) && ofKind(objects, kind).length > 1,
  },
  {
    name: 'definitions from files',
    because: 'the analyzer does not recognise a definition of a retired kind as a file source hands it over',
    explains: ({ side, code, kind }) =>
      side === 'sluice' && code === 'IST0002' && kind === 'CustomResourceDefinition',
  },
];

/** Null when the difference is new. */
export function explain(difference: Difference): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference)) ?? null;
}
