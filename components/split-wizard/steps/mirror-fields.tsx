'use client';
/** Mirror: how much is copied, and what copies do to requests that write. */
import { useTranslations } from 'use-intl';
import styles from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { isPercent } from '../wizard-steps.ts';
import { ChoiceRow } from './choice-row.tsx';
import { TextField } from './text-field.tsx';

export function MirrorFields() {
  const t = useTranslations('wizard.mirror');
  const fault = useTranslations('wizard.fault');
  const { answers, reading, change } = useWizard();
  const version = reading.candidate?.value ?? '';
  return (
    <div className={styles.section}>
      <ChoiceRow name={t('share')} detail={t('detail', { version })}>
        <TextField
          label={t('percent')}
          bare
          value={answers.mirrorPercent}
          unit={t('unit')}
          numeric
          width={160}
          fault={isPercent(answers.mirrorPercent) ? null : fault('mirror-percent')}
          onChange={(mirrorPercent) => change({ mirrorPercent })}
        />
      </ChoiceRow>
      <p className={styles.below}>{t('writes', { version })}</p>
    </div>
  );
}
