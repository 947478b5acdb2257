'use client';
/** The wizard around one service: header, steps, the form of the step, the preview, and the bar that leads on. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { ServiceDetail } from '#lib/api/traffic/details.ts';
import type { WizardDrafts } from '#lib/client/drafts/wizard-drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { type Answers, firstAnswers, isRecipe, type WizardKind } from './answers.ts';
import { PreviewPane } from './preview-pane.tsx';
import { StepForm } from './step-form.tsx';
import { ServiceStep } from './steps/service-step.tsx';
import { StepsRail } from './steps-rail.tsx';
import { useAnswers } from './use-answers.ts';
import { type PlanState, usePlan } from './use-plan.ts';
import type { WizardUrl } from './use-wizard-url.ts';
import styles from './wizard.module.css';
import { WizardBar } from './wizard-bar.tsx';
import { WizardContext, type WizardState } from './wizard-context.ts';
import { FoundLine, WizardHeader } from './wizard-header.tsx';
import { intentOf } from './wizard-intent.ts';
import { faultsOf, type StepName, type StepStates, stepsFor } from './wizard-steps.ts';
import { connectionsOnly, readWorld } from './world-reading.ts';

export interface WizardProps {
  url: WizardUrl;
  drafts: WizardDrafts<Answers>;
  /** `namespace/name`; empty before one is chosen. */
  service: string;
}

const rateWindow = '60s';
const nobody = { namespace: '', name: '' };

export function Wizard({ url, drafts, service }: WizardProps) {
  const t = useTranslations('wizard');
  const first = useMemo(() => firstAnswers(url.kind ?? 'canary', url.candidate), [url.kind, url.candidate]);
  const state = useAnswers(drafts, service, first, url.step !== null);
  const { answers, change } = state;
  const world = useQuery(queries.splitWorld(url.service ?? nobody));
  const detail = useQuery({
    ...queries.service({ ...(url.service ?? nobody), window: rateWindow }),
    enabled: url.service !== null,
  });
  const [atStep, setAtStep] = useState(0);
  const data = world.data ?? null;
  const reading = useMemo(() => (data === null ? null : readWorld(answers, data)), [answers, data]);
  const faults = faultsOf(answers, data, reading);
  const [run, setRun] = useState<Run | null>(null);
  // What is written is heard of before its own answer comes, and a split that is under way stops the wizard: the review stays till then.
  const isHeld = run !== null && url.step === 'review' && (run.answer === null || isBegun(run.answer));
  const current = isHeld ? 'review' : currentStep(url.step, answers.kind, faults, url.service === null);
  const shownStep = current === 'review' ? 0 : atStep;
  const plan = usePlan(
    data === null || reading === null ? null : intentOf(answers, data, reading, shownStep),
  );
  const setKind = (kind: WizardKind) => {
    change({ kind });
    setAtStep(0);
    url.setKind(kind);
  };
  const goTo = (step: StepName) => {
    // What became of an attempt is no answer to what is said next.
    if (run?.answer != null) setRun(null);
    url.goTo(step);
  };
  const onRun = (answer: RunAnswer) => {
    if (isBegun(answer)) state.done();
    setRun({ plan, answer });
  };
  const context: WizardState | null =
    data === null || reading === null
      ? null
      : {
          world: data,
          reading,
          answers,
          faults,
          rate: connectionsOnly(reading) ? null : rateOf(detail.data),
          change,
          setKind,
          goTo,
        };
  const problem = world.error !== null && (
    <QueryProblem
      error={world.error}
      title={t('service.worldFailed', { service: url.service?.name ?? '' })}
      onRetry={() => world.refetch()}
    />
  );
  const onPick = (namespace: string, name: string, kind: WizardKind) =>
    url.choose({ namespace, name }, kind, isRecipe(kind) ? (stepsFor(kind)[1] ?? 'settings') : 'versions');

  return (
    <div className={styles.page}>
      <WizardHeader service={url.service} kind={answers.kind} kept={state.kept} />
      {state.found !== null && (
        <FoundLine
          changedAtMs={state.found.changedAtMs}
          onContinue={state.takeFound}
          onStartOver={state.startOver}
        />
      )}
      <WizardContext value={context}>
        <div className={styles.body}>
          <div className={styles.main}>
            <StepsRail
              kind={answers.kind}
              current={current}
              faults={faults}
              unread={world.error !== null && data === null}
              onGo={goTo}
            />
            <div className={styles.form} data-wide={current === 'review' || undefined}>
              {/* Above the list of services, which fills the page. */}
              {current === 'service' && problem}
              {current === 'service' ? (
                <ServiceStep chosen={url.service} onPick={onPick} onKind={setKind} kind={answers.kind} />
              ) : context !== null ? (
                <StepForm
                  step={current}
                  plan={isHeld ? run.plan : plan}
                  run={run?.answer ?? null}
                  onStart={() => setRun({ plan, answer: null })}
                  onRun={onRun}
                  onAgain={() => setRun(null)}
                />
              ) : world.error === null ? (
                <Waiting />
              ) : null}
              {current !== 'service' && problem}
            </div>
          </div>
          {current !== 'review' && current !== 'service' && context !== null && (
            <PreviewPane plan={plan} atStep={atStep} onStep={setAtStep} />
          )}
        </div>
        {current !== 'review' && (
          <WizardBar kind={answers.kind} current={current} faults={faults} onGo={goTo} />
        )}
      </WizardContext>
    </div>
  );
}

/** A start: with what it was planned as, and its answer once that is there. */
interface Run {
  plan: PlanState;
  answer: RunAnswer | null;
}

function isBegun({ outcome }: RunAnswer): boolean {
  return outcome === 'done' || outcome === 'partial';
}

/** Where the address names none: at the first thing to decide; a service that cannot be split stops the wizard. */
function currentStep(
  wanted: StepName | null,
  kind: WizardKind,
  faults: StepStates,
  empty: boolean,
): StepName {
  if (empty) return 'service';
  const steps = stepsFor(kind);
  const decide: StepName = isRecipe(kind) ? 'settings' : 'strategy';
  const asked = wanted !== null && steps.includes(wanted) ? wanted : null;
  if (faults.service === 'no-service') return asked ?? decide;
  if (faults.service !== undefined) return 'service';
  if (asked !== null) return asked;
  return (
    steps.find((step) => faults[step] !== undefined && steps.indexOf(step) < steps.indexOf(decide)) ?? decide
  );
}

/** Requests a second; null where nothing was measured, which is not the same as none. */
function rateOf(detail: ServiceDetail | undefined): number | null {
  return detail?.inbound.total?.requestsPerSecond ?? (detail?.metricsAt == null ? null : 0);
}

function Waiting() {
  const common = useTranslations('common');
  return (
    <div role="status" aria-label={common('loading')}>
      <SkeletonBar width="46%" height={18} />
      <SkeletonBar width="100%" height={112} />
      <SkeletonBar width="100%" height={164} />
    </div>
  );
}
