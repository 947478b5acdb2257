/**
 * Workloads that requests reach because of an object: behind the Services that the rules of a VirtualService or of a route send to, cut down
 * to their subsets; and those that a DestinationRule speaks of.
 */
import type { Relation } from '../../api/configuration/configuration.ts';
import type { RelationReason } from '../../api/configuration/configuration-words.ts';
import { isJsonObject, type Json } from '../../document/json.ts';
import { resolveShortName } from '../hosts/host-name.ts';
import { selectsLabels } from '../hosts/labels.ts';
import { type Kind, valuesAt } from '../kinds/kind.ts';
import { kinds } from '../kinds/registry.ts';
import { asJson, type KubernetesObject, type Labels, type Service } from '../objects.ts';
import type { Surroundings } from './surroundings.ts';

interface Place {
  /** Full name, lower case. */
  host: string;
  subset: string | null;
}

export function reachedWorkloads(kind: Kind, object: KubernetesObject, around: Surroundings): Relation[] {
  const reason: RelationReason = kind === kinds.destinationRules ? 'host' : 'route';
  const found = placesOf(kind, object, around).flatMap(({ host, subset }) => {
    const service = around.services.find((one) => hostOf(one, around) === host);
    const labels = subset === null ? {} : subsetLabels(host, subset, around);
    const selector = service?.spec?.selector ?? {};
    if (labels === null || Object.keys(selector).length === 0) return [];
    return around.workloads.filter(
      ({ metadata, spec }) =>
        metadata.namespace === service?.metadata.namespace &&
        selectsLabels({ ...selector, ...labels }, spec?.template?.metadata?.labels ?? {}),
    );
  });
  return [...new Set(found)].map(({ kind: workloadKind, metadata: { namespace = '', name } }) => ({
    what: 'workload',
    kind: workloadKind,
    namespace,
    name,
    reason,
  }));
}

function hostOf({ metadata }: Service, { meshConfig }: Surroundings): string {
  return `${metadata.name}.${metadata.namespace}.svc.${meshConfig.domain}`;
}

function placesOf(kind: Kind, object: KubernetesObject, { meshConfig }: Surroundings): Place[] {
  const { namespace = '' } = object.metadata;
  const json = asJson(object);
  const full = (host: string): string => resolveShortName(host, namespace, meshConfig.domain).toLowerCase();
  const named = (value: Json): Place[] =>
    isJsonObject(value) && typeof value.host === 'string'
      ? [{ host: full(value.host), subset: typeof value.subset === 'string' ? value.subset : null }]
      : [];
  if (kind === kinds.destinationRules)
    return valuesAt(json, 'spec.host').flatMap((host) => named({ host: host as Json }));
  if (kind === kinds.virtualServices) {
    const paths = ['http', 'tls', 'tcp'].map((layer) => `spec.${layer}.*.route.*.destination`);
    return [...paths, 'spec.http.*.mirror', 'spec.http.*.mirrors.*.destination'].flatMap((path) =>
      valuesAt(json, path).flatMap(named),
    );
  }
  return valuesAt(json, 'spec.rules.*.backendRefs.*').flatMap((backend): Place[] => {
    if (!isJsonObject(backend) || (backend.kind ?? 'Service') !== 'Service') return [];
    const place = typeof backend.namespace === 'string' ? backend.namespace : namespace;
    return [{ host: `${backend.name}.${place}.svc.${meshConfig.domain}`, subset: null }];
  });
}

/** Null where no DestinationRule defines it. */
function subsetLabels(host: string, subset: string, { objects, meshConfig }: Surroundings): Labels | null {
  for (const { kind, object } of objects) {
    if (kind !== kinds.destinationRules) continue;
    const json = asJson(object);
    const [written] = valuesAt(json, 'spec.host');
    const { namespace = '' } = object.metadata;
    if (typeof written !== 'string') continue;
    if (resolveShortName(written, namespace, meshConfig.domain).toLowerCase() !== host) continue;
    const found = valuesAt(json, 'spec.subsets.*').find((one) => isJsonObject(one) && one.name === subset);
    if (isJsonObject(found)) return isJsonObject(found.labels) ? (found.labels as Labels) : {};
  }
  return null;
}
