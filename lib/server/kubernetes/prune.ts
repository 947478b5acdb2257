/**
 * What the snapshot keeps of an object: memory stays low, and what the console must not hold (environment of containers,
 * last applied configuration) is gone before it is stored.
 */

import { kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { type Resource, type ResourceId, rbacResources, resources } from './resources.ts';

type Json = Readonly<Record<string, unknown>>;

function pick(value: unknown, keys: readonly string[]): Json | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])));
}

function metadata(value: Json, keepManagers: boolean): Json {
  const { managedFields, annotations, ...rest } = value;
  const kept: Record<string, unknown> = rest;
  if (isRecord(annotations)) {
    const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...others } = annotations;
    kept.annotations = others;
  }
  if (keepManagers && Array.isArray(managedFields)) {
    kept.managedFields = managedFields.map((entry) =>
      pick(entry, ['manager', 'operation', 'time', 'subresource', 'apiVersion']),
    );
  }
  return kept;
}

function containers(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((one) => pick(one, ['name', 'image', 'ports', 'restartPolicy']))
    : undefined;
}

function podSpec(value: unknown): Json {
  const spec = isRecord(value) ? value : {};
  return {
    ...pick(spec, ['hostNetwork', 'nodeName', 'serviceAccountName']),
    containers: containers(spec.containers) ?? [],
    ...(spec.initContainers === undefined ? {} : { initContainers: containers(spec.initContainers) }),
  };
}

function workloadSpec(value: unknown): Json {
  const spec = isRecord(value) ? value : {};
  const template = isRecord(spec.template) ? spec.template : {};
  return {
    ...pick(spec, ['replicas', 'selector']),
    template: {
      metadata: pick(template.metadata, ['labels', 'annotations']) ?? {},
      spec: podSpec(template.spec),
    },
  };
}

const podStatusKeys = ['phase', 'podIP', 'hostIP', 'startTime', 'conditions'];

function podStatus(value: unknown): Json | undefined {
  const status = pick(value, podStatusKeys);
  if (status === undefined || !isRecord(value)) return status;
  const statuses = (list: unknown) =>
    Array.isArray(list)
      ? list.map((one) => pick(one, ['name', 'ready', 'restartCount', 'state', 'lastState']))
      : undefined;
  return {
    ...status,
    containerStatuses: statuses(value.containerStatuses),
    initContainerStatuses: statuses(value.initContainerStatuses),
  };
}

const workloadStatusKeys = [
  'replicas',
  'readyReplicas',
  'availableReplicas',
  'updatedReplicas',
  'observedGeneration',
  'desiredNumberScheduled',
  'numberReady',
];

function body(id: ResourceId, item: Json): Json {
  switch (id) {
    case 'pods':
      return { spec: podSpec(item.spec), status: podStatus(item.status) };
    case 'deployments':
    case 'statefulSets':
    case 'daemonSets':
      return { spec: workloadSpec(item.spec), status: pick(item.status, workloadStatusKeys) };
    case 'endpointSlices':
      return pick(item, ['addressType', 'endpoints', 'ports']) ?? {};
    default:
      return pick(item, ['spec', 'status']) ?? {};
  }
}

/** Of RBAC no rule is kept, only whom a RoleBinding names: it says where somebody need not be asked about. */
function rbacBody(id: ResourceId, { subjects }: Json): Json {
  if (id !== 'roleBindings' || !Array.isArray(subjects)) return {};
  return { subjects: subjects.map((one) => pick(one, ['kind', 'name', 'namespace']) ?? {}) };
}

/** An item of a list or watch as the snapshot keeps it; null when it is no object with a name. */
export function readObject(
  id: ResourceId,
  item: unknown,
  version: string = resources[id].version,
): KubernetesObject | null {
  if (!isRecord(item) || !isRecord(item.metadata)) return null;
  if (typeof item.metadata.name !== 'string') return null;
  const resource: Resource = resources[id];
  // Items of a list carry neither kind nor version.
  const apiVersion = resource.group === '' ? version : `${resource.group}/${version}`;
  const kept: Json = rbacResources.has(id)
    ? {
        metadata: pick(item.metadata, ['name', 'namespace', 'uid', 'resourceVersion']),
        ...rbacBody(id, item),
      }
    : { metadata: metadata(item.metadata, Object.hasOwn(kinds, id)), ...body(id, item) };
  return { apiVersion, kind: resource.kind, ...kept } as KubernetesObject;
}
