/**
 * Prometheus' HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/) behind a deadline, a cap on questions in flight,
 * one flight for equal questions, and a breaker. The PromQL comes from lib/metrics; what people ask in their own words (`free`) has a
 * narrower gate of its own inside the shared one, and its slowness, size or faults say nothing about Prometheus.
 */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Pool } from 'undici';
import type { SourceState } from '#lib/api/status.ts';
import { KnownLabels } from '#lib/metrics/known-labels.ts';
import {
  type InstantSample,
  type PrometheusAnswer,
  type PrometheusFailure,
  type RangeSeries,
  readMatrix,
} from '#lib/metrics/samples.ts';
import type { TimeRange } from '#lib/metrics/time-range.ts';
import { vectorTextSteps } from '#lib/metrics/vector-text.ts';
import type { Result } from '#lib/result.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { createGate } from '../gate.ts';
import { inSlices } from '../mesh/slices.ts';
import { userAgent } from '../version.ts';
import { createBreaker, type FailureState } from './breaker.ts';
import { createBucketReader } from './bucket-reader.ts';
import type { ReadBuckets } from './buckets.ts';

export interface PrometheusClient {
  /** `at` in Unix seconds; null is now. `patient`: of a long window, which may take its time. Rejects with AppError. */
  query(promql: string, at: number | null, patient?: boolean): Promise<PrometheusAnswer<InstantSample>>;
  /** As `query`, of histogram buckets, which are too many to keep: only what is read of them. */
  queryBuckets(promql: string, at: number | null, patient?: boolean): Promise<ReadBuckets>;
  queryRange(promql: string, range: TimeRange): Promise<PrometheusAnswer<RangeSeries>>;
  /** What a person asks. Fails with what Prometheus refuses it for; rejects with AppError otherwise. */
  free<T>(question: FreeQuestion<T>): Promise<Result<T, PrometheusFailure>>;
  /** e.g. 3.5.0; null when the store does not tell. */
  version(): Promise<string | null>;
  state(): SourceState;
  close(): Promise<void>;
}

/** Names of labels are checked where they come in. */
export type FreePath =
  | '/api/v1/query'
  | '/api/v1/query_range'
  | '/api/v1/labels'
  | '/api/v1/metadata'
  | `/api/v1/label/${string}/values`;

export interface FreeQuestion<T> {
  path: FreePath;
  method: 'GET' | 'POST';
  form: URLSearchParams;
  /** Aborted when nobody waits for it any more: then Prometheus is left alone, too. */
  left: AbortSignal;
  deadlineMs: number;
  maxBytes: number;
  read: TextReader<T>;
}

export interface PrometheusOptions {
  url: URL;
  token: string | null;
  tokenFile: string | null;
  clock: Clock;
  /** From question to answer, waiting for its turn included. */
  deadlineMs?: number;
  /** The same for a patient question. */
  patientDeadlineMs?: number;
  maxInFlight?: number;
  /** Called whenever the state is another one. */
  onState?: (state: SourceState['state']) => void;
  /** Told of each answer: ok, refused, or the state that it leaves. */
  onAnswer?: (result: string, seconds: number) => void;
}

type MaybeRead<T> = Result<T, PrometheusFailure> | Promise<Result<T, PrometheusFailure>>;
/** Throws where the text is no JSON. */
type TextReader<T> = (text: string) => MaybeRead<T>;
/** The bytes are the reader's, and the block that they are in. */
type Reader<T> = (bytes: Buffer<ArrayBuffer>) => MaybeRead<T>;

const ofText =
  <T>(read: TextReader<T>): Reader<T> =>
  (bytes) =>
    read(bytes.toString('utf8'));

const unzip = promisify(gunzip);
const maxBytes = 128 * 1024 * 1024;
const leastChunkBytes = 16 * 1024;
const largestChunkBytes = 16 * 1024 * 1024;
const tokenLifeMs = 60_000;
const mostFree = 2;
const tooLong: ReadonlySet<number> = new Set([413, 414, 431]);

class PrometheusError extends Error {
  readonly state: FailureState | 'refused' | 'too-large';
  constructor(state: FailureState | 'refused' | 'too-large') {
    super(state);
    this.state = state;
  }
}

const timeoutNames = new Set(['TimeoutError', 'AbortError', 'HeadersTimeoutError', 'BodyTimeoutError']);

function stateOfError(error: unknown): FailureState | 'refused' {
  if (error instanceof PrometheusError) return error.state === 'too-large' ? 'invalid' : error.state;
  return error instanceof Error && timeoutNames.has(error.name) ? 'slow' : 'unreachable';
}

function stateOfRefusal(status: number, failure: PrometheusFailure): FailureState | 'refused' {
  if (failure.code === 'malformed') return status >= 500 ? 'unreachable' : 'invalid';
  if (failure.errorType === 'timeout') return 'slow';
  if (failure.errorType === 'unavailable' || status >= 500) return 'unreachable';
  return 'refused';
}

export function createPrometheusClient(options: PrometheusOptions): PrometheusClient {
  const { url, clock, deadlineMs = 8000, patientDeadlineMs = Math.max(30_000, deadlineMs) } = options;
  const { maxInFlight = 4 } = options;
  const pool = new Pool(url.origin, {
    connections: maxInFlight,
    connect: { timeout: 5000, keepAlive: true },
    // Each question has its own signal.
    headersTimeout: patientDeadlineMs,
    bodyTimeout: patientDeadlineMs,
  });
  const deadlineOf = (patient: boolean) => (patient ? patientDeadlineMs : deadlineMs);
  /** What Prometheus is told: it should give up before we do. */
  const secondsOf = (patient: boolean) => Math.max(1, Math.floor(deadlineOf(patient) / 1000) - 1);
  const prefix = url.pathname.replace(/\/$/, '');
  const gate = createGate(maxInFlight);
  const freeGate = createGate(Math.min(mostFree, maxInFlight));
  const breaker = createBreaker(clock, options.onState);
  const buckets = createBucketReader();
  const known = new KnownLabels();
  const flights = new Map<string, Promise<unknown>>();
  let fileToken = { value: options.token, atMs: Number.NEGATIVE_INFINITY };

  async function authorization(): Promise<Record<string, string>> {
    if (options.tokenFile !== null && clock.now() - fileToken.atMs > tokenLifeMs) {
      const value = await readFile(options.tokenFile, 'utf8').catch(() => null);
      fileToken = { value: value?.trim() ?? fileToken.value, atMs: clock.now() };
    }
    return fileToken.value === null ? {} : { authorization: `Bearer ${fileToken.value}` };
  }

  async function fetchBytes(
    path: string,
    form: URLSearchParams | null,
    signal: AbortSignal,
    limitBytes = maxBytes,
  ): Promise<{ status: number; bytes: Buffer<ArrayBuffer> }> {
    const response = await pool.request({
      path: `${prefix}${path}`,
      method: form === null ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': userAgent,
        ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(await authorization()),
      },
      body: form?.toString() ?? null,
      signal,
    });
    const status = response.statusCode;
    if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
      await response.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
      throw new PrometheusError(status < 400 ? 'invalid' : 'forbidden');
    }
    // What was asked is too long for whoever stands before the store: that is the question's fault.
    if (tooLong.has(status)) {
      await response.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
      throw new PrometheusError('too-large');
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > limitBytes) throw new PrometheusError('too-large');
      chunks.push(chunk);
    }
    try {
      const raw = Buffer.concat(chunks);
      const packed = response.headers['content-encoding'] === 'gzip';
      const plain = packed ? await unzip(raw, { maxOutputLength: limitBytes, chunkSize: roomFor(raw) }) : raw;
      return { status, bytes: plain };
    } catch (error) {
      if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        throw new PrometheusError('too-large');
      throw new PrometheusError(status >= 500 ? 'unreachable' : 'invalid');
    }
  }

  /** Equal questions that are on their way share one answer. */
  function ask<T>(path: string, form: URLSearchParams | null, read: Reader<T>, patient = false): Promise<T> {
    const key = `${path}?${form ?? ''}`;
    const flying = flights.get(key);
    // The path decides the reader, so an equal key means an equal type.
    if (flying !== undefined) return flying as Promise<T>;
    const flight = send(path, form, read, patient).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  async function send<T>(
    path: string,
    form: URLSearchParams | null,
    read: Reader<T>,
    patient: boolean,
  ): Promise<T> {
    if (!breaker.allows()) throw unavailable(breaker.state().state);
    const startedAtMs = clock.now();
    const tell = (result: string) => options.onAnswer?.(result, (clock.now() - startedAtMs) / 1000);
    const signal = AbortSignal.timeout(deadlineOf(patient));
    try {
      const { status, bytes } = await gate.run(() => fetchBytes(path, form, signal), signal);
      const result = await readBytes(status, bytes, read);
      if (!result.ok) throw new PrometheusError(stateOfRefusal(status, result.error));
      breaker.succeeded();
      tell('ok');
      return result.value;
    } catch (error) {
      const state = stateOfError(error);
      tell(state);
      if (state === 'refused') {
        breaker.succeeded();
        throw new AppError('unavailable', { detail: 'Prometheus refused a question.' });
      }
      // A long window is too much by itself: that says nothing about other questions.
      if (!(patient && state === 'slow')) breaker.failed(state, startedAtMs);
      throw unavailable(state);
    }
  }

  async function free<T>(question: FreeQuestion<T>): Promise<Result<T, PrometheusFailure>> {
    if (!breaker.allows()) throw unavailable(breaker.state().state);
    const { method, form, left, maxBytes: limitBytes, read } = question;
    const startedAtMs = clock.now();
    const tell = (result: string) => options.onAnswer?.(result, (clock.now() - startedAtMs) / 1000);
    const signal = AbortSignal.any([left, AbortSignal.timeout(question.deadlineMs)]);
    const path = method === 'GET' ? `${question.path}?${form}` : question.path;
    const fetched = () => fetchBytes(path, method === 'GET' ? null : form, signal, limitBytes);
    try {
      const { status, bytes } = await freeGate.run(() => gate.run(fetched, signal), signal);
      const result = await readBytes(status, bytes, ofText(read));
      if (result.ok || stateOfRefusal(status, result.error) === 'refused') {
        breaker.succeeded();
        tell(result.ok ? 'ok' : 'refused');
        return result;
      }
      throw new PrometheusError(stateOfRefusal(status, result.error));
    } catch (error) {
      if (left.aborted) throw new AppError('unavailable', { detail: 'Nobody waits for the answer.' });
      if (error instanceof PrometheusError && error.state === 'too-large') {
        tell('too-large');
        throw new AppError('too-large', { detail: 'The answer of Prometheus is too large.' });
      }
      const state = stateOfError(error);
      tell(state);
      // It may take longer than anybody waits, and that is the question's fault.
      if (state !== 'slow' && state !== 'refused') breaker.failed(state, startedAtMs);
      throw unavailable(state);
    }
  }

  const instant = (promql: string, at: number | null, patient: boolean) =>
    new URLSearchParams({
      query: promql,
      timeout: `${secondsOf(patient)}s`,
      ...(at === null ? {} : { time: String(at) }),
    });

  return {
    query: (promql, at, patient = false) =>
      ask(
        '/api/v1/query',
        instant(promql, at, patient),
        ofText((text) => inSlices(vectorTextSteps(text, known))),
        patient,
      ),
    // Each window asks for its own, once a beat: no flight is shared.
    queryBuckets: (promql, at, patient = false) =>
      send('/api/v1/query', instant(promql, at, patient), buckets.read, patient),
    queryRange: (promql, { from, to, stepSeconds }) =>
      ask(
        '/api/v1/query_range',
        new URLSearchParams({
          query: promql,
          start: String(from),
          end: String(to),
          step: String(stepSeconds),
          timeout: `${secondsOf(false)}s`,
        }),
        ofText((text) => readMatrix(JSON.parse(text))),
      ),
    free,
    version: () =>
      ask(
        '/api/v1/status/buildinfo',
        null,
        ofText((text) => readVersion(JSON.parse(text))),
      ),
    state: breaker.state,
    close: async () => {
      await Promise.all([pool.destroy(), buckets.close()]);
    },
  };
}

/** Each chunk is a trip to another thread and back: gzip's last four bytes say how much room one needs. */
function roomFor(packed: Buffer): number {
  const told = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
  return Math.min(Math.max(told + 1, leastChunkBytes), largestChunkBytes);
}

async function readBytes<T>(
  status: number,
  bytes: Buffer<ArrayBuffer>,
  read: Reader<T>,
): Promise<Result<T, PrometheusFailure>> {
  try {
    return await read(bytes);
  } catch {
    throw new PrometheusError(status >= 500 ? 'unreachable' : 'invalid');
  }
}

function unavailable(state: string): AppError {
  const code = state === 'slow' ? 'timeout' : 'unavailable';
  return new AppError(code, { detail: `Prometheus: ${state}.` });
}

function readVersion(body: unknown): Result<string | null, PrometheusFailure> {
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : null;
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : null;
  return { ok: true, value: typeof version === 'string' && version.length < 64 ? version : null };
}
