/** Path data of lines with rounded bends and of their heads. */

import { round } from '../export/svg-surface.ts';
import type { Point } from '../geometry/edge-geometry.ts';
import { bendRadius, type LineShape } from './shapes.ts';

const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length,
  };
}

const distance = (a: Point, b: Point) => Math.hypot(b.x - a.x, b.y - a.y);

/** Bends never take more than half of the shorter of their two pieces. */
export function linePath({ points }: Pick<LineShape, 'points'>): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = [`M${at(first)}`];
  rest.forEach((point, index) => {
    const before = points[index] ?? first;
    const after = rest[index + 1];
    if (!after) parts.push(`L${at(point)}`);
    else {
      const radius = Math.min(bendRadius, distance(before, point) / 2, distance(point, after) / 2);
      parts.push(`L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, after, radius))}`);
    }
  });
  return parts.join('');
}

/** A triangle whose tip, or a disc whose far side, is where the line ends. */
export function headPath({
  points,
  head,
  headSize,
}: Pick<LineShape, 'points' | 'head' | 'headSize'>): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return '';
  if (head === 'dot') {
    const r = round(headSize / 2);
    const start = towards(tip, before, headSize);
    const end = tip;
    return `M${at(start)}A${r} ${r} 0 1 0 ${at(end)}A${r} ${r} 0 1 0 ${at(start)}Z`;
  }
  const base = towards(tip, before, headSize);
  const across = { x: ((tip.y - base.y) / 2) * -1, y: (tip.x - base.x) / 2 };
  const left = { x: base.x + across.x, y: base.y + across.y };
  const right = { x: base.x - across.x, y: base.y - across.y };
  return `M${at(tip)}L${at(left)}L${at(right)}Z`;
}
