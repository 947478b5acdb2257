/** Reads long texts off the main thread: what is wrong with one, or its tree as numbers. Answers each question with its number. */
import { packTree } from '#lib/document/packed-tree.ts';
import { parseDocument } from '#lib/document/stream.ts';
import type { ReadAnswer, ReadQuestion } from './text-reader.ts';

self.addEventListener('message', ({ data: { question, text } }: MessageEvent<ReadQuestion>) => {
  const { root, problem } = parseDocument(text);
  const tree = root === null ? null : packTree(root, text);
  const answer: ReadAnswer = { question, problem, tree };
  self.postMessage(answer, { transfer: tree === null ? [] : [tree.numbers.buffer] });
});
