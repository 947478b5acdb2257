/** Words for tests: short, and telling what they were given. */
import type { CanvasWords } from '../canvas-mapping.ts';
import type { FoldWords } from '../drawing.ts';

export const words: CanvasWords = {
  noTraffic: 'no traffic',
  noMetrics: 'no metrics',
  external: 'external',
  restricted: 'Restricted',
  unknownSource: 'Unknown source',
  unknownTarget: 'Unknown target',
  name: (node) => node.name,
  node: (node) => `node ${node.id}`,
  card: (name, namespace, state, versions) => `${name} ${namespace} ${state} ${versions}`,
  edge: (edge) => `edge ${edge.id}`,
};

export const foldWords: FoldWords = {
  members: (count) => `${count} services`,
  inState: (state, count) => `${count} ${state}`,
  allHealthy: 'all healthy',
  noMetrics: 'no metrics',
  errors: (share) => `${share} errors`,
  matches: (count) => `${count} matches`,
  fold: (name) => `fold ${name}`,
  unfold: (name) => `unfold ${name}`,
  box: (figures, members) => `${figures.name} with ${members}`,
  bundle: (_, source, target, parts) => `${source} to ${target} by ${parts}`,
};
