/** Traffic splits planned, started and acted on. An answer is asked for, not kept: what follows comes by the stream. */
import type {
  ActBody,
  PlanAnswer,
  PlanIntent,
  RestoreIntent,
  RunAnswer,
  SplitIntent,
} from '#lib/api/splits/split-plan.ts';
import type { DecideBody, ProposeAnswer } from '#lib/api/splits/split-proposals.ts';
import { apiRoutes, type ObjectName } from '../address/routes.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';

const isPlan = framed<PlanAnswer>({
  refusals: 'array',
  cautions: 'array',
  effects: 'array',
  drafts: 'array',
  dryRun: 'array',
  reviewed: 'string',
});
const isProposed = framed<ProposeAnswer>({ outcome: 'string', refusals: 'array' });
const isRun = framed<RunAnswer>({ outcome: 'string', objects: 'array', refusals: 'array' });

/** All reject with ApiError, or the signal's reason when aborted. */
export const splitChanges = {
  plan: (intent: PlanIntent | RestoreIntent, signal?: AbortSignal): Promise<PlanAnswer> =>
    callApi({ path: apiRoutes.planSplit(), method: 'POST', body: { intent }, judge: isPlan, signal }),
  /** Never aborted: what was sent may have been written. */
  start: (intent: PlanIntent, reviewed: string, reason: string): Promise<RunAnswer> =>
    callApi({
      path: apiRoutes.startSplit(),
      method: 'POST',
      body: { intent, reviewed, reason },
      judge: isRun,
    }),
  propose: (intent: SplitIntent, reviewed: string, reason: string): Promise<ProposeAnswer> =>
    callApi({
      path: apiRoutes.proposeSplit(),
      method: 'POST',
      body: { intent, reviewed, reason },
      judge: isProposed,
    }),
  decide: (proposal: ObjectName, body: DecideBody): Promise<RunAnswer> =>
    callApi({ path: apiRoutes.decideSplit(proposal), method: 'POST', body, judge: isRun }),
  act: (split: ObjectName, body: ActBody): Promise<RunAnswer> =>
    callApi({ path: apiRoutes.actOnSplit(split), method: 'POST', body, judge: isRun }),
};
