/** What the sentences of every kind are made from, and the sentences that many kinds share: whom an object is for, and who sees it. */
import { and, host, name, or, type Part, type Phrase, type Sentence, say, value } from './phrase.ts';
import type { Spot } from './spot.ts';

export interface Telling {
  spec: Spot;
  /** Of the object; empty when it has none yet. */
  namespace: string;
  rootNamespace: string;
  /** For a difference every sentence names its rule itself: it stands alone. */
  alone: boolean;
}

export type Tell = (telling: Telling) => Sentence[];

export function sentence(
  about: string,
  { path }: Spot,
  phrase: Phrase,
  more: Omit<Sentence, 'about' | 'path' | 'phrase'> = {},
): Sentence {
  return { about, path, phrase, ...more };
}

/** With a bracket of its own: nothing when the field is not there. */
export function when<T>(read: T | null, tell: (read: T) => Sentence | Sentence[]): Sentence[] {
  if (read === null) return [];
  const told = tell(read);
  return Array.isArray(told) ? told : [told];
}

/** The pods that an object is for: by targets, by a selector's labels, or all of its namespace or of the mesh. */
export function selected({ spec, namespace, rootNamespace }: Telling, ...selector: readonly string[]): Part {
  const targets = [
    ...(spec.at('targetRef').there ? [spec.at('targetRef')] : []),
    ...spec.items('targetRefs'),
  ];
  if (targets.length > 0) return and(targets.map(target));
  const [first = 'selector', second = 'matchLabels'] = selector;
  const labels = spec.at(first).pairs(second);
  const inRoot = namespace === rootNamespace;
  if (labels.length > 0) {
    return inRoot
      ? say('selected.labelsInMesh', { labels: and(labels.map(value)) })
      : say('selected.labels', { labels: and(labels.map(value)) });
  }
  return inRoot ? say('selected.mesh') : say('selected.namespace', { namespace: name(namespace) });
}

function target(spot: Spot): Part {
  spot.text('group');
  const space = spot.text('namespace');
  const values = { kind: name(spot.text('kind') ?? ''), name: name(spot.text('name') ?? '') };
  return space === null
    ? say('selected.target', values)
    : say('selected.targetIn', { ...values, namespace: name(space) });
}

/** Nothing when it is left out: then the mesh's own setting holds. */
export function visibility({ spec }: Telling): Sentence[] {
  const spot = spec.at('exportTo');
  const names = spec.texts('exportTo');
  if (names.length === 0) return [];
  const tell = (phrase: Phrase): Sentence[] => [
    sentence('exportTo', spot, phrase, { before: say('visible.wasDefault') }),
  ];
  if (names.includes('*')) return tell(say('visible.everywhere'));
  if (names.every((one) => one === '.')) return tell(say('visible.own'));
  if (names.every((one) => one === '~')) return tell(say('visible.nowhere'));
  const others = names.filter((one) => one !== '.' && one !== '~').map(name);
  return tell(
    names.includes('.')
      ? say('visible.ownAnd', { namespaces: and(others) })
      : say('visible.namespaces', { namespaces: and(others) }),
  );
}

/** A host as written, with its subset and port. */
export function destination(spot: Spot): Part {
  const to = host(spot.text('host') ?? '');
  const subset = spot.text('subset');
  const port = spot.at('port').scalar('number');
  if (subset !== null) {
    return port === null
      ? say('to.subset', { host: to, subset: name(subset) })
      : say('to.subsetPort', { host: to, subset: name(subset), port: value(port) });
  }
  return port === null ? to : say('to.port', { host: to, port: value(port) });
}

export const hosts = (names: readonly string[]): Part => and(names.map(host));
export const values = (texts: readonly string[]): Part => and(texts.map(value));
export const oneOf = (texts: readonly string[]): Part => or(texts.map(value));
