/** The legend's frame: floats at the lower left, tall or wide as there is room, can be closed, lets a feature fill in what its marks mean. */
import { ChevronDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import styles from '../graph-canvas.module.css';
import type { LegendShape } from './floating-parts.ts';

export interface LegendTexts {
  readonly legend: string;
  readonly closeLegend: string;
}

export interface LegendProps {
  texts: LegendTexts;
  /** What fills it in looks at `data-shape`, and carries `data-all` while it shows all that there is. */
  shape: LegendShape;
  onClose: () => void;
  children: ReactNode;
  ref: Ref<HTMLElement>;
}

export function Legend({ texts, shape, onClose, children, ref }: LegendProps) {
  return (
    <section ref={ref} className={styles.legend} data-shape={shape} aria-label={texts.legend}>
      <header>
        <h2>{texts.legend}</h2>
        <button type="button" aria-label={texts.closeLegend} title={texts.closeLegend} onClick={onClose}>
          <ChevronDown size={14} aria-hidden />
        </button>
      </header>
      {children}
    </section>
  );
}
