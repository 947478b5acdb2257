'use client';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
/** What became of one object of an apply, and of taking it back. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { RefusalText } from '../findings/refusal-text.tsx';
import styles from './applied-view.module.css';
import page from './review.module.css';
import { type Applied, type AppliedItem, isUnknown } from './take-back.ts';

export function OutcomeLine({ item, undone }: { item: AppliedItem; undone: boolean }) {
  const t = useTranslations('editor');
  const { kind, name, outcome, change } = item;
  const state = undone ? 'undone' : isUnknown(item) ? 'unknown' : outcome.state;
  return (
    <li data-state={state}>
      <StateMark state={isUnknown(item) ? 'unknown' : markOf(outcome.state)} />
      <div>
        <p>
          {nameOfKind(kind)} <b>{name}</b> <span className={page.quiet}>{change.namespace}</span>{' '}
          {t(`state.${state}`)}
        </p>
        {outcome.refusal !== null && !isUnknown(item) && <RefusalText verdict={outcome} />}
      </div>
    </li>
  );
}

/** `failed`: why nothing was asked of the cluster. */
export function UndoOutcome({ undo, failed }: { undo: Applied | null; failed: string | null }) {
  const t = useTranslations('editor');
  const looking = undo?.items.some(isUnknown) === true;
  return (
    <div className={styles.undoFailed} role={looking ? 'status' : 'alert'}>
      <StateMark state={looking ? 'unknown' : 'failing'} />
      <div>
        <p>{looking ? t('settle.detail') : joinSentences([t('done.undoFailed'), failed ?? ''])}</p>
        {!looking &&
          undo?.items
            .filter(({ outcome }) => outcome.refusal !== null)
            .map(({ id, outcome }) => <RefusalText key={id} verdict={outcome} />)}
      </div>
    </div>
  );
}

function markOf(state: WriteOutcome['state']) {
  if (state === 'written') return 'healthy';
  if (state === 'begun' || state === 'conflict') return 'degraded';
  return state === 'pending' ? 'idle' : 'failing';
}
