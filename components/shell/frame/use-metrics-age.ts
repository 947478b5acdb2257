'use client';
/** How old the numbers on the screen are, and whether that needs saying: once for every page. */
import { isLate } from '#lib/client/queries/refresh.ts';
import { useNow } from '../use-now.ts';
import { useLive } from './live-context.tsx';

export interface MetricsAge {
  /** Seconds; null without numbers. */
  age: number | null;
  late: boolean;
}

/** `metricsAt`: Unix seconds. */
export function useMetricsAge(metricsAt: number | null, windowSeconds: number): MetricsAge {
  const { refresh } = useLive();
  const now = useNow(5000);
  const age = metricsAt === null ? null : Math.max(0, now - metricsAt);
  return { age, late: age !== null && isLate(age, windowSeconds, refresh) };
}
