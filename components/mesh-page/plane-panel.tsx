'use client';
/** The control plane: istiod by revision with its own figures, the mesh configuration, and the clusters. */
import { useTranslations } from 'use-intl';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Mesh } from '#lib/api/mesh/mesh.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type ControlPlaneQueryId, controlPlaneWindowSeconds } from '#lib/metrics/control-plane-queries.ts';
import styles from './mesh-page.module.css';
import { MeshTable } from './mesh-table.tsx';
import { OtherRow, PlaneRow } from './plane-row.tsx';

/** What each question of istiod's figures is called on this page. */
const questionNames = {
  connected: 'plane.proxies',
  pushes: 'plane.pushErrors',
  rejects: 'plane.rejects',
  convergence: 'plane.convergence',
  rootExpiry: 'plane.expiry',
  builds: 'plane.version',
  clusters: 'clusters.watched',
} as const satisfies Record<ControlPlaneQueryId, string>;

export function PlanePanel({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.plane');
  const { state } = mesh.controlPlane;
  return (
    <>
      {state === 'found' ? (
        <Revisions mesh={mesh} />
      ) : (
        <EmptyState title={t(`state.${state}`)} detail={t(`state.${state}Detail`)} />
      )}
      {state === 'found' && <Configuration mesh={mesh} />}
      <Clusters mesh={mesh} />
    </>
  );
}

function Revisions({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.plane');
  const format = useFormat();
  const all = useTranslations('mesh');
  const { planes, figures } = mesh.controlPlane;
  const missing = figures.missing.map((id) => (isQuestion(id) ? all(questionNames[id]) : id));
  const heads = [
    'revision',
    'version',
    'pods',
    'proxies',
    'convergence',
    'pushErrors',
    'rejects',
    'expiry',
  ] as const;
  const numbers = new Set<string>(['pods', 'proxies', 'convergence', 'pushErrors', 'rejects']);
  return (
    <section>
      <MeshTable
        title={t('title')}
        heads={heads.map((head) => ({ text: t(head), number: numbers.has(head) }))}
      >
        {planes.map((plane) => (
          <PlaneRow key={`${plane.namespace}/${plane.revision}`} plane={plane} now={mesh.at} />
        ))}
        {figures.other !== null && <OtherRow figures={figures.other} now={mesh.at} />}
      </MeshTable>
      <div className={styles.under}>
        {figures.state !== 'ok' && figures.state !== 'restricted' && (
          <StaleBadge>{t(`figures.${figures.state}`)}</StaleBadge>
        )}
        {figures.missing.length > 0 && (
          <StaleBadge>{t('missing', { names: format.list(missing) })}</StaleBadge>
        )}
        <p className={styles.dim}>{t('window', { span: format.span(controlPlaneWindowSeconds) })}</p>
      </div>
    </section>
  );
}

function isQuestion(id: string): id is ControlPlaneQueryId {
  return Object.hasOwn(questionNames, id);
}

function Configuration({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.config');
  const { state, settings } = mesh.controlPlane.configuration;
  return (
    <section className={styles.section}>
      <h2>{t('title')}</h2>
      <p className={styles.dim}>{t(`state.${state}`)}</p>
      <dl className={styles.settings}>
        {settings.map(({ path, value, written }) => (
          <div key={path}>
            <dt>{path}</dt>
            <dd>
              <span className={styles.mono}>{value}</span>
              {!written && <span className={styles.dim}>{t('fallback')}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Clusters({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.clusters');
  const all = useTranslations('mesh');
  // What is everybody's to know who sees the mesh is kept back from others, and not unknown.
  const unknown = all(mesh.allNamespaces ? 'unknown' : 'mtls.restricted');
  const format = useFormat();
  const { own, network, others, watched } = mesh.clusters;
  const span = format.span(mesh.windowSeconds);
  const facts: [string, string][] = [
    [t('own'), own],
    [t('network'), network ?? unknown],
    [t('others'), others.length === 0 ? t('nobody', { span }) : format.list(others)],
    [t('watched'), watched === null ? unknown : format.count(watched)],
  ];
  return (
    <section className={styles.section}>
      <h2>{t('title')}</h2>
      <dl className={styles.settings}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.dim}>{t('note')}</p>
    </section>
  );
}
