/** Where the plot lies inside a chart, in CSS pixels: the same in every kind of chart, so that times stand below each other. */

export const chartArea = { left: 68, right: 14, top: 12, bottom: 24 } as const;

export interface AreaSize {
  width: number;
  height: number;
}

export function plotWidth({ width }: AreaSize): number {
  return Math.max(0, width - chartArea.left - chartArea.right);
}

export function plotHeight({ height }: AreaSize): number {
  return Math.max(0, height - chartArea.top - chartArea.bottom);
}

/** Pixels from the left edge of the chart. */
export function xOf(at: number, times: readonly number[], size: AreaSize): number {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const share = last > first ? (at - first) / (last - first) : 0;
  return chartArea.left + share * plotWidth(size);
}

/** About one time a hundred pixels. */
export function mostTicks(size: AreaSize): number {
  return Math.max(2, Math.floor(plotWidth(size) / 90));
}
