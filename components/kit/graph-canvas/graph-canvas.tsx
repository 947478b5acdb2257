'use client';
/**
 * The graph canvas: a scene (canvases of shapes and of text) with its floating parts, and the same picture as elements for
 * keyboard and screen reader. Domain-blind.
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
import type { ThemeName } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from './canvas-model.ts';
import type { SheetInput } from './export/sheet.ts';
import type { MeasureText } from './geometry/card-geometry.ts';
import type { Point, Rect } from './geometry/edge-geometry.ts';
import type { Placed } from './geometry/placed.ts';
import type { Size, Viewport } from './geometry/viewport.ts';
import styles from './graph-canvas.module.css';
import type { MovingDotsHandle } from './moving-dots.tsx';
import { NodeOverlay, type OverlayTexts } from './node-overlay.tsx';
import { createScene, type Scene } from './scene.ts';
import { Tip } from './tip.tsx';
import type { LegendShape } from './view/floating-parts.ts';
import { Legend, type LegendTexts } from './view/legend.tsx';
import { Minimap, type MinimapHandle } from './view/minimap.tsx';
import { useCamera } from './view/use-camera.ts';
import { ZoomColumn, type ZoomTexts } from './view/zoom-column.tsx';

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
  /** Brings a card, row, box or edge's end into view without changing the zoom; as soon as it has a place. */
  show(id: string): void;
  fit(): void;
  /** What is drawn, for a file; null before anything is. */
  drawing(): Drawing | null;
}

export interface GraphCanvasProps {
  model: CanvasModel;
  /** Names the picture: another one is fitted anew. */
  picture: string;
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
  /** Folds a box, or unfolds a folded one. */
  onToggle: (id: string) => void;
  /** A double tap on a card, row or edge. */
  onOpen: (id: string) => void;
  /** A menu is wanted: for a card, row, edge or box, or (null) for the ground. */
  onMenu: (id: string | null, at: MenuPoint) => void;
  /** What the tip of an element says besides its label. */
  tipNote?: (id: string) => ReactNode;
  /** Told once, and again when the page's font has arrived: what a layout needs to plan card widths. */
  onMeasure: (measure: MeasureText) => void;
  /** Pixels of the canvas. */
  onResize: (size: Size) => void;
  handle?: Ref<GraphCanvasHandle>;
}

const MovingDots = lazy(() => import('./moving-dots.tsx').then((module) => ({ default: module.MovingDots })));

/** Pixels of the window from which map and legend are shown at once. */
const roomyWidth = 1000;
export function GraphCanvas(props: GraphCanvasProps) {
  const { model, picture, placed, theme, selected, emphasis, texts, legend, dots, handle } = props;
  const { onSelect, onToggle, onOpen, onMenu, onMeasure, onResize, tipNote } = props;
  const container = useRef<HTMLDivElement>(null);
  const shapeCanvas = useRef<HTMLCanvasElement>(null);
  const textCanvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const minimap = useRef<MinimapHandle>(null);
  const moving = useRef<MovingDotsHandle>(null);
  const legendFrame = useRef<HTMLElement>(null);
  const scene = useRef<Scene | null>(null);
  const embedded = legend === null;
  // On a small canvas map and legend would hide the picture: they wait to be asked for.
  const [mapShown, setMapShown] = useState(() => legend !== null && window.innerWidth >= roomyWidth);
  /** Opened by hand: then it stays, whatever it covers. */
  const mapAsked = useRef(false);
  const [legendShape, setLegendShape] = useState<LegendShape | null>('tall');
  const [tip, setTip] = useState<{ id: string; x: number; y: number } | null>(null);

  const camera = useCamera({
    scene,
    legendFrame,
    model,
    placed,
    picture,
    selected,
    mapShown,
    legend: legendShape,
    onLegend: setLegendShape,
    onHideMap: () => {
      if (!mapAsked.current) setMapShown(false);
    },
  });
  const latest = useRef({ onSelect, onToggle, onOpen, onMenu, onMeasure, onResize, camera });
  useEffect(() => {
    latest.current = { onSelect, onToggle, onOpen, onMenu, onMeasure, onResize, camera };
  });

  /** The same functions at every render: a tip that comes or a query that is on its way draws none of a thousand buttons anew. */
  const [asked] = useState(() => ({
    onChoose: (id: string) => latest.current.onSelect(id),
    onToggle: (id: string) => latest.current.onToggle(id),
    onMenu: (id: string, at: Point) => latest.current.onMenu(id, { ...at, byKey: true }),
    onReveal: (place: Rect) => latest.current.camera.reveal(place),
  }));

  const follow = useCallback((view: Viewport) => {
    if (layer.current)
      layer.current.style.transform = `translate(${view.panX}px, ${view.panY}px) scale(${view.zoom})`;
    if (!scene.current) return;
    minimap.current?.frame(view, scene.current.size());
    moving.current?.frame(view, scene.current.size());
  }, []);

  useEffect(() => {
    if (!container.current || !shapeCanvas.current || !textCanvas.current) return;
    const made = createScene(
      container.current,
      shapeCanvas.current,
      textCanvas.current,
      {
        onTap: (id) => latest.current.onSelect(id),
        onToggle: (id) => latest.current.onToggle(id),
        onDoubleTap: (id) => latest.current.onOpen(id),
        onMenu: (id, at) => {
          const corner = container.current?.getBoundingClientRect();
          if (!corner) return;
          setTip(null);
          latest.current.onMenu(id, { x: corner.left + at.x, y: corner.top + at.y, byKey: false });
        },
        onHover: (id, at) => setTip(id === null || !at ? null : { id, ...at }),
        onView: (view, byUser) => {
          if (byUser) latest.current.camera.leave();
          setTip(null);
          follow(view);
        },
        onFont: () => latest.current.onMeasure(made.measure.width),
        onResize: (size) => {
          latest.current.onResize(size);
          latest.current.camera.resized();
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

  // The legend grows when all of it is asked for.
  useEffect(() => {
    const frame = mapShown && legendShape !== null ? legendFrame.current : null;
    if (frame === null) return;
    const sizeOf = () => `${frame.offsetWidth} ${frame.offsetHeight}`;
    let known = sizeOf();
    const observer = new ResizeObserver(() => {
      if (sizeOf() === known) return;
      known = sizeOf();
      latest.current.camera.refit();
    });
    observer.observe(frame);
    return () => observer.disconnect();
  }, [mapShown, legendShape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new places need the layer and the frame anew
  useEffect(() => {
    if (scene.current) follow(scene.current.view());
  }, [placed, follow]);

  useImperativeHandle(handle, () => ({
    show: camera.show,
    fit: camera.fit,
    drawing: () =>
      scene.current && placed.cards.size > 0
        ? { model, placed, theme, emphasis, measure: scene.current.measure }
        : null,
  }));

  return (
    <div
      className={styles.canvas}
      role="application"
      aria-label={texts.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && selected !== null) onSelect(null);
        else if (event.key === '+' || event.key === '=') camera.zoom(1);
        else if (event.key === '-') camera.zoom(-1);
        else if (event.key === '0') camera.fit();
      }}
    >
      <div ref={container} className={styles.drawing} aria-hidden>
        <canvas ref={shapeCanvas} className={styles.shapes} />
      </div>
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
      <NodeOverlay model={model} placed={placed} selected={selected} texts={texts} layer={layer} {...asked} />
      <div className={styles.floating} data-embedded={embedded || undefined}>
        <ZoomColumn
          texts={texts}
          mapShown={mapShown}
          onZoom={camera.zoom}
          onFit={camera.fit}
          onToggleMap={
            embedded
              ? null
              : () => {
                  const open = !mapShown || legendShape === null;
                  mapAsked.current = open;
                  setMapShown(open);
                  setLegendShape(open ? 'tall' : null);
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
              camera.leave();
              current.setView(
                { zoom: view.zoom, panX: width / 2 - to.x * view.zoom, panY: height / 2 - to.y * view.zoom },
                false,
              );
            }}
          />
        )}
        {mapShown && legendShape !== null && (
          <Legend ref={legendFrame} texts={texts} shape={legendShape} onClose={() => setLegendShape(null)}>
            {legend}
          </Legend>
        )}
      </div>
      {tip && <Tip model={model} id={tip.id} at={tip} note={tipNote?.(tip.id)} />}
    </div>
  );
}
