'use client';
/** How measures, versions, peers, codes and flags are called in the reader's language. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { SeriesLabels, SeriesPeerName } from '#lib/api/traffic/series.ts';
import { grpcStatusNames } from '#lib/istio/grpc-status.ts';
import type { LineNames } from './chart-lines.ts';

export function useLineNames(): LineNames {
  const t = useTranslations('charts');
  return useMemo(() => {
    const peerName = ({ kind, namespace, name }: SeriesPeerName) => {
      if (kind === 'workload' || kind === 'service') return `${name} (${namespace})`;
      return kind === 'host' ? name : t(`peer.${kind}`);
    };
    return {
      measure: (measure) => t(`measure.${measure}`),
      part: (labels: SeriesLabels, needsWorkload) => {
        const { peer, version, workload, code, grpcStatus, protocol, flag } = labels;
        if (peer !== undefined) return peerName(peer);
        if (version !== undefined) {
          if (version === '') return workload || t('notReached');
          return needsWorkload ? `${version} (${workload})` : version;
        }
        if (grpcStatus !== undefined)
          return `${grpcStatus} ${grpcStatusNames[Number(grpcStatus)] ?? ''}`.trim();
        if (code !== undefined) return code === '0' || code === '' ? t('noAnswer') : code;
        if (flag !== undefined) return flag === '' ? t('noFlag') : flag;
        return protocol === undefined || protocol === '' ? t('unknown') : protocol.toUpperCase();
      },
    };
  }, [t]);
}
