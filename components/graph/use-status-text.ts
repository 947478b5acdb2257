'use client';
/** One sentence with numbers about how a node or edge does, and the limit that it broke. */
import { useTranslations } from 'use-intl';
import type { Health, Traffic } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

type Reason = Health['reasons'][number];

export interface StatusText {
  readonly sentence: string;
  /** "limit 5 %"; null when no limit was broken. */
  readonly limit: string | null;
}

export function useStatusText() {
  const t = useTranslations('graph.status');
  const format = useFormat();

  const figure = (code: Reason['code'], value: number | null): string => {
    switch (code) {
      case 'error-ratio':
      case 'client-error-ratio':
        return format.percent(value);
      case 'latency':
        return format.milliseconds(value);
      case 'too-few-requests':
      case 'no-traffic':
      case 'not-ready':
        return format.count(value);
    }
  };

  const healthy = (
    traffic: Pick<Traffic, 'requestsPerSecond' | 'bytesPerSecond' | 'errorRatio' | 'p95Ms'> | null,
  ) => {
    if (traffic && traffic.requestsPerSecond > 0) {
      return t('healthy', {
        rate: format.requestsPerSecond(traffic.requestsPerSecond),
        errors: format.percent(traffic.errorRatio),
        p95: format.milliseconds(traffic.p95Ms),
      });
    }
    if (traffic?.bytesPerSecond)
      return t('healthyTcp', { bytes: format.bytesPerSecond(traffic.bytesPerSecond) });
    return t('noRequests');
  };

  return {
    healthy,
    /** `name` is null for an edge, whose ends are named above. */
    of(health: Health, name: string | null, traffic: Parameters<typeof healthy>[0]): StatusText {
      const [reason] = health.reasons;
      if (!reason) return { sentence: healthy(traffic), limit: null };
      const value = figure(reason.code, reason.value);
      const threshold = figure(reason.code, reason.threshold);
      const sentence =
        name === null ? t(`edge-${reason.code}`, { value }) : t(reason.code, { name, value, threshold });
      const limited =
        reason.threshold !== null && reason.code !== 'not-ready' && reason.code !== 'too-few-requests';
      return { sentence, limit: limited ? t('limit', { value: threshold }) : null };
    },
  };
}
