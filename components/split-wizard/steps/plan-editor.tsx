'use client';
/** The staircase over its columns: share, wait and rate of each step. What cannot be right is marked in its column. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { scrollEdges } from '#components/ui/page/scroll-edges.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { StepText } from '../answers.ts';
import { mostSteps, type StepFault, stepFaults, stepsOf, withStep } from '../canary-plan.ts';
import form from '../form.module.css';
import { useWizard } from '../wizard-context.ts';
import styles from './plan-editor.module.css';

export function PlanEditor() {
  const t = useTranslations('wizard.plan');
  const { answers, change } = useWizard();
  const steps = stepsOf(answers);
  const faults = stepFaults(steps, answers.scheduled);
  const own = (next: readonly StepText[]) => change({ preset: 'own', steps: next });
  return (
    <>
      <div ref={scrollEdges} className={styles.plan}>
        <PlanChart steps={steps} />
        <div className={styles.columns}>
          {steps.map((step, index) => (
            <PlanColumn
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan
              key={index}
              index={index}
              step={step}
              fault={faults[index] ?? null}
              onChange={(part) => own(steps.map((one, at) => (at === index ? { ...one, ...part } : one)))}
              onRemove={
                answers.preset === 'own' && steps.length > 1
                  ? () => own(steps.filter((_, at) => at !== index))
                  : null
              }
            />
          ))}
        </div>
      </div>
      {answers.preset === 'own' && steps.length < mostSteps && (
        <AddButton text={t('add')} onAdd={() => own(withStep(steps))} />
      )}
    </>
  );
}

function PlanChart({ steps }: { steps: readonly StepText[] }) {
  const t = useTranslations('wizard.plan');
  const format = useFormat();
  const { reading } = useWizard();
  const shares = steps.map(({ percent }) => Math.min(100, Math.max(0, Number(percent) || 0)));
  const labels = shares.map((share) => format.percent(share / 100, 0));
  const candidate = reading.candidate?.value ?? '';
  const last = shares.length - 1;
  return (
    <div
      className={styles.chart}
      role="img"
      aria-label={t('chart', { version: candidate, steps: labels.join(', ') })}
    >
      {shares.map((share, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan
        <div key={index} className={styles.column} data-first={index === 0 || undefined}>
          <div className={styles.fill} style={{ height: `${share}%` }} />
          {index === 0 && share < 80 && <span className={styles.columnVersion}>{reading.stable?.value}</span>}
          {index === last && last > 0 && share > 80 ? (
            <span className={styles.columnVersion}>{candidate}</span>
          ) : (
            <span className={styles.columnLabel} style={{ bottom: `${Math.min(share, 84)}%` }}>
              {labels[index]}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

interface PlanColumnProps {
  index: number;
  step: StepText;
  fault: StepFault | null;
  onChange: (part: Partial<StepText>) => void;
  onRemove: (() => void) | null;
}

function PlanColumn({ index, step, fault, onChange, onRemove }: PlanColumnProps) {
  const t = useTranslations('wizard.plan');
  const format = useFormat();
  const id = useId();
  const { answers, reading, rate } = useWizard();
  const number = index + 1;
  const aboutWait = fault === 'wait';
  return (
    <div className={styles.planStep} data-first={index === 0 || undefined}>
      <span className={styles.stepTitle}>
        {t('step', { number })}
        {onRemove !== null && (
          <IconButton
            size="small"
            label={t('remove', { number })}
            icon={<X size={12} aria-hidden />}
            onClick={onRemove}
          />
        )}
      </span>
      <TextInput
        label={t('percent', { number })}
        value={step.percent}
        unit="%"
        numeric
        wrong={fault !== null && !aboutWait}
        describedBy={fault === null ? undefined : id}
        onChange={(percent) => onChange({ percent })}
      />
      {answers.scheduled ? (
        <TextInput
          label={t('wait', { number })}
          value={step.wait}
          wrong={aboutWait}
          describedBy={fault === null ? undefined : id}
          onChange={(wait) => onChange({ wait })}
        />
      ) : (
        <span className={styles.byHand}>{t('waitsForYou')}</span>
      )}
      {fault === null ? (
        <span className={styles.rate}>
          {rate !== null &&
            t('rate', {
              rate: format.perSecond((((rate * reading.pool) / 100) * Number(step.percent)) / 100),
              version: reading.candidate?.value ?? '',
            })}
        </span>
      ) : (
        <span id={id} className={form.wrong} role="status">
          <StateMark state="degraded" size={12} /> {t(`fault.${fault}`)}
        </span>
      )}
    </div>
  );
}
