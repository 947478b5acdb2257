/**
 * The labels of a namespace that decide which proxies its pods get, and what they may hold. Nothing else of a namespace is ever
 * labelled by the console (SEC-58): a label of pod security beside them would be a change of rights.
 * https://istio.io/latest/docs/reference/config/labels/
 */
import { revisionKey } from './injection-keys.ts';
import type { Labels } from './objects.ts';

export const namespaceLabelKeys = [
  'istio-injection',
  revisionKey,
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
] as const;
export type NamespaceLabelKey = (typeof namespaceLabelKeys)[number];

const revisionName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const allowed: Readonly<Record<NamespaceLabelKey, { holds(value: string): boolean; wanted: string }>> = {
  'istio-injection': {
    holds: (value) => value === 'enabled' || value === 'disabled',
    wanted: 'enabled or disabled',
  },
  [revisionKey]: { holds: (value) => revisionName.test(value), wanted: 'the name of a revision or tag' },
  'istio.io/dataplane-mode': {
    holds: (value) => value === 'ambient' || value === 'none',
    wanted: 'ambient or none',
  },
  'istio.io/use-waypoint': {
    holds: (value) => revisionName.test(value),
    wanted: 'the name of a waypoint, or none',
  },
};

/** Why a label may not be written, in words for an error beside its field; null where it may. A null value takes the label away. */
export function namespaceLabelProblem(key: string, value: string | null): string | null {
  const rule = namespaceLabelKeys.find((known) => known === key);
  if (rule === undefined) return `not one of ${namespaceLabelKeys.join(', ')}`;
  return value === null || allowed[rule].holds(value) ? null : `not ${allowed[rule].wanted}`;
}

/** What a namespace asks for. `mixed`: several labels at once, of which the first in `namespaceLabelKeys` counts. */
export type ProxyChoice =
  | { kind: 'default' }
  | { kind: 'revision'; name: string }
  | { kind: 'ambient' }
  | { kind: 'off' }
  | { kind: 'unset' };

/** Labels as a choice would leave them; null takes one away. */
export type LabelChange = Readonly<Partial<Record<NamespaceLabelKey, string | null>>>;

const cleared = { 'istio-injection': null, [revisionKey]: null, 'istio.io/dataplane-mode': null } as const;

export function labelsOfChoice(choice: ProxyChoice): LabelChange {
  switch (choice.kind) {
    case 'default':
      return { ...cleared, 'istio-injection': 'enabled' };
    case 'revision':
      return { ...cleared, [revisionKey]: choice.name };
    case 'ambient':
      return { ...cleared, 'istio.io/dataplane-mode': 'ambient' };
    case 'off':
      return { ...cleared, 'istio-injection': 'disabled' };
    case 'unset':
      return cleared;
  }
}

/** What counts of a namespace's labels: `istio-injection` before a revision, a proxy of its own before ztunnel. */
export function choiceOf(labels: Labels): ProxyChoice {
  const injection = labels['istio-injection'];
  if (injection === 'enabled') return { kind: 'default' };
  const name = labels[revisionKey];
  if (injection === undefined && name !== undefined) return { kind: 'revision', name };
  if (labels['istio.io/dataplane-mode'] === 'ambient') return { kind: 'ambient' };
  return injection === undefined ? { kind: 'unset' } : { kind: 'off' };
}

/** Several labels ask for different things; who reads them has to know which one counts. */
export function isMixed(labels: Labels): boolean {
  const injection = labels['istio-injection'];
  const asks = [
    injection === 'enabled',
    labels[revisionKey] !== undefined,
    labels['istio.io/dataplane-mode'] === 'ambient',
  ].filter(Boolean).length;
  return asks > 1 || (injection === 'disabled' && labels[revisionKey] !== undefined);
}

/** Those labels of the four that change, with what they become. */
export function changedLabels(labels: Labels, change: LabelChange): LabelChange {
  return Object.fromEntries(Object.entries(change).filter(([key, value]) => (labels[key] ?? null) !== value));
}

/** What takes a change back: the labels as they were. */
export function undoOf(labels: Labels, change: LabelChange): LabelChange {
  return Object.fromEntries(Object.keys(change).map((key) => [key, labels[key] ?? null]));
}

/** Labels after a change. */
export function withLabels(labels: Labels, change: LabelChange): Labels {
  const entries = Object.entries({ ...labels, ...change });
  return Object.fromEntries(entries.flatMap(([key, value]) => (value == null ? [] : [[key, value]])));
}
