'use client';
/** A canary: its steps, who takes them, and whether users stay where they are. */
import { useTranslations } from 'use-intl';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import { presetNames } from '../answers.ts';
import { stepsOf, wholeSeconds } from '../canary-plan.ts';
import styles from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import { mayAddRules } from '../wizard-steps.ts';
import { ChoiceRow, Switch } from './choice-row.tsx';
import { PlanEditor } from './plan-editor.tsx';

export function CanaryFields() {
  const t = useTranslations('wizard.plan');
  const guard = useTranslations('wizard.guard');
  const format = useFormat();
  const { answers, reading, world, change } = useWizard();
  const steps = stepsOf(answers);
  const all = wholeSeconds(steps);
  const candidate = reading.candidate?.value ?? '';
  const free = mayAddRules(reading);
  const mayWait = world.guard.modes.includes('auto-abort');
  const obstacle = world.guard.obstacle ?? 'unclear';
  return (
    <>
      <section className={styles.section} aria-label={t('title')}>
        <div className={styles.sectionHead}>
          <h3>{t('title')}</h3>
          <span className={styles.quiet}>
            {answers.scheduled && all !== null
              ? t('inAll', { span: format.span(all) })
              : t('byHand', { steps: steps.length })}
          </span>
          <Segments
            label={t('title')}
            value={answers.preset}
            options={presetNames.map((name) => ({ value: name, name: t(name) }))}
            onChange={(preset) => change(preset === 'own' ? { preset, steps } : { preset })}
          />
        </div>
        <PlanEditor />
      </section>
      <div className={styles.section}>
        <ChoiceRow
          name={t('next')}
          detail={
            mayWait
              ? t(answers.scheduled ? 'scheduleDetail' : 'nextDetail')
              : t('noSchedule', {
                  reason: guard(`obstacle.${obstacle}`, { namespace: world.service.namespace }),
                })
          }
        >
          {mayWait ? (
            <Segments
              label={t('next')}
              value={answers.scheduled ? 'schedule' : 'hand'}
              options={(['hand', 'schedule'] as const).map((value) => ({ value, name: t(value) }))}
              onChange={(value) => change({ scheduled: value === 'schedule' })}
            />
          ) : (
            <span className={styles.quiet}>{t('hand')}</span>
          )}
        </ChoiceRow>
        <ChoiceRow
          name={t('sticky')}
          detail={free ? t('stickyDetail', { version: candidate }) : t('stickyNot')}
        >
          <Switch
            label={t('sticky')}
            on={answers.sticky && free}
            disabled={!free}
            onChange={(sticky) => change({ sticky })}
          />
        </ChoiceRow>
      </div>
    </>
  );
}
