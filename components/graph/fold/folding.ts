/**
 * Which boxes are folded: all or none of a kind at first (namespaces by the size of the mesh; all of a kind by command), and those that
 * the reader has opened or folded since. The URL holds it as two lists, so that a link shows the same on a mesh of any size.
 */
import { type BoxKind, boxKinds } from '#lib/graph/views/boxes.ts';

/** Lists of keys (`foldKey`): names of namespaces, ids of other boxes. `everything` of a kind in one of them says how its others stand. */
export interface FoldLists {
  open: string[];
  folded: string[];
}

export interface Folding {
  readonly startsFolded: boolean;
  /** Keys of those that are not as they start. */
  readonly except: ReadonlySet<string>;
}

export type Foldings = Readonly<Record<BoxKind, Folding>>;

/** Ids of clusters and apps start with their kind; no name of a namespace can. */
const prefixes: Readonly<Record<BoxKind, string>> = { app: 'app:', namespace: '', cluster: 'cluster:' };

function everythingOf(kind: BoxKind): string {
  return `${prefixes[kind]}*`;
}

function isOf(kind: BoxKind, key: string): boolean {
  const other = key.startsWith(prefixes.app) || key.startsWith(prefixes.cluster);
  return kind === 'namespace' ? !other : key.startsWith(prefixes[kind]);
}

/**
 * More cards than this do not fit into a window at a zoom at which their names can be read (0.6): measured with the demo's meshes on
 * 1440 × 900. Such a picture opens with its namespaces folded.
 */
export const mostUnfolded = 60;

/** How a mesh of so many cards and namespaces opens when nobody has said anything. A single namespace is never folded away. */
export function opensFolded(cards: number, namespaces: number): boolean {
  return cards > mostUnfolded && namespaces > 1;
}

/** `byItself`: whether namespaces are folded when nothing is said; other boxes never are. */
export function readFoldings(lists: FoldLists, byItself: boolean): Foldings {
  return {
    app: readFolding(lists, 'app', false),
    namespace: readFolding(lists, 'namespace', byItself),
    cluster: readFolding(lists, 'cluster', false),
  };
}

function readFolding({ open, folded }: FoldLists, kind: BoxKind, byItself: boolean): Folding {
  const everything = everythingOf(kind);
  const [opened, shut] = [open, folded].map((keys) => keys.filter((key) => isOf(kind, key)));
  const listed = (keys: readonly string[] = []) => new Set(keys.filter((key) => key !== everything));
  if (shut?.includes(everything)) return { startsFolded: true, except: listed(opened) };
  if (opened?.includes(everything)) return { startsFolded: false, except: listed(shut) };
  if (opened?.length) return { startsFolded: true, except: listed(opened) };
  if (shut?.length) return { startsFolded: false, except: listed(shut) };
  return { startsFolded: byItself, except: new Set() };
}

export function isFolded(foldings: Foldings, kind: BoxKind, key: string): boolean {
  const { startsFolded, except } = foldings[kind];
  return startsFolded !== except.has(key);
}

/** What the URL says of it; nothing when the mesh opens like this by itself. */
export function writeFoldings(foldings: Foldings, byItself: boolean): FoldLists {
  const parts = boxKinds.map((kind) => writeFolding(foldings[kind], kind, kind === 'namespace' && byItself));
  return { open: parts.flatMap(({ open }) => open), folded: parts.flatMap(({ folded }) => folded) };
}

function writeFolding({ startsFolded, except }: Folding, kind: BoxKind, byItself: boolean): FoldLists {
  const keys = [...except].sort();
  const all = startsFolded === byItself || keys.length > 0 ? [] : [everythingOf(kind)];
  return startsFolded ? { open: keys, folded: all } : { open: all, folded: keys };
}

export function withFold(
  foldings: Foldings,
  boxes: readonly { readonly kind: BoxKind; readonly key: string }[],
  fold: boolean,
): Foldings {
  const next = { ...foldings };
  for (const { kind, key } of boxes) {
    const { startsFolded, except } = next[kind];
    const changed = new Set(except);
    if (fold === startsFolded) changed.delete(key);
    else changed.add(key);
    next[kind] = { startsFolded, except: changed };
  }
  return next;
}

/** As the mesh opens, before the reader did anything to a single box. */
export function allStarted(foldings: Foldings): Foldings {
  const started = ({ startsFolded }: Folding): Folding => ({ startsFolded, except: new Set() });
  return {
    app: started(foldings.app),
    namespace: started(foldings.namespace),
    cluster: started(foldings.cluster),
  };
}

export function allFolded(foldings: Foldings, kinds: readonly BoxKind[], fold: boolean): Foldings {
  const next = { ...foldings };
  for (const kind of kinds) next[kind] = { startsFolded: fold, except: new Set() };
  return next;
}
