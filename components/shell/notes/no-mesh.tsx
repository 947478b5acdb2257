'use client';
/** No namespace has sidecars yet, as far as the reader sees: the steps to the first traffic. Without istiod, Istio comes first. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { queries } from '#lib/client/queries/queries.ts';
import styles from './no-mesh.module.css';

const steps = [
  { text: 'inject', command: 'kubectl label namespace NAMESPACE istio-injection=enabled' },
  { text: 'restart', command: 'kubectl rollout restart deployment --namespace NAMESPACE' },
  { text: 'send', command: null },
] as const;

const install = { text: 'install', command: 'istioctl install' } as const;

export function NoMesh() {
  const t = useTranslations('overview.noMesh');
  const common = useTranslations('common');
  const { data: whoami } = useQuery(queries.whoami());
  const { data: about } = useQuery(queries.about());
  const isBare = about?.istio.length === 0;
  const isPart = whoami?.allNamespaces === false;
  return (
    <EmptyState
      centered
      title={t(isBare ? 'titleBare' : isPart ? 'titleYours' : 'title')}
      detail={t(isBare ? 'leadBare' : isPart ? 'leadYours' : 'lead')}
    >
      <ol className={styles.steps}>
        {(isBare ? [install, ...steps] : steps).map(({ text, command }) => (
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
