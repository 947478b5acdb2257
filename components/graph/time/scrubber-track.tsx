'use client';
/** The track: requests as an area, errors as ticks, changes as diamonds, and the handle that chooses a moment (WAI-ARIA slider). */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Timeline } from '#lib/api/configuration/timeline.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ChangeMarks } from './change-marks.tsx';
import { axisTimes } from './replay-track.ts';
import styles from './scrubber.module.css';
import { areaPath, type ChangeMark, changeMarks, errorTicks, shape, xOf } from './timeline-shape.ts';
import type { Replay } from './use-replay.ts';

/** Pixels from the top of the bar. */
const base = 34;
const height = 51;
const axisRoom = 110;
/** A handle that rests shows its moment, one on the move does not ask for every moment on its way. */
const restMs = 180;

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const observer = new ResizeObserver(() => setWidth(node.clientWidth));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

export function ScrubberTrack({ replay, timeline }: { replay: Replay; timeline: Timeline | null }) {
  const t = useTranslations('time.scrubber');
  const format = useFormat();
  const { element, width } = useWidth();
  const [dragged, setDragged] = useState<number | null>(null);
  const [chosen, setChosen] = useState<ChangeMark | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { track, at, now } = replay;

  useEffect(() => () => clearTimeout(rest.current), []);

  const secondsAt = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    return track.from + part * (track.to - track.from);
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const seconds = secondsAt(event);
    setDragged(seconds);
    clearTimeout(rest.current);
    rest.current = setTimeout(() => replay.seek(seconds), restMs);
  };
  const steps: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => replay.step(-1),
    ArrowDown: () => replay.step(-1),
    ArrowRight: () => replay.step(1),
    ArrowUp: () => replay.step(1),
    PageDown: () => replay.step(-10),
    PageUp: () => replay.step(10),
    Home: () => replay.seek(track.from),
    End: replay.backToLive,
    ' ': () => replay.play(!replay.playing),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = steps[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.key !== ' ') replay.play(false);
    act();
  };

  const moment = dragged ?? at;
  const shown = moment ?? now;
  const zoneOffset = -new Date(track.to * 1000).getTimezoneOffset() * 60;
  const days = replay.spanSeconds > 86_400;
  const x = (seconds: number) => xOf(seconds, track, width);
  const left = Math.max(0, x(shown - replay.windowSeconds));
  const marks = timeline === null || width === 0 ? [] : changeMarks(timeline, track, width);
  const path = timeline === null || width === 0 ? '' : areaPath(timeline, track, width, base);
  const valueText =
    moment === null
      ? t('now')
      : t('moment', { time: format.dateTime(moment), age: format.age(Math.max(1, now - moment)) });
  return (
    <div className={styles.track}>
      <div
        ref={element}
        className={styles.slider}
        role="slider"
        tabIndex={0}
        aria-label={t('slider')}
        aria-valuemin={Math.round(track.from)}
        aria-valuemax={Math.round(track.to)}
        aria-valuenow={Math.round(Math.min(track.to, Math.max(track.from, shown)))}
        aria-valuetext={valueText}
        data-dragging={dragged !== null || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          replay.play(false);
          setChosen(null);
          setDragged(secondsAt(event));
        }}
        onPointerMove={(event) => {
          if (dragged !== null) onMove(event);
        }}
        onPointerUp={(event) => {
          if (dragged === null) return;
          clearTimeout(rest.current);
          setDragged(null);
          replay.seek(secondsAt(event));
        }}
        onPointerCancel={() => {
          clearTimeout(rest.current);
          setDragged(null);
        }}
      >
        <svg width={width} height={height} aria-hidden>
          {moment !== null && (
            <rect
              className={styles.window}
              x={left}
              y={base - 16}
              width={Math.max(1.5, x(shown) - left)}
              height={16}
            />
          )}
          <path className={styles.area} d={path} />
          <line className={styles.base} x1={0} x2={width} y1={base - 0.5} y2={base - 0.5} />
          {(timeline === null || width === 0 ? [] : errorTicks(timeline, track, width)).map((tick) => (
            <rect
              key={tick.x}
              className={styles.error}
              x={tick.x - shape.tick / 2}
              y={base - tick.height}
              width={shape.tick}
              height={tick.height}
            />
          ))}
          {axisTimes(track, Math.max(1, Math.floor(width / axisRoom)), zoneOffset).map((time) => {
            const at = x(time);
            if (at < 18 || at > width - 18) return null;
            return (
              <text key={time} className={styles.axis} x={at} y={48} textAnchor="middle">
                {days ? format.timeOrDay(time, 0) : format.time(time)}
              </text>
            );
          })}
          {moment !== null && (
            <g className={styles.head}>
              <line x1={x(shown)} x2={x(shown)} y1={10} y2={base} />
              <circle cx={x(shown)} cy={12} r={4} />
            </g>
          )}
        </svg>
        {timeline !== null && width > 0 && path === '' && (
          <span className={styles.nothing} title={t('nothing')}>
            {t('nothing')}
          </span>
        )}
        {dragged !== null && (
          <output className={styles.tip} style={{ left: Math.min(width - 60, Math.max(60, x(dragged))) }}>
            {valueText}
          </output>
        )}
      </div>
      <ChangeMarks
        marks={marks}
        width={width}
        top={base}
        chosen={chosen}
        onChoose={(mark) => {
          setChosen(mark);
          if (mark === null) return;
          replay.play(false);
          // The window that ends here is the first in which all requests met the change.
          replay.seek(
            mark.changes[0].at + Math.min(replay.windowSeconds, replay.spanSeconds / 8) + track.frameSeconds,
          );
        }}
      />
    </div>
  );
}
