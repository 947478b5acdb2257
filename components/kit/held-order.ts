/** Keeps rows where they were while someone points at them: new values, old order. Pure. */

/** `rows` in the order of `heldKeys`; rows that are new come last, in their own order. */
export function holdOrder<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  heldKeys: readonly string[],
): Row[] {
  const place = new Map(heldKeys.map((key, index) => [key, index]));
  return rows
    .map((row, index) => ({ row, place: place.get(keyOf(row)) ?? heldKeys.length + index }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}
