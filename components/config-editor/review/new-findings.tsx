'use client';
/** What the checks find that was not there before the drafts: how much of it, and on press each by its sentence and place. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ConfigurationFinding } from '#lib/api/configuration/configuration.ts';
import { pathText } from '#lib/document/json.ts';
import { FindingMark } from '../findings/finding-mark.tsx';
import { useFindingText } from '../findings/use-checks.ts';
import styles from './apply-bar.module.css';

export interface NewFindingsProps {
  findings: readonly ConfigurationFinding[];
}

/** The bar is no page: the editor has them all. */
const most = 20;

const order = { error: 0, warning: 1, info: 2 } as const;

export function NewFindings({ findings }: NewFindingsProps) {
  const t = useTranslations('editor');
  const textOf = useFindingText();
  const told = findings
    .filter(({ severity }) => severity !== 'info')
    .toSorted((a, b) => order[a.severity] - order[b.severity]);
  const errors = told.filter(({ severity }) => severity === 'error').length;
  const counts = t('dryRun.checks', { errors, warnings: told.length - errors });
  if (told.length === 0) {
    return (
      <p className={styles.verdict}>
        <StateMark state="healthy" />
        {counts}
      </p>
    );
  }
  return (
    <div className={styles.verdict}>
      <StateMark state={errors > 0 ? 'failing' : 'degraded'} />
      <details className={styles.found} open={errors > 0}>
        <summary>{counts}</summary>
        <ul>
          {told.slice(0, most).map(({ code, severity, place, message }) => (
            <li key={JSON.stringify([code, place, message])}>
              <FindingMark severity={severity} label={t(`checks.severity.${severity}`)} />
              <span>
                {textOf(message)}{' '}
                <span className={styles.where}>
                  {place.kindName} {place.namespace}/{place.name}
                  {place.path.length > 0 && ` ${pathText(place.path)}`} · {code}
                </span>
              </span>
            </li>
          ))}
          {told.length > most && (
            <li className={styles.where}>{t('delete.more', { count: told.length - most })}</li>
          )}
        </ul>
      </details>
    </div>
  );
}
