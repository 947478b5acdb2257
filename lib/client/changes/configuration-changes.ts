/** Changes of configuration, sent to be checked, tried or applied. Drafts change with every key: an answer is asked for, not kept. */
import type {
  ApplyAnswer,
  Change,
  CheckAnswer,
  DryRunAnswer,
  WriteOutcome,
} from '#lib/api/configuration/configuration.ts';
import { holdingFields } from '#lib/api/configuration/configuration-words.ts';
import type { PredictionAnswer } from '#lib/api/configuration/prediction.ts';
import { apiRoutes } from '../address/routes.ts';
import { callApi, errorFromAnswer } from '../call/api-client.ts';
import { ApiError } from '../call/api-error.ts';
import { asked } from '../call/early-answers.ts';
import { framed } from '../call/frame.ts';
import { createEventFrames } from '../stream/event-frames.ts';

const isCheckAnswer = framed<CheckAnswer>({ changes: 'array', elsewhere: 'object', related: 'object' });
const isPrediction = framed<PredictionAnswer>({ flows: 'array', windowSeconds: 'number' });
const isDryRunAnswer = framed<DryRunAnswer>({ changes: 'array' });
const isApplyAnswer = framed<ApplyAnswer>({ changes: 'array', order: 'array', done: 'boolean' });

/** What is known of an apply while it runs. */
export interface ApplyProgress {
  /** The writes, by index of their change. */
  steps: readonly number[];
  /** How many of them have an outcome. */
  past: number;
  /** By index of the change. */
  outcomes: ReadonlyMap<number, WriteOutcome>;
}

const isPlan = framed<{ steps: number[] }>({ steps: 'array' });
const isStep = framed<{ step: number; outcome: WriteOutcome }>({ step: 'number', outcome: 'object' });

/** A browser may send a request again by itself; the console carries out each attempt once. */
function newAttempt(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** Whatever breaks on the way, the writes go on: that is a failure of the network, and the objects tell. */
const broken = () => new ApiError('network', 0);

async function applyFollowed(
  changes: readonly Change[],
  reason: string,
  told: (progress: ApplyProgress) => void,
): Promise<ApplyAnswer> {
  const response = await fetch(apiRoutes.applyChangesStream(), {
    ...asked,
    method: 'POST',
    headers: { ...asked.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ changes, reason, attempt: newAttempt() }),
  }).catch(() => {
    throw broken();
  });
  if (!response.ok || response.body === null)
    throw errorFromAnswer(response.status, await response.json().catch(() => undefined));
  const reader = response.body.getReader();
  try {
    return await readApply(reader, response.status, told);
  } finally {
    // Behind the end there is nothing; an answer that cannot be read is not read on.
    void reader.cancel().catch(() => undefined);
  }
}

async function readApply(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  status: number,
  told: (progress: ApplyProgress) => void,
): Promise<ApplyAnswer> {
  const frames = createEventFrames();
  const decoder = new TextDecoder();
  let progress: ApplyProgress = { steps: [], past: 0, outcomes: new Map() };
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw broken();
    });
    if (done) throw broken();
    for (const { event, data } of frames(decoder.decode(value, { stream: true }))) {
      const body = parsed(data, status);
      if (event === 'end') {
        if (!isApplyAnswer(body)) throw new ApiError('unreadable', status);
        return body;
      }
      if (event === 'plan' && isPlan(body)) progress = { ...progress, steps: body.steps };
      else if (event === 'step' && isStep(body)) {
        const index = progress.steps[body.step] ?? -1;
        const outcomes = new Map([...progress.outcomes, [index, body.outcome]]);
        progress = { ...progress, past: body.step + 1, outcomes };
      } else continue;
      told(progress);
    }
  }
}

function parsed(data: string, status: number): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new ApiError('unreadable', status);
  }
}

/** What a draft began from is as long as the draft, goes with every pause in typing, and is looked at only where it holds the object. */
function withoutBase(change: Change): Change {
  if (change.op !== 'update' || change.base === undefined) return change;
  if (holdingFields.test(change.base) || holdingFields.test(change.text)) return change;
  const { base, ...rest } = change;
  return rest;
}

/** All reject with ApiError, or the signal's reason when aborted. */
export const configurationChanges = {
  check: (changes: readonly Change[], signal?: AbortSignal): Promise<CheckAnswer> =>
    callApi({
      path: apiRoutes.checkChanges(),
      method: 'POST',
      body: { changes: changes.map(withoutBase) },
      judge: isCheckAnswer,
      signal,
    }),
  predict: (changes: readonly Change[], signal?: AbortSignal): Promise<PredictionAnswer> =>
    callApi({
      path: apiRoutes.predictChanges(),
      method: 'POST',
      body: { changes: changes.map(withoutBase) },
      judge: isPrediction,
      signal,
    }),
  dryRun: (changes: readonly Change[], signal?: AbortSignal): Promise<DryRunAnswer> =>
    callApi({
      path: apiRoutes.dryRunChanges(),
      method: 'POST',
      body: { changes },
      judge: isDryRunAnswer,
      signal,
    }),
  /** `reason`: in the words of whoever applies them. Never aborted: what was sent may have been written. */
  apply: (changes: readonly Change[], reason: string): Promise<ApplyAnswer> =>
    callApi({
      path: apiRoutes.applyChanges(),
      method: 'POST',
      body: { changes, reason, attempt: newAttempt() },
      judge: isApplyAnswer,
    }),
  /** The same, telling each step. */
  applyFollowed,
};
