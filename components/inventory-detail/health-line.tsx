'use client';
/** The state in a word, and the numbers that decided it with their limits. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Health } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';

type Reason = Health['reasons'][number];

function useReasonText(): (reason: Reason) => string {
  const t = useTranslations('common.reason');
  const format = useFormat();
  return ({ code, value, threshold }) => {
    switch (code) {
      case 'error-ratio':
      case 'client-error-ratio':
        return t(code, { value: format.percent(value), threshold: format.percent(threshold, 0) });
      case 'latency':
        return t(code, { value: format.milliseconds(value), threshold: format.milliseconds(threshold) });
      default:
        return t(code, { value: format.count(value), threshold: format.count(threshold) });
    }
  };
}

export function HealthLine({ health }: { health: Health }) {
  const states = useTranslations('common.state');
  const format = useFormat();
  const textOf = useReasonText();
  // Silence is the state itself: it needs no second sentence.
  const reasons = health.reasons.filter(({ code }) => code !== 'no-traffic').map(textOf);
  return (
    <span className={styles.health} data-state={health.state}>
      <StateMark state={health.state} size={15} />
      <b>{states(health.state)}</b>
      {reasons.length > 0 && <span className={styles.caption}>{format.list(reasons)}</span>}
    </span>
  );
}
