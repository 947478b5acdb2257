/** Texts of a folded box: its name, two lines of figures, and whether it holds what is looked for. */
import type { CanvasCard, CanvasSummary } from '../canvas-model.ts';
import { card, figureFont, strongFont, summary, summaryFont } from '../geometry/card-geometry.ts';
import type { Rect } from '../geometry/edge-geometry.ts';
import { type Pen, stateText, write, writeName } from './text-pen.ts';

const pill = { height: 18, padding: 7, right: 10 } as const;
/** Closer together two lines are one grey block. */
const leastForLines = 0.8;
/** As wide as most numbers are: what stands beside them is there on all boxes or on none. */
const usual = '88.8/s';
/** Below this many pixels no name is worth its letters. */
const leastTitle = 24;

function drawLine(
  pen: Pen,
  line: CanvasSummary['lines'][number],
  item: CanvasCard,
  at: Rect,
  middle: number,
): void {
  const { tokens, view } = pen.scene;
  const left = at.x + summary.inset * view.zoom;
  const right = at.x + at.width - summary.inset * view.zoom;
  const style = line.strong ? strongFont : figureFont;
  const colour = line.strong ? stateText(item.state, tokens) : tokens.dim;
  const rightWidth =
    Math.max(...[line.right, usual].map((text) => pen.measure.width(text, style))) * pen.scale;
  const room = (right - left - rightWidth - 6) / pen.scale;
  // What does not fit beside the number is said by the bar.
  const fits = pen.measure.width(line.left, style) <= room;
  if (fits) write(pen, line.left, left, middle, style, colour, 'left');
  write(pen, line.right, right, middle, style, line.strong ? colour : tokens.text, 'right');
}

function drawMatches(pen: Pen, text: string, at: Rect): void {
  const { context, measure, scene } = pen;
  const { tokens, view } = scene;
  const height = pill.height * pen.scale;
  const width = Math.ceil(measure.width(text, strongFont) + 2 * pill.padding) * pen.scale;
  const x = Math.round(at.x + at.width - pill.right * view.zoom - width);
  const y = Math.round(at.y - height / 2);
  context.beginPath();
  context.roundRect(x, y, width, height, height / 2);
  context.fillStyle = tokens.accent;
  context.fill();
  write(pen, text, x + width / 2, y + height / 2, strongFont, tokens.onAccent, 'center');
}

export function drawSummary(pen: Pen, item: CanvasCard, { lines, matches }: CanvasSummary, at: Rect): void {
  const { tokens, view } = pen.scene;
  const chevronEnd = (summary.chevronLeft + summary.chevron) * view.zoom + 5;
  const left = at.x + Math.min(summary.titleLeft * view.zoom, chevronEnd);
  const marked = item.state === 'ok' ? 0 : (card.headMarkSize + 5) * view.zoom;
  const room = (at.x + at.width - summary.inset * view.zoom - marked - left) / pen.scale;
  const colour = item.state === 'idle' ? tokens.dim : tokens.text;
  const inset = summary.inset * view.zoom;
  const whole = (at.width - 2 * inset) / pen.scale;
  // From afar there are no figures: a name that the mark would cut has their line to itself.
  const isCut = pen.measure.fit(item.title, summaryFont, room).text !== item.title;
  if (pen.detail === 'shapes' && isCut && whole >= leastTitle) {
    const middle = at.y + summary.lineMiddles[0] * view.zoom;
    writeName(pen, item.title, whole, at.x + inset, middle, summaryFont, colour);
  } else if (room >= leastTitle) {
    writeName(pen, item.title, room, left, at.y + summary.titleMiddle * view.zoom, summaryFont, colour);
  }
  if (pen.detail === 'full' && view.zoom >= leastForLines) {
    lines.forEach((line, index) => {
      drawLine(pen, line, item, at, at.y + (summary.lineMiddles[index] ?? 0) * view.zoom);
    });
  } else if (pen.detail !== 'shapes') {
    // One line finds room: what is wrong, or else how large it is.
    const line = lines.find(({ strong }) => strong) ?? lines[0];
    const [first, second] = summary.lineMiddles;
    if (line) drawLine(pen, line, item, at, at.y + ((first + second) / 2) * view.zoom);
  }
  if (matches !== '') drawMatches(pen, matches, at);
}
