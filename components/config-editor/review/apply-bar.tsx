'use client';
/** The foot of the review: dry run, whose object it is, the reason, and Apply, or Export where it cannot be written. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ApplyAnswer } from '#lib/api/configuration/configuration.ts';
import { type ApplyProgress, configurationChanges } from '#lib/client/changes/configuration-changes.ts';
import { brokenAnswer, mayBeApplied } from '#lib/client/changes/settle.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import { noteVerdict } from '../findings/refused.ts';
import { useManagerName } from '../head/manager-chip.tsx';
import { checkQuestion, dryRunQuestion } from '../questions.ts';
import styles from './apply-bar.module.css';
import { ApplyProgressList } from './apply-progress.tsx';
import { DryRunLine } from './dry-run-line.tsx';
import { editAddress } from './edit-address.ts';
import { NewFindings } from './new-findings.tsx';
import page from './review.module.css';
import { type Applied, appliedOf } from './take-back.ts';
import { forgetReason, useReason } from './use-reason.ts';
import type { ReviewItem } from './use-review.ts';

export interface ApplyBarProps {
  items: readonly ReviewItem[];
  /** Everything was read, and nothing is left to decide. */
  ready: boolean;
  onExport: () => void;
  onApplied: (applied: Applied) => void;
}

const longestReason = 500;

export function ApplyBar({ items, ready, onExport, onApplied }: ApplyBarProps) {
  const t = useTranslations('editor');
  const router = useRouter();
  const client = useQueryClient();
  const id = useId();
  const problemText = useProblemText();
  const nameOf = useManagerName();
  const { data: whoami } = useQuery(queries.whoami());
  const [reason, setReason] = useReason(items.map((item) => item.id));
  const [although, setAlthough] = useState(false);
  const [progress, setProgress] = useState<ApplyProgress | null>(null);
  const writing = progress !== null;
  const [failure, setFailure] = useState<string | null>(null);
  const readable = items.every(({ document }) => document.problem === null);
  const changes = useMemo(
    () => (ready && readable ? items.map(({ change }) => change) : []),
    [ready, readable, items],
  );
  const dryRun = useQuery(dryRunQuestion(changes));
  const checks = useQuery(checkQuestion(changes));

  // Whoever goes back to the text finds there what was said against it.
  useEffect(() => {
    for (const [index, verdict] of (dryRun.data?.changes ?? []).entries()) {
      const item = items[index];
      if (item !== undefined) noteVerdict(item.id, item.document.value, verdict);
    }
  }, [dryRun.data, items]);

  const fresh = [
    ...(checks.data?.changes.flatMap(({ findings }) => findings) ?? []),
    ...(checks.data?.elsewhere.appeared ?? []),
  ].filter(({ isNew }) => isNew);
  const errors = fresh.filter(({ severity }) => severity === 'error').length;
  const warnings = fresh.filter(({ severity }) => severity === 'warning').length;
  const refused = dryRun.data?.changes.some(({ accepted }) => !accepted) === true;
  const missing =
    items.find((item) => item.missing !== null)?.missing ??
    dryRun.data?.changes.find((verdict) => verdict.refusal === 'rights')?.missing ??
    null;
  const owned = items.filter(({ live }) => live !== null && takesBack(live.managedBy) !== 'never');
  const passed = dryRun.data !== undefined && !refused && changes.length > 0;

  async function apply() {
    let known: ApplyProgress = { steps: [], past: 0, outcomes: new Map() };
    const told = (next: ApplyProgress) => {
      known = next;
      setProgress(next);
    };
    const rows = items.map(({ id: draft, kind, name, change, before }) => ({
      id: draft,
      kind,
      name,
      change,
      before,
    }));
    // What is shown of these objects is old now, and a conflict has to be seen.
    const written = (answer: ApplyAnswer, brokenAtMs: number | null) => {
      void client.invalidateQueries({ queryKey: ['configuration-object'] });
      if (answer.done) forgetReason();
      for (const [index, outcome] of answer.changes.entries()) {
        const item = items[index];
        if (item !== undefined && outcome.state !== 'pending')
          noteVerdict(item.id, item.document.value, outcome);
      }
      onApplied(appliedOf(rows, answer, reason.trim(), brokenAtMs));
    };
    told(known);
    setFailure(null);
    try {
      written(await configurationChanges.applyFollowed(changes, reason.trim(), told), null);
    } catch (error) {
      // Nobody knows what of it was written: the objects are asked, and nothing is sent again.
      if (mayBeApplied(error)) return written(brokenAnswer(changes, known), Date.now());
      setFailure(problemText(error));
      setProgress(null);
    }
  }

  return (
    <section className={styles.bar} aria-label={t('review.bar')}>
      <div className={styles.said}>
        {progress !== null && <ApplyProgressList items={items} progress={progress} />}
        {progress === null && (missing === null || !refused) ? (
          <DryRunLine
            items={items}
            answer={dryRun.data}
            running={changes.length > 0 && dryRun.isFetching}
            undecided={items.some(({ merge, gone }) => gone || merge !== null)}
            failed={dryRun.error}
            onRetry={() => dryRun.refetch()}
            onLine={(item, line) => router.push(editAddress(item, line))}
          />
        ) : null}
        {progress === null &&
          checks.data !== undefined &&
          (errors > 0 || warnings > 0 || passed || missing !== null) && <NewFindings findings={fresh} />}
        {owned.map(({ id: draft, name, live }) => (
          <p key={draft} className={styles.verdict}>
            <StateMark state="degraded" />
            <span>
              {live !== null &&
                t.rich(takesBack(live.managedBy) === 'soon' ? 'apply.owned' : 'apply.ownedByRelease', {
                  b: (words) => <b>{words}</b>,
                  manager: nameOf(live.managedBy),
                  release: live.managedBy.name ?? '',
                  name,
                })}
            </span>
          </p>
        ))}
        {failure !== null && (
          <p className={styles.verdict} role="alert">
            <StateMark state="failing" />
            {failure}
          </p>
        )}
      </div>
      {missing !== null ? (
        <>
          <p className={styles.missing}>{t('apply.missing', missing)}</p>
          <Button tone="accent" onClick={onExport}>
            {t('action.export')}
          </Button>
        </>
      ) : (
        <>
          <div className={styles.reason}>
            <label htmlFor={`${id}-reason`}>{t('apply.reason')}</label>
            <input
              id={`${id}-reason`}
              value={reason}
              maxLength={longestReason}
              placeholder={t('apply.reasonPlaceholder')}
              onChange={({ target }) => setReason(target.value)}
            />
          </div>
          <div className={styles.go}>
            {errors > 0 && passed ? (
              <label className={styles.although}>
                <input
                  type="checkbox"
                  checked={although}
                  onChange={({ target }) => setAlthough(target.checked)}
                />
                {t('apply.although', { count: errors })}
              </label>
            ) : (
              <span className={page.quiet}>
                {whoami !== undefined && t('apply.as', { user: whoami.user.name })}
              </span>
            )}
            <Button
              tone={owned.length > 0 ? 'default' : 'accent'}
              disabled={!passed || writing || dryRun.isFetching || (errors > 0 && !although)}
              onClick={() => void apply()}
            >
              {writing ? t('apply.applying') : t('apply.button', { count: items.length })}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
