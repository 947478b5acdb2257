'use client';
/** The objects of a plan in the order of writing, each with its text. */
import { useTranslations } from 'use-intl';
import { diffParts } from '#components/kit/diff-view/diff-rows.ts';
import type { PlannedDraft } from '#lib/api/splits/split-plan.ts';
import { kindWord } from './kind-word.ts';
import { PlannedText } from './planned-text.tsx';
import styles from './preview.module.css';

export function draftText({ change }: PlannedDraft): string {
  return change.op === 'delete' ? '' : change.text;
}

const noFolds: ReadonlySet<number> = new Set();

export function PlannedObjects({ drafts }: { drafts: readonly PlannedDraft[] }) {
  const t = useTranslations('wizard.preview');
  return drafts.map((draft, index) => {
    const kind = kindWord(draft.change.kind);
    const { namespace, name } = draft.change;
    const text = draftText(draft);
    const sums = draft.before === null ? null : diffParts(draft.before, text, { opened: noFolds });
    return (
      <section key={`${kind} ${namespace}/${name}`} className={styles.object} aria-label={`${kind} ${name}`}>
        <div className={styles.objectHead}>
          <span>{index + 1}</span>
          <span>
            <b>{kind}</b> {name}
          </span>
          <span>
            {sums === null
              ? t('fresh')
              : sums.removed === 0
                ? t('added', { count: sums.added })
                : t('changed', { count: Math.max(sums.added, sums.removed) })}
          </span>
        </div>
        <PlannedText before={draft.before} after={text} label={t('of', { kind, name })} />
      </section>
    );
  });
}
