/** Who sees what: a fifth of the people everything, the others one to five namespaces each, in as many different sets as are asked for. */

/** Namespaces of each scope; null is all of them. */
export function scopesOf(namespaces: readonly string[], count: number): (readonly string[] | null)[] {
  const some = Array.from({ length: count - 1 }, (_, index) => {
    const width = Math.min(namespaces.length, 1 + (index % 5));
    const names = Array.from({ length: width }, (_, step) => namespaces[(index + step) % namespaces.length]);
    return [...new Set(names)].filter((name) => name !== undefined).sort();
  });
  return [null, ...some];
}

/** Scope of the nth person. */
export function scopeOf(person: number, scopes: number): number {
  if (scopes === 1 || person % 5 === 0) return 0;
  const amongOthers = person - 1 - Math.floor(person / 5);
  return 1 + (amongOthers % (scopes - 1));
}

export function distinct(scopes: readonly (readonly string[] | null)[]): number {
  return new Set(scopes.map((names) => names?.join(' ') ?? '*')).size;
}
