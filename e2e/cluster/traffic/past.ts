/** The hour before the start: played by the demo's engine and handed to Prometheus as if it had been scraped; live counters go on from it. */
import type { Mesh } from '#demo/content/mesh.ts';
import { playHistory } from '#demo/process/history.ts';
import type { ObjectSource } from '#demo/traffic/cluster-view.ts';
import type { TrafficEngine } from '#demo/traffic/engine.ts';
import { remoteWrite } from '../remote-write.ts';
import type { ExposedMetrics } from './exposed-metrics.ts';

export interface Past {
  engine: TrafficEngine;
  mesh: Mesh;
  cluster: ObjectSource;
  metrics: ExposedMetrics;
  startMs: number;
  /** URL; null: nobody keeps a past. */
  prometheus: string | null;
  /** Who Prometheus scrapes this process as. */
  target: { job: string; instance: string };
}

/** Resolves with how many series were written: none by a process that starts again, whose past is there and whose counters begin at 0. */
export async function playPast(past: Past): Promise<number> {
  const { engine, mesh, cluster, metrics, startMs, prometheus, target } = past;
  if (prometheus === null || (await hasPast(prometheus, target.job))) {
    engine.load(cluster);
    metrics.takeHistory(target);
    return 0;
  }
  await playHistory(engine, mesh, cluster, startMs, () => undefined);
  engine.load(cluster);
  const series = metrics.takeHistory(target);
  await remoteWrite(prometheus, series);
  return series.length;
}

async function hasPast(prometheus: string, job: string): Promise<boolean> {
  const query = `count(last_over_time(istio_requests_total{job="${job}"}[1h]))`;
  const answer = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
  if (!answer.ok) throw new Error(`Prometheus answers ${answer.status}: ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: { result: unknown[] } };
  return data.result.length > 0;
}
