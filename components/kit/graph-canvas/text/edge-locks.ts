/** Locks on edges: closed and quiet, or open and amber. On the line where it begins its last run, away from labels and chips. */
import type { Tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from '../canvas-model.ts';
import { labelFont, type MeasureText } from '../geometry/card-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import type { Viewport } from '../geometry/viewport.ts';
import { opacityOf } from '../shapes/elements.ts';
import { iconPaths } from '../shapes/icon-paths.ts';
import { pathOf } from '../shapes/path-memory.ts';
import type { PlacedLabels } from './label-placement.ts';
import type { TextSurface } from './text-surface.ts';

export interface LockScene {
  readonly model: CanvasModel;
  readonly placed: Placed;
  readonly labels: ReadonlyMap<string, PlacedLabels>;
  readonly view: Viewport;
  readonly tokens: Tokens;
  readonly emphasis: ReadonlySet<string> | null;
}

const size = 13;
const iconSize = 8;

export function drawLocks(context: TextSurface, scene: LockScene, measure: MeasureText, scale: number): void {
  const { model, placed, labels, view, tokens } = scene;
  for (const { id, lock, above } of model.edges) {
    const run = placed.edges.get(id)?.run;
    if (lock === undefined || !run) continue;
    const half = size / 2 / view.zoom;
    const label = labels.get(id);
    // Beside the label, if need be back onto the bend.
    const text = label?.above ? label.above.x - (measure(above, labelFont) / 2 + 2) / view.zoom : run.x2;
    const at = { x: Math.min(run.x1 + half + 1, text - half), y: run.y };
    const chip = label?.chip;
    const room = { x: at.x - half, y: at.y - half, width: 2 * half, height: 2 * half };
    if (2 * half > run.x2 - run.x1 || (chip && overlaps(room, chip))) continue;
    const x = at.x * view.zoom + view.panX;
    const y = at.y * view.zoom + view.panY;
    const open = lock === 'open';
    context.globalAlpha = opacityOf(id, scene.emphasis);
    context.beginPath();
    context.roundRect(
      x - (size * scale) / 2,
      y - (size * scale) / 2,
      size * scale,
      size * scale,
      (size * scale) / 2,
    );
    context.fillStyle = open ? tokens.degradedSoft : tokens.card;
    context.strokeStyle = open ? tokens.degraded : tokens.cardLine;
    context.lineWidth = 1;
    context.fill();
    context.stroke();
    context.save();
    context.translate(x - (iconSize * scale) / 2, y - (iconSize * scale) / 2);
    context.scale((iconSize * scale) / 24, (iconSize * scale) / 24);
    context.strokeStyle = open ? tokens.degraded : tokens.dim;
    context.lineWidth = 2.6;
    context.lineJoin = 'round';
    context.lineCap = 'round';
    context.stroke(pathOf(iconPaths[open ? 'lock-open' : 'lock']));
    context.restore();
  }
  context.globalAlpha = 1;
}
