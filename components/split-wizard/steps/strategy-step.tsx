'use client';
/** How traffic moves: the strategy, and what belongs to it. That it can be aborted is stated, not asked. */
import { useTranslations } from 'use-intl';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { strategyKinds } from '../answers.ts';
import styles from '../form.module.css';
import { CautionNotes, RefusalNotes } from '../notes.tsx';
import { useWizard } from '../wizard-context.ts';
import { AbFields } from './ab-fields.tsx';
import { BlueGreenFields } from './blue-green-fields.tsx';
import { CanaryFields } from './canary-fields.tsx';
import { ChoiceRow } from './choice-row.tsx';
import { MirrorFields } from './mirror-fields.tsx';
import { StrategyCards } from './strategy-cards.tsx';

export function StrategyStep({ plan }: { plan: PlanAnswer | null }) {
  const t = useTranslations('wizard.strategy');
  const { answers, reading } = useWizard();
  const kind = strategyKinds.find((one) => one === answers.kind) ?? 'canary';
  const stable = reading.stable?.value ?? '';
  const candidate = reading.candidate?.value ?? '';
  return (
    <>
      <h2 className={styles.question}>{t('question', { version: candidate })}</h2>
      <StrategyCards chosen={kind} />
      {[...reading.layers].some((layer) => layer !== 'http') && (
        <p className={styles.below}>{t('weightsOnly')}</p>
      )}
      {kind === 'canary' && <CanaryFields />}
      {kind === 'blue-green' && <BlueGreenFields />}
      {kind === 'ab' && <AbFields plan={plan} />}
      {kind === 'mirror' && <MirrorFields />}
      <ChoiceRow
        name={t('abort')}
        detail={kind === 'mirror' ? t('abortMirror') : t('abortDetail', { stable, candidate })}
      >
        <span className={styles.quiet}>{t('always')}</span>
      </ChoiceRow>
      {plan !== null && <RefusalNotes refusals={plan.refusals} />}
      {plan !== null && <CautionNotes cautions={plan.cautions.filter(({ code }) => code === 'capacity')} />}
    </>
  );
}
