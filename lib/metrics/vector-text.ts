/**
 * The text of a large answer of `/api/v1/query`, parsed a piece at a time: nothing else waits for the 15 MB of a mesh's buckets, and what
 * was only needed to read a row is gone before the next piece. Text that is not laid out as Prometheus writes it is parsed as one.
 */
import { ok, type Result } from '../result.ts';
import type { Steps } from '../steps.ts';
import type { KnownLabels } from './known-labels.ts';
import {
  type InstantSample,
  type PrometheusAnswer,
  type PrometheusFailure,
  readVector,
  sampleValue,
} from './samples.ts';

/** Takes samples in the order of the answer; of an answer that fails behind its first piece some were taken. */
export type TakeSamples = (samples: readonly InstantSample[]) => void;

const beforeRows = '"result":[';
const rowStart = '{"metric":';
/** No string of JSON has a quote behind a brace: this is never a part of a label. */
const betweenRows = `},${rowStart}`;
/** Of the text before the rows. */
const longestHead = 1000;
const pieceLength = 128 * 1024;

/** As `readVector(JSON.parse(text))`; throws SyntaxError as JSON.parse does. `known`: of answers before it. */
export function* vectorTextSteps(
  text: string,
  known: KnownLabels | null = null,
  piece = pieceLength,
): Steps<Result<PrometheusAnswer<InstantSample>, PrometheusFailure>> {
  const samples: InstantSample[] = [];
  const take: TakeSamples = (some) => {
    for (const sample of some) samples.push(sample);
  };
  const read = yield* vectorPieces(text, take, known, piece);
  return read.ok ? ok({ samples, warnings: read.value.warnings }) : read;
}

/** The same, with the samples given to `take`. */
export function* vectorPieces(
  text: string,
  take: TakeSamples,
  known: KnownLabels | null = null,
  piece = pieceLength,
): Steps<Result<{ warnings: string[] }, PrometheusFailure>> {
  const head = text.slice(0, longestHead).indexOf(beforeRows + rowStart);
  const start = head < 0 ? text.length : head + beforeRows.length;
  let taken = 0;
  let from = start;
  while (from < text.length) {
    const end = text.indexOf(betweenRows, from + piece);
    if (end < 0) break;
    const rows = (known && readAlike(text, from, end + 1, known)) ?? readRows(text.slice(from, end + 1));
    // Something else than rows: the whole text tells what.
    if (rows === null) break;
    take(rows);
    taken += rows.length;
    from = end + 2;
    yield;
  }
  const isWhole = from === start || text.indexOf(betweenRows, from + piece) >= 0;
  // The last rows stand in what is around all of them.
  const rest = readVector(JSON.parse(isWhole ? text : text.slice(0, start) + text.slice(from)));
  if (!rest.ok) return rest;
  take(isWhole ? rest.value.samples.slice(taken) : rest.value.samples);
  return ok({ warnings: rest.value.warnings });
}

const rowLabels = '{"metric":'.length;
const betweenLabelsAndValue = '},"value":[';
const rowEnd = '"]}';
const plainTime = /^\d+(?:\.\d+)?$/;
const plainValue = /^[\w.+-]*$/;

/**
 * Rows laid out as Prometheus writes those of numbers, from here to there; null for any other text, which is read as JSON.
 * An unescaped quote ends a string, so what stands between labels and value stands in no label.
 */
function readAlike(text: string, from: number, to: number, known: KnownLabels): InstantSample[] | null {
  const samples: InstantSample[] = [];
  for (let at = from; at < to; ) {
    const labelsEnd = text.indexOf(betweenLabelsAndValue, at) + 1;
    const timeFrom = labelsEnd + betweenLabelsAndValue.length - 1;
    const timeTo = text.indexOf(',"', timeFrom);
    const valueTo = text.indexOf(rowEnd, timeTo);
    const end = valueTo + rowEnd.length;
    if (labelsEnd === 0 || timeTo < 0 || valueTo < 0 || end > to || !text.startsWith(rowStart, at))
      return null;
    const valueText = text.slice(timeTo + 2, valueTo);
    if (!plainTime.test(text.slice(timeFrom, timeTo)) || !plainValue.test(valueText)) return null;
    const labels = known.of(text.slice(at + rowLabels, labelsEnd));
    if (labels === null || (end < to && text[end] !== ',')) return null;
    const value = sampleValue(valueText);
    if (value !== null) samples.push({ labels, value });
    at = end + 1;
  }
  return samples;
}

/** Null for what is no list of rows. */
function readRows(text: string): InstantSample[] | null {
  try {
    const read = readVector({
      status: 'success',
      data: { resultType: 'vector', result: JSON.parse(`[${text}]`) },
    });
    return read.ok ? read.value.samples : null;
  } catch {
    return null;
  }
}
