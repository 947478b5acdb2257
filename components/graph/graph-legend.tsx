/** What lines and badges on the canvas mean. */
import { useTranslations } from 'use-intl';
import { CanvasIcon } from '#components/kit/graph-canvas/canvas-icon.tsx';
import type { IconName } from '#components/kit/graph-canvas/icon-paths.ts';
import type { LabelChoice } from './edge-labels.ts';
import styles from './graph-legend.module.css';

const lines = [
  { name: 'healthy', colour: 'var(--sl-edge)', dash: undefined, width: 2, end: 'arrow' },
  { name: 'slow', colour: 'var(--sl-degraded)', dash: '0.1 4.5', width: 2.5, end: 'arrow' },
  { name: 'failing', colour: 'var(--sl-failing)', dash: '7 4.5', width: 2, end: 'arrow' },
  { name: 'tcp', colour: 'var(--sl-tcp)', dash: undefined, width: 2, end: 'dot' },
] as const;

const badges: readonly {
  name: 'split' | 'circuitBreaker' | 'mirror' | 'fault' | 'noSidecar';
  icon: IconName;
}[] = [
  { name: 'split', icon: 'split' },
  { name: 'circuitBreaker', icon: 'bolt' },
  { name: 'mirror', icon: 'copies' },
  { name: 'fault', icon: 'bug' },
  { name: 'noSidecar', icon: 'shield-off' },
];

function LineSample({ colour, dash, width, end }: Omit<(typeof lines)[number], 'name'>) {
  return (
    <svg width="32" height="10" viewBox="0 0 32 10" aria-hidden>
      <path
        d="M1 5h24"
        stroke={colour}
        strokeWidth={width}
        strokeDasharray={dash}
        strokeLinecap={dash === '0.1 4.5' ? 'round' : 'butt'}
      />
      {end === 'arrow' ? (
        <path d="m24 1.6 7 3.4-7 3.4Z" fill={colour} />
      ) : (
        <circle cx="27.5" cy="5" r="3" fill={colour} />
      )}
    </svg>
  );
}

export function GraphLegend({ labels }: { labels: LabelChoice }) {
  const t = useTranslations('graph.legend');
  return (
    <>
      <div className={styles.columns}>
        <ul>
          {lines.map(({ name, ...sample }) => (
            <li key={name}>
              <LineSample {...sample} />
              {t(name)}
            </li>
          ))}
          <li>
            <span className={styles.dashed} />
            {t('idle')}
          </li>
        </ul>
        <ul>
          {badges.map(({ name, icon }) => (
            <li key={name}>
              <span className={styles.badge} data-warn={name === 'noSidecar' || undefined}>
                <CanvasIcon name={icon} size={11} />
              </span>
              {t(name)}
            </li>
          ))}
        </ul>
      </div>
      <p className={styles.foot}>{t(`width.${labels}`)}</p>
    </>
  );
}
