/** Traffic splits planned, started and acted on. An answer is asked for, not kept: what follows comes by the stream. */
import type { ActBody, PlanAnswer, PlanIntent, RunAnswer } from '#lib/api/split-plan.ts';
import { callApi } from './api-client.ts';
import { framed } from './frame.ts';
import { apiRoutes, type ObjectName } from './routes.ts';

const isPlan = framed<PlanAnswer>({
  refusals: 'array',
  cautions: 'array',
  effects: 'array',
  drafts: 'array',
  dryRun: 'array',
  reviewed: 'string',
});
const isRun = framed<RunAnswer>({ outcome: 'string', objects: 'array', refusals: 'array' });

/** All reject with ApiError, or the signal's reason when aborted. */
export const splitChanges = {
  plan: (intent: PlanIntent, signal?: AbortSignal): Promise<PlanAnswer> =>
    callApi({ path: apiRoutes.planSplit(), method: 'POST', body: { intent }, judge: isPlan, signal }),
  /** Never aborted: what was sent may have been written. */
  start: (intent: PlanIntent, reviewed: string, reason: string): Promise<RunAnswer> =>
    callApi({
      path: apiRoutes.startSplit(),
      method: 'POST',
      body: { intent, reviewed, reason },
      judge: isRun,
    }),
  act: (split: ObjectName, body: ActBody): Promise<RunAnswer> =>
    callApi({ path: apiRoutes.actOnSplit(split), method: 'POST', body, judge: isRun }),
};
