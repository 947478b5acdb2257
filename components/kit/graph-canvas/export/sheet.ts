/** The whole picture on a sheet of its own size, with a head that says what it is: as SVG, or painted on a canvas. */
import { type ThemeName, tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from '../canvas-model.ts';
import type { Placed } from '../geometry/placed.ts';
import { elementsOf } from '../shapes/elements.ts';
import { imageUris, loadImage, paintShapes } from '../shapes/paint-shapes.ts';
import { shapesOf } from '../shapes/shapes.ts';
import { placeLabels } from '../text/label-placement.ts';
import { titlePlaces } from '../text/text-frames.ts';
import { drawText } from '../text/text-layer.ts';
import type { TextScene } from '../text/text-pen.ts';
import { fontOf, type TextMeasure } from '../text/text-style.ts';
import type { TextSurface } from '../text/text-surface.ts';
import { writeShapes } from './svg-shapes.ts';
import { createSvgSurface, escapeXml } from './svg-surface.ts';

export interface SheetInput {
  readonly model: CanvasModel;
  readonly placed: Placed;
  readonly theme: ThemeName;
  readonly emphasis: ReadonlySet<string> | null;
  readonly measure: TextMeasure;
  readonly title: string;
  /** Time, window, scope. */
  readonly subtitle: string;
}

const margin = 24;
const headHeight = 52;
/** Enough for a head over a small picture. */
const leastWidth = 420;
/** Pixels of a side that every browser can paint. */
const mostPixels = 16_000;
const titleFont = { size: 15, weight: 600 } as const;
const subtitleFont = { size: 12, weight: 400 } as const;

function sheetOf(input: SheetInput) {
  const { model, placed, theme, emphasis, measure } = input;
  const { bounds } = placed;
  const colours = tokens[theme];
  const headWidth = Math.max(
    measure.width(input.title, titleFont),
    measure.width(input.subtitle, subtitleFont),
  );
  const width = Math.ceil(Math.max(bounds.width, headWidth, leastWidth) + 2 * margin);
  const height = Math.ceil(bounds.height + headHeight + 2 * margin);
  const look = {
    theme,
    tokens: colours,
    selected: null,
    hovered: null,
    strongEdges: new Set<string>(),
    emphasis,
  };
  const shapes = shapesOf(elementsOf(model, placed, look));
  const lines = model.edges.flatMap((edge) => {
    const place = placed.edges.get(edge.id);
    return place && edge.source !== edge.target ? [{ edge, place }] : [];
  });
  const scene: TextScene = {
    model,
    placed,
    labels: placeLabels(
      lines,
      [...placed.cards.values(), ...titlePlaces(model, placed, 1, measure.width)],
      1,
      measure.width,
    ),
    view: { zoom: 1, panX: margin - bounds.x, panY: headHeight + margin - bounds.y },
    size: { width, height },
    tokens: colours,
    strongEdges: look.strongEdges,
    emphasis,
  };
  return { width, height, shapes, scene, colours };
}

function drawHead(
  context: TextSurface,
  { title, subtitle }: SheetInput,
  colours: { text: string; dim: string },
) {
  context.textAlign = 'left';
  context.globalAlpha = 1;
  context.font = fontOf(titleFont);
  context.fillStyle = colours.text;
  context.fillText(title, margin, 34);
  context.font = fontOf(subtitleFont);
  context.fillStyle = colours.dim;
  context.fillText(subtitle, margin, 54);
}

export function sheetAsSvg(input: SheetInput): string {
  const { width, height, shapes, scene, colours } = sheetOf(input);
  const surface = createSvgSurface(input.measure.width);
  drawText(surface, input.measure, scene);
  drawHead(surface, input, colours);
  const { panX, panY } = scene.view;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(`${input.title}, ${input.subtitle}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.page}"/>`,
    `<g transform="translate(${panX} ${panY})">${writeShapes(shapes)}</g>`,
    surface.read(),
    '</svg>\n',
  ].join('');
}

/** Twice the pixels of the screen, less where the picture is larger than a canvas may be. */
export async function sheetAsPng(input: SheetInput): Promise<Blob> {
  const { width, height, shapes, scene, colours } = sheetOf(input);
  const scale = Math.min(2, mostPixels / width, mostPixels / height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser offers no 2D canvas.');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = colours.page;
  context.fillRect(0, 0, width, height);
  context.save();
  context.translate(scene.view.panX, scene.view.panY);
  const uris = [...imageUris(shapes)];
  const images = new Map(await Promise.all(uris.map(async (uri) => [uri, await loadImage(uri)] as const)));
  paintShapes(context, shapes, (uri) => images.get(uri) ?? null);
  context.restore();
  // The text layer clears what it draws on: it gets a canvas of its own.
  const words = document.createElement('canvas');
  words.width = canvas.width;
  words.height = canvas.height;
  const pen = words.getContext('2d');
  if (!pen) throw new Error('The browser offers no 2D canvas.');
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  drawText(pen, input.measure, scene);
  drawHead(pen, input, colours);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(words, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))),
      'image/png',
    );
  });
}
