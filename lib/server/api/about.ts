/** `GET /api/v1/about`, `status`, `openapi.json`, and the probes: what runs here and how it is doing. */
import { openApiDocument } from '#lib/api/openapi.ts';
import { routes } from '#lib/api/routes.ts';
import type { About } from '#lib/api/status.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { defineOperation, type Operation } from '../http/operation.ts';
import { istioVersions } from '../kubernetes/versions.ts';
import type { Services } from '../services.ts';
import { consoleVersion } from '../version.ts';

const versionLifeMs = 60_000;
/** Without any of them nothing can be split. */
const routing = ['virtualServices', 'httpRoutes'] as const;

/** Asks again after a minute; a failure is null, and not kept. */
function remembered(clock: Clock, ask: () => Promise<string | null>): () => Promise<string | null> {
  let atMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<string | null> = Promise.resolve(null);
  return () => {
    if (clock.now() - atMs > versionLifeMs) {
      atMs = clock.now();
      answer = ask().catch(() => {
        atMs = Number.NEGATIVE_INFINITY;
        return null;
      });
    }
    return answer;
  };
}

export function aboutOperations(services: Services): Operation[] {
  const { clock, prometheus, snapshot, status } = services;
  const ofPrometheus = remembered(clock, async () => (await prometheus?.version()) ?? null);
  const description = openApiDocument(consoleVersion);
  return [
    defineOperation(routes.about, async () => {
      const body: About = {
        console: consoleVersion,
        kubernetes: snapshot.version(),
        istio: istioVersions(snapshot.objects().pods),
        prometheus: await ofPrometheus(),
        routable: routing.some((key) => snapshot.kinds().get(key)?.state !== 'absent'),
        metricsScope: services.config.metricsScope,
        status: status(),
      };
      return { kind: 'json', body };
    }),
    defineOperation(routes.status, () => ({ kind: 'json', body: status() })),
    defineOperation(routes.openApi, () => ({ kind: 'json', body: description })),
    defineOperation(routes.live, () => ({ kind: 'json', body: { status: 'alive' } })),
    defineOperation(routes.ready, () => {
      if (services.retired()) throw new AppError('unavailable', { detail: 'This replica is stopping.' });
      // Prometheus is not needed, and a cluster that is away is a state that the console can show.
      if (!snapshot.settled())
        throw new AppError('unavailable', { detail: 'The cluster is still being read.' });
      return { kind: 'json', body: { status: 'ready' } };
    }),
  ];
}
