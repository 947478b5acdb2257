/**
 * All text of the graph, drawn on one canvas over that of the shapes in the same frame. Positions follow zoom and pan, rounded to
 * whole pixels; text never gets smaller than its size, so at a small zoom there is less of it, not smaller.
 */
import type { CanvasCard, CanvasEdge, CanvasModel, CanvasRow } from '../canvas-model.ts';
import {
  card,
  chipFont,
  detailFont,
  labelFont,
  moreFont,
  rowTop,
  titleFont,
} from '../geometry/card-geometry.ts';
import type { Rect } from '../geometry/edge-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import { toScreen, zoomClass } from '../geometry/viewport.ts';
import { opacityOf } from '../shapes/elements.ts';
import { badgePlaces } from '../shapes/node-image.ts';
import { pathOf } from '../shapes/path-memory.ts';
import { type ChipLook, chipLook } from './chip-look.ts';
import { drawLocks } from './edge-locks.ts';
import { type FarName, farNames, isSmallPicture } from './far-names.ts';
import { chipWidth, label, type PlacedChip, type PlacedLabels } from './label-placement.ts';
import { drawFrames } from './text-frames.ts';
import { type Pen, stateText, type TextScene, write, writeName } from './text-pen.ts';
import type { TextMeasure } from './text-style.ts';
import { drawSummary } from './text-summary.ts';
import type { TextSurface } from './text-surface.ts';

/** Behind the icon. */
function textLeft(pen: Pen, at: Rect): number {
  return at.x + card.textLeft * pen.scene.view.zoom;
}

/** Nothing where the name stands beside the card (`drawNames`). */
function writeOwnName(pen: Pen, item: CanvasCard, room: number, x: number, y: number, colour: string): void {
  if (pen.detail === 'names' && namesOf(pen).some((name) => name.item === item)) return;
  writeName(pen, item.title, room, x, y, titleFont, colour);
}

function drawPlainCard(pen: Pen, item: CanvasCard, at: Rect): void {
  const { tokens, view } = pen.scene;
  const middle = at.y + at.height / 2;
  const left = textLeft(pen, at);
  const right = at.x + at.width - card.textRight * view.zoom;
  const room = (right - left) / pen.scale;
  const titleColour = item.state === 'idle' ? tokens.dim : tokens.text;
  if (pen.detail !== 'full' || item.detail === '') {
    const markRoom = item.state === 'ok' ? 0 : (card.markSize + 4) * view.zoom;
    writeOwnName(pen, item, room - markRoom, left, middle, titleColour);
    return;
  }
  const offset = Math.max(card.leastOffset, card.lineOffset * view.zoom);
  const markRoom = item.state === 'ok' ? 0 : card.markSize + 3;
  writeName(pen, item.title, room + 4, left, middle - offset, titleFont, titleColour);
  const detail = pen.measure.cut(item.detail, detailFont, room - markRoom + 3);
  write(
    pen,
    detail,
    left,
    middle + Math.max(card.leastOffset, card.detailOffset * view.zoom),
    detailFont,
    tokens.dim,
    'left',
  );
}

function drawRow(pen: Pen, row: CanvasRow, at: Rect): void {
  const { tokens, view } = pen.scene;
  const middle = at.y + at.height / 2;
  const left = at.x + card.rowTextLeft * view.zoom;
  const right = at.x + at.width - 8 * view.zoom;
  const marked = row.state !== 'ok';
  const detail = pen.detail === 'full' ? row.detail : '';
  const reserved = marked
    ? (card.rowMarkRight + 2) * view.zoom - 8
    : pen.measure.width(detail, detailFont) * pen.scale + 6;
  const room = (right - left - reserved) / pen.scale;
  const titleColour = row.state === 'idle' ? tokens.dim : tokens.text;
  writeName(pen, row.title, room, left, middle, titleFont, titleColour);
  const style = row.state === 'fail' || row.state === 'warn' ? chipFont : detailFont;
  write(pen, detail, right, middle, style, stateText(row.state, tokens), 'right');
}

function drawCardWithRows(pen: Pen, item: CanvasCard, at: Rect): void {
  const { tokens, view } = pen.scene;
  const middle = at.y + (card.headHeight / 2 + 2) * view.zoom;
  const left = textLeft(pen, at);
  const markRoom = item.state === 'ok' ? 0 : (card.headMarkSize + 5) * view.zoom;
  const right = at.x + at.width - card.headRight * view.zoom - markRoom;
  const whole = (right - left) / pen.scale;
  const besideName = whole - pen.measure.width(item.detail, detailFont) - 6;
  // The name comes first: the total is left out where both do not fit.
  const withDetail = pen.detail === 'full' && pen.measure.width(item.title, titleFont) <= besideName;
  const detail = withDetail ? item.detail : '';
  const room = withDetail ? besideName : whole;
  const titleColour = item.state === 'idle' ? tokens.dim : tokens.text;
  writeOwnName(pen, item, room, left, middle, titleColour);
  write(pen, detail, right, middle, detailFont, tokens.dim, 'right');
  item.rows.forEach((row, index) => {
    drawRow(pen, row, {
      x: at.x + card.rowInset * view.zoom,
      y: at.y + rowTop(index) * view.zoom,
      width: at.width - 2 * card.rowInset * view.zoom,
      height: card.rowHeight * view.zoom,
    });
  });
}

/** Pixels between the icon and the mark of a card, where its name goes. */
function nameRoom(item: CanvasCard, width: number, zoom: number): number {
  if (item.rows.length > 0) {
    const mark = item.state === 'ok' ? 0 : card.headMarkSize + 5;
    return width - (card.textLeft + card.headRight + mark) * zoom;
  }
  const mark = item.state === 'ok' ? 0 : card.markSize + 4;
  return width - (card.textLeft + card.textRight + mark) * zoom;
}

/** Cards on which the name alone stands, and not even that whole. */
function withoutRoom({ scene, measure, detail }: Pen): ReadonlySet<string> | null {
  const { model, placed, view } = scene;
  if (detail === 'shapes') return null;
  const cut = new Set<string>();
  if (detail === 'full' || !isSmallPicture(model)) return cut;
  for (const item of model.cards) {
    const place = item.summary ? undefined : placed.cards.get(item.id);
    if (!place) continue;
    const room = nameRoom(item, place.width * view.zoom, view.zoom);
    if (measure.fit(item.title, titleFont, room).text !== item.title) cut.add(item.id);
  }
  return cut;
}

/** Placing names costs some milliseconds: it is done once for a model at a zoom. */
const placedNames = new WeakMap<CanvasModel, { placed: Placed; zoom: number; names: readonly FarName[] }>();

function namesOf(pen: Pen): readonly FarName[] {
  const { scene, measure } = pen;
  const { model, placed, view } = scene;
  const known = placedNames.get(model);
  if (known?.placed === placed && known.zoom === view.zoom) return known.names;
  const only = withoutRoom(pen);
  const names = only?.size === 0 ? [] : farNames(model, placed, view.zoom, measure.width, only);
  placedNames.set(model, { placed, zoom: view.zoom, names });
  return names;
}

function drawNames(pen: Pen, screen: Rect): void {
  const { view, tokens, emphasis } = pen.scene;
  const names = namesOf(pen);
  pen.context.lineWidth = 1;
  pen.context.strokeStyle = tokens.dim;
  for (const { item, leader } of names) {
    if (leader === null) continue;
    pen.context.globalAlpha = 0.6 * opacityOf(item.id, emphasis);
    pen.context.beginPath();
    pen.context.moveTo(leader.from.x + view.panX, leader.from.y + view.panY);
    pen.context.lineTo(leader.to.x + view.panX, leader.to.y + view.panY);
    pen.context.stroke();
  }
  for (const { item, style, place } of names) {
    const at = { ...place, x: Math.round(place.x + view.panX), y: Math.round(place.y + view.panY) };
    if (!overlaps(at, screen)) continue;
    const urgent = item.state === 'fail' || item.state === 'warn';
    pen.context.globalAlpha = opacityOf(item.id, emphasis);
    pen.context.fillStyle = urgent ? tokens.page : tokens.card;
    pen.context.fillRect(at.x, at.y, at.width, at.height);
    // Quiet, so that what is wrong and the titles of boxes are read first.
    const colour = urgent ? stateText(item.state, tokens) : tokens.dim;
    write(pen, item.title, at.x + at.width / 2, at.y + at.height / 2, style, colour, 'center');
  }
}

function drawChip(pen: Pen, edge: CanvasEdge, place: PlacedChip): void {
  if (edge.chip === null) return;
  const { context, scene } = pen;
  const { tokens, view } = scene;
  const look = chipLook(edge, tokens);
  const onScreen = toScreen(place, view);
  const height = label.chipHeight * pen.scale;
  const width = chipWidth(edge.chip, place.marked, pen.measure.width) * pen.scale;
  const x = Math.round(onScreen.x + onScreen.width / 2 - width / 2);
  const y = Math.round(onScreen.y + onScreen.height / 2 - height / 2);
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, height / 2);
  context.fillStyle = look.ground;
  context.fill();
  context.strokeStyle = look.line;
  context.lineWidth = 1;
  context.stroke();
  if (place.marked) drawChipMark(pen, look, x + label.chipPadding * pen.scale, y + height / 2);
  const before = label.chipPadding + (place.marked ? label.chipMark + label.chipGap : 0);
  write(pen, edge.chip, x + before * pen.scale, y + height / 2, chipFont, look.text, 'left');
}

/** `middle`: its height. */
function drawChipMark(
  { context, scale, scene }: Pen,
  { line: colour, mark }: ChipLook,
  x: number,
  middle: number,
) {
  const size = label.chipMark * scale;
  context.save();
  context.translate(x, middle - size / 2);
  context.scale(size / 16, size / 16);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineJoin = 'round';
  context.lineWidth = 1.4;
  if (mark.outline !== '') {
    context.fill(pathOf(mark.outline));
    context.stroke(pathOf(mark.outline));
    context.strokeStyle = scene.tokens.card;
  }
  context.lineCap = 'round';
  context.lineWidth = mark.outline === '' ? 2.2 : 1.8;
  context.stroke(pathOf(mark.sign));
  context.restore();
}

function drawEdgeLabels(pen: Pen, edge: CanvasEdge, labels: PlacedLabels): void {
  const { tokens, view, strongEdges } = pen.scene;
  const quiet = edge.line === 'stream' ? tokens.tcpText : tokens.dim;
  const colour = strongEdges.has(edge.id) ? tokens.edgeSelected : quiet;
  const x = (value: number) => value * view.zoom + view.panX;
  const y = (value: number) => value * view.zoom + view.panY;
  if (labels.above) write(pen, edge.above, x(labels.above.x), y(labels.above.y), labelFont, colour, 'center');
  if (labels.below)
    write(pen, edge.below, x(labels.below.x), y(labels.below.y), detailFont, colour, 'center');
}

/** The number of badges that found no place. */
function drawMoreBadges(pen: Pen, item: CanvasCard, at: Rect): void {
  const { tokens, view } = pen.scene;
  const { more } = badgePlaces(item.badges.length, at.width / view.zoom);
  if (more)
    write(
      pen,
      `+${more.count}`,
      at.x + more.x * view.zoom,
      at.y - card.badgeRise * view.zoom,
      moreFont,
      tokens.dim,
      'center',
    );
}

export function drawText(context: TextSurface, measure: TextMeasure, scene: TextScene): void {
  const { model, placed, view, size } = scene;
  const detail = zoomClass(view.zoom);
  const pen: Pen = { context, measure, scene, scale: Math.max(1, view.zoom), detail };
  const screen: Rect = { x: -40, y: -40, width: size.width + 80, height: size.height + 80 };
  context.clearRect(0, 0, size.width, size.height);
  context.textBaseline = 'alphabetic';
  // Without it letters are set to whole pixels, which tears words apart.
  context.textRendering = 'geometricPrecision';

  drawFrames(pen, screen);
  if (detail === 'full')
    for (const edge of model.edges) {
      const labels = scene.labels.get(edge.id);
      context.globalAlpha = opacityOf(edge.id, scene.emphasis);
      if (labels) drawEdgeLabels(pen, edge, labels);
    }
  if (detail !== 'shapes') drawLocks(context, scene, measure.width, pen.scale);
  for (const item of model.cards) {
    const place = placed.cards.get(item.id);
    if (!place) continue;
    const at = toScreen(place, view);
    if (!overlaps(at, screen)) continue;
    context.globalAlpha = opacityOf(item.id, scene.emphasis);
    if (item.summary) drawSummary(pen, item, item.summary, at);
    else if (detail === 'shapes') continue;
    else if (item.rows.length > 0) drawCardWithRows(pen, item, at);
    else drawPlainCard(pen, item, at);
    if (detail === 'full') drawMoreBadges(pen, item, at);
  }
  if (detail !== 'full') drawNames(pen, screen);
  context.globalAlpha = 1;
  if (detail === 'shapes') return;
  for (const edge of model.edges) {
    const chip = scene.labels.get(edge.id)?.chip;
    if (!chip || !overlaps(toScreen(chip, view), screen)) continue;
    // A faint chip would show its line through it: only those that are looked for stay.
    if (opacityOf(edge.id, scene.emphasis) === 1) drawChip(pen, edge, chip);
  }
}
