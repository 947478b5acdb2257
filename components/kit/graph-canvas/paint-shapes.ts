/** Shapes (shapes.ts) on a 2D canvas. Images are loaded first: data URIs, so nothing is fetched. */
import { headPath, linePath } from './shape-paths.ts';
import type { LineShape, RectShape, Shape } from './shapes.ts';

async function loadImages(shapes: readonly Shape[]): Promise<Map<string, HTMLImageElement>> {
  const uris = new Set(
    shapes.flatMap((shape) => (shape.kind === 'rect' && shape.image ? [shape.image.uri] : [])),
  );
  const loaded = await Promise.all(
    [...uris].map(async (uri) => {
      const image = new Image();
      image.src = uri;
      await image.decode();
      return [uri, image] as const;
    }),
  );
  return new Map(loaded);
}

function paintRect(
  context: CanvasRenderingContext2D,
  shape: RectShape,
  images: ReadonlyMap<string, HTMLImageElement>,
): void {
  const { rect, radius, fill, line, lineWidth, dash, image } = shape;
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, radius);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = lineWidth;
  context.setLineDash([...dash]);
  context.lineCap = 'butt';
  context.stroke();
  const drawn = image && images.get(image.uri);
  if (drawn) context.drawImage(drawn, image.rect.x, image.rect.y, image.rect.width, image.rect.height);
}

function paintLine(context: CanvasRenderingContext2D, shape: LineShape): void {
  context.strokeStyle = shape.colour;
  context.fillStyle = shape.colour;
  context.lineWidth = shape.lineWidth;
  context.lineCap = shape.round ? 'round' : 'butt';
  context.setLineDash([...shape.dash]);
  context.stroke(new Path2D(linePath(shape)));
  context.setLineDash([]);
  context.fill(new Path2D(headPath(shape)));
}

export async function paintShapes(
  context: CanvasRenderingContext2D,
  shapes: readonly Shape[],
): Promise<void> {
  const images = await loadImages(shapes);
  for (const shape of shapes) {
    context.globalAlpha = shape.opacity;
    if (shape.kind === 'rect') paintRect(context, shape, images);
    else paintLine(context, shape);
  }
  context.globalAlpha = 1;
}
