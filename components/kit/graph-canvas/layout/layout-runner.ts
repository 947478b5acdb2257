/** Runs layouts: small ones at once, large ones in a worker that is started when first needed, here while it does not start. */
import { layoutGraph } from '#lib/graph/layout/layout.ts';
import type { LayoutInput, LayoutResult } from '#lib/graph/layout/model.ts';
import { type PageWorker, restartedWorker } from '../../workers/restarted-worker.ts';

/** Below this a layout is done before a worker has started (a few milliseconds). */
const small = { cards: 150, edges: 250 } as const;

/** Namespaces folded to a card each have few cards, and ways for all the calls between them. */
const isSmall = ({ cards, edges }: LayoutInput) => cards.length < small.cards && edges.length < small.edges;

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
  startWorker: () => PageWorker = () =>
    new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' }),
): LayoutRunner {
  let questions = 0;
  let waiting: Job | null = null;

  function finish(result: (input: LayoutInput) => LayoutResult): void {
    const job = waiting;
    waiting = null;
    if (job) job.answer(result(job.input));
  }

  const thread = restartedWorker<{ question: number; result: LayoutResult }>(
    startWorker,
    (data) => {
      if (data.question === waiting?.question) finish(() => data.result);
    },
    () => finish(layoutGraph),
  );

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
        const worker = thread.get();
        if (worker) worker.postMessage({ question, input });
        else finish(layoutGraph);
      });
    },
    stop() {
      waiting = null;
      thread.stop();
    },
  };
}
