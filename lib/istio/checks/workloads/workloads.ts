/**
 * Pods and Deployments that the sidecar cannot live with: its own user id (IST0144, analyzers/deployment/pod.go), and
 * `image: auto` where nothing injects (IST0146, IST0147, analyzers/injection/image-auto.go).
 */
import type { Pod, PodSpec, Workload } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';
import { isControlPlane, namespaceLabels, proxyImage } from './in-mesh.ts';
import type { InjectorConfiguration } from './injector-webhooks.ts';
import { matchesLabelSelector } from './label-selector.ts';

const proxyUser = 1337;

function checkUser(spec: PodSpec | undefined, path: readonly string[]): Observation[] {
  const found: Observation[] = [];
  const say = (here: readonly (string | number)[]) =>
    found.push(observe('IST0144', [...here, 'securityContext', 'runAsUser']));
  if (spec?.securityContext?.runAsUser === proxyUser) say(path);
  for (const [index, { name, securityContext }] of (spec?.containers ?? []).entries()) {
    if (name === 'istio-proxy' || name === 'istio-operator') continue;
    if (securityContext?.runAsUser === proxyUser) say([...path, 'containers', index]);
  }
  return found;
}

export function checkPodUser({ object }: CheckedObject<Pod>): Observation[] {
  return isControlPlane(object) ? [] : checkUser(object.spec, ['spec']);
}

export function checkDeploymentUser({ object }: CheckedObject<Workload>): Observation[] {
  return isControlPlane(object) ? [] : checkUser(object.spec?.template?.spec, ['spec', 'template', 'spec']);
}

/** A pod that still says `auto` was not injected. */
export function checkPodImage({ object }: CheckedObject<Pod>): Observation[] {
  const containers = object.spec?.containers ?? [];
  const index = containers.findIndex(({ name }) => name === 'istio-proxy');
  return proxyImage(containers) === 'auto'
    ? [observe('IST0147', ['spec', 'containers', index, 'image'])]
    : [];
}

export function checkDeploymentImage(
  { object, namespace }: CheckedObject<Workload>,
  view: CheckView,
): Observation[] {
  const { spec, metadata } = object.spec?.template ?? {};
  const containers = spec?.containers ?? [];
  if (proxyImage(containers) !== 'auto') return [];
  const surroundings = namespaceLabels(view, namespace);
  const isInjected = findAs<InjectorConfiguration>(view, named.all('MutatingWebhookConfiguration'))
    .flatMap(({ object: { webhooks = [] } }) => webhooks)
    .filter(({ name }) => name.endsWith('istio.io'))
    .some(
      ({ namespaceSelector, objectSelector }) =>
        matchesLabelSelector(namespaceSelector, surroundings) &&
        matchesLabelSelector(objectSelector, metadata?.labels ?? {}),
    );
  const index = containers.findIndex(({ name }) => name === 'istio-proxy');
  const path = ['spec', 'template', 'spec', 'containers', index, 'image'];
  return isInjected ? [] : [observe('IST0146', path)];
}
