'use client';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CanvasModel } from '#components/kit/graph-canvas/canvas-model.ts';
import type { MeasureText } from '#components/kit/graph-canvas/geometry/card-geometry.ts';
import type { Size } from '#components/kit/graph-canvas/geometry/viewport.ts';
import { GraphCanvas } from '#components/kit/graph-canvas/graph-canvas.tsx';
import type { Rooms } from '#components/kit/graph-canvas/layout/arrange.ts';
import { useLayout } from '#components/kit/graph-canvas/layout/use-layout.ts';
/** The picture of a neighbourhood: the graph's own canvas, embedded. Loaded on demand. */
import { useColorScheme } from '#components/ui/theme/color-scheme.ts';

export interface NeighbourhoodMapProps {
  model: CanvasModel;
  /** Names what is shown; each picture remembers its own places. */
  picture: string;
  /** The subject's card or row. */
  subject: string | null;
  onOpen: (id: string) => void;
}

const margin = 24;
const nothing = () => undefined;

export function NeighbourhoodMap({ picture, subject, onOpen, ...props }: NeighbourhoodMapProps) {
  const t = useTranslations('graph');
  const own = useTranslations('details.neighbours');
  const theme = useColorScheme();
  const [measure, setMeasure] = useState<MeasureText | null>(null);
  const [rooms, setRooms] = useState<Rooms | null>(null);
  const { placed, model } = useLayout({ name: picture, model: props.model }, null, measure, rooms);
  const onMeasure = useCallback((next: MeasureText) => setMeasure(() => next), []);
  const onResize = useCallback(({ width, height }: Size) => {
    const room = { width: width - margin, height: height - margin };
    setRooms({ least: room, most: room });
  }, []);
  const texts = useMemo(
    () => ({
      label: own('label'),
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
    [t, own],
  );
  return (
    <GraphCanvas
      model={model}
      picture={picture}
      placed={placed}
      theme={theme}
      selected={subject}
      emphasis={null}
      texts={texts}
      legend={null}
      dots={false}
      onSelect={(id) => id !== null && onOpen(id)}
      onToggle={nothing}
      onOpen={nothing}
      onMenu={nothing}
      onMeasure={onMeasure}
      onResize={onResize}
    />
  );
}
