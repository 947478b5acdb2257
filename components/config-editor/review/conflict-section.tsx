'use client';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Drafts } from '#lib/client/drafts/drafts.ts';
/** An object of the review that somebody else changed meanwhile: taken together at once, or decided place by place. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { MergeScreen } from '../merge/merge-screen.tsx';
import { endSession } from '../text/text-session.ts';
import styles from './review.module.css';
import type { ReviewItem } from './use-review.ts';

export function ConflictSection({ item, drafts }: { item: ReviewItem; drafts: Drafts }) {
  const t = useTranslations('editor');
  const { merge, live, draft, kind, name, id } = item;
  if (merge === null || live === null) return null;
  const take = (text: string) => {
    endSession(id);
    drafts.put({
      ...draft,
      text,
      base: live.text,
      resourceVersion: live.resourceVersion,
      changedAtMs: Date.now(),
    });
  };
  const fits = merge.merged.conflicts.length === 0;
  return (
    <section className={styles.conflict} aria-label={t('merge.title', { kind: nameOfKind(kind), name })}>
      <h2 className={styles.conflictTitle}>
        <StateMark state="degraded" />
        {t('merge.title', { kind: nameOfKind(kind), name })}
        {fits && (
          <>
            <span className={styles.quiet}>{t('meanwhile.fits')}</span>
            <Button size="small" onClick={() => take(merge.textOf([]))}>
              {t('meanwhile.takeBoth')}
            </Button>
          </>
        )}
      </h2>
      {!fits && (
        <MergeScreen merge={merge} live={live.text} onCancel={() => window.history.back()} onDone={take} />
      )}
    </section>
  );
}
