'use client';
/** The foot: back, why it does not go on, and the one next step. Where all that follows is preset, Review is one press away. */
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { WizardKind } from './answers.ts';
import { useFaultText } from './use-fault-text.ts';
import styles from './wizard.module.css';
import { isOpenYet, type StepName, type StepStates, stepsFor } from './wizard-steps.ts';

export interface WizardBarProps {
  kind: WizardKind;
  current: StepName;
  faults: StepStates;
  onGo: (step: StepName) => void;
}

export function WizardBar({ kind, current, faults, onGo }: WizardBarProps) {
  const t = useTranslations('wizard');
  const faultText = useFaultText();
  const steps = stepsFor(kind);
  const at = steps.indexOf(current);
  const before = steps[at - 1];
  const after = steps[at + 1];
  // Until the service is read, or when it cannot be, nothing is known to be right.
  const fault = faults.service === 'no-service' ? 'no-service' : faults[current];
  const skippable =
    after !== undefined && after !== 'review' && steps.every((step) => faults[step] === undefined);
  return (
    <section className={styles.bar} aria-label={t('steps.label')}>
      {before !== undefined && (
        <Button onClick={() => onGo(before)}>{t('back', { step: t(`steps.${before}`) })}</Button>
      )}
      <span
        className={styles.said}
        data-wrong={(fault !== undefined && !isOpenYet(fault)) || undefined}
        role="status"
      >
        {fault === undefined || (fault === 'no-service' && current !== 'service') ? (
          t('nothingWritten')
        ) : (
          <>
            {!isOpenYet(fault) && <StateMark state="degraded" size={14} />} {faultText(fault)}
          </>
        )}
      </span>
      {skippable && <Button onClick={() => onGo('review')}>{t('toReview')}</Button>}
      {after !== undefined && (
        <Button tone="accent" disabled={fault !== undefined} onClick={() => onGo(after)}>
          {t('next', { step: t(`steps.${after}`) })}
        </Button>
      )}
    </section>
  );
}
