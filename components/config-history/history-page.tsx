'use client';
/** The page of an object's history; it is there also when the object is gone. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { PageHead } from '#components/ui/page/page-head.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
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
      <PageHead
        crumbs={[
          { text: t('crumb'), href: routes.configuration({ namespaces, range }) },
          { text: object.namespace, href: routes.configuration({ namespaces: [object.namespace], range }) },
          { text: kind.kind },
          { text: t('tab') },
        ]}
        crumbsLabel={t('crumbs')}
        title={object.name}
        beside={
          isGone && (
            <span className={styles.mark} data-tone="gone">
              {t('gone')}
            </span>
          )
        }
        actions={
          <ButtonLink size="small" href={routes.configChanges({ namespaces: [object.namespace] })}>
            {t('all', { namespace: object.namespace })}
          </ButtonLink>
        }
      />
      <HistoryPanel object={object} />
    </div>
  );
}
