'use client';
/** What a recipe sets. Each part can be switched; what is switched off is taken off. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import type { RecipeKind } from '../answers.ts';
import styles from '../form.module.css';
import { CautionNotes, RefusalNotes } from '../notes.tsx';
import { recipeFaults } from '../recipe-intent.ts';
import { useFieldFault } from '../use-field-fault.ts';
import { useWizard } from '../wizard-context.ts';
import { ChoiceRow, Switch } from './choice-row.tsx';
import { MirrorTarget } from './mirror-target.tsx';
import { TextField } from './text-field.tsx';

export function SettingsStep({ kind, plan }: { kind: RecipeKind; plan: PlanAnswer | null }) {
  const t = useTranslations('wizard.settings');
  const { answers } = useWizard();
  return (
    <>
      <h2 className={styles.question}>{t(`question.${kind}`)}</h2>
      <div className={styles.section}>
        {kind === 'timeout-retries' && <TimeoutRetries />}
        {kind === 'circuit-breaker' && <Breaker />}
        {kind === 'fault' && <FaultFields />}
        {kind === 'mirror-test' && <MirrorTarget />}
      </div>
      {recipeFaults(answers).has('nothing') && <p className={styles.wrong}>{t('nothing')}</p>}
      {plan !== null && <RefusalNotes refusals={plan.refusals} />}
      {plan !== null && <CautionNotes cautions={plan.cautions} />}
    </>
  );
}

interface PartProps {
  name: string;
  detail: string;
  on: boolean;
  onSwitch: (on: boolean) => void;
  children: ReactNode;
}

function Part({ name, detail, on, onSwitch, children }: PartProps) {
  return (
    <>
      <ChoiceRow name={name} detail={detail}>
        <Switch label={name} on={on} onChange={onSwitch} />
      </ChoiceRow>
      {on && <div className={styles.fields}>{children}</div>}
    </>
  );
}

function TimeoutRetries() {
  const t = useTranslations('wizard.settings');
  const fault = useFieldFault();
  const { answers, change } = useWizard();
  const { timeout, retries } = answers;
  const setRetries = (part: Partial<typeof retries>) => change({ retries: { ...retries, ...part } });
  return (
    <>
      <Part
        name={t('timeout')}
        detail={t('timeoutDetail')}
        on={timeout.on}
        onSwitch={(on) => change({ timeout: { ...timeout, on } })}
      >
        <TextField
          label={t('value')}
          value={timeout.value}
          fault={fault('timeout.value', 'duration')}
          onChange={(value) => change({ timeout: { ...timeout, value } })}
        />
      </Part>
      <Part
        name={t('retries')}
        detail={t('retriesDetail')}
        on={retries.on}
        onSwitch={(on) => setRetries({ on })}
      >
        <TextField
          label={t('attempts')}
          value={retries.attempts}
          numeric
          width={84}
          fault={fault('retries.attempts', 'whole')}
          onChange={(attempts) => setRetries({ attempts })}
        />
        <TextField
          label={t('perTry')}
          value={retries.perTry}
          fault={fault('retries.perTry', 'duration')}
          onChange={(perTry) => setRetries({ perTry })}
        />
        <TextField
          label={t('retryOn')}
          value={retries.retryOn}
          width={300}
          code
          fault={fault('retries.retryOn', 'words')}
          onChange={(retryOn) => setRetries({ retryOn })}
        />
      </Part>
    </>
  );
}

function Breaker() {
  const t = useTranslations('wizard.settings');
  const fault = useFieldFault();
  const { answers, change } = useWizard();
  const { outlier, pool } = answers;
  const setOutlier = (part: Partial<typeof outlier>) => change({ outlier: { ...outlier, ...part } });
  const setPool = (part: Partial<typeof pool>) => change({ pool: { ...pool, ...part } });
  return (
    <>
      <Part
        name={t('outlier')}
        detail={t('outlierDetail')}
        on={outlier.on}
        onSwitch={(on) => setOutlier({ on })}
      >
        <TextField
          label={t('errors')}
          value={outlier.errors}
          numeric
          fault={fault('outlier.errors', 'whole')}
          onChange={(errors) => setOutlier({ errors })}
        />
        <TextField
          label={t('interval')}
          value={outlier.interval}
          fault={fault('outlier.interval', 'duration')}
          onChange={(interval) => setOutlier({ interval })}
        />
        <TextField
          label={t('ejection')}
          value={outlier.ejection}
          fault={fault('outlier.ejection', 'duration')}
          onChange={(ejection) => setOutlier({ ejection })}
        />
        <TextField
          label={t('mostPercent')}
          value={outlier.mostPercent}
          unit="%"
          numeric
          fault={fault('outlier.mostPercent', 'share')}
          onChange={(mostPercent) => setOutlier({ mostPercent })}
        />
      </Part>
      <Part name={t('pool')} detail={t('poolDetail')} on={pool.on} onSwitch={(on) => setPool({ on })}>
        {(['connections', 'pending', 'requests'] as const).map((field) => (
          <TextField
            key={field}
            label={t(field)}
            value={pool[field]}
            numeric
            placeholder={t('unlimited')}
            fault={fault(`pool.${field}`, 'whole')}
            onChange={(value) => setPool({ [field]: value })}
          />
        ))}
      </Part>
    </>
  );
}

function FaultFields() {
  const t = useTranslations('wizard.settings');
  const fault = useFieldFault();
  const { answers, change } = useWizard();
  const { delay, fail, endsIn } = answers;
  const setDelay = (part: Partial<typeof delay>) => change({ delay: { ...delay, ...part } });
  const setFail = (part: Partial<typeof fail>) => change({ fail: { ...fail, ...part } });
  return (
    <>
      <Part name={t('delay')} detail={t('delayDetail')} on={delay.on} onSwitch={(on) => setDelay({ on })}>
        <TextField
          label={t('duration')}
          value={delay.duration}
          fault={fault('delay.duration', 'duration')}
          onChange={(duration) => setDelay({ duration })}
        />
        <TextField
          label={t('percent')}
          value={delay.percent}
          unit="%"
          numeric
          fault={fault('delay.percent', 'share')}
          onChange={(percent) => setDelay({ percent })}
        />
      </Part>
      <Part name={t('fail')} detail={t('failDetail')} on={fail.on} onSwitch={(on) => setFail({ on })}>
        <TextField
          label={t('status')}
          value={fail.status}
          numeric
          fault={fault('fail.status', 'whole')}
          onChange={(status) => setFail({ status })}
        />
        <TextField
          label={t('percent')}
          value={fail.percent}
          unit="%"
          numeric
          fault={fault('fail.percent', 'share')}
          onChange={(percent) => setFail({ percent })}
        />
      </Part>
      <ChoiceRow name={t('endsIn')} detail={t('endsDetail')}>
        <TextField
          label={t('endsIn')}
          bare
          value={endsIn}
          fault={fault('endsIn', 'wait')}
          onChange={(text) => change({ endsIn: text })}
        />
      </ChoiceRow>
    </>
  );
}
