/** istiod's own figures, asked for while somebody looks at the mesh page: the same few questions for everybody, at most every ten seconds. */
import type { ControlPlaneState } from '#lib/api/mesh.ts';
import type { ControlPlaneAnswers } from '#lib/mesh/figures.ts';
import { controlPlaneQueries, controlPlaneQueryIds } from '#lib/metrics/control-plane-queries.ts';
import type { InstantSample } from '#lib/metrics/samples.ts';
import type { Clock } from '../clock.ts';
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
  read(): Promise<FiguresReading>;
}

const lifeMs = 10_000;

const none = Object.fromEntries(controlPlaneQueryIds.map((id) => [id, null])) as ControlPlaneAnswers;

export function createFiguresBook(prometheus: PrometheusClient | null, clock: Clock): FiguresBook {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<FiguresReading> = Promise.resolve({
    answers: none,
    state: 'not-configured',
    at: null,
    missing: [],
    version: 'none',
  });

  async function ask(client: PrometheusClient, version: string): Promise<FiguresReading> {
    const answered = await Promise.all(
      controlPlaneQueries().map(
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
    read: () => {
      const now = clock.now();
      if (prometheus !== null && now - askedAtMs >= lifeMs) {
        askedAtMs = now;
        reading = ask(prometheus, String(now));
      }
      return reading;
    },
  };
}
