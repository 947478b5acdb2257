'use client';
/** An edge's numbers at the end of a line of a panel: rate, errors and latency, or a stream's bytes; what its health is about is marked. */
import type { GraphEdge } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { blamed } from './panel-figures.ts';
import styles from './side-panel.module.css';

export function EdgeFigures({ edge }: { edge: GraphEdge }) {
  const format = useFormat();
  const blame = blamed(edge.health);
  const tcp = edge.protocol === 'tcp';
  return (
    <>
      <span className={styles.number}>
        {tcp ? format.bytesPerSecond(edge.bytesPerSecond) : format.perSecond(edge.requestsPerSecond)}
      </span>
      <span className={styles.number} data-state={blame.errors}>
        {tcp ? '' : format.percent(edge.errorRatio)}
      </span>
      <span className={styles.number} data-state={blame.latency}>
        {tcp ? 'TCP' : format.milliseconds(edge.p95Ms)}
      </span>
    </>
  );
}
