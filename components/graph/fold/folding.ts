/**
 * Which namespaces are folded: all or none of them at first, by the size of the mesh or by command, and those that the reader has
 * opened or folded since. The URL holds it as two lists, so that a link shows the same on a mesh of any size.
 */

/** Lists of namespaces; `everything` in one of them says how the others stand. */
export interface FoldLists {
  open: string[];
  folded: string[];
}

export interface Folding {
  readonly startsFolded: boolean;
  /** Namespaces that are not as they start. */
  readonly except: ReadonlySet<string>;
}

const everything = '*';

/**
 * More cards than this do not fit into a window at a zoom at which their names can be read (0.6): measured with the demo's meshes on
 * 1440 × 900. Such a picture opens with its namespaces folded.
 */
export const mostUnfolded = 60;

/** How a mesh of so many cards and namespaces opens when nobody has said anything. A single namespace is never folded away. */
export function opensFolded(cards: number, namespaces: number): boolean {
  return cards > mostUnfolded && namespaces > 1;
}

export function readFolding({ open, folded }: FoldLists, byItself: boolean): Folding {
  const listed = (names: readonly string[]) => new Set(names.filter((name) => name !== everything));
  if (folded.includes(everything)) return { startsFolded: true, except: listed(open) };
  if (open.includes(everything)) return { startsFolded: false, except: listed(folded) };
  if (open.length > 0) return { startsFolded: true, except: listed(open) };
  if (folded.length > 0) return { startsFolded: false, except: listed(folded) };
  return { startsFolded: byItself, except: new Set() };
}

export function isFolded({ startsFolded, except }: Folding, namespace: string): boolean {
  return startsFolded !== except.has(namespace);
}

/** What the URL says of it; nothing when the mesh opens like this by itself. */
export function writeFolding({ startsFolded, except }: Folding, byItself: boolean): FoldLists {
  const names = [...except].sort();
  const all = startsFolded === byItself || names.length > 0 ? [] : [everything];
  return startsFolded ? { open: names, folded: all } : { open: all, folded: names };
}

export function withFold(folding: Folding, namespaces: readonly string[], fold: boolean): Folding {
  const except = new Set(folding.except);
  for (const namespace of namespaces) {
    if (fold === folding.startsFolded) except.delete(namespace);
    else except.add(namespace);
  }
  return { startsFolded: folding.startsFolded, except };
}

export function allFolded(fold: boolean): Folding {
  return { startsFolded: fold, except: new Set() };
}
