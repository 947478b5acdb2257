/** Injectors that would inject a pod twice, or whose service is gone (IST0139, analyzers/webhook/webhook.go). */
import { injectKey, revisionKey } from '../../injection-keys.ts';
import type { KubernetesObject, Labels } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';
import { type LabelSelector, matchesLabelSelector } from './label-selector.ts';

interface Webhook {
  name: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  clientConfig?: { service?: { name: string; namespace: string } };
}

export interface InjectorConfiguration extends KubernetesObject {
  webhooks?: Webhook[];
}

export function checkInjectors(
  subject: CheckedObject<InjectorConfiguration>,
  view: CheckView,
): Observation[] {
  if (!isInjector(subject.object)) return [];
  const all = findAs<InjectorConfiguration>(view, named.all('MutatingWebhookConfiguration')).filter(
    ({ object, sound }) => sound && isInjector(object),
  );
  const hooks = all.flatMap(({ name, object }) =>
    (object.webhooks ?? []).map((hook) => ({ owner: name, label: `${name}/${hook.name}`, hook })),
  );
  const overlaps = overlapping(hooks, labelSets(all.map(({ object }) => object)));
  return (subject.object.webhooks ?? []).flatMap((hook, index): Observation[] => {
    const path = ['webhooks', index];
    const others = overlaps.get(`${subject.name}/${hook.name}`) ?? new Set();
    const found =
      others.size > 0
        ? [observe('IST0139', path, { others: [...others].sort().join(', ') }, { detail: 'overlap' })]
        : [];
    const service = hook.clientConfig?.service;
    if (service && view.find(named.object('Service', service.namespace, service.name)).length === 0) {
      const params = { service: `${service.namespace}/${service.name}` };
      found.push(observe('IST0139', [...path, 'clientConfig', 'service'], params, { detail: 'service' }));
    }
    return found;
  });
}

function isInjector(object: InjectorConfiguration): boolean {
  return (
    revisionsOf(object).length > 0 || (object.webhooks ?? []).some(({ name }) => name.endsWith('istio.io'))
  );
}

function revisionsOf({ metadata, webhooks = [] }: InjectorConfiguration): string[] {
  const named = [metadata.labels?.[revisionKey]];
  for (const { namespaceSelector, objectSelector } of webhooks) {
    for (const selector of [namespaceSelector, objectSelector]) {
      named.push(selector?.matchLabels?.[revisionKey]);
      for (const { key, values = [] } of selector?.matchExpressions ?? []) {
        if (key === revisionKey) named.push(...values);
      }
    }
  }
  return [...new Set(named.filter((revision) => revision !== undefined))];
}

interface LabelSets {
  namespaces: Labels[];
  pods: Labels[];
}

/** Every way in which a namespace and a pod may ask for injection. */
function labelSets(configurations: readonly InjectorConfiguration[]): LabelSets {
  const revisions = [...new Set(configurations.flatMap(revisionsOf))];
  const combine = (key: string, values: readonly string[]): Labels[] => {
    const plain: Labels[] = [{}, ...values.map((value) => ({ [key]: value }))];
    return [
      ...plain,
      ...revisions.flatMap((revision) => plain.map((set) => ({ ...set, [revisionKey]: revision }))),
    ];
  };
  return {
    namespaces: combine('istio-injection', ['enabled', 'disabled']),
    pods: combine(injectKey, ['true', 'false']),
  };
}

function overlapping(
  hooks: readonly { label: string; hook: Webhook }[],
  sets: LabelSets,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const namespace of sets.namespaces) {
    const near = hooks.filter(({ hook }) => matchesLabelSelector(hook.namespaceSelector, namespace));
    for (const pod of sets.pods) {
      const matching = new Set(
        near.filter(({ hook }) => matchesLabelSelector(hook.objectSelector, pod)).map(({ label }) => label),
      );
      if (matching.size < 2) continue;
      for (const label of matching) {
        const known = found.get(label) ?? new Set();
        for (const other of matching) if (other !== label) known.add(other);
        found.set(label, known);
      }
    }
  }
  return found;
}
