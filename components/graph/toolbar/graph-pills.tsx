'use client';
/** What is wrong now, as pills: each filters the picture and steps through its matches. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { CanvasIcon } from '#components/kit/graph-canvas/shapes/canvas-icon.tsx';
import { scrollEdges } from '#components/ui/page/scroll-edges.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { type FindingName, type Findings, findingNames } from '../findings.ts';
import styles from './graph-toolbar.module.css';

export interface GraphPillsProps {
  findings: Findings;
  active: FindingName | null;
  /** Id of the match that is selected. */
  current: string | null;
  /** Every degraded thing is slow: a better word than "degraded". */
  onlySlow: boolean;
  /** Something is known to be healthy: without metrics nothing is. */
  judged: boolean;
  onStep: (name: FindingName, id: string) => void;
  onStop: () => void;
}

function PillMark({ name }: { name: FindingName }) {
  if (name === 'sidecar') return <CanvasIcon name="shield-off" size={13} />;
  return (
    <StateMark state={({ failing: 'failing', slow: 'degraded', idle: 'idle' } as const)[name]} size={13} />
  );
}

export function GraphPills({ findings, active, current, onlySlow, judged, onStep, onStop }: GraphPillsProps) {
  const t = useTranslations('graph.pill');
  const shown = findingNames.filter((name) => findings[name].length > 0);
  const calm = judged && findings.failing.length === 0 && findings.slow.length === 0;
  return (
    <div className={styles.pills} ref={scrollEdges}>
      <div className={styles.row}>
        {calm && (
          <span className={styles.healthy}>
            <StateMark state="healthy" size={13} />
            {t('healthy')}
          </span>
        )}
        {shown.map((name) => {
          const ids = findings[name];
          const text = t(name === 'slow' && !onlySlow ? 'degraded' : name, { count: ids.length });
          const at = active === name ? ids.indexOf(current ?? '') : -1;
          return (
            <button
              key={name}
              type="button"
              className={styles.pill}
              data-name={name}
              aria-pressed={active === name}
              aria-label={t('step', { name: text, count: ids.length })}
              onClick={() => onStep(name, ids[(at + 1) % ids.length] ?? '')}
            >
              <PillMark name={name} />
              {text}
              {at >= 0 && ids.length > 1 && <span className={styles.at}>{`${at + 1}/${ids.length}`}</span>}
            </button>
          );
        })}
        {active !== null && (
          <button
            type="button"
            className={styles.clear}
            aria-label={t('stop')}
            title={t('stop')}
            onClick={onStop}
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
    </div>
  );
}
