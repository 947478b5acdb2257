// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { createNodeImages } from './node-images.ts';

test('each image is loaded once, and all that were missing are announced together', async () => {
  const ready = vi.fn();
  const load = vi.fn(async (uri: string) => {
    if (uri === 'broken') throw new Error('not an image');
    return new Image();
  });
  const images = createNodeImages(ready, load);
  images.want(['a', 'b', 'broken']);
  expect(images.image('a')).toBeNull();
  await vi.waitFor(() => expect(ready).toHaveBeenCalledTimes(1));
  expect(images.image('a')).not.toBeNull();
  expect(images.image('broken')).toBeNull();
  images.want(['b', 'broken', 'a']);
  expect(load).toHaveBeenCalledTimes(3);
  expect(ready).toHaveBeenCalledTimes(1);
});

test('nobody is told after the end', async () => {
  const ready = vi.fn();
  let arrive: (image: HTMLImageElement) => void = () => undefined;
  const images = createNodeImages(ready, () => new Promise((resolve) => (arrive = resolve)));
  images.want(['a']);
  images.stop();
  arrive(new Image());
  await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ready).not.toHaveBeenCalled();
});
