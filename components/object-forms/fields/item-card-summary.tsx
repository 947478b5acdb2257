'use client';
/** A closed card in a few words; of subsets, how many pods they have now. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { isJsonObject, type Json, own, type Path, valueAt } from '#lib/document/json.ts';
import { itemSummary } from '#lib/istio/forms/item-summary.ts';
import { memberOf, unionOf } from '#lib/istio/forms/unions.ts';
import type { Words } from '#lib/istio/forms/words.ts';
import { fieldText } from '../field-text.ts';
import { useForm } from '../form-context.ts';
import styles from '../forms.module.css';
import { useSubsetPods } from '../use-subset-pods.ts';

export function ItemCardSummary({ words, path, value }: { words: Words; path: Path; value: Json }) {
  const t = useTranslations('forms');
  const { findings, document, texts } = useForm();
  const podsOf = useSubsetPods();
  const member = memberOf(unionOf(words), value);
  const inner = member === null ? value : isJsonObject(value) ? (own(value, member) ?? null) : null;
  const { title, detail } = itemSummary(member === null ? words : [...words, member], inner);
  const name = member === null ? title : fieldText(texts, [...words, member]).label;
  const problems = findings.below(path);
  // A rule that asks for nothing is easily taken for one that is not written yet.
  const isOpenRule =
    words.join('.') === 'AuthorizationPolicy.rules' && isJsonObject(value) && Object.keys(value).length === 0;
  const isSubset = words.join('.') === 'DestinationRule.subsets';
  const labels = isSubset && isJsonObject(value) ? value.labels : undefined;
  const pods = isSubset ? podsOf(valueAt(document.value, ['spec', 'host']), title, labels) : null;
  const state = problems.some(({ severity }) => severity === 'error') ? 'failing' : 'degraded';
  return (
    <>
      <span className={styles.cardTitle}>
        {name === '' ? t('number', { number: Number(path.at(-1)) + 1 }) : name}
      </span>
      <span className={styles.cardDetail}>
        {isOpenRule ? t('everyRequest') : member === null ? detail : `${title} ${detail}`.trim()}
      </span>
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
