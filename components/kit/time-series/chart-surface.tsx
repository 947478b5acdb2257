'use client';
/** The body of a chart as a slider over time: arrow keys move the moment that all charts of the page point at, and what is there is said. */
import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import { nearestIndex } from './chart-data.ts';
import { type ChartGroup, useCursor } from './chart-group.tsx';
import styles from './charts.module.css';

export interface ChartSurfaceProps {
  label: string;
  /** Of the whole chart: newest, lowest and highest values. */
  summary: string;
  times: readonly number[];
  group: ChartGroup;
  /** What is at a step, in words. */
  describe(index: number): string;
  height: number;
  surfaceRef: Ref<HTMLDivElement>;
  onPointerInside(inside: boolean): void;
  /** The drawing. */
  children: ReactNode;
  /** What lies above it and may be worked by itself. */
  above: ReactNode;
}

/** The step that a key leads to; undefined for other keys. */
export function stepOfKey(key: string, index: number | null, count: number): number | null | undefined {
  const last = count - 1;
  const moves: Readonly<Record<string, number | null>> = {
    ArrowLeft: index === null ? last : Math.max(0, index - 1),
    ArrowRight: index === null ? last : Math.min(last, index + 1),
    PageDown: index === null ? last : Math.max(0, index - 10),
    PageUp: index === null ? last : Math.min(last, index + 10),
    Home: 0,
    End: last,
    Escape: null,
  };
  return moves[key];
}

export function ChartSurface(props: ChartSurfaceProps) {
  const { label, summary, times, group, describe, height, surfaceRef, onPointerInside, children, above } =
    props;
  const summaryId = useId();
  const at = useCursor(group);
  const index = at === null ? null : nearestIndex(times, at);
  const move = (event: KeyboardEvent) => {
    const next = stepOfKey(event.key, index, times.length);
    if (next === undefined || times.length === 0) return;
    event.preventDefault();
    group.cursor.set(next === null ? null : (times[next] ?? null));
  };
  return (
    <>
      <div
        ref={surfaceRef}
        className={styles.surface}
        style={{ height }}
        onPointerEnter={() => onPointerInside(true)}
        onPointerLeave={() => {
          onPointerInside(false);
          group.cursor.set(null);
        }}
      >
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-describedby={summaryId}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, times.length - 1)}
          aria-valuenow={index ?? Math.max(0, times.length - 1)}
          aria-valuetext={index === null ? summary : describe(index)}
          className={styles.slider}
          onKeyDown={move}
          onBlur={() => group.cursor.set(null)}
        >
          {children}
        </div>
        {above}
      </div>
      <p id={summaryId} className={styles.summary}>
        {summary}
      </p>
    </>
  );
}
