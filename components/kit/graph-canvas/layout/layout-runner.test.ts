import { expect, test } from 'vitest';
import type { LayoutInput } from '#lib/graph/layout/model.ts';
import { createLayoutRunner } from './layout-runner.ts';

function input(cards: number, edges = 0): LayoutInput {
  return {
    cards: Array.from({ length: cards }, (_, index) => ({
      id: `c${index}`,
      namespace: 'ns',
      width: 100,
      height: 40,
    })),
    edges: Array.from({ length: edges }, (_, index) => ({
      id: `e${index}`,
      source: `c${index % cards}`,
      target: `c${(7 * index + 1) % cards}`,
    })),
    viewport: null,
    previous: null,
  };
}

/** A worker that records what it is asked and answers when told. */
class FakeWorker extends EventTarget {
  readonly asked: { question: number; input: LayoutInput }[] = [];
  terminated = false;
  postMessage(message: { question: number; input: LayoutInput }) {
    this.asked.push(message);
  }
  terminate() {
    this.terminated = true;
  }
  answer(index: number, name: string) {
    const data = {
      question: this.asked[index]?.question,
      result: { cards: [{ id: name }], boxes: [], edges: [] },
    };
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function runnerWith(fake: FakeWorker) {
  return createLayoutRunner(() => fake);
}

test('a small layout is done here, without a worker', async () => {
  const runner = createLayoutRunner(() => {
    throw new Error('no worker wanted');
  });
  const { cards } = await runner.run(input(20));
  expect(cards).toHaveLength(20);
});

test('a large one is done by the worker, and only the newest is answered', async () => {
  const fake = new FakeWorker();
  const runner = runnerWith(fake);
  const settled: string[] = [];
  void runner.run(input(200)).then(({ cards }) => settled.push(`first: ${cards[0]?.id}`));
  const second = runner.run(input(200)).then(({ cards }) => settled.push(`second: ${cards[0]?.id}`));
  fake.answer(0, 'old');
  fake.answer(1, 'new');
  await second;
  expect(settled).toEqual(['second: new']);
});

test('few cards with many ways between them are large', async () => {
  const fake = new FakeWorker();
  void runnerWith(fake).run(input(50, 400));
  expect(fake.asked).toHaveLength(1);
});

test('a worker that cannot start or that dies is replaced by doing it here', async () => {
  const blocked = createLayoutRunner(() => {
    throw new Error('blocked by policy');
  });
  expect((await blocked.run(input(200))).cards).toHaveLength(200);

  const fake = new FakeWorker();
  const runner = runnerWith(fake);
  const answer = runner.run(input(200));
  fake.dispatchEvent(new Event('error'));
  expect((await answer).cards).toHaveLength(200);
  expect(fake.terminated).toBe(true);
  runner.stop();
});

test('a worker whose script was not there is started again for the next layout, and given up after a few', async () => {
  const started: FakeWorker[] = [];
  const runner = createLayoutRunner(() => {
    const fake = new FakeWorker();
    started.push(fake);
    return fake;
  });
  const fails = async () => {
    const answer = runner.run(input(200));
    started.at(-1)?.dispatchEvent(new Event('error'));
    expect((await answer).cards).toHaveLength(200);
  };
  await fails();
  const served = runner.run(input(200));
  expect(started).toHaveLength(2);
  started[1]?.answer(0, 'by the worker');
  expect((await served).cards).toEqual([{ id: 'by the worker' }]);
  // The one that answered, and five after it: an upgrade is followed by the next.
  for (let times = 0; times < 9; times += 1) await fails();
  expect(started).toHaveLength(7);
});

test('nothing is answered after stop', async () => {
  const fake = new FakeWorker();
  const runner = runnerWith(fake);
  let answered = false;
  void runner.run(input(200)).then(() => {
    answered = true;
  });
  runner.stop();
  fake.answer(0, 'late');
  await Promise.resolve();
  expect([answered, fake.terminated]).toEqual([false, true]);
});
