/** Cards in the way of lines, found by horizontal bands. */
import type { Rect } from './layout-model.ts';

const bandHeight = 64;
const margin = 3;
/** How many channels above and below are offered. */
const channelLimit = 4;

export class Obstacles {
  private readonly bands = new Map<number, Rect[]>();

  constructor(rects: readonly Rect[]) {
    for (const rect of rects) {
      const last = bandOf(rect.y + rect.height + margin);
      for (let band = bandOf(rect.y - margin); band <= last; band++) {
        const list = this.bands.get(band);
        if (list === undefined) this.bands.set(band, [rect]);
        else list.push(rect);
      }
    }
  }

  /** The two ends of an edge are no obstacles to it. */
  isFlatFree(x1: number, x2: number, y: number, from: Rect | null, to: Rect | null): boolean {
    const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1];
    for (const rect of this.bands.get(bandOf(y)) ?? []) {
      if (rect === from || rect === to || y <= rect.y - margin || y >= rect.y + rect.height + margin)
        continue;
      if (left < rect.x + rect.width && rect.x < right) return false;
    }
    return true;
  }

  isUprightFree(x: number, y1: number, y2: number, from: Rect | null, to: Rect | null): boolean {
    const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1];
    for (let band = bandOf(top); band <= bandOf(bottom); band++) {
      for (const rect of this.bands.get(band) ?? []) {
        if (rect === from || rect === to || x <= rect.x - margin || x >= rect.x + rect.width + margin)
          continue;
        if (top < rect.y + rect.height && rect.y < bottom) return false;
      }
    }
    return true;
  }

  /** Heights between rows near the two ends, through which a flat line from x1 to x2 may pass. */
  channels(x1: number, x2: number, y1: number, y2: number): number[] {
    const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1];
    const edges: number[] = [];
    for (let band = bandOf(top) - 2; band <= bandOf(bottom) + 2; band++) {
      for (const rect of this.bands.get(band) ?? []) {
        if (rect.x < x2 && x1 < rect.x + rect.width) edges.push(rect.y - 6, rect.y + rect.height + 6);
      }
    }
    const free = [...new Set(edges)].filter((y) => this.isFlatFree(x1, x2, y, null, null));
    const detour = (y: number) => Math.abs(y - y1) + Math.abs(y - y2);
    return free.sort((a, b) => detour(a) - detour(b) || a - b).slice(0, 2 * channelLimit);
  }
}

function bandOf(y: number): number {
  return Math.floor(y / bandHeight);
}
