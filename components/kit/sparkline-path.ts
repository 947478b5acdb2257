/** Turns an evenly spaced series into the lines of a sparkline; null breaks the line. Pure. */

export interface SparklineShape {
  /** One SVG path per unbroken stretch, joined. */
  path: string;
  /** The newest known value, for the end dot; null without any sample. */
  last: { x: number; y: number; value: number } | null;
  min: number;
  max: number;
}

/** `pad` keeps the line's own width and the dot inside. The scale starts at zero only when the series comes near it. */
export function sparklineShape(
  series: readonly (number | null)[],
  width: number,
  height: number,
  pad = 3,
): SparklineShape | null {
  const known = series.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return null;
  const min = Math.min(...known);
  const max = Math.max(...known);
  const floor = min < max * 0.5 ? 0 : min - (max - min) * 0.5;
  // A flat line stays in the middle instead of shaking over the whole height; nothing at all stays at the bottom.
  const reach = Math.max(max - floor, max * 0.25, Number.MIN_VALUE);
  const low = max === 0 ? 0 : floor - (reach - (max - floor)) / 2;
  const step = series.length > 1 ? (width - 2 * pad) / (series.length - 1) : 0;
  const x = (index: number) => Math.round((pad + index * step) * 10) / 10;
  const y = (value: number) =>
    Math.round((height - pad - ((value - low) / reach) * (height - 2 * pad)) * 10) / 10;
  let path = '';
  let drawing = false;
  let last: SparklineShape['last'] = null;
  series.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      drawing = false;
      return;
    }
    path += `${drawing ? 'L' : 'M'}${x(index)} ${y(value)}`;
    drawing = true;
    last = { x: x(index), y: y(value), value };
  });
  return { path, last, min, max };
}
