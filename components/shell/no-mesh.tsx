'use client';
/** No namespace has sidecars yet: three steps to the first traffic. */
import { useTranslations } from 'use-intl';
import { CopyBlock } from '#components/ui/copy-block.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import styles from './no-mesh.module.css';

const steps = [
  { text: 'inject', command: 'kubectl label namespace NAMESPACE istio-injection=enabled' },
  { text: 'restart', command: 'kubectl rollout restart deployment --namespace NAMESPACE' },
  { text: 'send', command: null },
] as const;

export function NoMesh() {
  const t = useTranslations('overview.noMesh');
  const common = useTranslations('common');
  return (
    <EmptyState centered title={t('title')} detail={t('lead')}>
      <ol className={styles.steps}>
        {steps.map(({ text, command }) => (
          <li key={text}>
            {t(text)}
            {command !== null && (
              <CopyBlock text={command} copyLabel={common('copy')} copiedLabel={common('copied')} />
            )}
          </li>
        ))}
      </ol>
    </EmptyState>
  );
}
