'use client';
/** The foot of the review: what the dry run said, the reason, and Start; Export where it cannot be written. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useSplitRefusal } from '#components/shell/split-entry/use-split-refusal.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { PlanAnswer, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { routes } from '#lib/client/address/routes.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { isRecipe } from '../answers.ts';
import { kindWord } from '../kind-word.ts';
import type { PlanState } from '../use-plan.ts';
import { useWizard } from '../wizard-context.ts';
import { intentOf } from '../wizard-intent.ts';
import styles from './review.module.css';

export interface StartBarProps {
  plan: PlanState;
  onExport: () => void;
  onStart: () => void;
  onRun: (answer: RunAnswer) => void;
  /** No answer came. */
  onUnknown: () => void;
}

const longestReason = 500;

export function StartBar({ plan, onExport, onStart, onRun, onUnknown }: StartBarProps) {
  const t = useTranslations('wizard.review');
  const id = useId();
  const router = useRouter();
  const client = useQueryClient();
  const problemText = useProblemText();
  const refusalText = useSplitRefusal();
  const { answers, world, reading } = useWizard();
  const { data: whoami } = useQuery(queries.whoami());
  const [reason, setReason] = useState('');
  const [writing, setWriting] = useState(false);
  const [proposing, setProposing] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const recipe = isRecipe(answers.kind);
  const { dryRun = [], drafts = [], refusals = [] } = plan.plan ?? {};
  const refused = dryRun.find(({ accepted }) => !accepted) ?? null;
  const rights = refused?.refusal === 'rights' ? refused.missing : null;
  const missing = rights ?? (world.may.write ? null : (world.may.missing[0] ?? null));
  const exportOnly = plan.plan?.gitops.mode === 'emit' || missing !== null;
  const ready = plan.state === 'done' && refusals.length === 0 && drafts.length > 0 && refused === null;

  // Who may not write it, or wants a second pair of eyes, hands it to somebody else.
  const proposable =
    !recipe &&
    world.may.records &&
    plan.state === 'done' &&
    refusals.length === 0 &&
    drafts.length > 0 &&
    plan.plan?.gitops.mode !== 'emit' &&
    (refused === null || rights !== null);

  async function propose() {
    const intent = intentOf(answers, world, reading);
    if (intent?.kind !== 'split' || plan.plan === null) return;
    setProposing(true);
    setFailure(null);
    try {
      const { outcome, refusals: why } = await splitChanges.propose(
        intent,
        plan.plan.reviewed,
        reason.trim(),
      );
      void client.invalidateQueries({ queryKey: ['splits'] });
      if (outcome === 'done') {
        showToast(t('proposed'));
        router.push(routes.splits());
        return;
      }
      const reasons = why.map((one) => refusalText(one).reason);
      setFailure(joinSentences([t('notProposed'), ...reasons]));
    } catch (error) {
      setFailure(problemText(error));
    }
    setProposing(false);
  }

  async function start() {
    const intent = intentOf(answers, world, reading);
    if (intent === null || plan.plan === null) return;
    setWriting(true);
    setFailure(null);
    onStart();
    try {
      const answer = await splitChanges.start(intent, plan.plan.reviewed, reason.trim());
      void client.invalidateQueries({ queryKey: ['split-world'] });
      onRun(answer);
      if (answer.outcome === 'done' && !recipe) {
        // The button stays as it is until the live view stands there.
        router.push(routes.split(world.service));
        return;
      }
    } catch (error) {
      onUnknown();
      setFailure(problemText(error));
    }
    setWriting(false);
  }

  return (
    <section className={styles.bar} aria-label={t('bar')}>
      <div className={styles.said} role="status">
        {plan.state === 'loading' && <p>{t('dryRun.running')}</p>}
        {plan.state !== 'loading' && plan.plan !== null && drafts.length > 0 && (
          <DryRun plan={plan.plan} quiet={exportOnly} />
        )}
        {missing !== null && (
          <p className={styles.verdict}>
            <StateMark state="degraded" />
            <span>{t('missing', missing)}</span>
          </p>
        )}
        {missing === null && exportOnly && <p>{t('exportOnly')}</p>}
        {failure !== null && (
          <p className={styles.verdict} role="alert">
            <StateMark state="failing" />
            <span>{failure}</span>
          </p>
        )}
      </div>
      {(!exportOnly || proposable) && (
        <div className={styles.reason}>
          <label htmlFor={id}>{t('reason')}</label>
          <input
            id={id}
            value={reason}
            maxLength={longestReason}
            placeholder={t('reasonPlaceholder')}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
      )}
      <div className={styles.go}>
        <span>
          {whoami !== undefined && !exportOnly && t(recipe ? 'asRecipe' : 'as', { user: whoami.user.name })}
        </span>
        <div className={styles.buttons}>
          <Button tone={exportOnly ? 'accent' : 'default'} disabled={drafts.length === 0} onClick={onExport}>
            {t('export')}
          </Button>
          {!recipe && world.may.records && plan.plan?.gitops.mode !== 'emit' && (
            <Button disabled={!proposable || writing || proposing} onClick={() => void propose()}>
              {t(proposing ? 'proposing' : 'propose')}
            </Button>
          )}
          {!exportOnly && (
            <Button tone="accent" disabled={!ready || writing || proposing} onClick={() => void start()}>
              {writing ? t('starting') : t(recipe ? 'startRecipe' : 'start')}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

function DryRun({ plan, quiet }: { plan: PlanAnswer; quiet: boolean }) {
  const t = useTranslations('wizard.review');
  const refused = plan.dryRun.filter(({ accepted, refusal }) => !accepted && refusal !== 'rights');
  const warnings = plan.dryRun.flatMap(({ kind, name, warnings: said }) =>
    said.map((message) => ({ kind: kindWord(kind), name, message })),
  );
  const b = (words: ReactNode) => <b>{words}</b>;
  return (
    <>
      {refused.map(({ kind, namespace, name, message }) => (
        <p key={`${kind} ${namespace}/${name}`} className={styles.verdict} role="alert">
          <StateMark state="failing" />
          <span>{t.rich('dryRun.refused', { b, kind: kindWord(kind), name, message: message ?? '' })}</span>
        </p>
      ))}
      {refused.length === 0 && !quiet && (
        <p className={styles.verdict}>
          <StateMark state="healthy" />
          <span>{t.rich('dryRun.passed', { b, count: plan.dryRun.length })}</span>
        </p>
      )}
      {warnings.map((warning) => (
        <p key={JSON.stringify(warning)} className={styles.verdict}>
          <StateMark state="degraded" />
          <span>{t('dryRun.warning', warning)}</span>
        </p>
      ))}
    </>
  );
}
