/** Draws a heat map on a canvas: buckets upwards, time to the right, the same area as the other charts. */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import {
  type AreaSize,
  chartArea,
  mostTicks,
  plotHeight,
  plotWidth,
  xOf,
} from '../time-series/chart-area.ts';
import { timeTicks } from '../time-series/chart-ticks.ts';
import { fullest, fullness, type HeatMapData, type HeatMapRow } from './heat-map-data.ts';

export interface HeatMapPicture {
  times: readonly number[];
  data: HeatMapData;
  rows: readonly HeatMapRow[];
  /** Unix seconds, within the times. */
  marks: readonly number[];
  size: AreaSize;
  colours: Tokens;
  font: string;
  /** Along the axes. */
  writeBound(bound: number): string;
  writeTime(at: number, rangeSeconds: number): string;
}

/** Pixels from the top of the chart to the row's lower edge; row 0 is the lowest. */
export function rowBottom(index: number, rows: number, size: AreaSize): number {
  return chartArea.top + plotHeight(size) * (1 - index / Math.max(1, rows));
}

const leastLabelPixels = 14;

export function drawHeatMap(canvas: HTMLCanvasElement, picture: HeatMapPicture, pixelRatio: number): void {
  const { times, data, rows, size, colours } = picture;
  canvas.width = Math.round(size.width * pixelRatio);
  canvas.height = Math.round(size.height * pixelRatio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(pixelRatio, pixelRatio);
  const width = plotWidth(size);
  const right = chartArea.left + width;
  const step = width / Math.max(1, times.length - 1);
  const most = fullest(data);
  context.fillStyle = colours.accent;
  for (const [column, at] of times.entries()) {
    const amounts = data.columns[column];
    if (!amounts) continue;
    const middle = xOf(at, times, size);
    const from = Math.max(chartArea.left, Math.round(middle - step / 2));
    const to = Math.min(right, Math.round(middle + step / 2));
    for (const [index, { bucket }] of rows.entries()) {
      const alpha = fullness(amounts[bucket] ?? 0, most);
      if (alpha === 0) continue;
      const top = Math.round(rowBottom(index + 1, rows.length, size));
      const bottom = Math.round(rowBottom(index, rows.length, size));
      context.globalAlpha = alpha;
      context.fillRect(from, top, to - from, bottom - top - (bottom - top > 6 ? 1 : 0));
    }
  }
  context.globalAlpha = 1;
  drawMarks(context, picture);
  drawAxes(context, picture, right);
}

/** Through the whole of the map, as through the lines of the other charts. */
function drawMarks(context: CanvasRenderingContext2D, { marks, times, size, colours }: HeatMapPicture): void {
  // Over pale and dark cells alike.
  context.strokeStyle = colours.dim;
  context.lineWidth = 1;
  for (const at of marks) {
    const x = Math.round(xOf(at, times, size)) + 0.5;
    context.beginPath();
    context.moveTo(x, chartArea.top);
    context.lineTo(x, chartArea.top + plotHeight(size));
    context.stroke();
  }
}

function drawAxes(context: CanvasRenderingContext2D, picture: HeatMapPicture, right: number): void {
  const { times, rows, size, colours, font } = picture;
  context.font = font;
  context.fillStyle = colours.dim;
  context.strokeStyle = colours.border;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  let free = Number.POSITIVE_INFINITY;
  for (let index = 0; index <= rows.length; index++) {
    const bound = index === 0 ? rows[0]?.from : rows[index - 1]?.to;
    const y = rowBottom(index, rows.length, size);
    if (bound === undefined || bound === null || free - y < leastLabelPixels) continue;
    free = y;
    context.fillText(picture.writeBound(bound), chartArea.left - 8, y);
    if (index === 0) {
      context.beginPath();
      context.moveTo(chartArea.left, Math.round(y) + 0.5);
      context.lineTo(right, Math.round(y) + 0.5);
      context.stroke();
    }
  }
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const zone = -new Date(last * 1000).getTimezoneOffset() * 60;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const at of timeTicks(first, last, mostTicks(size), zone)) {
    context.fillText(
      picture.writeTime(at, last - first),
      xOf(at, times, size),
      size.height - chartArea.bottom + 6,
    );
  }
}
