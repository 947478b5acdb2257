'use client';
/** A closed card in a few words; of subsets, how many pods they have now. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/state-mark.tsx';
import { isJsonObject, type Json, type Path, valueAt } from '#lib/document/json.ts';
import { itemSummary } from '#lib/istio/forms/item-summary.ts';
import type { Words } from '#lib/istio/forms/words.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useSubsetPods } from '../use-subset-pods.ts';

export function ItemCardSummary({ words, path, value }: { words: Words; path: Path; value: Json }) {
  const t = useTranslations('forms');
  const { findings, document } = useForm();
  const podsOf = useSubsetPods();
  const { title, detail } = itemSummary(words, value);
  const problems = findings.below(path);
  const isSubset = words.join('.') === 'DestinationRule.subsets';
  const labels = isSubset && isJsonObject(value) ? value.labels : undefined;
  const pods = isSubset ? podsOf(valueAt(document.value, ['spec', 'host']), title, labels) : null;
  const state = problems.some(({ severity }) => severity === 'error') ? 'failing' : 'degraded';
  return (
    <>
      <span className={styles.cardTitle}>
        {title === '' ? t('number', { number: Number(path.at(-1)) + 1 }) : title}
      </span>
      <span className={styles.cardDetail}>{detail}</span>
      <span className={styles.gap} />
      {pods !== null && (
        <span className={styles.pods} data-none={pods === 0 || undefined}>
          {t('pods', { count: pods })}
        </span>
      )}
      {problems.length > 0 && <StateMark state={state} label={problems[0]?.message ?? ''} />}
    </>
  );
}
