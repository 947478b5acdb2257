'use client';
/** Diamonds above the plot where something was changed; each says what. */
import { useTooltip } from '#components/ui/layers/tooltip.tsx';
import { type AreaSize, plotWidth, xOf } from './chart-area.ts';
import { type ChartMark, gatherMarks } from './chart-data.ts';
import styles from './charts.module.css';

export interface ChartMarksProps {
  marks: readonly ChartMark[];
  times: readonly number[];
  size: AreaSize;
}

const reachPixels = 9;

export function ChartMarks({ marks, times, size }: ChartMarksProps) {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const width = plotWidth(size);
  if (width === 0) return null;
  return gatherMarks(marks, times, (span / width) * reachPixels).map(({ at, marks: here }) => (
    <Diamond
      key={`${at} ${here.length}`}
      text={here.map(({ text }) => text).join('\n')}
      left={xOf(at, times, size)}
      many={here.length > 1}
    />
  ));
}

function Diamond({ text, left, many }: { text: string; left: number; many: boolean }) {
  const { anchorProps, bubble } = useTooltip(text);
  return (
    <>
      <button type="button" className={styles.mark} style={{ left }} aria-label={text} {...anchorProps}>
        <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden>
          <path d="M6 1.2 10.8 6 6 10.8 1.2 6Z" data-many={many || undefined} />
        </svg>
      </button>
      {bubble}
    </>
  );
}
