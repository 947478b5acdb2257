/**
 * Injection as a namespace's labels ask for it: none (IST0102), by default (IST0148), several at once (IST0123), and pods
 * without the proxy they should have (IST0103) or with an old one (IST0158). Mirrors analyzers/injection.
 */
import { injectKey, revisionKey } from '../../injection-keys.ts';
import type { Labels, Namespace, Pod } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type ConfigMap, field, readYaml } from '../view/mesh-settings.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';
import { allContainers, namespaceLabels, proxyImage } from './in-mesh.ts';

const keys = { injection: 'istio-injection', revision: revisionKey, mode: 'istio.io/dataplane-mode' };

export function checkNamespaceLabels(
  { object, name }: CheckedObject<Namespace>,
  view: CheckView,
): Observation[] {
  if (name === 'istio-system') return [];
  const labels = object.metadata.labels ?? {};
  const path = ['metadata', 'labels'];
  const asked = injectionLabels(labels);
  const found = asked.length > 1 ? [observe('IST0123', path, { labels: asked.join(', ') })] : [];
  if (labels[keys.mode] === 'ambient' || labels[keys.injection] || labels[keys.revision] !== undefined)
    return found;
  const values = injectorValues(view, undefined);
  const isDefault = field(field(values, 'sidecarInjectorWebhook'), 'enableNamespacesByDefault') === true;
  return [...found, observe(isDefault ? 'IST0148' : 'IST0102', path, { namespace: name })];
}

function injectionLabels(labels: Labels): string[] {
  const injection = labels[keys.injection];
  const counts = injection === undefined || injection === 'enabled';
  return [keys.injection, keys.revision, keys.mode]
    .filter((key) => labels[key] !== undefined && (key === keys.injection || counts))
    .map((key) => `${key}=${labels[key]}`);
}

/** Of the injector of a revision; null where its ConfigMap is not there. */
function injectorValues(view: CheckView, revision: string | undefined): unknown {
  const name = `istio-sidecar-injector${!revision || revision === 'default' ? '' : `-${revision}`}`;
  const [found] = findAs<ConfigMap>(view, named.object('ConfigMap', view.meshConfig.rootNamespace, name));
  return found ? readYaml(found.object.data?.values ?? '') : null;
}

export function checkMissingProxy(
  { object, namespace, name }: CheckedObject<Pod>,
  view: CheckView,
): Observation[] {
  if (namespace === 'istio-system' || object.spec?.hostNetwork) return [];
  const labels = namespaceLabels(view, namespace);
  if (labels[keys.injection] !== 'enabled' || labels[keys.mode] === 'ambient') return [];
  const { metadata } = object;
  const wish = metadata.labels?.[injectKey] ?? metadata.annotations?.[injectKey];
  if (wish?.toLowerCase() === 'false' || proxyImage(allContainers(object)) !== '') return [];
  return [observe('IST0103', ['metadata', 'name'], { pod: `${namespace}/${name}` })];
}

export function checkProxyImages({ object, name }: CheckedObject<Namespace>, view: CheckView): Observation[] {
  const labels = object.metadata.labels ?? {};
  const revision = labels[keys.revision];
  if (labels[keys.injection] !== 'enabled' && revision === undefined) return [];
  const values = injectorValues(view, revision);
  if (values === null) return [];
  const wanted = injectedImage(values);
  const stale = findAs<Pod>(view, named.inNamespace('Pod', name)).filter(({ object: pod }) => {
    if (pod.metadata.annotations?.['sidecar.istio.io/proxyImage']) return false;
    const image = proxyImage(allContainers(pod));
    return image !== '' && image !== wanted && !variants.some((variant) => image === `${wanted}-${variant}`);
  });
  if (stale.length === 0) return [];
  return [
    observe('IST0158', ['metadata', 'name'], {
      pods: stale.map((pod) => pod.name).join(', '),
      image: wanted,
    }),
  ];
}

/** Image types that Istio publishes beside the plain one. */
const variants = ['distroless', 'debug'];

function injectedImage(values: unknown): string {
  const global = field(values, 'global');
  const image = String(field(field(global, 'proxy'), 'image') ?? '');
  return image.includes('/') ? image : `${field(global, 'hub') ?? ''}/${image}:${field(global, 'tag') ?? ''}`;
}
