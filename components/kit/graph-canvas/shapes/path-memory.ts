/** Path data as the canvas draws it, made once; and back again, for drawings that are files. */

const paths = new Map<string, Path2D>();
const data = new WeakMap<Path2D, string>();

export function pathOf(text: string): Path2D {
  const known = paths.get(text);
  if (known) return known;
  const made = new Path2D(text);
  paths.set(text, made);
  data.set(made, text);
  return made;
}

/** Empty for a path that was not made here. */
export function dataOf(path: Path2D): string {
  return data.get(path) ?? '';
}
