'use client';
/** The picture: layout and canvas for a model. */
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useCallback,
  useDeferredValue,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl';
import type { CanvasModel } from '#components/kit/graph-canvas/canvas-model.ts';
import type { MeasureText } from '#components/kit/graph-canvas/geometry/card-geometry.ts';
import type { Size } from '#components/kit/graph-canvas/geometry/viewport.ts';
import {
  GraphCanvas,
  type GraphCanvasHandle,
  type MenuPoint,
} from '#components/kit/graph-canvas/graph-canvas.tsx';
import type { Rooms } from '#components/kit/graph-canvas/layout/arrange.ts';
import { type Picture, useLayout } from '#components/kit/graph-canvas/layout/use-layout.ts';
import type { LabelChoice } from '#components/mesh-drawing/edge-labels.ts';
import { useColorScheme } from '#components/ui/theme/color-scheme.ts';
import { GraphLegend } from './graph-legend.tsx';
import styles from './graph-page.module.css';
import type { OverlayName } from './overlays.ts';

export interface GraphMapHandle extends GraphCanvasHandle {
  arrangeAgain(): void;
}

export interface GraphMapProps {
  model: CanvasModel;
  /** Names what is shown; each picture remembers its own places. */
  picture: string;
  /** Names what is drawn of it, and what that is derived from (folded and unfolded by hand); null for nothing. */
  drawn: string;
  base: Picture | null;
  labels: LabelChoice;
  overlays: readonly OverlayName[];
  selected: string | null;
  emphasis: ReadonlySet<string> | null;
  /** What picture and panel share. The panel comes when its script has, and lies over the picture on a telephone: the picture's own width says nothing of it. */
  room: RefObject<HTMLElement | null>;
  /** Width that the side panel takes, or will take: a picture that fits beside it is arranged so that it still does. */
  panelWidth: number;
  onSelect: (id: string | null) => void;
  /** Folds the namespace of a box, or unfolds a folded one. */
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
  onMenu: (id: string | null, at: MenuPoint) => void;
  /** What the tip of an element says besides its label. */
  tipNote: (id: string) => ReactNode;
  handle: Ref<GraphMapHandle>;
}

/** Below this the panel covers too much to leave room for it. */
const leastRoom = 640;
const margin = 24;

export function GraphMap(props: GraphMapProps) {
  const { picture, drawn, base, labels, overlays, selected, emphasis } = props;
  const { room, panelWidth, handle, onSelect, onToggle, onOpen, onMenu } = props;
  const t = useTranslations('graph');
  const theme = useColorScheme();
  const canvas = useRef<GraphCanvasHandle>(null);
  const [measure, setMeasure] = useState<MeasureText | null>(null);
  const [rooms, setRooms] = useState<Rooms | null>(null);
  const layout = useLayout({ name: drawn, model: props.model }, base, measure, rooms);
  const { placed, model, arranging, arrangeAgain } = layout;

  // A tick changes all numbers at once: it is drawn when there is time, after what the reader does. Model and places belong together.
  const current = useMemo(() => ({ model, placed }), [model, placed]);
  const drawing = useDeferredValue(current);

  const onMeasure = useCallback((next: MeasureText) => setMeasure(() => next), []);
  const onResize = useCallback(
    ({ width, height }: Size) => {
      const whole = room.current?.clientWidth ?? width;
      const sized = (wide: number) => ({ width: wide - margin, height: height - margin });
      const beside = Math.max(Math.min(leastRoom, whole), whole - panelWidth);
      setRooms({ least: sized(beside), most: sized(whole) });
    },
    [room, panelWidth],
  );
  useImperativeHandle(handle, () => ({
    show: (id) => canvas.current?.show(id),
    fit: () => canvas.current?.fit(),
    drawing: () => canvas.current?.drawing() ?? null,
    arrangeAgain,
  }));

  const texts = useMemo(
    () => ({
      label: t('canvas'),
      boxes: t('boxes'),
      nodes: t('nodes'),
      calls: t('calls'),
      zoomIn: t('zoomIn'),
      zoomOut: t('zoomOut'),
      fit: t('fit'),
      map: t('map'),
      legend: t('legend.title'),
      closeLegend: t('legend.close'),
    }),
    [t],
  );
  return (
    <>
      {arranging && (
        <p className={styles.arranging} role="status">
          {t('arranging')}
        </p>
      )}
      <GraphCanvas
        model={drawing.model}
        picture={picture}
        placed={drawing.placed}
        theme={theme}
        selected={selected}
        emphasis={emphasis}
        texts={texts}
        legend={<GraphLegend labels={labels} overlays={overlays} />}
        dots={overlays.includes('dots')}
        onSelect={onSelect}
        onToggle={onToggle}
        onOpen={onOpen}
        onMenu={onMenu}
        tipNote={props.tipNote}
        onMeasure={onMeasure}
        onResize={onResize}
        handle={canvas}
      />
    </>
  );
}
