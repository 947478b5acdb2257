/** istiod's own figures, asked for while somebody looks at the mesh page: the same few questions for everybody, at most every ten seconds. */
import type { ControlPlaneState } from '#lib/api/mesh/mesh.ts';
import type { ControlPlaneAnswers } from '#lib/mesh/figures.ts';
import { controlPlaneQueries, controlPlaneQueryIds } from '#lib/metrics/control-plane-queries.ts';
import { type MetricsScope, scopeKey } from '#lib/metrics/metrics-scope.ts';
import type { InstantSample } from '#lib/metrics/samples.ts';
import type { Clock } from '../clock.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

export interface FiguresReading {
  answers: ControlPlaneAnswers;
  state: ControlPlaneState['figures']['state'];
  /** Unix seconds; null when nothing was answered. */
  at: number | null;
  missing: string[];
  /** Differs between readings. */
  version: string;
}

export interface FiguresBook {
  /** `scope`: where control planes run; null wherever that is. */
  read(scope: MetricsScope): Promise<FiguresReading>;
}

const lifeMs = 10_000;

const none = Object.fromEntries(controlPlaneQueryIds.map((id) => [id, null])) as ControlPlaneAnswers;

export function createFiguresBook(prometheus: PrometheusClient | null, clock: Clock): FiguresBook {
  const readings = createLru<{ askedAtMs: number; reading: Promise<FiguresReading> }>(4);
  const nothing = (state: FiguresReading['state']): Promise<FiguresReading> =>
    Promise.resolve({ answers: none, state, at: null, missing: [], version: `none ${state}` });

  async function ask(
    client: PrometheusClient,
    scope: MetricsScope,
    version: string,
  ): Promise<FiguresReading> {
    const answered = await Promise.all(
      controlPlaneQueries(scope).map(
        async ({ id, promql }): Promise<[string, readonly InstantSample[] | null]> => {
          try {
            return [id, (await client.query(promql, null)).samples];
          } catch {
            return [id, null];
          }
        },
      ),
    );
    const missing = answered.filter(([, samples]) => samples === null).map(([id]) => id);
    const isSilent = missing.length === answered.length;
    const isKnown = answered.some(([, samples]) => samples !== null && samples.length > 0);
    const { state } = client.state();
    return {
      answers: Object.fromEntries(answered) as ControlPlaneAnswers,
      // What Prometheus itself refuses leaves its state good: then it is the questions that it does not take.
      state: isSilent ? (state === 'ok' ? 'invalid' : state) : isKnown ? 'ok' : 'not-scraped',
      at: isSilent ? null : Math.floor(clock.now() / 1000),
      missing: isSilent ? [] : missing,
      version,
    };
  }

  return {
    read: (scope) => {
      if (prometheus === null) return nothing('not-configured');
      if (scope?.length === 0) return nothing('not-scraped');
      const now = clock.now();
      const key = scopeKey(scope);
      const present = readings.get(key);
      if (present !== undefined && now - present.askedAtMs < lifeMs) return present.reading;
      const reading = ask(prometheus, scope, `${now} ${key}`);
      readings.set(key, { askedAtMs: now, reading });
      return reading;
    },
  };
}
