/** A rule by the name that people know it by: that of its object, and its own where it has one. */
export function pointLabel({ name, key }: { name: string; key: string }): string {
  const own = /^name:(.*)$/.exec(key)?.[1];
  return own === undefined || own === '' ? name : `${name} · ${own}`;
}
