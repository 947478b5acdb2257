/** Readings of long texts from their start, in a worker that is started when first needed, here while it does not start. */
import { type PageWorker, restartedWorker } from '#components/kit/workers/restarted-worker.ts';
import { type PackedTree, unpackTree } from '#lib/document/packed-tree.ts';
import { documentOf, parseDocument, type YamlDocument } from '#lib/document/stream.ts';
import type { YamlProblem } from '#lib/document/yaml/problem.ts';

export interface ReadQuestion {
  question: number;
  text: string;
}

export interface ReadAnswer {
  question: number;
  problem: YamlProblem | null;
  /** Null for a text with a problem, or without a value. */
  tree: PackedTree | null;
}

export interface TextReader {
  /** A question that a newer one has overtaken is never answered. */
  read(text: string, answer: (document: YamlDocument) => void): void;
  /** Whatever is on its way is not wanted any more. */
  forget(): void;
  stop(): void;
}

export function createTextReader(
  startWorker: () => PageWorker = () =>
    new Worker(new URL('./read-worker.ts', import.meta.url), { type: 'module' }),
): TextReader {
  let asked = 0;
  /** It reads one text at a time: of those that come meanwhile only the last is read. */
  let busy = false;
  let waiting: { question: number; text: string; answer(document: YamlDocument): void } | null = null;

  function here(): void {
    const job = waiting;
    waiting = null;
    job?.answer(parseDocument(job.text));
  }

  function ask(worker: PageWorker | null): void {
    if (waiting === null || busy || worker === null) return;
    busy = true;
    const { question, text } = waiting;
    worker.postMessage({ question, text } satisfies ReadQuestion);
  }

  function take({ question, problem, tree }: ReadAnswer): void {
    busy = false;
    const job = waiting;
    if (job?.question !== question) {
      ask(thread.get());
      return;
    }
    waiting = null;
    if (problem !== null)
      job.answer({
        text: job.text,
        start: 0,
        root: null,
        value: null,
        problem,
        notes: [],
        aliases: new Map(),
      });
    else job.answer(documentOf(job.text, tree === null ? null : unpackTree(tree, job.text)));
  }

  const thread = restartedWorker<ReadAnswer>(startWorker, take, () => {
    busy = false;
    here();
  });

  return {
    read(text, answer) {
      asked += 1;
      waiting = { question: asked, text, answer };
      const worker = thread.get();
      if (worker === null) here();
      else ask(worker);
    },
    forget() {
      waiting = null;
    },
    stop() {
      waiting = null;
      busy = false;
      thread.stop();
    },
  };
}
