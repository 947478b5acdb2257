/** Zoom in, zoom out, fit, and the switch for map and legend: the column at the lower left of the canvas. */
import { Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import styles from '../graph-canvas.module.css';

export interface ZoomTexts {
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly map: string;
}

export interface ZoomColumnProps {
  texts: ZoomTexts;
  mapShown: boolean;
  onZoom: (factor: 1 | -1) => void;
  onFit: () => void;
  /** Null where there is no map. */
  onToggleMap: (() => void) | null;
}

export function ZoomColumn({ texts, mapShown, onZoom, onFit, onToggleMap }: ZoomColumnProps) {
  return (
    <div className={styles.zoom}>
      <button type="button" aria-label={texts.zoomIn} title={texts.zoomIn} onClick={() => onZoom(1)}>
        <Plus size={14} aria-hidden />
      </button>
      <button type="button" aria-label={texts.zoomOut} title={texts.zoomOut} onClick={() => onZoom(-1)}>
        <Minus size={14} aria-hidden />
      </button>
      <button type="button" aria-label={texts.fit} title={texts.fit} onClick={onFit}>
        <Maximize size={14} aria-hidden />
      </button>
      {onToggleMap !== null && (
        <button
          type="button"
          aria-label={texts.map}
          title={texts.map}
          aria-pressed={mapShown}
          onClick={onToggleMap}
        >
          <MapIcon size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
