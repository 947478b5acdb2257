/** Changes of configuration, sent to be checked, tried or applied. Drafts change with every key: an answer is asked for, not kept. */
import type { ApplyAnswer, Change, CheckAnswer, DryRunAnswer } from '#lib/api/configuration.ts';
import type { PredictionAnswer } from '#lib/api/prediction.ts';
import { callApi } from './api-client.ts';
import { framed } from './frame.ts';
import { apiRoutes } from './routes.ts';

const isCheckAnswer = framed<CheckAnswer>({ changes: 'array', elsewhere: 'object', related: 'object' });
const isPrediction = framed<PredictionAnswer>({ flows: 'array', windowSeconds: 'number' });
const isDryRunAnswer = framed<DryRunAnswer>({ changes: 'array' });
const isApplyAnswer = framed<ApplyAnswer>({ changes: 'array', order: 'array', done: 'boolean' });

/** All reject with ApiError, or the signal's reason when aborted. */
export const configurationChanges = {
  check: (changes: readonly Change[], signal?: AbortSignal): Promise<CheckAnswer> =>
    callApi({
      path: apiRoutes.checkChanges(),
      method: 'POST',
      body: { changes },
      judge: isCheckAnswer,
      signal,
    }),
  predict: (changes: readonly Change[], signal?: AbortSignal): Promise<PredictionAnswer> =>
    callApi({
      path: apiRoutes.predictChanges(),
      method: 'POST',
      body: { changes },
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
      body: { changes, reason },
      judge: isApplyAnswer,
    }),
};
