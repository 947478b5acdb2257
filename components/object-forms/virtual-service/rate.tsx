'use client';
/** Requests per second in the last window, as a rule or a destination has them now; "unclear" where telemetry does not tell. */
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { MeasuredRate } from '../form-context.ts';
import styles from '../rules/rules.module.css';

export function Rate({ rate }: { rate: MeasuredRate }) {
  const t = useTranslations('forms.rules');
  const format = useFormat();
  if (rate === null) return null;
  return (
    <span className={styles.rate} title={t(rate === 'unclear' ? 'rateUnclear' : 'rateNow')}>
      {rate === 'unclear'
        ? t('rateUnknown')
        : t('rate', { value: rate === 0 ? '0' : format.decimal(rate, 1) })}
    </span>
  );
}
