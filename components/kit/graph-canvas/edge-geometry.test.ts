import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centre, corners, edgeShape, type Point, type Rect } from './edge-geometry.ts';

const source: Rect = { x: 0, y: 0, width: 100, height: 40 };
const target: Rect = { x: 200, y: 100, width: 120, height: 124 };

/** As cytoscape's findSegmentsPoints does it. */
function cytoscapePoints(shape: ReturnType<typeof edgeShape>): Point[] {
  const end = (text: string, rect: Rect) => {
    const [x = 0, y = 0] = text.split(' ').map(Number.parseFloat);
    return { x: centre(rect).x + x, y: centre(rect).y + y };
  };
  const a = end(shape.sourceEndpoint, source);
  const b = end(shape.targetEndpoint, target);
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  const distances = shape.distances.split(' ').map(Number);
  const bends = shape.straight
    ? []
    : shape.weights.split(' ').map((text, index) => {
        const w = Number(text);
        const d = distances[index] ?? 0;
        return { x: a.x * (1 - w) + b.x * w + normal.x * d, y: a.y * (1 - w) + b.y * w + normal.y * d };
      });
  return [a, ...bends, b];
}

test('cytoscape draws the polyline that was asked for', () => {
  const whole = fc.integer({ min: -500, max: 900 });
  fc.assert(
    fc.property(fc.array(fc.record({ x: whole, y: whole }), { minLength: 2, maxLength: 7 }), (points) => {
      const [first] = points;
      const last = points.at(-1);
      fc.pre(first !== undefined && last !== undefined && Math.hypot(first.x - last.x, first.y - last.y) > 1);
      const wanted = [points[0], ...corners(points), last];
      const drawn = cytoscapePoints(edgeShape(points, source, target));
      expect(drawn).toHaveLength(wanted.length);
      drawn.forEach((point, index) => {
        expect(Math.abs(point.x - (wanted[index]?.x ?? 0))).toBeLessThan(0.1);
        expect(Math.abs(point.y - (wanted[index]?.y ?? 0))).toBeLessThan(0.1);
      });
    }),
  );
});

test('points on a straight stretch are no corners', () => {
  const flat = [
    { x: 0, y: 5 },
    { x: 8, y: 5 },
    { x: 60, y: 5 },
  ];
  expect(corners(flat)).toEqual([]);
  expect(edgeShape(flat, source, target).straight).toBe(true);
  expect(
    corners([
      { x: 0, y: 5 },
      { x: 8, y: 5 },
      { x: 8, y: 40 },
      { x: 60, y: 40 },
    ]),
  ).toHaveLength(2);
});
