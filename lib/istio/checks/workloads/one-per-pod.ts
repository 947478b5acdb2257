/**
 * Kinds of which one object configures a pod, and one a namespace: Sidecar (IST0110, IST0111, IST0167) and Telemetry
 * (IST0159, IST0160), with selectors that select something (IST0101). Mirrors analyzers/{sidecar,telemetry}.
 */
import { selectsLabels } from '../../hosts/labels.ts';
import type { Labels, Pod, Sidecar, Telemetry } from '../../objects.ts';
import type { CheckCode } from '../codes.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected, selectorText } from '../view/view.ts';
import { isAmbientNamespace, isAmbientPod, namespaceLabels } from './in-mesh.ts';

type Subject = CheckedObject<Sidecar> | CheckedObject<Telemetry>;

/** Null without a selector. */
function selectorOf({ object }: Subject): Labels | null {
  const spec: Sidecar['spec'] & Telemetry['spec'] = object.spec ?? {};
  const labels = object.kind === 'Sidecar' ? spec.workloadSelector?.labels : spec.selector?.matchLabels;
  return labels && Object.keys(labels).length > 0 ? labels : null;
}

const hasBareSelector = ({ object }: Subject): boolean =>
  object.kind === 'Telemetry' && (object as Telemetry).spec?.selector !== undefined;

export const checkSidecars = (subject: CheckedObject<Sidecar>, view: CheckView): Observation[] => {
  const path = ['spec', 'workloadSelector'];
  const selector = selectorOf(subject);
  const isAmbient = selector
    ? selected(view, subject, selector).some(({ object }) => isAmbientPod(object))
    : isAmbientNamespace(namespaceLabels(view, subject.namespace));
  const found = isAmbient ? [observe('IST0167', selector ? path : ['spec'])] : [];
  if (isAmbient && !selector) return found;
  return [...found, ...checkSelection(subject, view, path, { perPod: 'IST0110', perNamespace: 'IST0111' })];
};

export const checkTelemetries = (subject: CheckedObject<Telemetry>, view: CheckView): Observation[] =>
  checkSelection(subject, view, ['spec', 'selector'], { perPod: 'IST0159', perNamespace: 'IST0160' });

function selected(view: CheckView, { namespace }: Subject, selector: Labels): readonly CheckedObject<Pod>[] {
  return podsSelected<Pod>(view, selector).filter((pod) => pod.namespace === namespace);
}

function checkSelection(
  subject: Subject,
  view: CheckView,
  path: readonly string[],
  codes: { perPod: CheckCode; perNamespace: CheckCode },
): Observation[] {
  const siblings = findAs<Sidecar & Telemetry>(
    view,
    named.inNamespace(subject.kind, subject.namespace),
  ).filter(({ id, sound }) => id !== subject.id && sound);
  const selector = selectorOf(subject);
  if (!selector) {
    if (hasBareSelector(subject)) return [];
    const rivals = siblings.filter((other) => !selectorOf(other) && !hasBareSelector(other));
    const others = rivals.map(({ name }) => name).join(', ');
    return rivals.length === 0
      ? []
      : [observe(codes.perNamespace, ['spec'], { others, namespace: subject.namespace })];
  }
  const pods = selected(view, subject, selector);
  if (pods.length === 0) {
    return [observe('IST0101', path, { selector: selectorText(selector) }, { detail: 'selector' })];
  }
  for (const pod of pods) {
    if (subject.kind === 'Sidecar' && isAmbientPod(pod.object)) continue;
    const rivals = siblings.filter((other) => {
      const theirs = selectorOf(other);
      return theirs !== null && selectsLabels(theirs, pod.object.metadata.labels ?? {});
    });
    const others = rivals.map(({ name }) => name).join(', ');
    if (rivals.length > 0) return [observe(codes.perPod, path, { others, pod: pod.name })];
  }
  return [];
}
