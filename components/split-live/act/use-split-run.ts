'use client';
/** Does something with the split and holds what came of it, until the next attempt. What follows on the screen comes by the stream. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { ActBody, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';
import { rolesOf } from '../live-split.ts';
import { useShareText } from '../use-share-text.ts';

export type Action = ActBody['action'];

export interface RunResult {
  action: Action;
  answer: RunAnswer | null;
  error: ApiError | null;
}

export interface SplitRun {
  /** What is being written now. */
  running: Action['kind'] | null;
  /** Of the last attempt, unless all went well. */
  result: RunResult | null;
  run(action: Action, more?: { overwrite?: boolean; reason?: string }): void;
  dismiss(): void;
}

/** Needs a second look although it was done. */
function hasRest({ outcome, recorded, gitChange }: RunAnswer): boolean {
  return outcome !== 'done' || !recorded || gitChange !== null;
}

export function useSplitRun(live: SplitLive): SplitRun {
  const t = useTranslations('release.done');
  const foreignText = useTranslations('release.foreign');
  const owners = useTranslations('release.owner');
  const problemText = useProblemText();
  const share = useShareText();
  const client = useQueryClient();
  const [running, setRunning] = useState<Action['kind'] | null>(null);
  const [result, setResult] = useState<RunResult | null>(null);
  const { namespace, service: name, release, actions, foreign } = live;
  const run: SplitRun['run'] = (action, { overwrite = false, reason = '' } = {}) => {
    setRunning(action.kind);
    setResult(null);
    const body: ActBody = {
      release: release?.id ?? null,
      rev: action.kind === 'abort' || overwrite ? null : (release?.rev ?? null),
      action,
      overwrite,
      reason,
    };
    const percent =
      action.kind === 'set'
        ? action.percent
        : (actions.find(({ kind }) => kind === action.kind)?.percent ?? null);
    splitChanges.act({ namespace, name }, body).then(
      (answer) => {
        setRunning(null);
        if (answer.outcome === 'done')
          showToast(
            foreign === null
              ? t(action.kind === 'restore' && action.rev !== null ? 'restoreTo' : action.kind, {
                  rev: action.kind === 'restore' ? (action.rev ?? '') : '',
                  ...rolesOf(live),
                  percent: share.whole(percent),
                })
              : foreignText('asked', { owner: owners(foreign.owner) }),
          );
        setResult(hasRest(answer) ? { action, answer, error: null } : null);
        void client.invalidateQueries({ queryKey: ['split', namespace, name] });
      },
      (cause: unknown) => {
        setRunning(null);
        if (!(cause instanceof ApiError)) throw cause;
        setResult({ action, answer: null, error: cause });
        if (cause.code !== 'forbidden') showToast(problemText(cause), 'failed');
      },
    );
  };
  return { running, result, run, dismiss: () => setResult(null) };
}
