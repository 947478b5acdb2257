/**
 * Reads the scripts with which Prometheus tests its own evaluator (promql/promqltest, https://github.com/prometheus/prometheus): the
 * samples they load and the queries they ask, not the answers they expect, for those come from the real Prometheus.
 * Each stretch between two `clear`s gets days of its own, one after another, so that all can be held at once.
 */

import { LabelSet } from '#demo/prometheus/promql/label-set.ts';
import { parseSelector } from '#demo/prometheus/promql/parse.ts';
import { parseDuration } from '#lib/promql/literals.ts';
import { QueryError } from '#lib/promql/query-error.ts';
import { instantQuestion, type Question, rangeQuestion } from './question.ts';
import type { SampleSeries } from './samples.ts';

export interface TestCorpus {
  series: SampleSeries[];
  questions: Question[];
  /** Series with samples that the embedded store cannot hold: native histograms, staleness markers. */
  leftOut: number;
}

interface HeldSamples {
  labels: Readonly<Record<string, string>>;
  valueAt: Map<number, number>;
}

const from = "Prometheus' own test scripts";
const dayMs = 86_400_000;
const loadLine = /^load(?:_with_nhcb)?\s+(\S+)$/;
const instantLine = /^eval(?:_(?:fail|warn|ordered|info))?\s+instant(?:\s+at\s+(\S+))?\s+(.+)$/;
const rangeLine = /^eval(?:_(?:fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/;

export function readTestScripts(scripts: readonly string[]): TestCorpus {
  const corpus: TestCorpus = { series: [], questions: [], leftOut: 0 };
  const held = new Map<string, HeldSamples>();
  let baseMs = 0;
  for (const text of scripts) {
    for (const section of text.split(/^clear\s*$/m)) {
      const newestMs = readSection(section, baseMs, corpus, held);
      // Ranges and offsets of a day or two reach no other stretch.
      baseMs += Math.ceil(newestMs / dayMs) * dayMs + 3 * dayMs;
    }
  }
  for (const { labels, valueAt } of held.values()) {
    const samples = [...valueAt].toSorted(([a], [b]) => a - b);
    if (samples.length === 0) continue;
    corpus.series.push({
      labels,
      timesMs: samples.map(([ms]) => ms),
      values: samples.map(([, value]) => value),
    });
  }
  return corpus;
}

/** Adds to the corpus; answers the latest time of the section, counted from its own start, in ms. */
function readSection(
  section: string,
  baseMs: number,
  corpus: TestCorpus,
  held: Map<string, HeldSamples>,
): number {
  let newestMs = 0;
  let intervalMs: number | undefined;
  const at = (text: string): number => {
    const ms = timeOf(text);
    newestMs = Math.max(newestMs, ms);
    return baseMs + ms;
  };
  for (const raw of section.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const load = loadLine.exec(line);
    const instant = instantLine.exec(line);
    const range = rangeLine.exec(line);
    if (load || instant || range || /^(eval|expect)/.test(line)) intervalMs = undefined;
    if (load) intervalMs = timeOf(load[1] ?? '');
    else if (instant) {
      const atMs = at(instant[1] ?? '0');
      corpus.questions.push(instantQuestion(from, moved(instant[2] ?? '', baseMs), atMs));
    } else if (range) {
      const [, start = '', end = '', step = '', query = ''] = range;
      const span = { startMs: at(start), endMs: at(end), stepMs: timeOf(step) };
      corpus.questions.push(rangeQuestion(from, moved(query, baseMs), span));
    } else if (intervalMs !== undefined) {
      const series = readSeries(line, intervalMs);
      if (series === null) corpus.leftOut++;
      else newestMs = Math.max(newestMs, hold(held, series, baseMs));
    }
  }
  return newestMs;
}

/** A series may be loaded in several parts, and by several sections. Answers the time of its last sample in this one. */
function hold(
  held: Map<string, HeldSamples>,
  { labels, timesMs, values }: SampleSeries,
  baseMs: number,
): number {
  const { key } = LabelSet.from(labels);
  const known = held.get(key) ?? { labels, valueAt: new Map<number, number>() };
  held.set(key, known);
  for (const [index, ms] of timesMs.entries()) known.valueAt.set(baseMs + ms, values[index] ?? Number.NaN);
  return timesMs.at(-1) ?? 0;
}

/** Times after `@` mean the section's own time. */
function moved(query: string, baseMs: number): string {
  return query.replace(
    /@\s*(-?[\d.]+)(?![\w.])/g,
    (_, seconds: string) => `@ ${Number(seconds) + baseMs / 1000}`,
  );
}

/** "5m" or seconds; negative times are written with a sign. */
function timeOf(text: string): number {
  const magnitude = text.replace(/^-/, '');
  const ms = parseDuration(magnitude) ?? Number(magnitude) * 1000;
  return Number.isFinite(ms) ? (text.startsWith('-') ? -ms : ms) : 0;
}

/** Null where a sample is no float. */
function readSeries(line: string, intervalMs: number): SampleSeries | null {
  const parts = /^((?:[^\s{]+)?(?:\{(?:[^}"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*\})?)\s+(.+)$/.exec(line);
  const labels = parts && labelsOf(parts[1] ?? '');
  const items = (parts?.[2] ?? '')
    .replace(/\s#.*$/, '')
    .trim()
    .split(/\s+/);
  if (!labels) return null;
  const timesMs: number[] = [];
  const values: number[] = [];
  let index = 0;
  for (const item of items) {
    const expanded = expand(item);
    if (expanded === null) return null;
    for (const value of expanded) {
      if (value !== undefined) {
        timesMs.push(index * intervalMs);
        values.push(value);
      }
      index++;
    }
  }
  return { labels, timesMs, values };
}

function labelsOf(selector: string): Record<string, string> | null {
  try {
    const { matchers } = parseSelector(selector);
    return Object.fromEntries(matchers.map(({ label, value }) => [label, value]));
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

const number = String.raw`[+-]?(?:[\d.]+(?:e[+-]?\d+)?|Inf|NaN|inf|nan)`;
const sequence = new RegExp(`^(${number})(?:([+-](?:[\\d.]+(?:e[+-]?\\d+)?|Inf|inf))?x(\\d+))?$`);

/** `1+2x3` is 1 3 5 7, `5x2` is 5 5 5, `_` and `_x3` are gaps; null for what is no float. */
function expand(item: string): (number | undefined)[] | null {
  const gap = /^_(?:x(\d+))?$/.exec(item);
  if (gap) return Array.from({ length: Number(gap[1] ?? 1) }, () => undefined);
  const match = sequence.exec(item);
  if (!match) return null;
  const first = toNumber(match[1] ?? '');
  const step = toNumber(match[2] ?? '0');
  let value = first;
  return Array.from({ length: Number(match[3] ?? 0) + 1 }, (_, index) => {
    if (index > 0) value += step;
    return value;
  });
}

function toNumber(text: string): number {
  return Number(text.replace(/inf/i, 'Infinity').replace(/nan/i, 'NaN'));
}
