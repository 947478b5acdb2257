'use client';
/** Before it is written: what will happen in sentences, where traffic will go, the difference, what the cluster says, and Start. */
import { type ComponentProps, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ExportedChange } from '#components/change-export/export-content.tsx';
import { ExportDialog } from '#components/change-export/export-dialog.tsx';
import { DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { PredictedTraffic } from '#components/traffic-prediction/predicted-traffic.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { PlanAnswer, PlannedDraft, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { isRecipe } from '../answers.ts';
import form from '../form.module.css';
import { kindWord } from '../kind-word.ts';
import { CautionNotes, RefusalNotes } from '../notes.tsx';
import { draftText } from '../planned-objects.tsx';
import { useFaultText } from '../use-fault-text.ts';
import type { PlanState } from '../use-plan.ts';
import { useWizard } from '../wizard-context.ts';
import { stepsFor } from '../wizard-steps.ts';
import { Effects } from './effects.tsx';
import { RecipeDone } from './recipe-done.tsx';
import styles from './review.module.css';
import { StartBar } from './start-bar.tsx';
import { StartOutcome } from './start-outcome.tsx';

/** A start, held above the steps: they come and go with what is heard of the cluster. */
export interface Started {
  /** What became of the last attempt. */
  run: RunAnswer | null;
  /** It is being written; nothing is known of it where no answer follows. */
  onStart: () => void;
  onRun: (answer: RunAnswer) => void;
  /** It counts no more: to be tried again. */
  onAgain: () => void;
}

export function ReviewStep({ plan, run, onStart, onRun, onAgain }: { plan: PlanState } & Started) {
  const t = useTranslations('wizard.review');
  const { answers } = useWizard();
  const [exporting, setExporting] = useState(false);
  const drafts = plan.plan?.drafts ?? [];
  if (run?.outcome === 'done' && isRecipe(answers.kind)) return <RecipeDone run={run} plan={plan.plan} />;
  return (
    <>
      <h2 className={form.question}>{t('question')}</h2>
      {run !== null && run.outcome !== 'done' && (
        <StartOutcome
          run={run}
          onAgain={() => {
            onAgain();
            plan.again();
          }}
        />
      )}
      {run?.outcome !== 'partial' && (
        <>
          <Body plan={plan} />
          <StartBar
            plan={plan}
            onExport={() => setExporting(true)}
            onStart={onStart}
            onRun={onRun}
            onUnknown={onAgain}
          />
        </>
      )}
      {exporting && <ExportDialog items={drafts.flatMap(exported)} onClose={() => setExporting(false)} />}
    </>
  );
}

function exported(draft: PlannedDraft): ExportedChange[] {
  const { change, before } = draft;
  const kind = kindAt(change.kind);
  return kind === undefined
    ? []
    : [{ kind, namespace: change.namespace, name: change.name, base: before, text: draftText(draft) }];
}

function Body({ plan }: { plan: PlanState }) {
  const t = useTranslations('wizard.review');
  const common = useTranslations('common');
  const steps = useTranslations('wizard.steps');
  const problemText = useProblemText();
  const faultText = useFaultText();
  const now = useNow();
  const { answers, faults, world, reading, goTo } = useWizard();
  if (plan.state === 'idle') {
    return stepsFor(answers.kind).map((step) => {
      const fault = faults[step];
      return fault === undefined ? null : (
        <p key={step} className={styles.fix}>
          {faultText(fault)}
          <Button size="small" onClick={() => goTo(step)}>
            {t('fix', { step: steps(step) })}
          </Button>
        </p>
      );
    });
  }
  if (plan.state === 'failed') {
    return (
      <p className={styles.fix} role="alert">
        {t('planFailed')}. {problemText(plan.error)}
        <Button size="small" onClick={plan.again}>
          {common('retry')}
        </Button>
      </p>
    );
  }
  if (plan.plan === null) {
    return (
      <div role="status" aria-label={t('waiting')}>
        <SkeletonBar width="70%" />
        <SkeletonBar width="82%" />
        <SkeletonBar width="100%" height={180} />
      </div>
    );
  }
  const { refusals, cautions, effects, drafts, prediction } = plan.plan;
  // A recipe knows neither stable nor candidate: to it all versions are alike.
  const roleOf: ComponentProps<typeof PredictedTraffic>['roleOf'] = ({ version }) =>
    isRecipe(answers.kind)
      ? 'plain'
      : version === reading.stable?.value
        ? 'stable'
        : version === reading.candidate?.value
          ? 'candidate'
          : null;
  return (
    <div data-stale={plan.state === 'loading' || undefined} className={styles.body}>
      <RefusalNotes refusals={refusals} />
      <Effects effects={effects} />
      {cautions.length > 0 && (
        <div className={styles.cautions}>
          <CautionNotes cautions={cautions} />
        </div>
      )}
      {!world.may.records && !isRecipe(answers.kind) && <p className={form.quiet}>{t('noRecords')}</p>}
      <Snippet plan={plan.plan} />
      {drafts.length > 0 && (
        <div className={styles.predicted}>
          {cautions.some(({ code }) => code === 'awaits-git') && (
            <p className={form.quiet}>{t('predictedAfterGit')}</p>
          )}
          <PredictedTraffic
            prediction={{ answer: prediction, state: 'done' }}
            nowSeconds={now}
            roleOf={roleOf}
          />
        </div>
      )}
      <Diffs drafts={drafts} />
    </div>
  );
}

function Snippet({ plan }: { plan: PlanAnswer }) {
  const t = useTranslations('wizard.review');
  const common = useTranslations('common');
  const { mode, snippet } = plan.gitops;
  if (snippet === null || (mode !== 'overlay' && mode !== 'delegate')) return null;
  return (
    <div className={styles.snippet}>
      <p>{t(`snippet.${mode}`)}</p>
      <CopyBlock text={snippet} copyLabel={common('copy')} copiedLabel={common('copied')} />
      {mode === 'overlay' && <p className={form.quiet}>{t('notManagers')}</p>}
    </div>
  );
}

function Diffs({ drafts }: { drafts: readonly PlannedDraft[] }) {
  const t = useTranslations('wizard.review');
  const preview = useTranslations('wizard.preview');
  const code = useTranslations('code.diff');
  const [layout, setLayout] = useState<'unified' | 'split'>('unified');
  if (drafts.length === 0) return null;
  return (
    <section className={styles.yaml} aria-label={t('yaml')}>
      <div className={form.sectionHead}>
        <h3>{t('yaml')}</h3>
        <Segments
          label={code('layout')}
          value={layout}
          onChange={setLayout}
          options={[
            { value: 'unified', name: code('unified') },
            { value: 'split', name: code('split') },
          ]}
        />
      </div>
      {drafts.map((draft, index) => {
        const kind = kindWord(draft.change.kind);
        const { name, namespace } = draft.change;
        return (
          <div key={`${kind} ${namespace}/${name}`} className={styles.diff}>
            <p className={styles.diffHead}>
              {index + 1} {kind} <b>{name}</b> {draft.before === null && preview('fresh')}
            </p>
            <DiffView
              before={draft.before ?? ''}
              after={draftText(draft)}
              layout={layout}
              label={preview('of', { kind, name })}
            />
          </div>
        );
      })}
    </section>
  );
}
