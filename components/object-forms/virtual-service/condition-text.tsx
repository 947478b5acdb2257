'use client';
/** A condition in a few words, as closed rules show it. */
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { ReadCondition } from '#lib/istio/virtual-service/lens/conditions.ts';
import styles from '../rules/rules.module.css';

export function ConditionText({ condition }: { condition: ReadCondition }) {
  const t = useTranslations('forms.condition');
  const format = useFormat();
  const { subject, name, comparison, negated, value, gateways } = condition;
  if (subject === 'method' && comparison === 'exact') return <>{value}</>;
  if (subject === 'uri' && comparison === 'exact') return <code className={styles.code}>{value}</code>;
  if (subject === 'gateways') return t('gatewaysAre', { gateways: format.list(gateways) });
  const what = t(`short.${subject}`, { name });
  if (comparison === 'present') return <>{t(negated ? 'absent' : 'present', { what })}</>;
  const key = `${negated ? 'not' : 'is'}.${comparison}` as const;
  return (
    <>
      {what} {t(key)} <code className={styles.code}>{value}</code>
    </>
  );
}
