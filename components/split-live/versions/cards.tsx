'use client';
/** The versions side by side, on one scale; what their charts show is chosen once for all. */
import { useState } from 'react';
import { ChartGroupProvider } from '#components/kit/time-series/chart-group.tsx';
import type { LiveVersion, SplitLive } from '#lib/api/splits/split-live.ts';
import { connectionsOnly, latencyLimit, versionOf } from '../live-split.ts';
import styles from '../page.module.css';
import { useShareText } from '../use-share-text.ts';
import { type ChartMetric, chartMetrics, shareChanges, sharedScale } from './chart-metric.ts';
import { VersionCard } from './version-card.tsx';

const order = { stable: 0, candidate: 1, other: 2 } as const;

export function Cards({ live, stale }: { live: SplitLive; stale: string | null }) {
  const share = useShareText();
  const [chosen, setMetric] = useState<ChartMetric | null>(null);
  const metric = chosen ?? chartMetrics(connectionsOnly(live))[0];
  const versions = [...live.versions].sort((a, b) => order[a.role] - order[b.role]);
  const limit = metric === 'p95Ms' ? latencyLimit(live) : null;
  const scale = sharedScale(versions, metric, limit);
  const marks = shareChanges(live.timeline, live.series.times).map(({ at, to }) => ({
    at,
    text: share.whole(to),
  }));
  const otherOf = ({ role }: LiveVersion) =>
    role === 'stable' ? versionOf(live, 'candidate') : versionOf(live, 'stable');
  return (
    <ChartGroupProvider>
      <div className={styles.cards}>
        {versions.map((version) => (
          <VersionCard
            key={version.version}
            live={live}
            version={version}
            other={otherOf(version)}
            metric={metric}
            scale={scale}
            limit={limit}
            marks={marks}
            stale={stale}
            onMetric={setMetric}
          />
        ))}
      </div>
    </ChartGroupProvider>
  );
}
