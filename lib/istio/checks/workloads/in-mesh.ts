/** Whether analyzers take a pod for a part of the mesh (analyzers/util/in_mesh.go); simpler than injection itself (injection.ts). */
import { injectKey, revisionKey } from '../../injection-keys.ts';
import type { Container, KubernetesObject, Labels, Namespace, Pod } from '../../objects.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';

export function isControlPlane({ metadata }: KubernetesObject): boolean {
  const labels = metadata.labels ?? {};
  return labels.istio !== undefined || labels.release === 'istio';
}

export function proxyImage(containers: readonly Container[]): string {
  return containers.find(({ name }) => name === 'istio-proxy')?.image ?? '';
}

export function allContainers({ spec }: Pick<Pod, 'spec'>): Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
}

export interface PodLike {
  namespace: string;
  labels: Labels;
  annotations: Labels;
  containers: readonly Container[];
}

export function isInMesh(view: CheckView, { namespace, labels, annotations, containers }: PodLike): boolean {
  if (proxyImage(containers) !== '') return true;
  const wish = labels[injectKey] ?? annotations[injectKey];
  if (wish !== undefined) return wish === 'true';
  return namespaceLabels(view, namespace)['istio-injection'] === 'enabled';
}

export function podLike({ object, namespace }: CheckedObject<Pod>): PodLike {
  const { labels = {}, annotations = {} } = object.metadata;
  return { namespace, labels, annotations, containers: allContainers(object) };
}

export function namespaceLabels(view: CheckView, namespace: string): Labels {
  return findAs<Namespace>(view, named.object('Namespace', '', namespace))[0]?.object.metadata.labels ?? {};
}

export function isAmbientPod({ metadata }: Pod): boolean {
  return metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled';
}

export function isAmbientNamespace(labels: Labels): boolean {
  if (labels['istio-injection'] === 'enabled' || labels[revisionKey]) return false;
  return labels['istio.io/dataplane-mode'] === 'ambient';
}
