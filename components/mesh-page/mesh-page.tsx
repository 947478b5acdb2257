'use client';
/** The mesh as a whole: its control plane, which pods have which proxy, mutual TLS, gateways, and what is of the past. */
import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { linkWindow } from '#components/shell/tool-links/link-window.ts';
import { OpenIn } from '#components/shell/tool-links/open-in.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { Facts } from '#components/ui/page/facts.tsx';
import { TabList } from '#components/ui/page/tab-list.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { Mesh } from '#lib/api/mesh/mesh.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { GatewaysPanel } from './gateways-panel.tsx';
import styles from './mesh-page.module.css';
import { MtlsPanel } from './mtls-panel.tsx';
import { NamespacesPanel } from './namespaces-panel.tsx';
import { PastPanel } from './past-panel.tsx';
import { PlanePanel } from './plane-panel.tsx';

/** How far back the tools look that are opened from here. */
const toolsSeconds = 3600;
const tabs = ['plane', 'namespaces', 'mtls', 'gateways', 'past'] as const;

function useFacts(mesh: Mesh | undefined): string[] {
  const t = useTranslations('mesh.facts');
  if (mesh === undefined) return [];
  const { planes } = mesh.controlPlane;
  const restart = mesh.namespaces.flatMap(({ workloads }) =>
    workloads.filter((one) => one.restart.length > 0),
  ).length;
  const breaks = mesh.namespaces.filter(({ mtls }) => mtls.breaks.length > 0).length;
  return [
    ...(planes.length > 0 ? [t('revisions', { count: planes.length })] : []),
    t('namespaces', { count: mesh.namespaces.length }),
    ...(restart > 0 ? [t('restart', { count: restart })] : []),
    ...(breaks > 0 ? [t('breaks', { count: breaks })] : []),
  ];
}

export function MeshPage() {
  const t = useTranslations('mesh');
  const format = useFormat();
  const { namespaces } = useScope();
  const mesh = useQuery(queries.mesh(namespaces));
  const [chosen, choose] = useQueryState('tab', parseAsStringLiteral(tabs));
  const facts = useFacts(mesh.data);
  if (mesh.data === undefined && mesh.error !== null) {
    return <QueryProblem centered error={mesh.error} title={t('failed')} onRetry={() => mesh.refetch()} />;
  }
  // Who is shown no control plane begins with what is theirs.
  const tab = chosen ?? (mesh.data?.controlPlane.state === 'restricted' ? 'namespaces' : 'plane');
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.titleRow}>
          <h1>{t('title')}</h1>
          <Facts facts={facts} />
          <span className={styles.openIn}>
            <OpenIn ask={() => ({ subject: { kind: 'mesh' }, window: linkWindow(toolsSeconds, null) })} />
          </span>
        </div>
        <TabList
          label={t('tabs.label')}
          id="mesh"
          current={tab}
          onChange={(next) => void choose(next, { history: 'replace' })}
          tabs={tabs.map((name) => ({
            name,
            label: t(`tabs.${name}`),
            ...(name === 'past' && mesh.data !== undefined && mesh.data.obsolete.length > 0
              ? { count: format.count(mesh.data.obsolete.length) }
              : {}),
          }))}
        />
      </header>
      <div
        className={styles.panel}
        role="tabpanel"
        id="mesh-panel"
        aria-labelledby={`mesh-${tab}`}
        aria-busy={mesh.data === undefined}
      >
        {mesh.data === undefined ? (
          <Skeleton />
        ) : (
          <>
            {mesh.data.warnings.length > 0 && (
              <div className={styles.notes}>
                <WarningNotes warnings={mesh.data.warnings} />
              </div>
            )}
            <Panel tab={tab} mesh={mesh.data} />
          </>
        )}
      </div>
    </div>
  );
}

function Panel({ tab, mesh }: { tab: (typeof tabs)[number]; mesh: Mesh }) {
  switch (tab) {
    case 'plane':
      return <PlanePanel mesh={mesh} />;
    case 'namespaces':
      return <NamespacesPanel mesh={mesh} />;
    case 'mtls':
      return <MtlsPanel mesh={mesh} />;
    case 'gateways':
      return <GatewaysPanel mesh={mesh} />;
    case 'past':
      return <PastPanel mesh={mesh} />;
  }
}

function Skeleton() {
  return [72, 56, 64, 48].map((width) => (
    <div key={width} className={styles.skeletonRow}>
      <SkeletonBar width={width * 2} />
      <SkeletonBar width={width * 4} />
    </div>
  ));
}
