/** How the checks of an object came out: shape and number; nothing stands where nothing was found. */
import { Info } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { CheckCounts } from '#lib/api/configuration/configuration.ts';
import type { Severity } from '#lib/istio/checks/codes.ts';
import styles from './configuration.module.css';

export function SeverityMark({
  severity,
  size = 14,
  label,
}: {
  severity: Severity;
  size?: number;
  label?: string;
}) {
  if (severity === 'info') {
    return (
      <Info
        size={size}
        color="var(--sl-dim)"
        {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      />
    );
  }
  return <StateMark state={severity === 'error' ? 'failing' : 'degraded'} size={size} label={label} />;
}

export function useChecksText(): (checks: CheckCounts | null) => string {
  const t = useTranslations('configuration.checks');
  return (checks) => {
    if (checks === null) return t('running');
    const { errors, warnings, infos, worst } = checks;
    if (worst === null) return t('clean');
    return [
      ...(errors > 0 ? [t('errors', { count: errors })] : []),
      ...(warnings > 0 ? [t('warnings', { count: warnings })] : []),
      ...(infos > 0 ? [t('infos', { count: infos })] : []),
    ].join(' · ');
  };
}

export function CheckState({ checks }: { checks: CheckCounts | null }) {
  const textOf = useChecksText();
  const worst = checks?.worst ?? null;
  return (
    <span className={styles.checks} data-severity={worst ?? 'none'}>
      {checks === null ? (
        <StateMark state="unknown" size={13} />
      ) : worst === null ? (
        <StateMark state="healthy" size={13} />
      ) : (
        <SeverityMark severity={worst} size={13} />
      )}
      <span>{textOf(checks)}</span>
    </span>
  );
}
