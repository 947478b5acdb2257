'use client';
/** Why a question has no answer, beside it; where in the text, when that is known. */
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { exploreLimits } from '#lib/api/traffic/explore.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type PinProblem, pinProblems } from '#lib/metrics/pin-problems.ts';
import { offsetOfMessage } from '#lib/promql/query-error.ts';
import styles from './metrics-explorer.module.css';

export interface QueryFault {
  /** In Prometheus' words, without the place; or which of our rules it breaks. */
  message: string;
  rule: PinProblem | null;
  /** UTF-16 offset; null where no place is told. */
  offset: number | null;
}

/** What is wrong with the text itself; null for every other failure. */
export function faultOf(query: string, error: unknown): QueryFault | null {
  if (!(error instanceof ApiError) || error.code !== 'invalid') return null;
  const told = error.errors.find(({ field }) => field === '/query');
  if (told === undefined) return null;
  const message = told.message.replace(/^(invalid parameter "query": )?(\d+:\d+: )?/, '');
  const rules: readonly PinProblem[] = ['unnamed', 'no-namespace', 'complex'];
  return {
    message,
    rule: rules.find((rule) => pinProblems[rule] === message) ?? null,
    offset: offsetOfMessage(query, told.message),
  };
}

export function useFaultText(): (fault: QueryFault) => string {
  const t = useTranslations('metrics.problem');
  return ({ rule, message }) => (rule === null ? message : t(rule));
}

function Place({ query, offset }: { query: string; offset: number }) {
  const t = useTranslations('metrics.problem');
  const before = query.slice(0, offset).split('\n');
  return (
    <span className={styles.dim}>
      {t('place', { line: before.length, column: (before.at(-1) ?? '').length + 1 })}
    </span>
  );
}

export interface ProblemNoteProps {
  query: string;
  error: unknown;
  onRetry(): unknown;
}

export function ProblemNote({ query, error, onRetry }: ProblemNoteProps) {
  const t = useTranslations('metrics.problem');
  const format = useFormat();
  const textOf = useFaultText();
  const fault = faultOf(query, error);
  const code = error instanceof ApiError ? error.code : null;
  if (fault === null && code !== 'too-large' && code !== 'timeout' && code !== 'not-configured') {
    return <QueryProblem error={error} title={t('failed')} onRetry={onRetry} />;
  }
  return (
    <div className={styles.problem} role="alert">
      <StateMark state="failing" size={15} />
      <div>
        <p>
          {fault !== null
            ? t('refused')
            : code === 'not-configured'
              ? t('not-configured')
              : code === 'too-large'
                ? t('too-large')
                : t('timeout', { most: format.span(exploreLimits.seconds) })}
        </p>
        {code === 'not-configured' && <p className={styles.dim}>{t('not-configured-hint')}</p>}
        {fault !== null && (
          <p>
            <span
              className={fault.rule === null ? styles.words : undefined}
              lang={fault.rule === null ? 'en' : undefined}
            >
              {textOf(fault)}
            </span>{' '}
            {fault.offset !== null && <Place query={query} offset={fault.offset} />}
          </p>
        )}
      </div>
    </div>
  );
}
