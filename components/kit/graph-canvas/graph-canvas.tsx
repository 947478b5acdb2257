'use client';
/**
 * The graph canvas: a scene (cytoscape and the text layer) with its floating parts, and the same picture as elements for
 * keyboard and screen reader. Domain-blind; load it dynamically, it brings cytoscape along.
 */
import {
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import type { ThemeName } from '#components/ui/tokens.ts';
import type { CanvasModel } from './canvas-model.ts';
import type { MeasureText } from './card-geometry.ts';
import type { Point, Rect } from './edge-geometry.ts';
import styles from './graph-canvas.module.css';
import { Legend, type LegendTexts } from './legend.tsx';
import { Minimap, type MinimapHandle, minimapSize } from './minimap.tsx';
import type { MovingDotsHandle } from './moving-dots.tsx';
import { NodeOverlay, type OverlayTexts } from './node-overlay.tsx';
import { type Placed, selectablePlaces } from './placed.ts';
import { createScene, type Scene } from './scene.ts';
import type { SheetInput } from './sheet.ts';
import { fitDrawing, readableFit, reveal, type Size, type Viewport, zoomAt, zoomLimits } from './viewport.ts';
import { ZoomColumn, type ZoomTexts } from './zoom-column.tsx';

export interface GraphCanvasTexts extends ZoomTexts, LegendTexts, OverlayTexts {
  /** Names the whole picture. */
  readonly label: string;
}

export type Drawing = Omit<SheetInput, 'title' | 'subtitle'>;

/** Where a menu opens, in pixels of the window. */
export interface MenuPoint extends Point {
  /** Then its first entry has the focus. */
  readonly byKey: boolean;
}

export interface GraphCanvasHandle {
  /** Brings a card, row or edge's end into view without changing the zoom. */
  show(id: string): void;
  fit(): void;
  /** What is drawn, for a file; null before anything is. */
  drawing(): Drawing | null;
}

export interface GraphCanvasProps {
  model: CanvasModel;
  placed: Placed;
  theme: ThemeName;
  selected: string | null;
  /** When set, everything else is drawn faint. */
  emphasis: ReadonlySet<string> | null;
  texts: GraphCanvasTexts;
  /** Null for a picture among other things of a page: it has neither map nor legend, and leaves the wheel to the page. */
  legend: ReactNode | null;
  /** Dots move along the edges that have a flow. */
  dots: boolean;
  onSelect: (id: string | null) => void;
  /** A double tap on a card, row or edge. */
  onOpen: (id: string) => void;
  /** A menu is wanted: for a card, row, edge or box, or (null) for the ground. */
  onMenu: (id: string | null, at: MenuPoint) => void;
  /** Told once, and again when the page's font has arrived: what a layout needs to plan card widths. */
  onMeasure: (measure: MeasureText) => void;
  /** Pixels of the canvas. */
  onResize: (size: Size) => void;
  handle?: Ref<GraphCanvasHandle>;
}

const MovingDots = lazy(() => import('./moving-dots.tsx').then((module) => ({ default: module.MovingDots })));

/** Pixels of the window from which map and legend are shown at once. */
const roomyWidth = 900;
const edge = 12;
const zoomColumnWidth = 30;
const overlayHeight = minimapSize.height;

/** What floats at the lower left, on the screen. */
function floatingParts(size: Size, mapShown: boolean, legend: Size | null): Rect[] {
  const parts = [
    { x: 0, y: size.height - overlayHeight - edge - 4, width: edge + zoomColumnWidth + 4, height: 200 },
  ];
  if (mapShown) {
    const right = edge + zoomColumnWidth + 8 + minimapSize.width + 4;
    parts.push({ x: 0, y: size.height - overlayHeight - edge - 4, width: right, height: 200 });
    if (legend)
      parts.push({
        x: right,
        y: size.height - legend.height - edge - 4,
        width: legend.width + 12,
        height: 400,
      });
  }
  return parts;
}

export function GraphCanvas(props: GraphCanvasProps) {
  const { model, placed, theme, selected, emphasis, texts, legend, dots, handle } = props;
  const { onSelect, onOpen, onMenu, onMeasure, onResize } = props;
  const container = useRef<HTMLDivElement>(null);
  const textCanvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLUListElement>(null);
  const minimap = useRef<MinimapHandle>(null);
  const moving = useRef<MovingDotsHandle>(null);
  const legendFrame = useRef<HTMLElement>(null);
  const scene = useRef<Scene | null>(null);
  const embedded = legend === null;
  /** As long as the reader has not moved the view, it follows size and content. */
  const fitted = useRef(true);
  const latest = useRef({ onSelect, onOpen, onMenu, onMeasure, onResize, placed, model, selected });
  // On a small canvas map and legend would hide the picture: they wait to be asked for.
  const [mapShown, setMapShown] = useState(() => legend !== null && window.innerWidth >= roomyWidth);
  const [legendShown, setLegendShown] = useState(true);
  const [tip, setTip] = useState<{ id: string; x: number; y: number } | null>(null);

  useEffect(() => {
    latest.current = { onSelect, onOpen, onMenu, onMeasure, onResize, placed, model, selected };
  });

  const fitNow = useCallback(
    (occasion: 'first' | 'changed' | 'asked') => {
      const current = scene.current;
      const { placed: now, model: shown, selected: chosen } = latest.current;
      if (!current || now.cards.size === 0 || current.size().width === 0) return;
      const box = legendShown ? legendFrame.current?.getBoundingClientRect() : undefined;
      const legendSize = box ? { width: box.width, height: box.height } : null;
      const cards = [...now.cards.values()];
      const size = current.size();
      let best = fitDrawing(now.bounds, size, cards, floatingParts(size, mapShown, legendSize));
      if (best.covered > 0 && legendSize) {
        setLegendShown(false);
        best = fitDrawing(now.bounds, size, cards, floatingParts(size, mapShown, null));
      }
      if (best.covered > 0 && mapShown) {
        const room = { width: size.width, height: size.height - overlayHeight - edge };
        const above = fitDrawing(now.bounds, room, cards, []);
        if (above.view.zoom >= best.view.zoom * 0.9) best = above;
      }
      fitted.current = true;
      const place = chosen === null ? null : (selectablePlaces(shown, now).get(chosen) ?? null);
      const before = occasion === 'first' ? null : current.view();
      const view = occasion === 'asked' ? best.view : readableFit(best.view, before, place, now.bounds, size);
      // Seen in part, there is always something under the legend.
      if (view !== best.view) setLegendShown(false);
      current.setView(view, occasion !== 'first');
    },
    [legendShown, mapShown],
  );
  const latestFit = useRef(fitNow);
  useEffect(() => {
    latestFit.current = fitNow;
  });

  const follow = useCallback((view: Viewport) => {
    if (layer.current)
      layer.current.style.transform = `translate(${view.panX}px, ${view.panY}px) scale(${view.zoom})`;
    if (!scene.current) return;
    minimap.current?.frame(view, scene.current.size());
    moving.current?.frame(view, scene.current.size());
  }, []);

  useEffect(() => {
    if (!container.current || !textCanvas.current) return;
    const made = createScene(
      container.current,
      textCanvas.current,
      {
        onTap: (id) => latest.current.onSelect(id),
        onDoubleTap: (id) => latest.current.onOpen(id),
        onMenu: (id, at) => {
          const corner = container.current?.getBoundingClientRect();
          if (!corner) return;
          setTip(null);
          latest.current.onMenu(id, { x: corner.left + at.x, y: corner.top + at.y, byKey: false });
        },
        onHover: (id, at) => setTip(id === null || !at ? null : { id, ...at }),
        onView: (view, byUser) => {
          if (byUser) fitted.current = false;
          setTip(null);
          follow(view);
        },
        onFont: () => latest.current.onMeasure(made.measure.width),
        onResize: (size) => {
          latest.current.onResize(size);
          if (fitted.current) latestFit.current('changed');
          follow(made.view());
        },
      },
      !embedded,
    );
    scene.current = made;
    latest.current.onMeasure(made.measure.width);
    latest.current.onResize(made.size());
    return () => {
      made.destroy();
      scene.current = null;
    };
  }, [follow, embedded]);

  useEffect(() => {
    scene.current?.update({ model, placed, theme, selected, emphasis });
  }, [model, placed, theme, selected, emphasis]);

  const known = useRef<Placed | null>(null);
  useEffect(() => {
    if (known.current === placed) return;
    const first = !known.current || known.current.cards.size === 0;
    known.current = placed;
    if (fitted.current) latestFit.current(first ? 'first' : 'changed');
    if (scene.current) follow(scene.current.view());
  }, [placed, follow]);

  const revealPlace = (place: Rect) => {
    const current = scene.current;
    if (!current) return;
    const view = current.view();
    const next = reveal(place, view, current.size());
    if (next.panX !== view.panX || next.panY !== view.panY) current.setView(next, true);
  };

  useImperativeHandle(handle, () => ({
    show(id) {
      const place = selectablePlaces(model, placed).get(id);
      const end = placed.edges.get(id)?.points.at(-1);
      if (place) revealPlace(place);
      else if (end) revealPlace({ x: end.x - 60, y: end.y - 20, width: 120, height: 40 });
    },
    fit: () => fitNow('asked'),
    drawing: () =>
      scene.current && placed.cards.size > 0
        ? { model, placed, theme, emphasis, measure: scene.current.measure }
        : null,
  }));

  const zoom = (direction: 1 | -1) => {
    const current = scene.current;
    if (!current) return;
    const { width, height } = current.size();
    const factor = direction === 1 ? zoomLimits.step : 1 / zoomLimits.step;
    fitted.current = false;
    current.setView(zoomAt(current.view(), factor, width / 2, height / 2), true);
  };

  const tipText = tip && labelOf(model, tip.id);
  return (
    <div
      className={styles.canvas}
      role="application"
      aria-label={texts.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && selected !== null) onSelect(null);
        else if (event.key === '+' || event.key === '=') zoom(1);
        else if (event.key === '-') zoom(-1);
        else if (event.key === '0') fitNow('asked');
      }}
    >
      <div ref={container} className={styles.drawing} aria-hidden />
      {dots && (
        <Suspense>
          <MovingDots
            model={model}
            placed={placed}
            theme={theme}
            emphasis={emphasis}
            initial={() =>
              scene.current ? { view: scene.current.view(), size: scene.current.size() } : null
            }
            handle={moving}
          />
        </Suspense>
      )}
      <canvas ref={textCanvas} className={styles.text} aria-hidden />
      <NodeOverlay
        model={model}
        placed={placed}
        selected={selected}
        texts={texts}
        layer={layer}
        onChoose={onSelect}
        onMenu={(id, at) => onMenu(id, { ...at, byKey: true })}
        onReveal={revealPlace}
      />
      <div className={styles.floating}>
        <ZoomColumn
          texts={texts}
          mapShown={mapShown}
          onZoom={zoom}
          onFit={() => fitNow('asked')}
          onToggleMap={
            embedded
              ? null
              : () => {
                  setMapShown(!mapShown || !legendShown);
                  setLegendShown(!mapShown || !legendShown);
                }
          }
        />
        {mapShown && (
          <Minimap
            model={model}
            placed={placed}
            theme={theme}
            selected={selected}
            handle={minimap}
            onMove={(to) => {
              const current = scene.current;
              if (!current) return;
              const { width, height } = current.size();
              const view = current.view();
              fitted.current = false;
              current.setView(
                { zoom: view.zoom, panX: width / 2 - to.x * view.zoom, panY: height / 2 - to.y * view.zoom },
                false,
              );
            }}
          />
        )}
        {mapShown && legendShown && (
          <Legend ref={legendFrame} texts={texts} onClose={() => setLegendShown(false)}>
            {legend}
          </Legend>
        )}
      </div>
      {tip && tipText && (
        <div className={styles.tip} style={{ left: tip.x, top: tip.y }} aria-hidden>
          {tipText}
        </div>
      )}
    </div>
  );
}

function labelOf(model: CanvasModel, id: string): string | null {
  for (const item of model.cards) {
    if (item.id === id) return item.label;
    const row = item.rows.find((candidate) => candidate.id === id);
    if (row) return row.label;
  }
  return model.edges.find((candidate) => candidate.id === id)?.label ?? null;
}
