'use client';
/** Traffic of a node by version: in, out, errors, p95; with the observed split when there are several. */
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { rowMark } from '#components/mesh-drawing/canvas-mapping.ts';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { blamed, type Figures, sumTraffic } from '../panel-figures.ts';
import styles from '../side-panel.module.css';
import split from './version-split.module.css';

export const markRoles = { circle: 'stable', diamond: 'candidate', square: 'other' } as const;

export interface VersionTableProps {
  /** In the order of their versions. */
  nodes: readonly GraphNode[];
  /** The version that was chosen. */
  chosen: string | null;
  onSelect: (id: string) => void;
}

export function VersionTable({ nodes, chosen, onSelect }: VersionTableProps) {
  const t = useTranslations('graph.panel');
  const format = useFormat();
  const tcp = nodes.every((node) => node.protocol === 'tcp');
  const several = nodes.length > 1;
  const volume = (figures: Figures | null) => {
    if (!figures) return format.decimal(null, 1);
    if (tcp) return format.bytesPerSecond(figures.bytesPerSecond);
    return figures.requestsPerSecond === 0
      ? format.decimal(null, 1)
      : format.decimal(figures.requestsPerSecond, 1);
  };
  const cells = (inbound: Figures | null, outbound: Figures | null, blame?: ReturnType<typeof blamed>) => (
    <>
      <td>{volume(inbound)}</td>
      <td>{volume(outbound)}</td>
      {!tcp && <td data-state={blame?.errors}>{format.percent(inbound?.errorRatio)}</td>}
      {!tcp && <td data-state={blame?.latency}>{format.milliseconds(inbound?.p95Ms)}</td>}
    </>
  );
  const total = (side: 'inbound' | 'outbound') => sumTraffic(nodes.map((node) => node[side]));
  return (
    <table className={styles.versions}>
      <thead>
        <tr>
          <th scope="col">{t('version')}</th>
          <th scope="col">{tcp ? t('bytesIn') : t('in')}</th>
          <th scope="col">{tcp ? t('bytesOut') : t('out')}</th>
          {!tcp && <th scope="col">{t('errors')}</th>}
          {!tcp && <th scope="col">{t('p95')}</th>}
        </tr>
      </thead>
      <tbody>
        {nodes.map((node, index) => (
          <tr key={node.id} data-chosen={(several && node.id === chosen) || undefined}>
            <th scope="row">
              <span className={styles.version}>
                {several && <VersionMark role={markRoles[rowMark(index, nodes.length)]} />}
                {several ? (
                  <button type="button" onClick={() => onSelect(node.id)}>
                    {spelledOut(node.version ?? node.workload ?? node.name)}
                  </button>
                ) : (
                  (node.version ?? node.workload ?? '–')
                )}
              </span>
            </th>
            {cells(node.inbound, node.outbound, blamed(node.health))}
          </tr>
        ))}
        {several && (
          <tr className={styles.total}>
            <th scope="row">{t('total')}</th>
            {cells(total('inbound'), total('outbound'))}
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Shares as they were measured; what was configured is another matter. */
export function ObservedSplit({ nodes }: { nodes: readonly GraphNode[] }) {
  const format = useFormat();
  const volumes = nodes.map(({ inbound }) => inbound?.requestsPerSecond || inbound?.bytesPerSecond || 0);
  const total = volumes.reduce((sum, value) => sum + value, 0);
  if (total === 0) return null;
  const parts = nodes.map((node, index) => ({
    id: node.id,
    version: node.version ?? node.name,
    role: markRoles[rowMark(index, nodes.length)],
    share: (volumes[index] ?? 0) / total,
  }));
  return (
    <>
      <div className={split.split} aria-hidden>
        {parts.map(({ id, role, share }) => (
          <span key={id} data-role={role} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={split.shares}>
        {parts.map(({ id, version, role, share }) => (
          <li key={id}>
            <VersionMark role={role} />
            <b>{version}</b> {format.percent(share)}
          </li>
        ))}
      </ul>
    </>
  );
}
