'use client';
/** The foot of the review: dry run, whose object it is, the reason, and Apply, or Export where it cannot be written. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/query-problem.tsx';
import { Button } from '#components/ui/button.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { type ApplyProgress, configurationChanges } from '#lib/client/configuration-changes.ts';
import { queries } from '#lib/client/queries.ts';
import { useManagerName } from '../manager-chip.tsx';
import { checkQuestion, dryRunQuestion } from '../questions.ts';
import { ApplyProgressList } from './apply-progress.tsx';
import { DryRunLine } from './dry-run-line.tsx';
import { editAddress } from './edit-address.ts';
import styles from './review.module.css';
import { type Applied, appliedOf } from './take-back.ts';
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
  const [reason, setReason] = useState('');
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
  const owned = items.filter(({ live }) => live?.managedBy.reverts === true);
  const passed = dryRun.data !== undefined && !refused && changes.length > 0;

  async function apply() {
    setProgress({ steps: [], past: 0, outcomes: new Map() });
    setFailure(null);
    try {
      const answer = await configurationChanges.applyFollowed(changes, reason.trim(), setProgress);
      const applied = items.map(({ id: draft, kind, name, change, before }) => ({
        id: draft,
        kind,
        name,
        change,
        before,
      }));
      // What is shown of these objects is old now, and a conflict has to be seen.
      void client.invalidateQueries({ queryKey: ['configuration-object'] });
      onApplied(appliedOf(applied, answer, reason.trim()));
    } catch (error) {
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
            failed={dryRun.error}
            onRetry={() => dryRun.refetch()}
            onLine={(item, line) => router.push(editAddress(item, line))}
          />
        ) : null}
        {progress === null &&
          checks.data !== undefined &&
          (errors > 0 || warnings > 0 || passed || missing !== null) && (
            <p className={styles.verdict}>
              <StateMark state={errors > 0 ? 'failing' : warnings > 0 ? 'degraded' : 'healthy'} />
              {t('dryRun.checks', { errors, warnings })}
            </p>
          )}
        {owned.map(({ id: draft, name, live }) => (
          <p key={draft} className={styles.verdict}>
            <StateMark state="degraded" />
            <span>
              {live !== null &&
                t.rich('apply.owned', {
                  b: (words) => <b>{words}</b>,
                  manager: nameOf(live.managedBy),
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
              <span className={styles.quiet}>
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
