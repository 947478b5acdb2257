/** Runs layouts: small ones at once, large ones in a worker that is started when first needed, here while it does not start. */
import { layoutGraph } from '#lib/graph/layout/layout.ts';
import type { LayoutInput, LayoutResult } from '#lib/graph/layout/model.ts';

/** Below this a layout is done before a worker has started (a few milliseconds). */
const small = { cards: 150, edges: 250 } as const;

/** Namespaces folded to a card each have few cards, and ways for all the calls between them. */
const isSmall = ({ cards, edges }: LayoutInput) => cards.length < small.cards && edges.length < small.edges;

/**
 * So often in a row it is started: while an upgrade replaces replicas, one of another build has no such script, and the next question may
 * come to one that has it. Without a worker every large layout would hold up the page for as long as it lives.
 */
const mostStarts = 5;

export type LayoutWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

export interface LayoutRunner {
  /** A question that a newer one has overtaken is never answered. */
  run(input: LayoutInput): Promise<LayoutResult>;
  stop(): void;
}

interface Job {
  readonly question: number;
  readonly input: LayoutInput;
  answer(result: LayoutResult): void;
}

export function createLayoutRunner(
  startWorker: () => LayoutWorker = () =>
    new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' }),
): LayoutRunner {
  let worker: LayoutWorker | null = null;
  /** Without an answer since. */
  let starts = 0;
  let questions = 0;
  let waiting: Job | null = null;

  function finish(result: (input: LayoutInput) => LayoutResult): void {
    const job = waiting;
    waiting = null;
    if (job) job.answer(result(job.input));
  }

  function fail(): void {
    worker?.terminate();
    worker = null;
    finish(layoutGraph);
  }

  function start(): LayoutWorker | null {
    if (starts >= mostStarts) return null;
    starts += 1;
    try {
      const made = startWorker();
      made.addEventListener('error', fail);
      made.addEventListener('messageerror', fail);
      made.addEventListener(
        'message',
        ({ data }: MessageEvent<{ question: number; result: LayoutResult }>) => {
          starts = 0;
          if (data.question === waiting?.question) finish(() => data.result);
        },
      );
      return made;
    } catch {
      // Forbidden here: that will not change.
      starts = mostStarts;
      return null;
    }
  }

  return {
    run(input) {
      questions += 1;
      const question = questions;
      return new Promise((answer) => {
        waiting = { question, input, answer };
        if (isSmall(input)) {
          finish(layoutGraph);
          return;
        }
        worker ??= start();
        if (worker) worker.postMessage({ question, input });
        else finish(layoutGraph);
      });
    },
    stop() {
      waiting = null;
      worker?.terminate();
      worker = null;
    },
  };
}
