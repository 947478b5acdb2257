'use client';
/** Why the cluster did not take a change, in its own words, and on which line where it names a field. */
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import type { TryVerdict, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import styles from './refusal.module.css';

export interface RefusalTextProps {
  verdict: TryVerdict | WriteOutcome;
  /** Leads back to the line; absent where there is no text. */
  onLine?: (line: number) => void;
}

export function RefusalText({ verdict, onLine }: RefusalTextProps) {
  const t = useTranslations('editor');
  const { refusal, message, webhook, webhookService, causes, missing } = verdict;
  const why = () => {
    if (refusal === null) return null;
    if (refusal === 'rights') return missing === null ? null : t('refusal.rights', missing);
    if (refusal === 'webhook-away' && webhookService !== null)
      return t('refusal.webhook-service', { service: webhookService, webhook: webhook ?? '' });
    if (refusal === 'away' && message !== null) return t('refusal.broke');
    return t(`refusal.${refusal}`);
  };
  const placed = causes.filter(({ line }) => line !== null);
  return (
    <div className={styles.refusal}>
      <p>{why()}</p>
      {message !== null && refusal !== 'rights' && refusal !== 'conflict' && (
        <>
          <p className={styles.whose}>
            {webhook === null || refusal === 'webhook-away'
              ? t('dryRun.server')
              : t('dryRun.webhook', { name: webhook })}
          </p>
          <blockquote lang="en" className={styles.quote}>
            {spelledOut(message)}
          </blockquote>
        </>
      )}
      {onLine !== undefined &&
        placed.map(({ field, line, message: cause }) => (
          <p key={`${field} ${cause}`}>
            <button type="button" className={styles.link} onClick={() => onLine(line ?? 1)}>
              {t('dryRun.toField', { line: line ?? 1 })}
            </button>{' '}
            <code>{field}</code> {message?.includes(cause) !== true && <span lang="en">{cause}</span>}
          </p>
        ))}
    </div>
  );
}
