/**
 * Answers about the mesh: something is made of each reading once, cut once for each distinct set of rights, packed once, and shared
 * by equal callers. What was asked for lately is made ready before the next reading is the live one.
 */
import type { Warning } from '#lib/api/problem.ts';
import type { GraphInput } from '#lib/graph/build.ts';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru } from '../lru.ts';
import { breathe, createDemand } from './demand.ts';
import { createPackedCache, type Packed } from './packed.ts';
import type { Reading, TelemetryBook } from './telemetry-book.ts';

export interface MeshOptions {
  telemetry: Pick<TelemetryBook, 'live' | 'past'>;
  snapshot: Pick<Snapshot, 'objects' | 'revision' | 'warnings'>;
  clock: Clock;
  /** The label that Istio gives this cluster in its metrics. */
  clusterId: string;
}

/** What is asked: its fields together name what is made of a reading. */
export interface MeshRequest {
  windowSeconds: number;
  /** Unix seconds; null is now. */
  at: number | null;
  /** Of the past: whether percentiles are wanted, which cost most. They are when left out. */
  percentiles?: boolean;
}

/** For whom: callers with equal keys get equal answers. */
export interface Asker {
  key: string;
  warnings: readonly Warning[];
}

export interface SharedBook<Request extends MeshRequest, Caller extends Asker> {
  packed(request: Request, caller: Caller): Promise<Packed>;
  /** Makes the answers ready that were asked for lately, from a reading that is about to become the live one. */
  prepare(windowSeconds: number, reading: Reading): Promise<void>;
}

/** All that is known of the mesh at one moment: what graphs and lists are made of. */
export type MeshState = Omit<GraphInput, 'type' | 'serviceNodes'> & { version: string };

export interface Recipe<Request extends MeshRequest, Caller extends Asker, Whole> {
  /** Of the whole mesh, whoever asks. */
  make(request: Request, mesh: MeshState): Whole;
  /** The caller's part, as it is sent. */
  cut(whole: Whole, caller: Caller): object & { warnings: readonly Warning[] };
  /** How many of either are kept. */
  keep: { wholes: number; answers: number };
}

export function createSharedBook<Request extends MeshRequest, Caller extends Asker, Whole extends object>(
  { telemetry, snapshot, clock, clusterId }: MeshOptions,
  { make, cut, keep }: Recipe<Request, Caller, Whole>,
): SharedBook<Request, Caller> {
  const wholes = createLru<Whole>(keep.wholes);
  const answers = createPackedCache(keep.answers);
  const demand = createDemand<{ request: Request; caller: Caller }>(clock);

  function meshWide(request: Request, reading: Reading): { key: string; whole: Whole } {
    const warnings: Warning[] = [...reading.warnings, ...snapshot.warnings()];
    const version = `${reading.version}-${snapshot.revision()}`;
    const key = JSON.stringify([version, request, warnings]);
    const present = wholes.get(key);
    if (present !== undefined) return { key, whole: present };
    const { at, metricsAt, percentilesAt } = reading;
    const whole = make(request, {
      telemetry: reading.telemetry,
      objects: snapshot.objects(),
      cluster: clusterId,
      windowSeconds: request.windowSeconds,
      at,
      metricsAt,
      percentilesAt,
      warnings,
      version,
    });
    wholes.set(key, whole);
    return { key, whole };
  }

  function answer(request: Request, caller: Caller, reading: Reading): Promise<Packed> {
    const { key, whole } = meshWide(request, reading);
    return answers.get(JSON.stringify([key, caller.key, caller.warnings]), () => {
      const part = cut(whole, caller);
      return { ...part, warnings: [...part.warnings, ...caller.warnings] };
    });
  }

  return {
    packed: async (request, caller) => {
      const { windowSeconds, at, percentiles = true } = request;
      if (at !== null) {
        return answer(request, caller, await telemetry.past({ windowSeconds, at, percentiles }));
      }
      const packed = await answer(request, caller, await telemetry.live(windowSeconds));
      demand.note(JSON.stringify([request, caller.key]), { request, caller });
      return packed;
    },
    prepare: async (windowSeconds, reading) => {
      for (const { request, caller } of demand.recent()) {
        if (request.windowSeconds !== windowSeconds) continue;
        await answer(request, caller, reading);
        await breathe();
      }
    },
  };
}
