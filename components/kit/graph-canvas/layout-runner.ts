/** Runs layouts: small ones at once, large ones in a worker that is started when first needed, or here should it fail. */
import { layoutGraph } from '#lib/graph/layout.ts';
import type { LayoutInput, LayoutResult } from '#lib/graph/layout-model.ts';

/** Below this a layout is done before a worker has started (a few milliseconds). */
const smallCards = 150;

export interface LayoutRunner {
  /** Only the newest question is answered. */
  run(input: LayoutInput, answer: (result: LayoutResult) => void): void;
  stop(): void;
}

export function createLayoutRunner(
  startWorker: () => Worker = () =>
    new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' }),
): LayoutRunner {
  let worker: Worker | null = null;
  let broken = false;
  let newest = 0;
  let waiting: { input: LayoutInput; answer: (result: LayoutResult) => void } | null = null;

  function here(): void {
    const job = waiting;
    waiting = null;
    if (job) job.answer(layoutGraph(job.input));
  }

  function fail(): void {
    broken = true;
    worker?.terminate();
    worker = null;
    here();
  }

  function start(): Worker | null {
    try {
      const made = startWorker();
      made.addEventListener('error', fail);
      made.addEventListener('messageerror', fail);
      made.addEventListener(
        'message',
        ({ data }: MessageEvent<{ question: number; result: LayoutResult }>) => {
          if (data.question !== newest) return;
          const job = waiting;
          waiting = null;
          job?.answer(data.result);
        },
      );
      return made;
    } catch {
      broken = true;
      return null;
    }
  }

  return {
    run(input, answer) {
      newest += 1;
      waiting = { input, answer };
      if (input.cards.length < smallCards || broken) return here();
      worker ??= start();
      if (worker) worker.postMessage({ question: newest, input });
      else here();
    },
    stop() {
      newest += 1;
      waiting = null;
      worker?.terminate();
      worker = null;
    },
  };
}
