/**
 * A write whose answer never came: nobody sends it again, the objects are read and tell whether it was applied. As the server does
 * where its own line to Kubernetes breaks (lib/server/configuration/write-one.ts); here it is the browser's line to the console.
 */
import type {
  ApplyAnswer,
  Change,
  ConfigurationObject,
  WriteOutcome,
} from '#lib/api/configuration/configuration.ts';
import { isJsonObject, type JsonObject } from '#lib/document/json.ts';
import { isKept } from '#lib/document/kept-content.ts';
import { parseDocument } from '#lib/document/stream.ts';
import type { KindName } from '../address/routes.ts';
import { ApiError } from '../call/api-error.ts';

/** The object as it is now, or that there is none; null where it could not be read yet. */
export type Reading = ConfigurationObject | 'gone' | null;

/** Whether a request to write may have been carried out although this came back. */
export function mayBeApplied(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.code === 'internal') return true;
  // With the console's own words it was refused before anything was written.
  return (
    error.requestId === null && (error.status === 0 || error.status >= 500 || error.code === 'unreadable')
  );
}

/** Of a write that is not followed step by step. */
export const nothingKnown: Known = { steps: [], outcomes: new Map() };

export interface Known {
  steps: readonly number[];
  outcomes: ReadonlyMap<number, WriteOutcome>;
}

/** What is known when the line broke: `outcomes` by index of the change, `steps` the order as far as it was told. */
export function brokenAnswer(changes: readonly Change[], known: Known): ApplyAnswer {
  return {
    changes: changes.map((change, index) => {
      const told = known.outcomes.get(index);
      return told?.state === 'written' ? told : unknownOutcome(change);
    }),
    order: [...new Set([...known.steps, ...changes.keys()])],
    done: false,
  };
}

function unknownOutcome({ op, kind, namespace, name }: Change): WriteOutcome {
  return {
    op,
    kind,
    namespace,
    name,
    refusal: 'unknown',
    message: null,
    webhook: null,
    webhookService: null,
    causes: [],
    warnings: [],
    missing: null,
    state: 'failed',
    resourceVersion: null,
    live: null,
  };
}

/** The outcome, where nothing but the object tells. Still unknown without a reading. */
export function settledOutcome(change: Change, outcome: WriteOutcome, reading: Reading): WriteOutcome {
  if (outcome.refusal !== 'unknown' || reading === null) return outcome;
  const written = (resourceVersion: string | null): WriteOutcome => ({
    ...outcome,
    refusal: null,
    state: 'written',
    resourceVersion,
  });
  const notWritten: WriteOutcome = { ...outcome, refusal: 'cut', state: 'failed' };
  if (reading === 'gone') {
    if (change.op === 'delete') return written(null);
    return change.op === 'create' ? notWritten : { ...outcome, refusal: 'missing', state: 'conflict' };
  }
  const { text, resourceVersion, managedBy } = reading;
  if (change.op !== 'create' && change.resourceVersion === resourceVersion) return notWritten;
  const conflict: WriteOutcome = {
    ...outcome,
    refusal: 'conflict',
    state: 'conflict',
    live: { text, resourceVersion, managedBy },
  };
  if (change.op === 'delete') return change.resourceVersion === undefined ? notWritten : conflict;
  const before = change.op === 'update' && change.base !== undefined ? objectIn(change.base) : null;
  const wanted = objectIn(change.text);
  const live = objectIn(text);
  if (wanted === null || live === null) return conflict;
  return isKept(wanted, live, before) ? written(resourceVersion) : conflict;
}

export function settledAnswer(
  changes: readonly Change[],
  answer: ApplyAnswer,
  readings: readonly Reading[],
): ApplyAnswer {
  const outcomes = answer.changes.map((outcome, index) => {
    const change = changes[index];
    return change === undefined ? outcome : settledOutcome(change, outcome, readings[index] ?? null);
  });
  return { ...answer, changes: outcomes, done: outcomes.every(({ state }) => state === 'written') };
}

function objectIn(text: string): JsonObject | null {
  const { value } = parseDocument(text);
  return isJsonObject(value) ? value : null;
}

const pauseMs = 1500;

/** Reads until every object tells, however long the console is away. */
export async function settleByReading(
  changes: readonly Change[],
  answer: ApplyAnswer,
  read: (object: KindName) => Promise<ConfigurationObject>,
  wait: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, pauseMs)),
): Promise<ApplyAnswer> {
  for (;;) {
    const readings = await Promise.all(
      changes.map((change) =>
        read(change).catch((error: unknown): Reading => {
          if (error instanceof ApiError && error.code === 'not-found') return 'gone';
          if (error instanceof ApiError && ['forbidden', 'unauthenticated'].includes(error.code)) throw error;
          return null;
        }),
      ),
    );
    const settled = settledAnswer(changes, answer, readings);
    if (settled.changes.every(({ refusal }) => refusal !== 'unknown')) return settled;
    await wait();
  }
}
