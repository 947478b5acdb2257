'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { diffParts } from '#components/kit/diff-view/diff-rows.ts';
import { type DiffLayout, DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
/** The difference of each object against what is live, one under the other. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import type { ReviewItem } from './use-review.ts';
import styles from './yaml-diffs.module.css';

const none: ReadonlySet<number> = new Set();

export function YamlDiffs({ items }: { items: readonly ReviewItem[] }) {
  const t = useTranslations('editor.review');
  const code = useTranslations('code.diff');
  const [layout, setLayout] = useState<DiffLayout>('unified');
  const { added, removed } = useMemo(() => {
    const all = items.map(({ before, draft }) => diffParts(before, draft.text, { opened: none }));
    return {
      added: all.reduce((sum, one) => sum + one.added, 0),
      removed: all.reduce((sum, one) => sum + one.removed, 0),
    };
  }, [items]);
  return (
    <section className={styles.yaml} aria-label={t('yaml')}>
      <div className={styles.yamlHead}>
        <h2>{t('yaml')}</h2>
        <span className={styles.sum}>
          <ins>+{added}</ins> <del>−{removed}</del>
        </span>
        <Segments
          label={code('layout')}
          value={layout}
          onChange={setLayout}
          options={[
            { value: 'unified', name: code('unified') },
            { value: 'split', name: code('split') },
          ]}
        />
      </div>
      {items.map(({ id, kind, name, before, draft, live }) => (
        <div key={id}>
          <div className={styles.diffHead}>
            <span>
              {nameOfKind(kind)} <b>{name}</b>
            </span>
            <span className={styles.against}>
              {live === null ? t('againstNothing') : t('against', { version: live.resourceVersion })}
            </span>
          </div>
          <DiffView
            before={before}
            after={draft.text}
            layout={layout}
            label={t('diffOf', { kind: nameOfKind(kind), name })}
          />
        </div>
      ))}
    </section>
  );
}
