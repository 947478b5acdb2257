/** What changed in an object, field by field and rule by rule, for people who do not read YAML. */
import { type Difference, diffValues } from '#lib/document/diff/value-diff.ts';
import { isJsonObject, type Json, own, type Path, valueAt } from '#lib/document/json.ts';
import { kubectlStyle, printFlow } from '#lib/document/yaml/print.ts';
import { rootWord, type Words } from '../forms/words.ts';
import { itemKeyOf, type Kind } from '../kinds/kind.ts';
import { type FieldStep, fieldSteps } from './field-words.ts';
import { itemLabel } from './item-label.ts';

/** The item of a list right below the spec that fields stand in: a rule, a subset, a server. */
export interface ChangeGroup {
  /** Of the list: http, subsets. */
  list: string;
  /** Of the list, for the tables of names. */
  words: Words;
  /** From 0, in the object after the change; of what was removed, in the one before. */
  index: number;
  label: string | null;
}

export interface FieldChange {
  /** Null for fields that belong to the whole object. */
  group: ChangeGroup | null;
  /** What the field is of inside of its group: `reviews v2`; null where the field says it. */
  of: string | null;
  /** e.g. weight, retries.attempts; empty when the group itself came or went. */
  field: string;
  /** The same, step by step. */
  steps: readonly FieldStep[];
  /** Null where there was nothing. */
  before: string | null;
  /** Null where there is nothing any more. */
  after: string | null;
  path: Path;
  /** The items of the list have another order: before and after are their labels. */
  moved: boolean;
}

const longest = 64;

export function fieldChanges(before: Json, after: Json, kind: Kind): FieldChange[] {
  const root = rootWord(kind.group, kind.kind);
  return diffValues(before, after, itemKeyOf(kind)).map((difference) =>
    fieldChange(difference, before, after, root),
  );
}

function fieldChange(difference: Difference, before: Json, after: Json, root: string): FieldChange {
  const side = difference.kind === 'removed' ? before : after;
  const base = { ...describe(side, difference.path, root), path: difference.path, moved: false };
  switch (difference.kind) {
    case 'added':
      return { ...base, before: null, after: shown(difference.after) };
    case 'removed':
      return { ...base, before: shown(difference.before), after: null };
    case 'changed':
      return { ...base, before: shown(difference.before), after: shown(difference.after) };
    case 'moved': {
      const labels = difference.order.map((index) => labelAt(before, [...difference.path, index], index));
      const old = [...difference.order].sort((a, b) => a - b);
      const oldLabels = old.map((index) => labelAt(before, [...difference.path, index], index));
      return { ...base, before: oldLabels.join(', '), after: labels.join(', '), moved: true };
    }
  }
}

/** How many items of the lists right below the spec nothing happened to, by the name of the list. */
export function untouchedItems(
  before: Json,
  after: Json,
  kind: Kind,
): { list: string; words: Words; count: number }[] {
  const root = rootWord(kind.group, kind.kind);
  const spec = valueAt(after, ['spec']);
  if (!isJsonObject(spec)) return [];
  const differences = diffValues(before, after, itemKeyOf(kind)).filter((one) => one.kind !== 'removed');
  return Object.entries(spec).flatMap(([list, items]) => {
    if (!Array.isArray(items) || !items.some(isJsonObject)) return [];
    const touched = new Set(
      differences.filter(({ path }) => path[0] === 'spec' && path[1] === list).map(({ path }) => path[2]),
    );
    const count = items.filter((_, index) => !touched.has(index)).length;
    return count === 0 || touched.size === 0 ? [] : [{ list, words: [root, list], count }];
  });
}

function describe(
  side: Json,
  path: Path,
  root: string,
): Pick<FieldChange, 'group' | 'of' | 'field' | 'steps'> {
  const grouped = path[0] === 'spec' && typeof path[1] === 'string' && typeof path[2] === 'number';
  const list = grouped ? String(path[1]) : '';
  const index = grouped ? Number(path[2]) : 0;
  const group = grouped
    ? { list, words: [root, list], index, label: itemLabel(valueAt(side, path.slice(0, 3))) }
    : null;
  const start = grouped ? 3 : path[0] === 'spec' ? 1 : 0;
  let of: string | null = null;
  // The schema of a kind begins at its spec: what stands beside it has the names that Kubernetes gives.
  const all = path[0] === 'spec' ? fieldSteps(root, keysOf(path.slice(1))) : null;
  let steps: FieldStep[] = [];
  let passed = grouped ? 1 : 0;
  for (let at = start; at < path.length; at += 1) {
    const step = path[at];
    if (typeof step !== 'number') {
      steps.push(all?.[passed] ?? { key: String(step), words: null });
      passed += 1;
      continue;
    }
    const label = itemLabel(valueAt(side, path.slice(0, at + 1)));
    // The last list on the way is what the field is of: `weight` of `reviews v2`, not `route[1].weight`.
    if (label !== null && at < path.length - 1) {
      of = label;
      steps = [];
    } else if (label === null) {
      const last = steps.pop();
      steps.push({ key: `${last?.key ?? ''}[${step}]`, words: last?.words ?? null });
    }
    // An item that came or went says itself which it is.
  }
  return { group, of, field: steps.map(({ key }) => key).join('.'), steps };
}

function keysOf(path: Path): string[] {
  return path.filter((step) => typeof step === 'string');
}

function labelAt(value: Json, path: Path, index: number): string {
  return itemLabel(valueAt(value, path)) ?? String(index + 1);
}

function shown(value: Json): string {
  const simple = simplified(value);
  const text = typeof simple === 'string' ? simple : printFlow(simple, kubectlStyle);
  const line = text.replaceAll(/\s*\n\s*/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** A destination with a weight reads as `reviews v2, 25`: its map says the same in more words. */
function simplified(value: Json): Json {
  if (!isJsonObject(value) || !isJsonObject(own(value, 'destination'))) return value;
  const label = itemLabel(value);
  const rest = Object.entries(value).filter(([key]) => key !== 'destination');
  if (label === null || rest.some(([key]) => key !== 'weight')) return value;
  const weight = own(value, 'weight');
  return weight === undefined ? label : `${label}, ${String(weight)}`;
}
