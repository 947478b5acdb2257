'use client';
/** The way from a service or workload into the tools, at the time that its page shows. */
import { linkWindow } from '#components/shell/tool-links/link-window.ts';
import { OpenIn } from '#components/shell/tool-links/open-in.tsx';
import type { ServiceDetail, WorkloadDetail } from '#lib/api/traffic/details.ts';
import { rangeText } from '#lib/client/address/scope.ts';

export function OpenSubject({
  detail,
  list,
}: {
  detail: ServiceDetail | WorkloadDetail;
  list: 'services' | 'workloads';
}) {
  const { namespace, name, windowSeconds } = detail;
  const kind = list === 'services' ? 'service' : 'workload';
  return (
    <OpenIn
      service={
        kind === 'service' && 'type' in detail && detail.kind === 'Service' && detail.exists
          ? { namespace, name }
          : null
      }
      ask={() => ({
        subject: { kind, namespace, name },
        window: linkWindow(windowSeconds, null),
        series: {
          subject: kind,
          namespace,
          name,
          direction: 'inbound',
          metrics: ['requests', 'latency'],
          by: 'none',
          range: rangeText(windowSeconds),
          at: null,
        },
      })}
    />
  );
}
