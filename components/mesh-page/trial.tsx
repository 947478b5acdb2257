'use client';
/** What the API server says to a change of labels before it is made, asked with dryRun. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { MeshNamespace } from '#lib/api/mesh/mesh.ts';
import { sendLabels } from '#lib/client/queries/namespace-labels.ts';
import type { LabelChange } from '#lib/istio/namespace-labels.ts';
import styles from './mesh-page.module.css';

export interface TrialProps {
  namespace: MeshNamespace;
  change: LabelChange;
  /** Why the write itself failed. */
  failed: string | null;
  onAccepted(isAccepted: boolean): void;
}

export function Trial({ namespace: { name, resourceVersion }, change, failed, onAccepted }: TrialProps) {
  const t = useTranslations('mesh.switch');
  const problemText = useProblemText();
  const { data: tried, error } = useQuery({
    queryKey: ['label-trial', name, resourceVersion, change],
    queryFn: () => sendLabels(name, { labels: { ...change }, resourceVersion, dryRun: true, reason: '' }),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const isAccepted = tried?.state === 'accepted';
  useEffect(() => onAccepted(isAccepted), [isAccepted, onAccepted]);
  const refusal = tried?.refusal ?? null;
  const wrong =
    failed ?? (error !== null ? problemText(error) : refusal === null ? null : t(`refusal.${refusal}`));
  const message = failed === null ? (tried?.message ?? null) : null;
  return (
    <div className={styles.trial} role="status">
      {wrong !== null ? (
        <p className={styles.fail}>
          <StateMark state="failing" size={15} />
          {wrong}
        </p>
      ) : (
        <p>
          <StateMark state={isAccepted ? 'healthy' : 'unknown'} size={15} />
          {t(isAccepted ? 'passed' : 'trying')}
        </p>
      )}
      {tried?.warnings.map((warning) => (
        <p key={warning} className={styles.warn}>
          <StateMark state="degraded" size={15} />
          {warning}
        </p>
      ))}
      {wrong !== null && message !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <pre tabIndex={0}>{message}</pre>
      )}
    </div>
  );
}
