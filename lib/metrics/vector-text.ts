/**
 * The text of a large answer of `/api/v1/query`, parsed a piece at a time: nothing else waits for the 15 MB of a mesh's buckets, and what
 * was only needed to read a row is gone before the next piece. Text that is not laid out as Prometheus writes it is parsed as one.
 */
import { ok, type Result } from '../result.ts';
import type { Steps } from '../steps.ts';
import { type InstantSample, type PrometheusAnswer, type PrometheusFailure, readVector } from './samples.ts';

/** Takes samples in the order of the answer; of an answer that fails behind its first piece some were taken. */
export type TakeSamples = (samples: readonly InstantSample[]) => void;

const beforeRows = '"result":[';
const rowStart = '{"metric":';
/** No string of JSON has a quote behind a brace: this is never a part of a label. */
const betweenRows = `},${rowStart}`;
/** Of the text before the rows. */
const longestHead = 1000;
const pieceLength = 128 * 1024;

/** As `readVector(JSON.parse(text))`; throws SyntaxError as JSON.parse does. */
export function* vectorTextSteps(
  text: string,
  piece = pieceLength,
): Steps<Result<PrometheusAnswer<InstantSample>, PrometheusFailure>> {
  const samples: InstantSample[] = [];
  const take: TakeSamples = (some) => {
    for (const sample of some) samples.push(sample);
  };
  const read = yield* vectorPieces(text, take, piece);
  return read.ok ? ok({ samples, warnings: read.value.warnings }) : read;
}

/** The same, with the samples given to `take`. */
export function* vectorPieces(
  text: string,
  take: TakeSamples,
  piece = pieceLength,
): Steps<Result<{ warnings: string[] }, PrometheusFailure>> {
  const head = text.slice(0, longestHead).indexOf(beforeRows + rowStart);
  const start = head < 0 ? text.length : head + beforeRows.length;
  let taken = 0;
  let from = start;
  while (from < text.length) {
    const end = text.indexOf(betweenRows, from + piece);
    if (end < 0) break;
    const rows = readRows(text.slice(from, end + 1));
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
