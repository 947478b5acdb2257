/** The geometry of a small chart without axes: a line as an SVG path over evenly or unevenly spaced times, on a given scale. Pure. */

export interface PathArea {
  width: number;
  height: number;
  /** Free of lines at all sides, for the newest point and the line's own width. */
  pad: number;
}

/** Pixels from the left; times outside lie outside. */
export function pathX(at: number, times: readonly number[], { width, pad }: PathArea): number {
  const first = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - first;
  return round(pad + (span > 0 ? (at - first) / span : 1) * (width - 2 * pad));
}

export interface PathScale {
  bottom: number;
  top: number;
}

/** Pixels from the top. */
export function pathY(value: number, { bottom, top }: PathScale, { height, pad }: PathArea): number {
  const share = top > bottom ? Math.min(1, Math.max(0, (value - bottom) / (top - bottom))) : 0;
  return round(height - pad - share * (height - 2 * pad));
}

/** What has no sample is a gap; a sample alone is a dot as wide as the line. */
export function linePath(
  times: readonly number[],
  values: readonly (number | null)[],
  scale: PathScale,
  area: PathArea,
): string {
  let path = '';
  let drawing = false;
  values.forEach((value, index) => {
    const at = times[index];
    if (value === null || at === undefined) {
      drawing = false;
      return;
    }
    const point = `${pathX(at, times, area)} ${pathY(value, scale, area)}`;
    const alone = !drawing && (values[index + 1] ?? null) === null;
    path += `${drawing ? 'L' : 'M'}${point}${alone ? 'h0.01' : ''}`;
    drawing = true;
  });
  return path;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
