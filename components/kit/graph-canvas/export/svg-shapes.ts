/** Shapes (shapes.ts) as SVG. The images of nodes are drawings themselves and go in as such: no file inside the file. */
import { headPath, linePath } from '../shapes/shape-paths.ts';
import type { LineShape, RectShape, Shape } from '../shapes/shapes.ts';
import { round } from './svg-surface.ts';

const prefix = 'data:image/svg+xml;utf8,';

function inner({ uri, rect }: NonNullable<RectShape['image']>): string {
  if (!uri.startsWith(prefix)) return '';
  return decodeURIComponent(uri.slice(prefix.length)).replace(
    '<svg ',
    `<svg x="${round(rect.x)}" y="${round(rect.y)}" `,
  );
}

const dashed = (dash: readonly number[]) => (dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '');

function writeRect(shape: RectShape): string {
  const { rect, radius, fill, line, lineWidth, dash, image } = shape;
  const body = `<rect x="${round(rect.x)}" y="${round(rect.y)}" width="${round(rect.width)}" height="${round(rect.height)}" rx="${radius}" fill="${fill}" stroke="${line}" stroke-width="${lineWidth}"${dashed(dash)}/>`;
  return body + (image ? inner(image) : '');
}

function writeLine(shape: LineShape): string {
  const { colour, lineWidth, dash, round: cap } = shape;
  return `<path d="${linePath(shape)}" fill="none" stroke="${colour}" stroke-width="${lineWidth}"${dashed(dash)}${cap ? ' stroke-linecap="round"' : ''}/><path d="${headPath(shape)}" fill="${colour}"/>`;
}

export function writeShapes(shapes: readonly Shape[]): string {
  return shapes
    .map((shape) => {
      const body = shape.kind === 'rect' ? writeRect(shape) : writeLine(shape);
      return shape.opacity === 1 ? body : `<g opacity="${shape.opacity}">${body}</g>`;
    })
    .join('');
}
