'use client';
/** The page of one object: its head, and one of its tabs. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/query-problem.tsx';
import { WarningNotes } from '#components/shell/warning-notes.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import { TabList } from '#components/ui/tab-list.tsx';
import type { ConfigurationObject } from '#lib/api/configuration.ts';
import { ApiError } from '#lib/client/api-error.ts';
import { queries } from '#lib/client/queries.ts';
import { type KindName, routes } from '#lib/client/routes.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { kindName } from '../kind-names.ts';
import styles from './detail.module.css';
import { ObjectHeader } from './object-header.tsx';
import { ObjectSkeleton } from './object-skeleton.tsx';
import { objectTabs } from './tabs.tsx';
import { useObjectUrl } from './use-object-url.ts';

export function ObjectPage(object: KindName) {
  const t = useTranslations('configuration.detail');
  const known = kindAt(object.kind) !== undefined;
  const query = useQuery({ ...queries.configurationObject(object), enabled: known });
  const { data, error } = query;
  if (data !== undefined) return <Loaded detail={data} error={error} />;
  const absent = error instanceof ApiError && (error.code === 'not-found' || error.code === 'invalid');
  if (!known || absent) {
    return (
      <EmptyState
        centered
        title={t('absent', { kind: kindName(object.kind), name: object.name, namespace: object.namespace })}
        detail={t('absentDetail')}
        actions={<ButtonLink href={routes.configuration()}>{t('toList')}</ButtonLink>}
      />
    );
  }
  if (error !== null) {
    return <QueryProblem centered error={error} title={t('failed')} onRetry={() => void query.refetch()} />;
  }
  return <ObjectSkeleton {...object} />;
}

function Loaded({ detail, error }: { detail: ConfigurationObject; error: unknown }) {
  const t = useTranslations('configuration.detail');
  const { tab, setTab } = useObjectUrl();
  const gone = error instanceof ApiError && error.code === 'not-found';
  const shown = objectTabs.find(({ name }) => name === tab) ?? objectTabs[0];
  return (
    <div className={styles.page}>
      <ObjectHeader
        detail={detail}
        gone={gone}
        tabs={
          <TabList
            label={t('tabs')}
            id="object"
            current={shown.name}
            onChange={setTab}
            tabs={objectTabs.map(({ name }) => ({ name, label: t(`tab.${name}`) }))}
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
      <div
        role="tabpanel"
        id="object-panel"
        aria-labelledby={`object-${shown.name}`}
        className={styles.content}
      >
        <shown.Panel detail={detail} />
      </div>
    </div>
  );
}
