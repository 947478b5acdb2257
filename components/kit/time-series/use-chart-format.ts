'use client';
/** Numbers and times of a chart as the reader's language writes them. */
import { useMemo } from 'react';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { ChartUnit } from './chart-data.ts';
import { digitsOf } from './chart-ticks.ts';

export interface ChartFormat {
  value(value: number | null): string;
  /** Along the axis: the same decimals all the way up. */
  tick(value: number, step: number): string;
  /** Along the axis of time: the day at midnight and where only days are shown. */
  time(at: number, rangeSeconds: number): string;
  /** In full, for tooltips and tables. */
  moment(at: number, rangeSeconds: number): string;
}

const daySeconds = 86_400;
/** Longer ranges are sampled by whole minutes. */
const secondsMatterSeconds = 4 * 3600;

function isMidnight(at: number): boolean {
  const date = new Date(at * 1000);
  return date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
}

export function useChartFormat(unit: ChartUnit): ChartFormat {
  const format = useFormat();
  return useMemo(() => {
    const write = {
      number: format.number,
      perSecond: format.perSecond,
      ratio: (value: number | null) =>
        format.percent(value, value !== null && value > 0 && value < 0.01 ? 2 : 1),
      milliseconds: format.milliseconds,
      seconds: (value: number | null) => format.milliseconds(value === null ? null : value * 1000),
      bytes: format.bytes,
      bytesPerSecond: format.bytesPerSecond,
    }[unit];
    const tick = {
      number: (value: number) => format.number(value),
      perSecond: (value: number, step: number) => format.decimal(value, digitsOf(step)),
      ratio: (value: number, step: number) => format.percent(value, digitsOf(step * 100)),
      milliseconds: (value: number) => format.milliseconds(value),
      seconds: (value: number) => format.milliseconds(value * 1000),
      bytes: (value: number) => (value === 0 ? '0' : format.bytes(value)),
      bytesPerSecond: (value: number) => (value === 0 ? '0' : format.bytesPerSecond(value)),
    }[unit];
    return {
      value: write,
      tick,
      time: (at, rangeSeconds) =>
        rangeSeconds >= daySeconds && isMidnight(at)
          ? format.timeOrDay(at, at + 3 * daySeconds)
          : format.time(at),
      moment: (at, rangeSeconds) => {
        if (rangeSeconds >= daySeconds) return format.dateTime(at);
        if (rangeSeconds >= secondsMatterSeconds) return format.time(at);
        return `${format.time(at)}:${String(Math.floor(at % 60)).padStart(2, '0')}`;
      },
    };
  }, [format, unit]);
}
