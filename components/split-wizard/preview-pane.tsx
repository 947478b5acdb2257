'use client';
/** The preview beside the form: who gets how much at a step, who goes past it, and the YAML in the order of writing. */
import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ShareBar, type SharePart } from '#components/kit/share-bar.tsx';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { shareOf } from '#lib/splits/weights/weights.ts';
import { isRecipe } from './answers.ts';
import { callersOf } from './callers.ts';
import { stepsOf } from './canary-plan.ts';
import { PlannedObjects } from './planned-objects.tsx';
import styles from './preview.module.css';
import { useFaultText } from './use-fault-text.ts';
import type { PlanState } from './use-plan.ts';
import wizard from './wizard.module.css';
import { useWizard } from './wizard-context.ts';
import { stepsFor } from './wizard-steps.ts';
import { connectionsOnly } from './world-reading.ts';

export interface PreviewPaneProps {
  plan: PlanState;
  atStep: number;
  onStep: (step: number) => void;
}

export function PreviewPane({ plan, atStep, onStep }: PreviewPaneProps) {
  const t = useTranslations('wizard.preview');
  const { answers } = useWizard();
  return (
    <aside className={wizard.preview} aria-label={t('title')} aria-busy={plan.state === 'loading'}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        <StepSwitch atStep={atStep} onStep={onStep} />
      </div>
      {!isRecipe(answers.kind) && <Shares plan={plan.plan} atStep={atStep} />}
      <Written plan={plan} />
    </aside>
  );
}

function StepSwitch({ atStep, onStep }: Pick<PreviewPaneProps, 'atStep' | 'onStep'>) {
  const t = useTranslations('wizard.preview');
  const { answers } = useWizard();
  if (answers.kind === 'canary') {
    const steps = stepsOf(answers);
    return (
      <div className={styles.switch}>
        <span>{t('atStep')}</span>
        <Segments
          label={t('step')}
          value={String(atStep)}
          options={steps.map(({ percent }, index) => ({ value: String(index), name: percent || '–' }))}
          onChange={(value) => onStep(Number(value))}
        />
      </div>
    );
  }
  if (answers.kind !== 'blue-green') return null;
  return (
    <div className={styles.switch}>
      <Segments
        label={t('step')}
        value={atStep === 0 ? '0' : '1'}
        options={[
          { value: '0', name: t('before') },
          { value: '1', name: t('after') },
        ]}
        onChange={(value) => onStep(Number(value))}
      />
    </div>
  );
}

/** The candidate's part at the step, 0..1; null where shares do not tell. */
function useShare(atStep: number): number | null {
  const { answers } = useWizard();
  switch (answers.kind) {
    case 'canary': {
      const percent = Number(stepsOf(answers)[atStep]?.percent);
      return Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) / 100 : null;
    }
    case 'blue-green':
      return atStep === 0 ? 0 : 1;
    case 'mirror': {
      const percent = Number(answers.mirrorPercent);
      return Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) / 100 : null;
    }
    default:
      return null;
  }
}

function Shares({ plan, atStep }: { plan: PlanAnswer | null; atStep: number }) {
  const t = useTranslations('wizard.preview');
  const format = useFormat();
  const { answers, reading, rate } = useWizard();
  const share = useShare(atStep);
  const { stable, candidate } = reading;
  if (stable === null || candidate === null) return null;
  const mirrored = answers.kind === 'mirror';
  const stableShare = share === null ? null : mirrored ? 1 : 1 - share;
  const parts: SharePart[] =
    share === null || stableShare === null
      ? []
      : [
          { name: stable.value, role: 'stable', share: stableShare, mirrored: false },
          { name: candidate.value, role: 'candidate', share, mirrored },
        ];
  // Copies are made of all that the rule takes, not of what the two share.
  const amount = (part: number | null, of: number) =>
    part === null
      ? ''
      : rate === null
        ? format.percent(part, 0)
        : format.perSecond(((rate * of) / 100) * part);
  const copied = mirrored ? 100 : reading.pool;
  const label = format.list(parts.map(({ name, share: part }) => `${name} ${format.percent(part, 0)}`));
  return (
    <div className={styles.shares}>
      <div className={styles.sides}>
        {(['stable', 'candidate'] as const).map((role) => (
          <span key={role} className={styles.side}>
            <VersionMark role={role} />
            <b>{role === 'stable' ? stable.value : candidate.value}</b>
            <span>
              {role === 'stable' ? amount(stableShare, reading.pool) : amount(share, copied)}{' '}
              {mirrored && role === 'candidate' && t('copies')}
            </span>
          </span>
        ))}
      </div>
      {parts.length > 0 && <ShareBar parts={parts} label={t('bar', { shares: label })} look="solid" />}
      {reading.keeping.length > 0 && share !== null && (
        <p className={styles.flow}>
          {t('keeping', {
            names: format.list(
              reading.keeping.map(({ name, percent }) => `${name} ${format.percent(percent / 100, 0)}`),
            ),
            pool: reading.pool,
          })}
        </p>
      )}
      <Callers plan={plan} share={share} />
    </div>
  );
}

function Callers({ plan, share }: { plan: PlanAnswer | null; share: number | null }) {
  const t = useTranslations('wizard.preview');
  const warning = useTranslations('wizard.warning');
  const format = useFormat();
  const { answers, reading, rate } = useWizard();
  const candidate = reading.candidate?.value ?? '';
  const mirrored = answers.kind === 'mirror';
  if (connectionsOnly(reading)) return null;
  if (rate === null) return <p className={styles.flow}>{t('noMetrics')}</p>;
  if (plan === null) return null;
  const { sending, bypassing } = callersOf(plan, candidate);
  const and = (names: readonly string[]): string => {
    const last = names.at(-1) ?? '';
    if (names.length < 2) return last;
    if (names.length > 3) {
      return t('moreCallers', { names: format.list(names.slice(0, 2)), count: names.length - 2 });
    }
    return t('and', { names: format.list(names.slice(0, -1)), last });
  };
  return (
    <p className={styles.flow}>
      {sending.length > 0 && share !== null
        ? t(mirrored ? 'flowCopies' : 'flow', {
            callers: and(sending),
            // As it will be written.
            percent: mirrored ? Math.round(share * 1000) / 10 : shareOf(reading.pool, share * 100).candidate,
            version: candidate,
          })
        : rate === 0
          ? t('noTraffic')
          : ''}{' '}
      {bypassing.length > 0 &&
        t('bypass', {
          names: and(bypassing.map((one) => (one === 'unknown' ? warning('unknownCallers') : one))),
        })}
    </p>
  );
}

function Written({ plan }: { plan: PlanState }) {
  const t = useTranslations('wizard.preview');
  const problemText = useProblemText();
  const faultText = useFaultText();
  const { answers, faults } = useWizard();
  const common = useTranslations('common');
  if (plan.state === 'idle') {
    const wrong = stepsFor(answers.kind).find((step) => faults[step] !== undefined);
    const fault = wrong === undefined ? undefined : faults[wrong];
    return (
      <div className={styles.waiting}>
        <p>{t('waiting')}</p>
        {fault !== undefined && <p>{faultText(fault)}</p>}
      </div>
    );
  }
  if (plan.state === 'failed') {
    return (
      <div className={styles.waiting} role="alert">
        <p>
          {t('failed')}. {problemText(plan.error)}
        </p>
        <div>
          <Button size="small" onClick={plan.again}>
            {common('retry')}
          </Button>
        </div>
      </div>
    );
  }
  if (plan.plan === null) {
    return (
      <div className={styles.waiting} role="status" aria-label={t('busy')}>
        <SkeletonBar width="62%" />
        <SkeletonBar width="84%" />
        <SkeletonBar width="54%" />
      </div>
    );
  }
  const { drafts } = plan.plan;
  const ordered = drafts.length > 1 && drafts[0]?.change.kind.startsWith('destinationrules.');
  return (
    <div className={plan.state === 'loading' ? styles.stale : undefined}>
      <PlannedObjects drafts={drafts} />
      {ordered && (
        <p className={styles.foot}>
          <ShieldCheck size={15} aria-hidden />
          {t('first')}
        </p>
      )}
    </div>
  );
}
