/**
 * Answers about the mesh: something is made of each reading once, cut once for each distinct set of rights, packed once, and shared
 * by equal callers. What was asked for lately is made ready before the next reading is the live one.
 */
import type { Warning } from '#lib/api/problem.ts';
import type { GraphInput } from '#lib/graph/build/build.ts';
import { scopeKey } from '#lib/metrics/metrics-scope.ts';
import type { Clock } from '../clock.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru, once } from '../lru.ts';
import { breathe, createDemand } from './demand.ts';
import type { MetricsScoping } from './metrics-scoping.ts';
import { createPackedCache, type Packed } from './packed.ts';
import type { Reading } from './reading.ts';
import type { RequestScope } from './scope.ts';
import type { TelemetryBook } from './telemetry-book.ts';

export interface MeshOptions {
  telemetry: Pick<TelemetryBook, 'live' | 'past'>;
  scoping: MetricsScoping;
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
export interface Asker extends Pick<RequestScope, 'visible' | 'requested'> {
  key: string;
  warnings: readonly Warning[];
}

export interface SharedBook<Request extends MeshRequest, Caller extends Asker, Part = object> {
  packed(request: Request, caller: Caller): Promise<Packed>;
  /** Begins what `packed` needs whoever asks, of now, while it is still being found out what the caller may see; in strict mode nothing. */
  begin(request: Request): void;
  /** What `packed` packs, of now; shared, so never to be changed. */
  current(request: Request, caller: Caller): Promise<Part>;
  /** Makes the answers ready that were asked for lately, from a reading that is about to become the live one. */
  prepare(windowSeconds: number, reading: Reading): Promise<void>;
}

/** All that is known of the mesh at one moment: what graphs and lists are made of. */
export type MeshState = Omit<GraphInput, 'type' | 'serviceNodes'> & { version: string };

type Warned = object & { warnings: readonly Warning[] };

export interface Recipe<Request extends MeshRequest, Caller extends Asker, Whole, Part extends Warned> {
  /** Of the whole mesh, whoever asks. */
  make(request: Request, mesh: MeshState): Whole | Promise<Whole>;
  /** The caller's part, as it is sent. */
  cut(whole: Whole, caller: Caller): Part | Promise<Part>;
  /** How many of either are kept. */
  keep: { wholes: number; answers: number };
}

/** Parts are kept for those who follow them; what is asked for once is kept as bytes. */
const keptParts = 24;

export function createSharedBook<
  Request extends MeshRequest,
  Caller extends Asker,
  Whole extends object,
  Part extends Warned,
>(
  { telemetry, scoping, snapshot, clock, clusterId }: MeshOptions,
  { make, cut, keep }: Recipe<Request, Caller, Whole, Part>,
): SharedBook<Request, Caller, Part> {
  const wholes = createLru<Promise<Whole>>(keep.wholes);
  const parts = createLru<Promise<Part>>(keptParts);
  const answers = createPackedCache(keep.answers);
  const demand = createDemand<{ request: Request; caller: Caller; followed: boolean }>(clock);

  function meshWide(request: Request, reading: Reading): { key: string; whole: Promise<Whole> } {
    const warnings: Warning[] = [...reading.warnings, ...snapshot.warnings()];
    const version = `${reading.version}-${snapshot.revision()}`;
    const key = JSON.stringify([version, request, warnings]);
    const { at, metricsAt, percentilesAt } = reading;
    const whole = once(wholes, key, async () =>
      make(request, {
        telemetry: reading.telemetry,
        objects: snapshot.objects(),
        cluster: clusterId,
        windowSeconds: request.windowSeconds,
        at,
        metricsAt,
        percentilesAt,
        warnings,
        version,
      }),
    );
    return { key, whole };
  }

  function part(request: Request, caller: Caller, reading: Reading): { key: string; part: Promise<Part> } {
    const { key: wholeKey, whole } = meshWide(request, reading);
    const key = JSON.stringify([wholeKey, caller.key, caller.warnings]);
    const made = once(parts, key, async () => {
      const own = await cut(await whole, caller);
      return { ...own, warnings: [...own.warnings, ...caller.warnings] };
    });
    return { key, part: made };
  }

  function answer(request: Request, caller: Caller, reading: Reading): Promise<Packed> {
    const { key, part: made } = part(request, caller, reading);
    return answers.get(key, () => made);
  }

  return {
    packed: async (request, caller) => {
      const { windowSeconds, at, percentiles = true } = request;
      const scope = scoping.of(caller);
      if (at !== null) {
        return answer(request, caller, await telemetry.past({ windowSeconds, at, percentiles, scope }));
      }
      const packed = await answer(request, caller, await telemetry.live(windowSeconds, scope));
      demand.note(JSON.stringify([request, caller.key]), { request, caller, followed: false });
      return packed;
    },
    begin: (request) => {
      if (request.at !== null || scoping.strict) return;
      const begun = telemetry
        .live(request.windowSeconds, null)
        .then((reading) => meshWide(request, reading).whole);
      // A fault of it comes to light where the answer is asked for.
      begun.catch(() => undefined);
    },
    current: async (request, caller) => {
      const reading = await telemetry.live(request.windowSeconds, scoping.of(caller));
      const { part: made } = part(request, caller, reading);
      demand.note(JSON.stringify([request, caller.key, 'followed']), { request, caller, followed: true });
      return made;
    },
    prepare: async (windowSeconds, reading) => {
      for (const { request, caller, followed } of demand.recent()) {
        if (request.windowSeconds !== windowSeconds) continue;
        if (scopeKey(scoping.of(caller)) !== reading.scope) continue;
        await (followed ? part(request, caller, reading).part : answer(request, caller, reading));
        await breathe();
      }
    },
  };
}
