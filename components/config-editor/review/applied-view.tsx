'use client';
/** After writing: what became of each object, and the way back for what was written. */
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/query-problem.tsx';
import { Button } from '#components/ui/button.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { WriteOutcome } from '#lib/api/configuration.ts';
import { configurationChanges } from '#lib/client/configuration-changes.ts';
import type { Drafts } from '#lib/client/drafts.ts';
import { routes } from '#lib/client/routes.ts';
import { ObjectPageHead } from '../object-page-head.tsx';
import { RefusalText } from '../refusal-text.tsx';
import { endSession } from '../text-session.ts';
import styles from './review.module.css';
import { type Applied, isTouched, takingBack } from './take-back.ts';

export interface AppliedViewProps {
  applied: Applied;
  drafts: Drafts;
  /** Back to the review of what was not written. */
  onAgain: () => void;
}

export function AppliedView({ applied, drafts, onAgain }: AppliedViewProps) {
  const t = useTranslations('editor');
  const router = useRouter();
  const problemText = useProblemText();
  const [undo, setUndo] = useState<'offered' | 'running' | 'done' | { failed: string }>('offered');
  const [undone, setUndone] = useState<readonly WriteOutcome[]>([]);
  const { items, order, done, reason } = applied;
  const written = items.filter(({ outcome }) => outcome.state === 'written');
  const touched = items.filter(({ outcome }) => isTouched(outcome));

  // What is written is no draft any more; the rest stays one, and what is begun goes on from where it stands.
  useEffect(() => {
    for (const { id, outcome } of items) {
      const draft = drafts.get(id);
      if (outcome.state === 'written') drafts.remove(id);
      else if (
        outcome.state === 'begun' &&
        outcome.refusal === null &&
        outcome.live !== null &&
        draft !== null
      ) {
        const { text: base, resourceVersion } = outcome.live;
        drafts.put({ ...draft, base, resourceVersion });
      } else continue;
      endSession(id);
    }
  }, [items, drafts]);

  async function takeBack() {
    setUndo('running');
    try {
      const answer = await configurationChanges.apply(
        takingBack(applied),
        reason === '' ? t('done.undoReasonless') : t('done.undoReason', { reason }).slice(0, 500),
      );
      setUndone(answer.changes);
      setUndo(answer.done ? 'done' : { failed: '' });
    } catch (error) {
      setUndo({ failed: problemText(error) });
    }
  }

  const ordered = order.flatMap((index) => items[index] ?? []);
  const [first] = items;
  return (
    <div className={styles.page}>
      <ObjectPageHead
        namespace={first?.change.namespace ?? ''}
        kind={items.length === 1 ? (first?.kind.kind ?? '') : ''}
        titleIsNews
        title={
          undo === 'done'
            ? t('done.undone')
            : done
              ? t('done.title', { count: items.length })
              : touched.length === 0
                ? t('partial.none')
                : t('partial.title', { written: written.length, count: items.length })
        }
      >
        <p className={styles.quiet}>
          {done
            ? t('done.detail')
            : t(touched.length > written.length ? 'partial.begunDetail' : 'partial.detail')}
        </p>
      </ObjectPageHead>
      <ol className={styles.outcomes}>
        {ordered.map(({ id, kind, name, outcome, change }) => (
          <li key={id}>
            <StateMark state={markOf(outcome.state)} />
            <div>
              <p>
                {kind.kind} <b>{name}</b> <span className={styles.quiet}>{change.namespace}</span>{' '}
                {t(`state.${undo === 'done' && isTouched(outcome) ? 'undone' : outcome.state}`)}
              </p>
              {outcome.refusal !== null && <RefusalText verdict={outcome} />}
            </div>
          </li>
        ))}
      </ol>
      {typeof undo === 'object' && (
        <div className={styles.undoFailed} role="alert">
          <StateMark state="failing" />
          <div>
            <p>
              {t('done.undoFailed')} {undo.failed}
            </p>
            {undone
              .filter(({ refusal }) => refusal !== null)
              .map((outcome) => (
                <RefusalText key={`${outcome.kind} ${outcome.name}`} verdict={outcome} />
              ))}
          </div>
        </div>
      )}
      <div className={styles.next}>
        {touched.length > 0 && undo !== 'done' && (
          <Button
            tone={done ? 'default' : 'accent'}
            disabled={undo === 'running'}
            onClick={() => void takeBack()}
          >
            {undo === 'running' ? t('done.undoing') : done ? t('done.undo') : t('partial.takeBack')}
          </Button>
        )}
        {!done && <Button onClick={onAgain}>{t('partial.again')}</Button>}
        {done &&
          items.map(({ id, kind, name, change }) => (
            <Button key={id} tone="quiet" onClick={() => router.push(routes.configurationObject(change))}>
              {t('done.open', { name: `${kind.kind} ${name}` })}
            </Button>
          ))}
      </div>
    </div>
  );
}

function markOf(state: WriteOutcome['state']) {
  if (state === 'written') return 'healthy';
  if (state === 'begun') return 'degraded';
  return state === 'pending' ? 'idle' : 'failing';
}
