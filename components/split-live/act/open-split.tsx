'use client';
/** The way from a split into the tools: the service, over the last hour, and what its charts by version ask Prometheus. */
import { linkWindow } from '#components/shell/tool-links/link-window.ts';
import { OpenIn } from '#components/shell/tool-links/open-in.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';

const hourSeconds = 3600;

export function OpenSplit({ namespace, service }: Pick<SplitLive, 'namespace' | 'service'>) {
  return (
    <OpenIn
      ask={() => ({
        subject: { kind: 'service', namespace, name: service },
        window: linkWindow(hourSeconds, null),
        series: {
          subject: 'service',
          namespace,
          name: service,
          direction: 'inbound',
          metrics: ['requests', 'latency'],
          by: 'version',
          range: '1h',
          at: null,
        },
      })}
    />
  );
}
