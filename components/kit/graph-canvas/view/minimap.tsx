/** The whole drawing as shapes and state colours, with the visible part framed. Drag to move. */
import { type PointerEvent, type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import { type ThemeName, tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from '../canvas-model.ts';
import type { Point, Rect } from '../geometry/edge-geometry.ts';
import type { Placed } from '../geometry/placed.ts';
import type { Size, Viewport } from '../geometry/viewport.ts';
import styles from '../graph-canvas.module.css';
import { minimapSize } from './floating-parts.ts';

const padding = 6;

export interface MinimapHandle {
  /** Called at every frame of a pan: no render. */
  frame(view: Viewport, size: Size): void;
}

export interface MinimapProps {
  model: CanvasModel;
  placed: Placed;
  theme: ThemeName;
  selected: string | null;
  handle: RefObject<MinimapHandle | null>;
  /** The point of the drawing that shall be in the middle. */
  onMove: (to: Point) => void;
}

interface Scale {
  readonly factor: number;
  readonly left: number;
  readonly top: number;
}

function scaleFor(bounds: Rect): Scale {
  const factor = Math.min(
    (minimapSize.width - 2 * padding) / Math.max(1, bounds.width),
    (minimapSize.height - 2 * padding) / Math.max(1, bounds.height),
  );
  return {
    factor,
    left: (minimapSize.width - bounds.width * factor) / 2 - bounds.x * factor,
    top: (minimapSize.height - bounds.height * factor) / 2 - bounds.y * factor,
  };
}

function draw(context: CanvasRenderingContext2D, props: Omit<MinimapProps, 'handle' | 'onMove'>): void {
  const { model, placed, theme, selected } = props;
  const colours = tokens[theme];
  const scale = scaleFor(placed.bounds);
  const ratio = window.devicePixelRatio || 1;
  context.canvas.width = minimapSize.width * ratio;
  context.canvas.height = minimapSize.height * ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const fill = (rect: Rect, colour: string) => {
    context.fillStyle = colour;
    const width = Math.max(1.5, rect.width * scale.factor);
    const height = Math.max(1.5, rect.height * scale.factor);
    context.fillRect(rect.x * scale.factor + scale.left, rect.y * scale.factor + scale.top, width, height);
  };
  for (const place of placed.boxes) fill(place, colours.track);
  for (const item of model.cards) {
    const place = placed.cards.get(item.id);
    if (!place) continue;
    const chosen = item.id === selected || item.rows.some((row) => row.id === selected);
    const worst = item.rows.some((row) => row.state === 'fail') ? 'fail' : item.state;
    const colour = {
      ok: colours.healthyShare,
      idle: colours.cardLine,
      warn: colours.degraded,
      fail: colours.failing,
    }[worst];
    fill(place, chosen ? colours.accent : colour);
  }
}

export function Minimap({ model, placed, theme, selected, handle, onMove }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scale = scaleFor(placed.bounds);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) draw(context, { model, placed, theme, selected });
  }, [model, placed, theme, selected]);

  useImperativeHandle(
    handle,
    () => ({
      frame(view, size) {
        const element = frame.current;
        if (!element) return;
        const left = Math.max(1, (-view.panX / view.zoom) * scale.factor + scale.left);
        const top = Math.max(1, (-view.panY / view.zoom) * scale.factor + scale.top);
        const right = ((size.width - view.panX) / view.zoom) * scale.factor + scale.left;
        const bottom = ((size.height - view.panY) / view.zoom) * scale.factor + scale.top;
        element.style.left = `${left}px`;
        element.style.top = `${top}px`;
        element.style.width = `${Math.max(4, Math.min(minimapSize.width - 1, right) - left)}px`;
        element.style.height = `${Math.max(4, Math.min(minimapSize.height - 1, bottom) - top)}px`;
      },
    }),
    [scale.factor, scale.left, scale.top],
  );

  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const rect = event.currentTarget.getBoundingClientRect();
    onMove({
      x: (event.clientX - rect.left - scale.left) / scale.factor,
      y: (event.clientY - rect.top - scale.top) / scale.factor,
    });
  };

  return (
    <div className={styles.minimap} aria-hidden onPointerDown={move} onPointerMove={move}>
      <canvas ref={canvas} style={minimapSize} />
      <div ref={frame} className={styles.minimapFrame} />
    </div>
  );
}
