/** Labels and annotations as the API server refuses them, each told at its own key (ValidateObjectMeta in k8s.io/apimachinery/pkg/api/validation). */
import { isJsonObject, type JsonObject, own } from '../../../document/json.ts';
import type { KubernetesObject } from '../../objects.ts';
import { invalid, tooLong } from '../../schema/field-error.ts';
import { labelKeyProblems, labelValueProblem, largestAnnotationsBytes } from '../../schema/name-forms.ts';
import { type Observation, observe } from '../finding.ts';

/** Of metadata whose labels and annotations are maps of text. */
export function judgeMeta({ metadata }: Pick<KubernetesObject, 'metadata'>): Observation[] {
  const { labels = {}, annotations = {} } = metadata;
  const refused = (path: readonly string[], value: string, problem: string) => {
    const { field, detail } = invalid(path.slice(0, 2).join('.'), value, problem);
    return observe('IST0106', path, { reason: `${field}: ${detail}` });
  };
  const ofLabels = Object.entries(labels).flatMap(([key, value]) => {
    const path = ['metadata', 'labels', key];
    const problem = labelValueProblem(value);
    return [
      ...labelKeyProblems(key).map((one) => refused(path, key, one)),
      ...(problem === '' ? [] : [refused(path, value, problem)]),
    ];
  });
  const ofAnnotations = Object.keys(annotations).flatMap((key) =>
    labelKeyProblems(key.toLowerCase()).map((one) => refused(['metadata', 'annotations', key], key, one)),
  );
  if (fits(annotations)) return [...ofLabels, ...ofAnnotations];
  const { field, detail } = tooLong('metadata.annotations', largestAnnotationsBytes);
  return [
    ...ofLabels,
    ...ofAnnotations,
    observe('IST0106', ['metadata', 'annotations'], { reason: `${field}: ${detail}` }),
  ];
}

function fits(annotations: Readonly<Record<string, string>>): boolean {
  const texts = Object.entries(annotations).flat();
  const sum = (of: (text: string) => number) => texts.reduce((all, text) => all + of(text), 0);
  // A UTF-16 unit takes three bytes at most: few are ever encoded.
  return sum(({ length }) => 3 * length) <= largestAnnotationsBytes || sum(size) <= largestAnnotationsBytes;
}

function size(text: string): number {
  return new TextEncoder().encode(text).length;
}

const held = ['ownerReferences', 'finalizers'] as const;

/**
 * What decides over an object's life is not changed by a text that somebody pastes or edits: owners are set by who made it, and a
 * finalizer keeps it from going. `before` as it was; null for a new object, and for one that nobody knows.
 */
export function heldMeta(
  object: JsonObject,
  before: JsonObject | null,
): { path: (string | number)[]; reason: string }[] {
  const part = (value: JsonObject | null, key: string) => {
    const metadata = value === null ? undefined : own(value, 'metadata');
    return JSON.stringify((isJsonObject(metadata) ? own(metadata, key) : undefined) ?? []);
  };
  return held
    .filter((key) => part(object, key) !== part(before, key))
    .map((key) => ({
      path: ['metadata', key],
      reason: `metadata.${key} is not changed by the console. Use kubectl where it has to be.`,
    }));
}
