'use client';
/** The traffic over time. The charts come with their tab. */
import dynamic from 'next/dynamic';
import styles from './detail.module.css';
import type { Detail } from './detail-header.tsx';

const TrafficCharts = dynamic(
  () => import('#components/traffic-charts/traffic-charts.tsx').then((module) => module.TrafficCharts),
  { ssr: false },
);

export function ChartsTab({ subject, detail }: { subject: 'service' | 'workload'; detail: Detail }) {
  const { namespace, name } = detail;
  return (
    <div className={styles.main}>
      <TrafficCharts subject={{ subject, namespace, name }} />
    </div>
  );
}
