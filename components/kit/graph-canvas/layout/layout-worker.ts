/** The layout of a large picture, off the main thread. Answers each question with its number. */
import { layoutGraph } from '#lib/graph/layout/layout.ts';
import type { LayoutInput } from '#lib/graph/layout/model.ts';

self.addEventListener('message', ({ data }: MessageEvent<{ question: number; input: LayoutInput }>) => {
  self.postMessage({ question: data.question, result: layoutGraph(data.input) });
});
