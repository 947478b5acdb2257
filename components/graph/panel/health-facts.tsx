'use client';
/** Why something is judged as it is: each number with its limit, over how many requests, in which window and how old. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Graph, Health } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PanelSection } from './panel-frame.tsx';
import styles from './side-panel.module.css';

export interface HealthFactsProps {
  graph: Graph;
  health: Health;
  /** Null where nothing is known. */
  requestsPerSecond: number | null;
}

/** "last 1 min · 4 s ago": what numbers are of. */
export function useMeasured(graph: Graph): string {
  const t = useTranslations('explore.health');
  const format = useFormat();
  const now = useNow(1000);
  const span = t('window', { span: format.span(graph.windowSeconds) });
  if (graph.metricsAt === null) return span;
  return `${span} · ${format.age(now - graph.metricsAt)}`;
}

export function HealthFacts({ graph, health, requestsPerSecond }: HealthFactsProps) {
  const t = useTranslations('explore.health');
  const format = useFormat();
  const measured = useMeasured(graph);
  const write = (code: Health['reasons'][number]['code'], value: number | null) => {
    if (code === 'latency') return format.milliseconds(value);
    return code === 'error-ratio' || code === 'client-error-ratio'
      ? format.percent(value)
      : format.count(value);
  };
  const judged = (requestsPerSecond ?? 0) * graph.windowSeconds;
  return (
    <PanelSection title={t('title')} note={measured}>
      <ul className={styles.health}>
        {health.reasons.length === 0 && (
          <li>
            <StateMark state={health.state} size={13} />
            <span>{t(health.state === 'unknown' ? 'unknown' : 'within')}</span>
          </li>
        )}
        {health.reasons.map(({ code, value, threshold }) => (
          <li key={code}>
            <StateMark state={health.state} size={13} />
            <span>{t(`reason.${code}`)}</span>
            <span className={styles.number}>{code === 'no-traffic' ? '' : write(code, value)}</span>
            <span className={styles.limit}>
              {threshold === null
                ? ''
                : t(code === 'not-ready' || code === 'too-few-requests' ? 'of' : 'limit', {
                    value: write(code, threshold),
                  })}
            </span>
          </li>
        ))}
      </ul>
      {judged > 0 && (
        <p className={styles.dim}>{t('judged', { requests: format.count(Math.round(judged)) })}</p>
      )}
    </PanelSection>
  );
}
