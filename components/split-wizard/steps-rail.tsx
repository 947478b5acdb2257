'use client';
/** The steps with the answer under each. What is done can be opened freely; what a change has made wrong is marked, not erased. */
import { Check } from 'lucide-react';
import { useContext } from 'react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { WizardKind } from './answers.ts';
import { StepAnswer } from './step-answer.tsx';
import styles from './wizard.module.css';
import { WizardContext } from './wizard-context.ts';
import { type StepName, type StepStates, stepsFor } from './wizard-steps.ts';

export interface StepsRailProps {
  kind: WizardKind;
  current: StepName;
  faults: StepStates;
  /** Nothing is known of the service: no step is done. */
  unread: boolean;
  onGo: (step: StepName) => void;
}

/** Lines that an answer takes: there before it is known, so that no step moves when it comes, or when the next one is opened. */
const answerLines: Readonly<Record<StepName, number>> = {
  service: 2,
  versions: 2,
  where: 1,
  strategy: 1,
  settings: 1,
  guard: 1,
  review: 0,
};

type StepState = 'done' | 'current' | 'wrong' | 'coming';

export function StepsRail({ kind, current, faults, unread, onGo }: StepsRailProps) {
  const t = useTranslations('wizard');
  const context = useContext(WizardContext);
  const steps = stepsFor(kind);
  const at = steps.indexOf(current);
  const firstWrong = steps.findIndex((step) => faults[step] !== undefined);
  return (
    <nav className={styles.rail} aria-label={t('steps.label')}>
      <ol>
        {steps.map((step, index) => {
          const wrong = context !== null && faults[step] !== undefined;
          const state: StepState =
            step === current ? 'current' : unread || index > at ? 'coming' : wrong ? 'wrong' : 'done';
          const open = context !== null && (firstWrong === -1 || index <= firstWrong);
          return (
            <li key={step} className={styles.step} data-state={state} data-lines={answerLines[step]}>
              <button
                type="button"
                disabled={!open && step !== current}
                aria-current={step === current ? 'step' : undefined}
                onClick={() => onGo(step)}
              >
                <span className={styles.dot} aria-hidden>
                  {state === 'done' ? (
                    <Check size={12} strokeWidth={2.5} />
                  ) : state === 'wrong' ? (
                    <StateMark state="degraded" size={12} />
                  ) : (
                    index + 1
                  )}
                </span>
                <span className={styles.stepName}>
                  {t(`steps.${step}`)}
                  {(state === 'done' || state === 'wrong') && (
                    <VisuallyHidden>, {t(`steps.${state}`)}</VisuallyHidden>
                  )}
                </span>
              </button>
              <div className={styles.stepAnswer}>
                {/* Of a service that cannot be split nothing that follows is true. */}
                {context !== null && (step === 'service' || faults.service === undefined) && (
                  <StepAnswer step={step} ahead={index > at} />
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
