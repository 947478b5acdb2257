/**
 * Numbers with their units, durations, ages and times as both languages write them. Input is in base units (lib/api):
 * ratios 0..1, milliseconds, seconds, bytes. Unit words are messages (units.json); "–" stands for what is not known.
 */
import type { Locale } from './locales.ts';
import type { Messages } from './messages-en.ts';

export type Units = Messages['units'];
type Unknown = null | undefined;

const unknown = '–';

export interface Format {
  /** 1284 is "1,284". */
  count(value: number | Unknown): string;
  /** A number with a fixed number of decimals, for columns. */
  decimal(value: number | Unknown, digits: number): string;
  /** 0.048 is "4.8 %", which no line is broken in. */
  percent(ratio: number | Unknown, digits?: number): string;
  /** 212 is "212 ms"; from ten seconds on in seconds. */
  milliseconds(value: number | Unknown): string;
  /** 0.8 is "0.8/s". */
  perSecond(value: number | Unknown): string;
  /** 1284 is "1,284 requests/s". */
  requestsPerSecond(value: number | Unknown): string;
  bytesPerSecond(value: number | Unknown): string;
  /** 1284 is "1.3 kB". */
  bytes(value: number | Unknown): string;
  /** Of any size: 0.00042, 7.6, 1,284, 1.3 × 10⁹ as "1.3E9". */
  number(value: number | Unknown): string;
  /** 8040 seconds are "2 h 14 min": the two largest units. */
  span(seconds: number | Unknown): string;
  /** 4 seconds are "4 s ago". */
  age(seconds: number | Unknown): string;
  /** Unix seconds as "14:29" in the reader's zone. */
  time(unixSeconds: number | Unknown): string;
  /** Unix seconds as "14:29:05". */
  clock(unixSeconds: number | Unknown): string;
  /** Unix seconds as "14:29" when that is on the day of `today`, else as "20 Nov". */
  timeOrDay(unixSeconds: number, today: number): string;
  /** Unix seconds as "14:29:05" when that is on the day of `today`, else as "20 Nov, 14:29": of what one acts upon. */
  clockOrDateTime(unixSeconds: number, today: number): string;
  /** Unix seconds as "14:29" when that is on the day of `today`, else as "20 Nov, 14:29". */
  timeOrDateTime(unixSeconds: number, today: number): string;
  /** Unix seconds as "20 Nov". */
  day(unixSeconds: number): string;
  /** Unix seconds as "20 Nov 2035": of what is years away. */
  date(unixSeconds: number): string;
  /** Unix seconds as "21 Nov, 14:29". */
  dateTime(unixSeconds: number | Unknown): string;
  /** "14:00 – 15:00", with days where it is not all within the day of `today`. */
  period(from: number, to: number, today: number): string;
  /** "UTC+1". */
  zone(unixSeconds: number): string;
  list(names: readonly string[]): string;
  /** What follows one another in a line: "14:29, 3 min ago". */
  phrases(parts: readonly string[]): string;
  /** Parts of a sentence that may have commas of their own. */
  clauses(parts: readonly string[]): string;
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** Minus as typography has it, and the unknown mark for null and what is no number. */
function numberWriter(locale: Locale) {
  const writers = new Map<number, Intl.NumberFormat>();
  return (value: number | Unknown, digits: number): string => {
    if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
    let writer = writers.get(digits);
    if (writer === undefined) {
      writer = new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      writers.set(digits, writer);
    }
    const text = writer.format(value);
    return (Number(value.toFixed(digits)) === 0 ? text.replace('-', '') : text).replace('-', '−');
  };
}

const spanUnits = [
  { seconds: 31_536_000, unit: 'years' },
  { seconds: 86_400, unit: 'days' },
  { seconds: 3_600, unit: 'hours' },
  { seconds: 60, unit: 'minutes' },
  { seconds: 1, unit: 'seconds' },
] as const;

/** From so many on they stand alone. */
const fewOf = { years: 2, days: 7, hours: Number.POSITIVE_INFINITY, minutes: 5, seconds: 0 } as const;

const byteUnits = [
  { bytes: 1e9, unit: 'gigabytes', amount: 'gigabytesOf' },
  { bytes: 1e6, unit: 'megabytes', amount: 'megabytesOf' },
  { bytes: 1e3, unit: 'kilobytes', amount: 'kilobytesOf' },
  { bytes: 0, unit: 'bytes', amount: 'bytesOf' },
] as const;

/** Decimals for a rate that stands alone: 0.04, 0.8, 7.6, 212. */
function digitsFor(value: number): number {
  const size = Math.abs(value);
  if (size >= 99.95 || size === 0) return 0;
  return size >= 0.095 ? 1 : 2;
}

function writeSpan(number: (value: number, digits: number) => string, units: Units, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const index = spanUnits.findIndex((entry) => whole >= entry.seconds);
  const large = spanUnits[index];
  if (large === undefined) return fill(units.seconds, { value: number(0, 0) });
  const largeCount = Math.floor(whole / large.seconds);
  const largeText = fill(units[large.unit], { value: number(largeCount, 0) });
  const small = spanUnits[index + 1];
  // A smaller unit counts only beside few of the larger: seconds beside four minutes, hours beside six days, days beside a year.
  if (small === undefined || largeCount >= fewOf[large.unit]) return largeText;
  const smallCount = Math.floor((whole % large.seconds) / small.seconds);
  if (smallCount === 0) return largeText;
  const template = small.unit === 'minutes' ? units.minutesTail : units[small.unit];
  return fill(units.spanJoin, { large: largeText, small: fill(template, { value: number(smallCount, 0) }) });
}

/** The first of its kind costs a browser some ten milliseconds, and a page needs few of them. */
function whenUsed<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** `timeZone` is the reader's own when left out. */
export function createFormat(locale: Locale, units: Units, timeZone?: string): Format {
  const number = numberWriter(locale);
  const clock = whenUsed(
    () =>
      new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }),
  );
  const clockWithSeconds = whenUsed(
    () =>
      new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }),
  );
  const dayLocale = locale === 'en' ? 'en-GB' : locale;
  const day = whenUsed(
    () =>
      new Intl.DateTimeFormat(dayLocale, {
        day: 'numeric',
        month: locale === 'en' ? 'short' : 'numeric',
        timeZone,
      }),
  );
  const wholeDate = whenUsed(
    () =>
      new Intl.DateTimeFormat(dayLocale, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone,
      }),
  );
  const dayAndTime = whenUsed(
    () =>
      new Intl.DateTimeFormat(dayLocale, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }),
  );
  const zoneName = whenUsed(() => new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset', timeZone }));
  const withUnit = (unit: keyof Units, text: string) =>
    text === unknown ? unknown : fill(units[unit], { value: text });
  const adaptive = (value: number | Unknown) => number(value, digitsFor(value ?? 0));
  const known = (value: number | Unknown): value is number =>
    value !== null && value !== undefined && Number.isFinite(value);

  const significant = whenUsed(() => new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }));
  const scientific = whenUsed(
    () => new Intl.NumberFormat(locale, { notation: 'scientific', maximumSignificantDigits: 3 }),
  );

  const writeBytes = (value: number | Unknown, word: 'unit' | 'amount') => {
    if (!known(value)) return unknown;
    const size = Math.abs(value);
    const scale = byteUnits.find((entry) => size >= entry.bytes) ?? byteUnits[3];
    const scaled = value / (scale.bytes || 1);
    const small = scale.bytes > 0 && Math.abs(scaled) < 9.95;
    return withUnit(scale[word], number(scaled, small ? 1 : 0));
  };

  const span = (seconds: number | Unknown) => (known(seconds) ? writeSpan(number, units, seconds) : unknown);

  const onDay = (unixSeconds: number, today: number, ofToday: () => Intl.DateTimeFormat) =>
    day().format(unixSeconds * 1000) === day().format(today * 1000)
      ? ofToday().format(unixSeconds * 1000)
      : dayAndTime().format(unixSeconds * 1000);

  return {
    count: (value) => number(value, 0),
    decimal: number,
    percent: (ratio, digits = 1) =>
      withUnit('percent', number(ratio === null || ratio === undefined ? ratio : ratio * 100, digits)),
    milliseconds: (value) => {
      if (!known(value)) return unknown;
      if (value >= 10_000) return withUnit('seconds', number(value / 1000, 1));
      return withUnit('milliseconds', value < 10 ? adaptive(value) : number(value, 0));
    },
    perSecond: (value) => withUnit('perSecond', adaptive(value)),
    requestsPerSecond: (value) => withUnit('requestsPerSecond', adaptive(value)),
    bytesPerSecond: (value) => writeBytes(value, 'unit'),
    bytes: (value) => writeBytes(value, 'amount'),
    number: (value) => {
      if (!known(value)) return unknown;
      const size = Math.abs(value);
      if (size >= 1e9 || (size > 0 && size < 1e-4)) return scientific().format(value).replace('-', '−');
      if (size >= 1000 || Number.isInteger(value)) return number(value, 0);
      return significant().format(value).replace('-', '−');
    },
    span,
    age: (seconds) => {
      if (!known(seconds)) return unknown;
      return seconds < 1 ? units.now : fill(units.ago, { span: span(seconds) });
    },
    time: (unixSeconds) => (known(unixSeconds) ? clock().format(unixSeconds * 1000) : unknown),
    clock: (unixSeconds) => (known(unixSeconds) ? clockWithSeconds().format(unixSeconds * 1000) : unknown),
    timeOrDay: (unixSeconds, today) => {
      const date = day().format(unixSeconds * 1000);
      return date === day().format(today * 1000) ? clock().format(unixSeconds * 1000) : date;
    },
    clockOrDateTime: (unixSeconds, today) => onDay(unixSeconds, today, clockWithSeconds),
    timeOrDateTime: (unixSeconds, today) => onDay(unixSeconds, today, clock),
    day: (unixSeconds) => day().format(unixSeconds * 1000),
    date: (unixSeconds) => wholeDate().format(unixSeconds * 1000),
    dateTime: (unixSeconds) => (known(unixSeconds) ? dayAndTime().format(unixSeconds * 1000) : unknown),
    period: (from, to, today) => {
      const isToday = [from, to].every((time) => day().format(time * 1000) === day().format(today * 1000));
      const text = (isToday ? clock() : dayAndTime()).formatRange(from * 1000, to * 1000);
      // Some versions of ICU put thin spaces around the dash, some none.
      return text.replace(/\s*([–-])\s*(?=\d+\D)/u, ' – ');
    },
    zone: (unixSeconds) => {
      const part = zoneName()
        .formatToParts(unixSeconds * 1000)
        .find(({ type }) => type === 'timeZoneName');
      return (part?.value ?? 'UTC').replace('GMT', 'UTC').replace('-', '−');
    },
    list: (names) => names.join(units.listJoin),
    phrases: (parts) => parts.join(units.phraseJoin),
    clauses: (parts) => parts.join(units.clauseJoin),
  };
}
