'use client';
/** Questions to begin with, for a mesh that Istio measures. */
import { useTranslations } from 'use-intl';
import styles from './metrics-explorer.module.css';

const examples = {
  requests: 'sum by (destination_service) (rate(istio_requests_total{reporter="destination"}[1m]))',
  errors: `sum by (destination_service) (rate(istio_requests_total{reporter="destination", response_code=~"5.."}[1m]))
  / sum by (destination_service) (rate(istio_requests_total{reporter="destination"}[1m]))`,
  latency: `histogram_quantile(0.95, sum by (le, destination_service) (
  rate(istio_request_duration_milliseconds_bucket{reporter="destination"}[1m])))`,
  callers:
    'sum by (source_workload, destination_workload) (rate(istio_requests_total{reporter="source"}[1m]))',
  bytes: 'sum by (source_workload) (rate(istio_tcp_sent_bytes_total{reporter="source"}[1m]))',
} as const;
const names = ['requests', 'errors', 'latency', 'callers', 'bytes'] as const;

export function Examples({ onChoose }: { onChoose: (query: string) => void }) {
  const t = useTranslations('metrics.examples');
  return (
    <section className={styles.examples} aria-labelledby="metrics-examples">
      <h2 id="metrics-examples">{t('title')}</h2>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <button type="button" onClick={() => onChoose(examples[name])}>
              <span>{t(name)}</span>
              <code>{examples[name]}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
