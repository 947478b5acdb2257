/** AuthorizationPolicies that select nothing (IST0127) or name namespaces that do not exist (IST0101). Mirrors analyzers/authz. */
import type { AuthorizationPolicy, Labels, Pod } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected, selectorText } from '../view/view.ts';
import { isAmbientPod, isInMesh, podLike } from './in-mesh.ts';

export function checkSelectedWorkloads(
  { object, namespace }: CheckedObject<AuthorizationPolicy>,
  view: CheckView,
): Observation[] {
  const isMeshWide = namespace === view.meshConfig.rootNamespace;
  const selector = object.spec?.selector;
  if (!selector && isMeshWide) return [];
  const labels = selector?.matchLabels ?? {};
  const pods = selector
    ? podsSelected<Pod>(view, labels)
    : findAs<Pod>(view, named.inNamespace('Pod', namespace));
  const isCovered = pods.some(
    (pod) =>
      (isMeshWide || pod.namespace === namespace) &&
      (isInMesh(view, podLike(pod)) || isAmbientPod(pod.object)),
  );
  if (isCovered) return [];
  if (!selector) return [observe('IST0127', ['spec'], { namespace }, { detail: 'namespace' })];
  return [
    observe(
      'IST0127',
      ['spec', 'selector'],
      { selector: selectorText(labels as Labels) },
      { detail: 'selector' },
    ),
  ];
}

export function checkSourceNamespaces(
  { object }: CheckedObject<AuthorizationPolicy>,
  view: CheckView,
): Observation[] {
  const found: Observation[] = [];
  for (const [index, rule] of (object.spec?.rules ?? []).entries()) {
    for (const [place, { source }] of (rule.from ?? []).entries()) {
      for (const field of ['namespaces', 'notNamespaces'] as const) {
        for (const [position, pattern] of (source?.[field] ?? []).entries()) {
          if (hasNamespace(view, pattern)) continue;
          const path = ['spec', 'rules', index, 'from', place, 'source', field, position];
          found.push(observe('IST0101', path, { namespace: pattern }, { detail: 'namespace' }));
        }
      }
    }
  }
  return found;
}

function hasNamespace(view: CheckView, pattern: string): boolean {
  const names = view.find(named.all('Namespace')).map(({ name }) => name);
  if (pattern === '*') return names.length > 0;
  if (pattern.startsWith('*')) return names.some((name) => name.endsWith(pattern.slice(1)));
  if (pattern.endsWith('*')) return names.some((name) => name.startsWith(pattern.slice(0, -1)));
  return names.some((name) => name.toLowerCase() === pattern.toLowerCase());
}
