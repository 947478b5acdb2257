'use client';
/**
 * Traces as dots: when they began, how long they took; those with errors are diamonds. One stop for Tab, arrow keys from dot to dot; the
 * dot that is focused or pointed at is told below.
 */
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { timeTicks, valueScale } from '#components/kit/time-series/chart-ticks.ts';
import { useElementWidth } from '#components/kit/time-series/use-element-width.ts';
import type { TraceSummary } from '#lib/api/traffic/traces.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { nextDot, tabStop } from './dot-steps.ts';
import styles from './traces.module.css';

export interface ScatterProps {
  traces: readonly TraceSummary[];
  /** Unix seconds. */
  from: number;
  to: number;
  openId: string | null;
  onOpen(id: string): void;
}

const height = 180;
const area = { top: 10, right: 14, bottom: 22, left: 68 };

export function Scatter({ traces, from, to, openId, onOpen }: ScatterProps) {
  const t = useTranslations('traces');
  const format = useFormat();
  const [box, width] = useElementWidth();
  const marks = useRef(new Map<string, SVGGElement>());
  const [last, setLast] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const stop = tabStop(traces, last ?? openId);
  const longest = Math.max(0, ...traces.map(({ durationUs }) => durationUs / 1000));
  const scale = valueScale(longest, 'milliseconds');
  const inner = {
    width: Math.max(0, width - area.left - area.right),
    height: height - area.top - area.bottom,
  };
  const x = (seconds: number) => area.left + ((seconds - from) / Math.max(1, to - from)) * inner.width;
  const y = (ms: number) => area.top + (1 - ms / scale.top) * inner.height;
  const offset = -new Date(to * 1000).getTimezoneOffset() * 60;
  const ticks = width === 0 ? [] : timeTicks(from, to, Math.max(2, Math.floor(inner.width / 110)), offset);
  // Errors lie on top.
  const dots = [...traces].sort((a, b) => Number(a.errors > 0) - Number(b.errors > 0));
  const wordsOf = ({ startUs, durationUs, errors, rootService, rootName }: TraceSummary) =>
    t('scatter.dot', {
      time: format.clock(startUs / 1e6),
      duration: format.milliseconds(durationUs / 1000),
      name: rootService === '' ? t('restricted') : `${rootService} ${rootName}`,
      errors,
    });
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    const next = nextDot(traces, id, event.key);
    if (event.key === 'Enter' || event.key === ' ') onOpen(id);
    else if (next !== null) marks.current.get(next)?.focus();
    else return;
    event.preventDefault();
  };
  const toldTrace = traces.find(({ id }) => id === told);
  return (
    <figure className={styles.scatter} aria-label={t('scatter.title')}>
      <figcaption>
        {t('scatter.title')}
        <span className={styles.key}>
          <svg width={10} height={10} viewBox="-5 -5 10 10" aria-hidden>
            <circle r={3.5} className={styles.dot} />
          </svg>
          {t('scatter.ok')}
          <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden>
            <path d="M0 -5L5 0L0 5L-5 0Z" className={styles.errorDot} />
          </svg>
          {t('scatter.error')}
        </span>
      </figcaption>
      <div ref={box} style={{ height }}>
        {width > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: marks that are pressed, in a drawing
          <svg width={width} height={height} role="group" aria-label={t('scatter.keys')}>
            {scale.ticks.map((tick) => (
              <g key={tick} aria-hidden>
                <line
                  className={styles.grid}
                  x1={area.left}
                  x2={width - area.right}
                  y1={y(tick)}
                  y2={y(tick)}
                />
                <text className={styles.axis} x={area.left - 8} y={y(tick) + 4} textAnchor="end">
                  {format.milliseconds(tick)}
                </text>
              </g>
            ))}
            {ticks.map((at) => (
              <text key={at} className={styles.axis} x={x(at)} y={height - 6} textAnchor="middle" aria-hidden>
                {format.time(at)}
              </text>
            ))}
            {dots.map((trace) => (
              // biome-ignore lint/a11y/useSemanticElements: an SVG has no buttons
              <g
                key={trace.id}
                ref={(mark) => {
                  if (mark === null) marks.current.delete(trace.id);
                  else marks.current.set(trace.id, mark);
                }}
                role="button"
                tabIndex={trace.id === stop ? 0 : -1}
                className={styles.mark}
                data-open={trace.id === openId || undefined}
                transform={`translate(${x(trace.startUs / 1e6)} ${y(trace.durationUs / 1000)})`}
                aria-label={wordsOf(trace)}
                onClick={() => onOpen(trace.id)}
                onFocus={() => {
                  setLast(trace.id);
                  setTold(trace.id);
                }}
                onBlur={() => setTold(null)}
                onPointerEnter={() => setTold(trace.id)}
                onPointerLeave={() => setTold(null)}
                onKeyDown={(event) => onKeyDown(event, trace.id)}
              >
                <circle r={9} className={styles.halo} />
                {trace.errors > 0 ? (
                  <path d="M0 -5.5L5.5 0L0 5.5L-5.5 0Z" className={styles.errorDot} />
                ) : (
                  <circle r={4} className={styles.dot} />
                )}
              </g>
            ))}
          </svg>
        )}
      </div>
      <p className={styles.told} aria-hidden>
        {toldTrace === undefined ? t('scatter.hint') : wordsOf(toldTrace)}
      </p>
    </figure>
  );
}
