/** Many revisions in few records: what is written together goes in batches that stay below what one ConfigMap may hold. */

/** Items in order, each batch at most so large; one that is too large alone is a batch of its own. */
export function batchesOf<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  most: number,
): Item[][] {
  const batches: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const batch = batches[batches.length - 1];
    if (batch === undefined || size > room) {
      batches.push([item]);
      room = most - size;
    } else {
      batch.push(item);
      room -= size;
    }
  }
  return batches;
}
