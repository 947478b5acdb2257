'use client';
/** What failed requests got, and what Envoy said about why: every flag in plain words. */
import { useMessages, useTranslations } from 'use-intl';
import type { GraphEdge } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { grpcStatusNames } from '#lib/istio/grpc-status.ts';
import { failureShares, flagShares } from './panel-figures.ts';
import { PanelSection } from './panel-frame.tsx';
import styles from './side-panel.module.css';

function useCodeName() {
  const t = useTranslations('explore.failures');
  return (code: string): string => {
    const [protocol, number = ''] = code.split(' ');
    if (code === 'http 0') return t('noAnswer');
    if (protocol === 'http') return `HTTP ${number}`;
    const name = grpcStatusNames[Number(number)];
    return name === undefined ? `gRPC ${number}` : `gRPC ${number} ${name}`;
  };
}

export function FailureList({ edges }: { edges: readonly GraphEdge[] }) {
  const t = useTranslations('explore.failures');
  const format = useFormat();
  const codeName = useCodeName();
  const failures = failureShares(edges);
  if (failures.length === 0) return null;
  return (
    <PanelSection title={t('title')} note={t('ofRequests')}>
      <ul className={styles.failures}>
        {failures.map(({ code, flags, ratio }) => (
          <li key={`${code} ${flags}`}>
            <span>{codeName(code)}</span>
            {flags !== '' && <code>{flags}</code>}
            <span className={styles.number}>{format.percent(ratio, ratio < 0.001 ? 2 : 1)}</span>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

export function FlagList({ edges }: { edges: readonly GraphEdge[] }) {
  const t = useTranslations('explore.failures');
  const format = useFormat();
  // Envoy may send flags that this version has no words for; they are shown as they are.
  const meanings: Readonly<Record<string, string>> = useMessages().explore.flag;
  const flags = flagShares(edges);
  if (flags.length === 0) return null;
  return (
    <PanelSection title={t('flags')} note={t('ofRequests')}>
      <ul className={styles.flags}>
        {flags.map(({ flag, ratio }) => (
          <li key={flag}>
            <code>{flag}</code>
            <span>
              {flag
                .split(',')
                .map((part) => meanings[part] ?? t('unknownFlag', { flag: part }))
                .join(' ')}
            </span>
            <span className={styles.number}>{format.percent(ratio, ratio < 0.001 ? 2 : 1)}</span>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
