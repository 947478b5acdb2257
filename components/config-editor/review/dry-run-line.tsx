'use client';
/** What the cluster says to the drafts before they are written. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { DryRunAnswer } from '#lib/api/configuration/configuration.ts';
import refusal from '../findings/refusal.module.css';
import { RefusalText } from '../findings/refusal-text.tsx';
import { isPassing, isUnasked } from '../questions.ts';
import styles from './apply-bar.module.css';
import { type Mistake, mistakesOf } from './mistakes.ts';
import type { ReviewItem } from './use-review.ts';

export interface DryRunLineProps {
  items: readonly ReviewItem[];
  answer: DryRunAnswer | undefined;
  running: boolean;
  /** Places are left to decide: nobody is asked before. */
  undecided: boolean;
  /** Why the cluster was not asked; null when it was. */
  failed: unknown;
  onRetry: () => void;
  onLine: (item: ReviewItem, line: number) => void;
}

export function DryRunLine({ items, answer, running, undecided, failed, onRetry, onLine }: DryRunLineProps) {
  const t = useTranslations('editor.dryRun');
  const editor = useTranslations('editor');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const bold = { b: (words: ReactNode) => <b>{words}</b> };
  const mistakes = mistakesOf(failed, items);
  if (mistakes.length > 0 && !running) {
    return <Mistakes mistakes={mistakes} onLine={onLine} />;
  }
  if (undecided) {
    return (
      <p className={styles.verdict} role="status">
        <StateMark state="degraded" />
        {t('undecided')}
      </p>
    );
  }
  // Asked again because nobody answered: why stays until somebody does.
  const again = failed !== null || answer?.changes.some(isUnasked) === true;
  if ((running && !again) || (answer === undefined && failed === null)) {
    return (
      <p className={styles.verdict} role="status">
        <StateMark state="unknown" />
        {t('running')}
      </p>
    );
  }
  if (answer === undefined) {
    return (
      <p className={styles.verdict} role="alert">
        <StateMark state="failing" />
        <span>{t.rich('away', { ...bold, reason: problemText(failed) })}</span>
        <Button size="small" aria-busy={running} disabled={running} onClick={onRetry}>
          {common('retry')}
        </Button>
      </p>
    );
  }
  const refused = answer.changes.flatMap((verdict, index) => {
    const item = items[index];
    return verdict.accepted || item === undefined || isUnasked(verdict) ? [] : [{ verdict, item }];
  });
  const unasked = answer.changes.find(isUnasked);
  const warnings = answer.changes.flatMap((verdict) => verdict.warnings);
  return (
    <div role="status">
      {unasked !== undefined && (
        <div className={styles.verdict} role="alert">
          <StateMark state="failing" />
          <div>
            <p>
              {t.rich('away', { ...bold, reason: unasked.message === null ? editor('refusal.away') : '' })}
            </p>
            {unasked.message !== null && (
              <blockquote lang="en" className={refusal.quote}>
                {unasked.message}
              </blockquote>
            )}
          </div>
          <Button size="small" aria-busy={running} disabled={running} onClick={onRetry}>
            {common('retry')}
          </Button>
        </div>
      )}
      {refused.length === 0 && unasked === undefined && (
        <p className={styles.verdict}>
          <StateMark state="healthy" />
          <span>{t.rich('passed', { ...bold, count: answer.changes.length })}</span>
        </p>
      )}
      {refused.map(({ verdict, item }) => (
        <div key={item.id} className={styles.verdict} role="alert">
          <StateMark state={isPassing(verdict) ? 'degraded' : 'failing'} />
          <div>
            <p>
              {t.rich(isPassing(verdict) ? 'untried' : 'refused', {
                ...bold,
                kind: item.kind.kind,
                name: item.name,
              })}
            </p>
            <RefusalText verdict={verdict} onLine={(line) => onLine(item, line)} />
          </div>
        </div>
      ))}
      {warnings.length > 0 && (
        <details className={styles.warnings}>
          <summary>{t('warnings', { count: warnings.length })}</summary>
          <ul lang="en">
            {[...new Set(warnings)].map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What the console itself refuses before it asks anybody: each mistake with its line. */
function Mistakes({
  mistakes,
  onLine,
}: Pick<DryRunLineProps, 'onLine'> & { mistakes: readonly Mistake<ReviewItem>[] }) {
  const t = useTranslations('editor.dryRun');
  return (
    <div role="alert" className={styles.mistakes}>
      {mistakes.map(({ item, line, field, message }) => (
        <div key={`${item.id} ${field} ${message}`} className={styles.verdict}>
          <StateMark state="failing" />
          <div>
            <p>
              {t.rich('refused', {
                b: (words) => <b>{words}</b>,
                kind: item.kind.kind,
                name: item.name,
              })}{' '}
              <span lang="en">{message}</span>
            </p>
            <p>
              <button type="button" className={refusal.link} onClick={() => onLine(item, line)}>
                {t('toField', { line })}
              </button>{' '}
              <code>{field}</code>
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}
