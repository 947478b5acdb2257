/** Long texts are read by a worker, one at a time, and here only where it fails. */
import { expect, test, vi } from 'vitest';
import { packTree } from '#lib/document/packed-tree.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { createTextReader, type ReadAnswer, type ReadQuestion } from './text-reader.ts';

/** Answers when it is told to. */
function heldWorker() {
  const asked: ReadQuestion[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const answerOf = ({ question, text }: ReadQuestion): ReadAnswer => {
    const { root, problem } = parseDocument(text);
    return { question, problem, tree: root === null ? null : packTree(root, text) };
  };
  return {
    asked,
    answer(at: number) {
      const question = asked[at];
      if (question !== undefined) listeners.get('message')?.({ data: answerOf(question) });
    },
    fail: () => listeners.get('error')?.({}),
    worker: {
      postMessage: (question: ReadQuestion) => void asked.push(question),
      terminate: vi.fn(),
      addEventListener: (type: string, listener: unknown) =>
        void listeners.set(type, listener as (event: unknown) => void),
    },
  };
}

test('what the worker read is what a reading here gives, a mistake and aliases included', () => {
  for (const text of ['a: &x [1, "b\\n"]\nb: *x\nno: yes\n', 'a: [', '# nothing\n']) {
    const held = heldWorker();
    const answer = vi.fn();
    createTextReader(() => held.worker).read(text, answer);
    expect(answer).not.toHaveBeenCalled();
    held.answer(0);
    expect(answer).toHaveBeenCalledWith(parseDocument(text));
  }
});

test('of texts that come while it reads only the last is read', () => {
  const held = heldWorker();
  const reader = createTextReader(() => held.worker);
  const answers = [vi.fn(), vi.fn(), vi.fn()];
  for (const [at, answer] of answers.entries()) reader.read(`a: ${at}\n`, answer);
  expect(held.asked.map(({ text }) => text)).toEqual(['a: 0\n']);
  held.answer(0);
  expect(held.asked.map(({ text }) => text)).toEqual(['a: 0\n', 'a: 2\n']);
  held.answer(1);
  expect(answers.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 1]);
});

test('without a worker, or when it fails, the text is read here', () => {
  const none = vi.fn();
  createTextReader(() => {
    throw new Error('no workers here');
  }).read('a: 1\n', none);
  expect(none).toHaveBeenCalledWith(parseDocument('a: 1\n'));
  const held = heldWorker();
  const answer = vi.fn();
  const reader = createTextReader(() => held.worker);
  reader.read('a: 2\n', answer);
  held.fail();
  expect(answer).toHaveBeenCalledWith(parseDocument('a: 2\n'));
});

test('a worker whose script was not there is started again for the next text, and given up after a few', () => {
  const started: ReturnType<typeof heldWorker>[] = [];
  const reader = createTextReader(() => {
    const held = heldWorker();
    started.push(held);
    return held.worker;
  });
  const fails = () => {
    const answer = vi.fn();
    reader.read('a: 1\n', answer);
    started.at(-1)?.fail();
    expect(answer).toHaveBeenCalledWith(parseDocument('a: 1\n'));
  };
  fails();
  const answer = vi.fn();
  reader.read('a: 2\n', answer);
  expect([started.length, answer.mock.calls.length]).toEqual([2, 0]);
  started[1]?.answer(0);
  expect(answer).toHaveBeenCalledWith(parseDocument('a: 2\n'));
  // The one that answered, and five after it.
  for (let times = 0; times < 9; times += 1) fails();
  expect(started).toHaveLength(7);
});

test('what is forgotten is never answered', () => {
  const held = heldWorker();
  const answer = vi.fn();
  const reader = createTextReader(() => held.worker);
  reader.read('a: 1\n', answer);
  reader.forget();
  held.answer(0);
  expect(answer).not.toHaveBeenCalled();
});
