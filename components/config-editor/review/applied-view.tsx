'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { routes } from '#lib/client/address/routes.ts';
import { configurationChanges } from '#lib/client/changes/configuration-changes.ts';
import { brokenAnswer, mayBeApplied, nothingKnown } from '#lib/client/changes/settle.ts';
import type { Drafts } from '#lib/client/drafts/drafts.ts';
import { tellSignedOut } from '#lib/client/session/signed-out.ts';
/** After writing: what became of each object, and the way back for what was written. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { ObjectPageHead } from '../head/object-page-head.tsx';
import { endSession } from '../text/text-session.ts';
import styles from './applied-view.module.css';
import { OutcomeLine, UndoOutcome } from './outcome-line.tsx';
import page from './review.module.css';
import { type Applied, appliedOf, isTouched, isUnknown, takingBack } from './take-back.ts';
import { useSettled } from './use-settled.ts';

export interface AppliedViewProps {
  applied: Applied;
  drafts: Drafts;
  /** Back to the review of what was not written. */
  onAgain: () => void;
}

type Undo = 'offered' | 'running' | { answer: Applied } | { failed: string };

export function AppliedView({ applied: told, drafts, onAgain }: AppliedViewProps) {
  const t = useTranslations('editor');
  const router = useRouter();
  const problemText = useProblemText();
  const applied = useSettled(told) ?? told;
  const [undo, setUndo] = useState<Undo>('offered');
  const undoing = useSettled(typeof undo === 'object' && 'answer' in undo ? undo.answer : null);
  const { items, order, done, reason } = applied;
  const written = items.filter(({ outcome }) => outcome.state === 'written');
  const touched = items.filter(({ outcome }) => isTouched(outcome));
  const looking = items.some(isUnknown);
  const clashes = items.some(({ outcome }) => outcome.state === 'conflict');
  const undone = undoing?.items.filter(({ outcome }) => outcome.state === 'written') ?? [];
  const isUndone = undoing?.done === true;
  const undoLooking = undoing?.items.some(isUnknown) === true;
  const signedOut = items.some(({ outcome }) => outcome.refusal === 'signed-out');

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
    const isBack = (id: string) => undone.some((one) => one.id === id);
    const back = takingBack(applied).filter(({ item }) => !isBack(item.id));
    const changes = back.map(({ change }) => change);
    const why = reason === '' ? t('done.undoReasonless') : t('done.undoReason', { reason }).slice(0, 500);
    const rows = back.map(({ item, change }) => ({ ...item, change }));
    setUndo('running');
    try {
      const answer = appliedOf(rows, await configurationChanges.apply(changes, why), why);
      // What came back with an earlier press stays so.
      setUndo({ answer: { ...answer, items: [...undone, ...answer.items] } });
    } catch (error) {
      if (!mayBeApplied(error)) setUndo({ failed: problemText(error) });
      else {
        const answer = appliedOf(rows, brokenAnswer(changes, nothingKnown), why, Date.now());
        setUndo({ answer: { ...answer, items: [...undone, ...answer.items] } });
      }
    }
  }

  const ordered = order.flatMap((index) => items[index] ?? []);
  const [first] = items;
  const title = () => {
    if (isUndone) return t('done.undone');
    if (looking) return t('settle.title');
    if (done) return t('done.title', { count: items.length });
    return touched.length === 0
      ? t('partial.none')
      : t('partial.title', { written: written.length, count: items.length });
  };
  const detail = () => {
    if (looking) return t('settle.detail');
    if (told.brokenAtMs !== null) return t(done ? 'settle.done' : 'settle.partial');
    if (done) return t('done.detail');
    if (touched.length === 0) return t(clashes ? 'partial.clashDetail' : 'partial.noneDetail');
    return t(touched.length > written.length ? 'partial.begunDetail' : 'partial.detail');
  };
  return (
    <div className={page.page}>
      <ObjectPageHead
        namespace={first?.change.namespace ?? ''}
        kind={items.length === 1 ? (first ? nameOfKind(first.kind) : '') : ''}
        titleIsNews
        title={title()}
      >
        <p className={page.quiet}>{detail()}</p>
      </ObjectPageHead>
      <ol className={styles.outcomes}>
        {ordered.map((item) => (
          <OutcomeLine key={item.id} item={item} undone={undone.some(({ id }) => id === item.id)} />
        ))}
      </ol>
      {typeof undo === 'object' && !isUndone && (
        <UndoOutcome undo={undoing} failed={'failed' in undo ? undo.failed : null} />
      )}
      <div className={styles.next}>
        {signedOut && (
          <Button tone="accent" onClick={tellSignedOut}>
            {t('partial.signIn')}
          </Button>
        )}
        {touched.length > 0 && !isUndone && (
          <Button
            tone={done || signedOut ? 'default' : 'accent'}
            disabled={undo === 'running' || looking || undoLooking}
            onClick={() => void takeBack()}
          >
            {undo === 'running' ? t('done.undoing') : done ? t('done.undo') : t('partial.takeBack')}
          </Button>
        )}
        {!done && !looking && (
          <Button tone={touched.length === 0 && !signedOut ? 'accent' : 'default'} onClick={onAgain}>
            {t(clashes ? 'partial.merge' : touched.length === 0 ? 'partial.back' : 'partial.again')}
          </Button>
        )}
        {done &&
          items.map(({ id, kind, name, change }) => (
            <Button key={id} tone="quiet" onClick={() => router.push(routes.configurationObject(change))}>
              {t('done.open', { name: `${nameOfKind(kind)} ${name}` })}
            </Button>
          ))}
      </div>
    </div>
  );
}
