/** A long computation in short steps: pure rooms say where it may pause, whoever runs it decides whether it does. */

export type Steps<T> = Generator<undefined, T, undefined>;

/** All at once. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const itemsAStep = 64;

/** As Array.forEach, with a pause now and then. */
export function* eachInSteps<T>(items: Iterable<T>, act: (item: T) => void): Steps<void> {
  let done = 0;
  for (const item of items) {
    act(item);
    done += 1;
    if (done % itemsAStep === 0) yield;
  }
}

/** As Array.map, with a pause now and then. */
export function* mapInSteps<T, U>(items: Iterable<T>, map: (item: T) => U): Steps<U[]> {
  const results: U[] = [];
  for (const item of items) {
    results.push(map(item));
    if (results.length % itemsAStep === 0) yield;
  }
  return results;
}
