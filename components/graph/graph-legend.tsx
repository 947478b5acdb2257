'use client';
/** What lines, marks and badges on the canvas mean: the usual ones, and on demand all of them. */
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { CanvasIcon } from '#components/kit/graph-canvas/shapes/canvas-icon.tsx';
import type { IconName } from '#components/kit/graph-canvas/shapes/icon-paths.ts';
import type { LabelChoice } from '#components/mesh-drawing/edge-labels.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import styles from './graph-legend.module.css';
import type { OverlayName } from './overlays.ts';

const lines = [
  { name: 'healthy', colour: 'var(--sl-edge)', dash: undefined, width: 2, end: 'arrow' },
  { name: 'slow', colour: 'var(--sl-degraded)', dash: '0.1 4.5', width: 2.5, end: 'arrow' },
  { name: 'failing', colour: 'var(--sl-failing)', dash: '7 4.5', width: 2, end: 'arrow' },
  { name: 'tcp', colour: 'var(--sl-tcp)', dash: undefined, width: 2, end: 'dot' },
] as const;

interface BadgeEntry {
  readonly name:
    | 'split'
    | 'circuitBreaker'
    | 'mirror'
    | 'fault'
    | 'noSidecar'
    | 'release'
    | 'timeout'
    | 'virtualService'
    | 'gateway';
  readonly icon: IconName;
}

const usualBadges: readonly BadgeEntry[] = [
  { name: 'split', icon: 'split' },
  { name: 'circuitBreaker', icon: 'bolt' },
  { name: 'mirror', icon: 'copies' },
  { name: 'fault', icon: 'bug' },
  { name: 'noSidecar', icon: 'shield-off' },
];

const rareBadges: readonly BadgeEntry[] = [
  { name: 'release', icon: 'rocket' },
  { name: 'timeout', icon: 'timer' },
  { name: 'virtualService', icon: 'route' },
  { name: 'gateway', icon: 'enter' },
];

const states = [
  { name: 'markDegraded', state: 'degraded' },
  { name: 'markFailing', state: 'failing' },
  { name: 'markIdle', state: 'idle' },
] as const;

const versions = [
  { name: 'oldest', role: 'stable' },
  { name: 'between', role: 'other' },
  { name: 'newest', role: 'candidate' },
] as const;

const kinds = [
  { name: 'http', icon: 'box' },
  { name: 'grpc', icon: 'exchange' },
  { name: 'tcpServer', icon: 'database' },
  { name: 'versions', icon: 'boxes' },
  { name: 'outside', icon: 'globe' },
  { name: 'restricted', icon: 'lock' },
  { name: 'unknown', icon: 'unknown' },
] as const;

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

function DotSample() {
  return (
    <svg width="32" height="10" viewBox="0 0 32 10" aria-hidden>
      <path d="M1 5h30" stroke="var(--sl-edge)" strokeWidth={1.5} />
      <circle cx="9" cy="5" r="2.6" fill="var(--sl-tcp)" />
      <path d="M23 1.2 26.8 5 23 8.8 19.2 5Z" fill="var(--sl-failing)" />
    </svg>
  );
}

function Entry({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <li>
      <span className={styles.mark}>{mark}</span>
      {children}
    </li>
  );
}

function Badges({ entries }: { entries: readonly BadgeEntry[] }) {
  const t = useTranslations('graph.legend');
  return entries.map(({ name, icon }) => (
    <Entry
      key={name}
      mark={
        <span className={styles.badge} data-warn={name === 'noSidecar' || undefined}>
          <CanvasIcon name={icon} size={11} />
        </span>
      }
    >
      {t(name)}
    </Entry>
  ));
}

/** What overlays draw. */
function OverlayMarks({ overlays }: { overlays: readonly OverlayName[] }) {
  const t = useTranslations('graph.legend');
  return (
    <>
      {overlays.includes('locks') && (
        <>
          <Entry
            mark={
              <span className={styles.badge}>
                <CanvasIcon name="lock" size={10} />
              </span>
            }
          >
            {t('locked')}
          </Entry>
          <Entry
            mark={
              <span className={styles.badge} data-warn>
                <CanvasIcon name="lock-open" size={10} />
              </span>
            }
          >
            {t('unlocked')}
          </Entry>
        </>
      )}
      {overlays.includes('dots') && <Entry mark={<DotSample />}>{t('dots')}</Entry>}
    </>
  );
}

export interface GraphLegendProps {
  labels: LabelChoice;
  overlays: readonly OverlayName[];
}

export function GraphLegend({ labels, overlays }: GraphLegendProps) {
  const t = useTranslations('graph.legend');
  const [all, setAll] = useState(false);
  return (
    <>
      <div className={styles.columns} data-all={all || undefined}>
        <ul>
          {lines.map(({ name, ...sample }) => (
            <Entry key={name} mark={<LineSample {...sample} />}>
              {t(name)}
            </Entry>
          ))}
          <Entry mark={<span className={styles.dashed} />}>{t('idle')}</Entry>
          <OverlayMarks overlays={overlays} />
          {all && (
            <>
              <Entry mark={<span className={styles.quiet} />}>{t('idleEdge')}</Entry>
              {states.map(({ name, state }) => (
                <Entry key={name} mark={<StateMark state={state} size={13} />}>
                  {t(name)}
                </Entry>
              ))}
              {versions.map(({ name, role }) => (
                <Entry key={name} mark={<VersionMark role={role} />}>
                  {t(name)}
                </Entry>
              ))}
            </>
          )}
        </ul>
        <ul>
          <Badges entries={usualBadges} />
          {all && (
            <>
              <Badges entries={rareBadges} />
              {kinds.map(({ name, icon }) => (
                <Entry key={name} mark={<CanvasIcon name={icon} size={15} />}>
                  {t(name)}
                </Entry>
              ))}
            </>
          )}
        </ul>
      </div>
      <p className={styles.foot}>
        <span>{t(`width.${labels}`)}</span>
        <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'less' : 'more')}
        </button>
      </p>
    </>
  );
}
