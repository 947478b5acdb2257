'use client';
/** The page of one object: its head, and one of its tabs. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { TabList } from '#components/ui/page/tab-list.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { apiRoutes, type KindName, routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './detail.module.css';
import { ObjectHeader } from './object-header.tsx';
import { ObjectSkeleton } from './object-skeleton.tsx';
import { objectTabs } from './tabs.tsx';
import { useObjectUrl } from './use-object-url.ts';

export interface ObjectPageProps extends KindName {
  /** The panel of its history: another feature's. */
  history: ReactNode;
}

export function ObjectPage({ history, ...object }: ObjectPageProps) {
  const t = useTranslations('configuration.detail');
  const known = kindAt(object.kind) !== undefined;
  const query = useQuery({ ...queries.configurationObject(object), enabled: known });
  const { data, error } = query;
  if (data !== undefined) return <Loaded detail={data} error={error} history={history} />;
  const absent = error instanceof ApiError && (error.code === 'not-found' || error.code === 'invalid');
  if (!known || absent) {
    return (
      <EmptyState
        centered
        title={t('absent', { kind: kindName(object.kind), name: object.name, namespace: object.namespace })}
        detail={t('absentDetail')}
        actions={
          <>
            <ButtonLink href={routes.configuration()}>{t('toList')}</ButtonLink>
            {known && <ButtonLink href={routes.configHistory(object)}>{t('toHistory')}</ButtonLink>}
          </>
        }
      />
    );
  }
  if (error !== null) {
    return <QueryProblem centered error={error} title={t('failed')} onRetry={() => query.refetch()} />;
  }
  return (
    <>
      <EarlyQuestion path={apiRoutes.configurationObject(object)} />
      <ObjectSkeleton {...object} />
    </>
  );
}

interface LoadedProps {
  detail: ConfigurationObject;
  error: unknown;
  history: ReactNode;
}

function Loaded({ detail, error, history }: LoadedProps) {
  const t = useTranslations('configuration.detail');
  const { tab, setTab } = useObjectUrl();
  const gone = error instanceof ApiError && error.code === 'not-found';
  const shown = objectTabs.find(({ name }) => name === tab) ?? objectTabs[0];
  const current = tab === 'history' ? tab : shown.name;
  return (
    <div className={styles.page}>
      <ObjectHeader
        detail={detail}
        gone={gone}
        tabs={
          <TabList
            label={t('tabs')}
            id="object"
            current={current}
            onChange={setTab}
            tabs={[...objectTabs.map(({ name }) => name), 'history' as const].map((name) => ({
              name,
              label: t(`tab.${name}`),
            }))}
          />
        }
      />
      {(error !== null || detail.warnings.length > 0) && (
        <div className={styles.notes} role="status" data-gone={gone || undefined}>
          {gone && <StaleBadge>{t('gone', { name: detail.name })}</StaleBadge>}
          {error !== null && !gone && <StaleBadge>{t('notRenewed')}</StaleBadge>}
          <WarningNotes warnings={detail.warnings} />
        </div>
      )}
      <div role="tabpanel" id="object-panel" aria-labelledby={`object-${current}`} className={styles.content}>
        {current === 'history' ? history : <shown.Panel detail={detail} />}
      </div>
    </div>
  );
}
