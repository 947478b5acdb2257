/** Cards and words in the way of lines, found by bands: horizontal ones for flat lines, vertical ones for upright lines. */
import type { Rect } from './model.ts';

const bandSize = 64;
const margin = 3;
/** Channels run this far from the cards beside them. */
const clearance = 6;
/** How many free channels are offered, and how many bands around each end are searched for them. */
const channelLimit = 6;
const boxChannelLimit = 4;
const channelBands = 4;

export class Obstacles {
  private readonly rows = new Map<number, Rect[]>();
  private readonly columns = new Map<number, Rect[]>();
  private readonly words = new Map<number, Rect[]>();
  private readonly boxes: readonly Rect[];

  /** Nothing runs along the title strips of boxes. They may be crossed, but not through their words, if there is another way. */
  constructor(
    cards: readonly Rect[],
    titles: readonly Rect[],
    words: readonly Rect[],
    boxes: readonly Rect[],
  ) {
    this.boxes = boxes;
    for (const rect of cards) addTo(this.columns, rect, rect.x - margin, rect.x + rect.width + margin);
    for (const rect of words) addTo(this.words, rect, rect.x - margin, rect.x + rect.width + margin);
    for (const rect of [...cards, ...titles])
      addTo(this.rows, rect, rect.y - margin, rect.y + rect.height + margin);
  }

  /** The two ends of an edge are no obstacles to it. */
  isFlatFree(x1: number, x2: number, y: number, from: Rect | null, to: Rect | null): boolean {
    const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1];
    for (const rect of this.rows.get(bandOf(y)) ?? []) {
      if (rect === from || rect === to || y <= rect.y - margin || y >= rect.y + rect.height + margin)
        continue;
      if (left < rect.x + rect.width && rect.x < right) return false;
    }
    return true;
  }

  isUprightFree(x: number, y1: number, y2: number, from: Rect | null, to: Rect | null): boolean {
    return !crosses(this.columns, x, y1, y2, from, to);
  }

  crossesWords(x: number, y1: number, y2: number): boolean {
    return crosses(this.words, x, y1, y2, null, null);
  }

  /** How many boxes a flat line runs through in which neither of its ends lies. */
  boxesCrossed(x1: number, x2: number, y: number, from: Rect, to: Rect): number {
    const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1];
    return this.boxes.filter(
      (box) =>
        box.y < y &&
        y < box.y + box.height &&
        box.x < right &&
        left < box.x + box.width &&
        !liesIn(from, box) &&
        !liesIn(to, box),
    ).length;
  }

  /** Heights between rows near the two ends, through which a flat line from x1 to x2 may pass; the shortest way first. */
  channels(x1: number, x2: number, y1: number, y2: number): number[] {
    const heights = new Set<number>();
    for (const end of [bandOf(y1), bandOf(y2)]) {
      for (let band = end - channelBands; band <= end + channelBands; band++) {
        for (const rect of this.rows.get(band) ?? []) {
          if (rect.x >= x2 || x1 >= rect.x + rect.width) continue;
          heights.add(rect.y - clearance);
          heights.add(rect.y + rect.height + clearance);
        }
      }
    }
    const detour = (y: number) => Math.abs(y - y1) + Math.abs(y - y2);
    const shortest = (of: Iterable<number>, limit: number): number[] => {
      const free: number[] = [];
      for (const y of [...of].sort((a, b) => detour(a) - detour(b) || a - b)) {
        if (free.length === limit) break;
        if (this.isFlatFree(x1, x2, y, null, null)) free.push(y);
      }
      return free;
    };
    return [...shortest(heights, channelLimit), ...shortest(this.besideBoxes(x1, x2), boxChannelLimit)];
  }

  /** Above and below the boxes that a line from x1 to x2 might run through. */
  private besideBoxes(x1: number, x2: number): number[] {
    return this.boxes.flatMap(({ x, y, width, height }) =>
      x < x2 && x1 < x + width ? [y - clearance, y + height + clearance] : [],
    );
  }
}

function liesIn(card: Rect, box: Rect): boolean {
  return box.x < card.x && card.x < box.x + box.width && box.y < card.y && card.y < box.y + box.height;
}

function crosses(
  bands: ReadonlyMap<number, readonly Rect[]>,
  x: number,
  y1: number,
  y2: number,
  from: Rect | null,
  to: Rect | null,
): boolean {
  const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1];
  for (const rect of bands.get(bandOf(x)) ?? []) {
    if (rect === from || rect === to || x <= rect.x - margin || x >= rect.x + rect.width + margin) continue;
    if (top < rect.y + rect.height && rect.y < bottom) return true;
  }
  return false;
}

function addTo(bands: Map<number, Rect[]>, rect: Rect, start: number, end: number): void {
  for (let band = bandOf(start); band <= bandOf(end); band++) {
    const list = bands.get(band);
    if (list === undefined) bands.set(band, [rect]);
    else list.push(rect);
  }
}

function bandOf(position: number): number {
  return Math.floor(position / bandSize);
}
