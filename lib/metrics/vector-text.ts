/**
 * The text of a large answer of `/api/v1/query`, parsed a piece at a time: nothing else waits for the 15 MB of a mesh's buckets, and what
 * was only needed to read a row is gone before the next piece. Text that is not laid out as Prometheus writes it is parsed as one.
 */
import { ok, type Result } from '../result.ts';
import type { Steps } from '../steps.ts';
import { type InstantSample, type PrometheusAnswer, type PrometheusFailure, readVector } from './samples.ts';

type Read = Result<PrometheusAnswer<InstantSample>, PrometheusFailure>;

const beforeRows = '"result":[';
const rowStart = '{"metric":';
/** No string of JSON has a quote behind a brace: this is never a part of a label. */
const betweenRows = `},${rowStart}`;
/** Of the text before the rows. */
const longestHead = 1000;
const pieceLength = 128 * 1024;

/** As `readVector(JSON.parse(text))`; throws SyntaxError as JSON.parse does. */
export function* vectorTextSteps(text: string, piece = pieceLength): Steps<Read> {
  const head = text.slice(0, longestHead).indexOf(beforeRows + rowStart);
  if (head < 0 || text.length <= piece) return readVector(JSON.parse(text));
  const start = head + beforeRows.length;
  const samples: InstantSample[] = [];
  let from = start;
  for (;;) {
    const end = text.indexOf(betweenRows, from + piece);
    if (end < 0) break;
    const part = readRows(text.slice(from, end + 1));
    if (part === null) return readVector(JSON.parse(text));
    for (const sample of part) samples.push(sample);
    from = end + 2;
    yield;
  }
  // The last rows stand in what is around all of them.
  const rest = readVector(JSON.parse(text.slice(0, start) + text.slice(from)));
  if (!rest.ok) return rest;
  for (const sample of rest.value.samples) samples.push(sample);
  return ok({ samples, warnings: rest.value.warnings });
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
