/**
 * A reading of a large mesh on its way to who follows no stream, and to who does: each part as a whole, and the longest piece of it
 * during which nobody else is answered. CPU time of the thread, in a process that has done it before.
 */
import { graphSteps } from '../lib/graph/build/build.ts';
import { deltaSteps } from '../lib/graph/views/delta.ts';
import { quantiseSteps } from '../lib/graph/views/quantise.ts';
import { scopeSteps } from '../lib/graph/views/scope.ts';
import { jsonSteps } from '../lib/json-steps.ts';
import type { Steps } from '../lib/steps.ts';
import { medianAndSlowest } from './cpu.ts';
import { meshOf } from './prediction.ts';

export interface MeasuredPieces {
  services: number;
  parts: { name: string; wholeMs: number; pieceMs: number }[];
}

const rounds = 9;

export function measureGraphPieces(services: number): MeasuredPieces {
  const { objects, records } = meshOf(services);
  const times = new Map<string, { whole: number[]; piece: number[] }>();
  function run<T>(name: string, steps: Steps<T>): T {
    const own = times.get(name) ?? { whole: [], piece: [] };
    times.set(name, own);
    let whole = 0;
    let piece = 0;
    for (;;) {
      const from = process.threadCpuUsage();
      const step = steps.next();
      const { user, system } = process.threadCpuUsage(from);
      whole += user + system;
      piece = Math.max(piece, user + system);
      if (!step.done) continue;
      own.whole.push(whole / 1000);
      own.piece.push(piece / 1000);
      return step.value;
    }
  }
  const visible = new Set(Array.from({ length: services / 40 }, (_, index) => `shop-${2 * index}`));
  const graphOf = (round: number) =>
    run(
      'made of a reading',
      graphSteps({
        // What was counted in another reading is another object, as its numbers are other numbers.
        telemetry: {
          records: records.map((record) => ({
            ...record,
            totals: {
              ...record.totals,
              requestsPerSecond: record.totals.requestsPerSecond * (1 + round / 7),
            },
          })),
          latency: null,
          answered: { requests: true, tcp: true },
        },
        objects,
        cluster: 'Kubernetes',
        type: 'versioned-app',
        serviceNodes: false,
        windowSeconds: 60,
        at: round,
        metricsAt: round,
        warnings: [],
      }),
    );
  let before = run('in the precision that is sent', quantiseSteps(graphOf(0)));
  times.clear();
  for (let round = 1; round <= rounds; round += 1) {
    const whole = run('in the precision that is sent', quantiseSteps(graphOf(round)));
    const mask = () => 'hidden';
    run('cut to rights', scopeSteps(whole, { visible, requested: null, mayRead: null, mask }));
    run('JSON of the whole', jsonSteps(whole));
    run('JSON of the difference', jsonSteps(run('the difference', deltaSteps(before, whole))));
    before = whole;
  }
  return {
    services,
    parts: [...times].map(([name, { whole, piece }]) => ({
      name,
      wholeMs: medianAndSlowest(whole)[0],
      pieceMs: medianAndSlowest(piece)[0],
    })),
  };
}

export function graphPiecesReport(all: readonly MeasuredPieces[]): string {
  const rows = all.flatMap(({ services, parts }) =>
    parts.map(
      ({ name, wholeMs, pieceMs }) =>
        `| ${services.toLocaleString('en')} | ${name} | ${wholeMs.toFixed(1)} ms | ${pieceMs.toFixed(1)} ms |`,
    ),
  );
  return `## A reading on its way

All edges changed. CPU time of the thread, medians of ${rounds}; bar: nobody else waits over 50 ms. Between two pieces whoever waits is answered.

| services | part | whole | longest piece |
|---|---|---|---|
${rows.join('\n')}
`;
}
