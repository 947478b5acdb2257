'use client';
/** Where a rule sends, in words: "v1 75 % / v2 25 %". */
import type { SplitConflict } from '#lib/api/splits/split-plan.ts';
import { useShareText } from '../use-share-text.ts';

export function useWeightsText(): (weights: SplitConflict['points'][number]['now'], none: string) => string {
  const share = useShareText();
  return (weights, none) =>
    weights === null
      ? none
      : weights
          .map(({ subset, host, percent }) => `${subset ?? host.split('.')[0]} ${share.whole(percent)}`)
          .join(' / ');
}
