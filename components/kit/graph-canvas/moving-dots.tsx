/**
 * Dots that move along the edges, on a canvas of their own between lines and text: faster for more traffic, a red diamond for a
 * failure. Twenty pictures a second, only what is in view; none in a hidden tab, nor when the system asks for less motion.
 */
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { type ThemeName, tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from './canvas-model.ts';
import { type DotLine, dotsAt } from './dot-places.ts';
import type { Placed } from './geometry/placed.ts';
import type { Size, Viewport } from './geometry/viewport.ts';
import styles from './graph-canvas.module.css';
import { opacityOf } from './shapes/elements.ts';

export interface MovingDotsHandle {
  /** Called at every frame of a pan: no render. */
  frame(view: Viewport, size: Size): void;
}

interface Seen {
  readonly view: Viewport;
  readonly size: Size;
}

export interface MovingDotsProps {
  model: CanvasModel;
  placed: Placed;
  theme: ThemeName;
  emphasis: ReadonlySet<string> | null;
  /** What is seen when it begins; null while there is nothing to see. */
  initial: () => Seen | null;
  handle: Ref<MovingDotsHandle>;
}

const frameMs = 50;
/** Beyond this many lines, the loudest move. */
const mostLines = 500;
/** Smaller than this nobody sees a dot. */
const leastZoom = 0.3;
const margin = 8;

export function MovingDots({ model, placed, theme, emphasis, initial, handle }: MovingDotsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const seen = useRef<Seen | null>(null);
  /** The picture moved: the dots go along at once. */
  const moved = useRef(false);
  const latestInitial = useRef(initial);
  useEffect(() => {
    latestInitial.current = initial;
  });
  useImperativeHandle(handle, () => ({
    frame(view, size) {
      seen.current = { view, size };
      moved.current = true;
    },
  }));

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const still = window.matchMedia('(prefers-reduced-motion: reduce)');
    if (!context) return;
    const lines = model.edges
      .flatMap(({ id, flow }): DotLine[] => {
        const points = placed.edges.get(id)?.points;
        const faint = opacityOf(id, emphasis) < 1;
        return flow && points && !faint ? [{ id, flow, points }] : [];
      })
      .sort((a, b) => b.flow.speed - a.flow.speed)
      .slice(0, mostLines);
    const { tcp, failing, card } = tokens[theme];

    const draw = (seconds: number) => {
      seen.current ??= latestInitial.current();
      if (!seen.current) return;
      const { view, size } = seen.current;
      const ratio = window.devicePixelRatio || 1;
      const { canvas: element } = context;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      if (view.zoom < leastZoom) return;
      const radius = 2.4 * Math.max(0.8, view.zoom);
      context.lineWidth = 1;
      context.strokeStyle = card;
      for (const line of lines)
        for (const dot of dotsAt(line, seconds)) {
          const x = dot.x * view.zoom + view.panX;
          const y = dot.y * view.zoom + view.panY;
          if (x < -margin || y < -margin || x > size.width + margin || y > size.height + margin) continue;
          context.beginPath();
          if (dot.failing) {
            const reach = radius * 1.7;
            context.moveTo(x, y - reach);
            context.lineTo(x + reach, y);
            context.lineTo(x, y + reach);
            context.lineTo(x - reach, y);
            context.closePath();
          } else context.arc(x, y, radius, 0, 2 * Math.PI);
          context.fillStyle = dot.failing ? failing : tcp;
          context.fill();
          context.stroke();
        }
    };

    let request = 0;
    let drawnMs = Number.NEGATIVE_INFINITY;
    const step = (nowMs: number) => {
      request = requestAnimationFrame(step);
      if (!moved.current && nowMs - drawnMs < frameMs) return;
      moved.current = false;
      drawnMs = nowMs;
      draw(nowMs / 1000);
    };
    const decide = () => {
      cancelAnimationFrame(request);
      if (document.hidden) return;
      if (still.matches) context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      else request = requestAnimationFrame(step);
    };
    decide();
    document.addEventListener('visibilitychange', decide);
    still.addEventListener('change', decide);
    return () => {
      cancelAnimationFrame(request);
      document.removeEventListener('visibilitychange', decide);
      still.removeEventListener('change', decide);
    };
  }, [model, placed, theme, emphasis]);

  return <canvas ref={canvas} className={styles.text} data-dots aria-hidden />;
}
