'use client';
/** Below a chart: where it begins and ends, and the moments that are marked, as far as there is room. */
import { useTranslations } from 'use-intl';
import { pathX } from '#components/kit/time-series/beside-path.ts';
import type { ChartMark } from '#components/kit/time-series/chart-data.ts';
import { useElementWidth } from '#components/kit/time-series/use-element-width.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './card.module.css';

const pad = 4;
const endRoom = 44;
const markRoom = 76;

export function TimeAxis({ times, marks }: { times: readonly number[]; marks: readonly ChartMark[] }) {
  const t = useTranslations('release.card');
  const format = useFormat();
  const [axis, width] = useElementWidth();
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return null;
  const placed: { x: number; mark: ChartMark }[] = [];
  // The newest are the ones that matter: they get their room first.
  for (const mark of [...marks].reverse()) {
    const x = pathX(mark.at, times, { width, height: 0, pad });
    const right = placed.at(-1)?.x ?? width - endRoom;
    const place = Math.min(x + 2, right - markRoom);
    if (place < endRoom || x - place > markRoom / 2) continue;
    placed.push({ x: place, mark });
  }
  return (
    <div ref={axis} className={styles.axis} aria-hidden>
      <span style={{ left: 0 }}>{format.time(first)}</span>
      {width > 0 &&
        placed.map(({ x, mark }) => (
          <span key={mark.at} style={{ left: x }}>
            {t('step', { time: format.time(mark.at), percent: mark.text })}
          </span>
        ))}
      <span style={{ right: 0 }}>{format.time(last)}</span>
    </div>
  );
}
