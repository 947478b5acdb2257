/** `GET /api/v1/graph` and the lists, asked by one client: questions behind a fresh answer, its time with and without Prometheus, and answered again. */
import { request } from 'node:http';
import { formatDuration } from '#lib/metrics/duration.ts';
import { percentile } from './figures.ts';
import type { World } from './world.ts';

export interface AnswerFigures {
  questions: number;
  /** Milliseconds from asking to the last byte, nothing of it prepared. */
  freshP95Ms: number;
  freshMedianMs: number;
  /** Without the time in which Prometheus (the demo's, in JavaScript) was answering, round by round. */
  ownP95Ms: number;
  ownMedianMs: number;
  againMedianMs: number;
  againP95Ms: number;
  gzipBytes: number;
  nodes: number;
  edges: number;
}

const freshRounds = 40;
const againRounds = 200;

export async function measureAnswers(world: World): Promise<AnswerFigures> {
  // Reading the objects, and just-in-time compilation, are not what is asked for here.
  for (let round = 0; round < 3; round += 1) await get(world, `/api/v1/graph?window=${50 + round}s`);
  const fresh: number[] = [];
  const own: number[] = [];
  let questions = 0;
  let last = Buffer.alloc(0);
  for (let round = 0; round < freshRounds; round += 1) {
    // Each question makes a window watched, and its percentiles are asked for behind the answer, at their own beat.
    await world.prometheus.rest();
    world.prometheus.take();
    const { tookMs, body } = await get(world, `/api/v1/graph?window=${70 + round}s`);
    const asked = world.prometheus
      .take()
      .filter(({ promql }) => promql.includes(`[${formatDuration(70 + round)}]`));
    questions = Math.max(questions, new Set(asked.map(({ promql }) => promql)).size);
    fresh.push(tookMs);
    const waited =
      asked.length === 0
        ? 0
        : Math.max(...asked.map(({ toMs }) => toMs)) - Math.min(...asked.map(({ fromMs }) => fromMs));
    own.push(Math.max(0, tookMs - waited));
    last = body;
  }
  const again: number[] = [];
  for (let round = 0; round < againRounds; round += 1) again.push((await get(world, '/api/v1/graph')).tookMs);
  const text = await fetch(`${world.url}/api/v1/graph`, {
    headers: { authorization: `Bearer ${world.token}` },
  });
  const graph = (await text.json()) as { nodes: unknown[]; edges: unknown[] };
  return {
    questions,
    freshP95Ms: percentile(fresh, 0.95),
    freshMedianMs: percentile(fresh, 0.5),
    ownP95Ms: percentile(own, 0.95),
    ownMedianMs: percentile(own, 0.5),
    againMedianMs: percentile(again.slice(20), 0.5),
    againP95Ms: percentile(again.slice(20), 0.95),
    gzipBytes: last.length,
    nodes: graph.nodes.length,
    edges: graph.edges.length,
  };
}

function get(world: World, path: string): Promise<{ tookMs: number; body: Buffer<ArrayBuffer> }> {
  const fromMs = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${world.token}`, 'accept-encoding': 'gzip' };
    request(`${world.url}${path}`, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200)
          resolve({ tookMs: performance.now() - fromMs, body: Buffer.concat(chunks) });
        else reject(new Error(`${path}: ${answer.statusCode}`));
      });
    })
      .on('error', reject)
      .end();
  });
}
