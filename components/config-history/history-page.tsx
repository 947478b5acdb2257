'use client';
/** The page of an object's history; it is there also when the object is gone. */
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { queries } from '#lib/client/queries.ts';
import { type KindName, routes } from '#lib/client/routes.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './history.module.css';
import { HistoryPanel } from './history-panel.tsx';

export function HistoryPage(object: KindName) {
  const t = useTranslations('history');
  const { namespaces, range } = useScope();
  const kind = kindAt(object.kind);
  const { data } = useQuery({ ...queries.configHistory(object), enabled: kind !== undefined });
  if (kind === undefined) {
    return (
      <EmptyState
        centered
        title={t('list.empty')}
        detail={object.kind}
        actions={
          <ButtonLink href={routes.configChanges({ namespaces, range })}>{t('changes.title')}</ButtonLink>
        }
      />
    );
  }
  const isGone = data?.revisions[0]?.operation === 'deleted';
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <nav className={styles.crumbs} aria-label={t('crumbs')}>
          <Link href={routes.configuration({ namespaces, range })}>{t('crumb')}</Link>
          <span aria-hidden>/</span>
          <Link href={routes.configuration({ namespaces: [object.namespace], range })}>
            {object.namespace}
          </Link>
          <span aria-hidden>/</span>
          <span>{kind.kind}</span>
          <span aria-hidden>/</span>
          <span>{t('tab')}</span>
        </nav>
        <div className={styles.titleRow}>
          <h1>{object.name}</h1>
          {isGone && (
            <span className={styles.mark} data-tone="gone">
              {t('gone')}
            </span>
          )}
          <div className={styles.actions}>
            <ButtonLink size="small" href={routes.configChanges({ namespaces: [object.namespace] })}>
              {t('all', { namespace: object.namespace })}
            </ButtonLink>
          </div>
        </div>
      </header>
      <HistoryPanel object={object} />
    </div>
  );
}
