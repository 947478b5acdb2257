/** Shapes (shapes.ts) on a 2D canvas. Images are loaded before: data URIs, so nothing is fetched. */
import { headPath, linePath } from './shape-paths.ts';
import type { LineShape, RectShape, Shape } from './shapes.ts';

/** The image of a URI; null while it is not loaded. */
export type Images = (uri: string) => HTMLImageElement | null;

export async function loadImage(uri: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = uri;
  await image.decode();
  return image;
}

export function imageUris(shapes: readonly Shape[]): Set<string> {
  return new Set(shapes.flatMap((shape) => (shape.kind === 'rect' && shape.image ? [shape.image.uri] : [])));
}

function paintRect(context: CanvasRenderingContext2D, shape: RectShape, images: Images): void {
  const { rect, radius, fill, line, lineWidth, dash, image, ring } = shape;
  if (ring) {
    const by = (lineWidth + ring.width) / 2;
    context.globalAlpha = ring.opacity * shape.opacity;
    context.beginPath();
    context.roundRect(rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by, radius + by);
    context.strokeStyle = ring.colour;
    context.lineWidth = ring.width;
    context.setLineDash([]);
    context.stroke();
  }
  context.globalAlpha = shape.opacity;
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, radius);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = lineWidth;
  context.lineCap = 'butt';
  context.setLineDash([...dash]);
  context.stroke();
  const drawn = image && images(image.uri);
  if (drawn) context.drawImage(drawn, image.rect.x, image.rect.y, image.rect.width, image.rect.height);
}

/** A line is painted at every frame and changes seldom. */
const paths = new WeakMap<LineShape, { line: Path2D; head: Path2D }>();

function pathsOf(shape: LineShape): { line: Path2D; head: Path2D } {
  const known = paths.get(shape);
  if (known) return known;
  const made = { line: new Path2D(linePath(shape)), head: new Path2D(headPath(shape)) };
  paths.set(shape, made);
  return made;
}

function paintLine(context: CanvasRenderingContext2D, shape: LineShape): void {
  const { line, head } = pathsOf(shape);
  if (shape.ring) {
    context.globalAlpha = shape.ring.opacity * shape.opacity;
    context.strokeStyle = shape.ring.colour;
    context.lineWidth = shape.lineWidth + 2 * shape.ring.width;
    context.setLineDash([]);
    context.lineCap = 'butt';
    context.stroke(line);
  }
  context.globalAlpha = shape.opacity;
  context.strokeStyle = shape.colour;
  context.fillStyle = shape.colour;
  context.lineWidth = shape.lineWidth;
  context.lineCap = shape.round ? 'round' : 'butt';
  context.setLineDash([...shape.dash]);
  context.stroke(line);
  context.fill(head);
}

export function paintShapes(
  context: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  images: Images,
): void {
  for (const shape of shapes) {
    if (shape.kind === 'rect') paintRect(context, shape, images);
    else paintLine(context, shape);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}
