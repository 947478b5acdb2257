/** `is …` and `has …`: yes-or-no questions about nodes and edges. Null where a question does not apply. */
import type { GraphEdge, GraphNode } from '../../api/traffic/graph.ts';
import { healthStates, nodeBadges } from '../../api/words.ts';

interface StateWord {
  node(node: GraphNode): boolean | null;
  edge(edge: GraphEdge): boolean | null;
}

const none = () => null;
const ofNode = (node: StateWord['node']): StateWord => ({ node, edge: none });
const both = (test: (element: Pick<GraphNode, 'health'>) => boolean): StateWord => ({
  node: test,
  edge: test,
});

export const stateWords: ReadonlyMap<string, StateWord> = new Map<string, StateWord>([
  ...healthStates.map((state) => [state, both(({ health }) => health.state === state)] as const),
  ['slow', both(({ health }) => health.reasons.some(({ code }) => code === 'latency'))],
  ['node', { node: () => true, edge: () => false }],
  ['edge', { node: () => false, edge: () => true }],
  ['root', ofNode(({ root }) => root)],
  ['external', ofNode(({ kind }) => kind === 'external' || kind === 'service-entry')],
  ['gateway', ofNode(({ kind }) => kind === 'gateway')],
  ['restricted', ofNode(({ kind }) => kind === 'restricted')],
  ['mtls', { node: none, edge: ({ mtlsRatio }) => (mtlsRatio === null ? null : mtlsRatio === 1) }],
]);

/** Null for a word that is no badge. */
export function hasBadge(word: string): ((node: GraphNode) => boolean) | null {
  const badge = nodeBadges.find((name) => name === word);
  return badge === undefined ? null : ({ badges }) => badges.includes(badge);
}

export const badgeWords: readonly string[] = nodeBadges;
