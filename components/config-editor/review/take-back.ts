/** What was applied, and the changes that take it back. */
import type { ApplyAnswer, Change, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { type Reading, settledOutcome } from '#lib/client/changes/settle.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';

export interface AppliedItem {
  /** Of the draft. */
  id: string;
  kind: Kind;
  name: string;
  change: Change;
  /** The text that was live before; empty when there was none. */
  before: string;
  outcome: WriteOutcome;
}

export interface Applied {
  items: readonly AppliedItem[];
  /** Indexes in the order of writing. */
  order: readonly number[];
  done: boolean;
  reason: string;
  /** Unix milliseconds at which the line broke before the answer came: what is unknown is read again. Null when it came. */
  brokenAtMs: number | null;
}

export function appliedOf(
  items: readonly Omit<AppliedItem, 'outcome'>[],
  answer: ApplyAnswer,
  reason: string,
  brokenAtMs: number | null = null,
): Applied {
  return {
    items: items.flatMap((item, index) => {
      const outcome = answer.changes[index];
      return outcome === undefined ? [] : [{ ...item, outcome }];
    }),
    order: answer.order,
    done: answer.done,
    reason,
    brokenAtMs,
  };
}

/** With what the objects tell where the answer did not. */
export function settledApplied(applied: Applied, readings: readonly Reading[]): Applied {
  const items = applied.items.map((item, index) => ({
    ...item,
    outcome: settledOutcome(item.change, item.outcome, readings[index] ?? null),
  }));
  return { ...applied, items, done: items.every(({ outcome }) => outcome.state === 'written') };
}

export function isUnknown({ outcome }: Pick<AppliedItem, 'outcome'>): boolean {
  return outcome.refusal === 'unknown';
}

/** Something of it is in the cluster now. */
export function isTouched({ state }: Pick<WriteOutcome, 'state'>): boolean {
  return state === 'written' || state === 'begun';
}

/** For what was written, or begun: the former texts at their new versions, new objects deleted; the last written first. */
export function takingBack({ items, order }: Applied): { item: AppliedItem; change: Change }[] {
  return [...order].reverse().flatMap((index) => {
    const item = items[index];
    if (item === undefined || !isTouched(item.outcome)) return [];
    return { item, change: backOf(item) };
  });
}

function backOf({ change, before, outcome }: AppliedItem): Change {
  const target = { kind: change.kind, namespace: change.namespace, name: change.name };
  const version = outcome.resourceVersion === null ? {} : { resourceVersion: outcome.resourceVersion };
  if (change.op === 'create') return { op: 'delete', ...target, ...version };
  if (change.op === 'delete') return { op: 'create', ...target, text: before };
  return { op: 'update', ...target, text: before, base: change.text, ...version };
}
