/** The canvas of a chart over time, drawn by uPlot. Loaded on demand. https://github.com/leeoniya/uPlot/tree/master/docs */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { fonts } from '#components/ui/theme/fonts.ts';
import type { Tokens } from '#components/ui/theme/tokens.ts';
import { type AreaSize, chartArea, mostTicks } from './chart-area.ts';
import { type ChartLine, edgesOf, loneSamples, stackLines } from './chart-data.ts';
import { timeTicks, type ValueScale } from './chart-ticks.ts';
import type { ChartFormat } from './use-chart-format.ts';

export interface PlotModel {
  times: readonly number[];
  /** In drawing order; when stacked, from the bottom up. */
  lines: readonly ChartLine[];
  stacked: boolean;
  scale: ValueScale;
  threshold: number | null;
  /** Unix seconds. */
  marks: readonly number[];
  colours: Tokens;
  format: ChartFormat;
  size: AreaSize;
}

export interface PlotHandlers {
  /** The reader points at a step, or no longer. */
  onPoint(index: number | null): void;
  /** Unix seconds. */
  onZoom(from: number, to: number): void;
}

export interface Plot {
  update(model: PlotModel): void;
  point(index: number | null): void;
  destroy(): void;
}

const leastDragPixels = 8;

/** Of a stack first the areas, then their edges, which are drawn above all areas. */
function dataOf({ times, lines, stacked }: PlotModel): uPlot.AlignedData {
  if (!stacked) return [[...times], ...lines.map(({ values }) => [...values])];
  const tops = stackLines(lines);
  return [[...times], ...tops, ...edgesOf(lines, tops)];
}

function strokeOf(line: ChartLine, { colours, stacked }: PlotModel): uPlot.Series {
  const colour = colours[line.ghost ? 'strongLine' : line.tone];
  return {
    stroke: colour,
    width: stacked ? 1 : line.ghost ? 1.25 : 1.5,
    ...(line.dashed ? { dash: [4, 3] } : {}),
    points: {
      show: true,
      size: 4,
      fill: colour,
      filter: (self: uPlot, which: number) => {
        const column = self.data[which];
        return column === undefined ? [] : loneSamples(Array.from(column, (value) => value ?? null));
      },
    },
  };
}

function areaOf({ tone }: ChartLine, index: number, { colours }: PlotModel): uPlot.Series {
  const fill = index === 0 ? { fill: `${colours[tone]}${fillAlpha}` } : {};
  return { stroke: 'transparent', width: 0, points: { show: false }, ...fill };
}

function seriesOf(model: PlotModel): uPlot.Series[] {
  const strokes = model.lines.map((line) => strokeOf(line, model));
  return model.stacked
    ? [...model.lines.map((line, index) => areaOf(line, index, model)), ...strokes]
    : strokes;
}

const fillAlpha = 'b8';

export function createPlot(host: HTMLElement, first: PlotModel, handlers: PlotHandlers): Plot {
  let model = first;

  const axis = (): uPlot.Axis => ({
    font: `11px ${fonts.text}`,
    stroke: model.colours.dim,
    ticks: { show: false },
    border: { show: false },
  });

  function line(
    self: uPlot,
    points: readonly [number, number, number, number],
    colour: string,
    dash: number[],
  ) {
    const { ctx } = self;
    const [fromX, fromY, toX, toY] = points;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash(dash.map((length) => length * uPlot.pxRatio));
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(toX, toY);
    ctx.stroke();
    ctx.restore();
  }

  const plot = new uPlot(
    {
      width: model.size.width,
      height: model.size.height,
      padding: [chartArea.top, chartArea.right, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: (_, min, max) => [min, max] },
        y: { range: () => [model.scale.bottom, model.scale.top] },
      },
      axes: [
        {
          ...axis(),
          size: chartArea.bottom,
          gap: 6,
          grid: { show: false },
          splits: (_self, _index, min, max) =>
            timeTicks(min, max, mostTicks(model.size), -new Date(max * 1000).getTimezoneOffset() * 60),
          values: (self, splits) => {
            const { min = 0, max = 0 } = self.scales.x ?? {};
            return splits.map((at) => model.format.time(at, (max ?? 0) - (min ?? 0)));
          },
        },
        {
          ...axis(),
          size: chartArea.left,
          gap: 8,
          grid: { stroke: model.colours.border, width: 1 },
          splits: () => model.scale.ticks,
          values: (_, splits) => splits.map((value) => model.format.tick(value, model.scale.step)),
        },
      ],
      series: [{}, ...seriesOf(model)],
      bands: model.stacked
        ? model.lines.slice(1).map(({ tone }, index) => ({
            series: [index + 2, index + 1],
            fill: `${model.colours[tone]}${fillAlpha}`,
          }))
        : [],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: leastDragPixels },
        points: {
          size: (_, which) => (model.stacked && which <= model.lines.length ? 0 : 6),
          width: 0,
        },
      },
      hooks: {
        drawAxes: [
          (self) => {
            const { top, height } = self.bbox;
            for (const at of model.marks) {
              const x = Math.round(self.valToPos(at, 'x', true)) + 0.5;
              line(self, [x, top, x, top + height], model.colours.strongLine, []);
            }
          },
        ],
        draw: [
          (self) => {
            if (model.threshold === null || model.threshold > model.scale.top) return;
            const y = Math.round(self.valToPos(model.threshold, 'y', true)) + 0.5;
            const { left, width } = self.bbox;
            line(self, [left, y, left + width, y], model.colours.degraded, [4, 3]);
          },
        ],
        setCursor: [(self) => handlers.onPoint(self.cursor.idx ?? null)],
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < leastDragPixels) return;
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            handlers.onZoom(self.posToVal(left, 'x'), self.posToVal(left + width, 'x'));
          },
        ],
      },
    },
    dataOf(model),
    host,
  );

  return {
    update: (next) => {
      const resized = next.size.width !== model.size.width || next.size.height !== model.size.height;
      model = next;
      if (resized) plot.setSize(next.size);
      plot.setData(dataOf(next));
    },
    point: (index) => {
      const at = index === null ? undefined : model.times[index];
      const left = at === undefined ? -10 : plot.valToPos(at, 'x');
      // What is set from outside is not told back.
      plot.setCursor({ left, top: at === undefined ? -10 : 0 }, false);
    },
    destroy: () => plot.destroy(),
  };
}
