/**
 * Which nodes and edges an expression is true of. Three values as in SQL: what does not apply or is not known is neither true nor
 * false, so `not p95 > 200ms` never matches an edge whose latency nobody measured.
 */
import type { Graph, GraphEdge, GraphNode } from '../../api/traffic/graph.ts';
import type { Field, RankOrder, Surroundings } from './fields.ts';
import { fields } from './fields.ts';
import type { Expression } from './parse.ts';
import { hasBadge, stateWords } from './states.ts';
import type { Comparison } from './tokens.ts';

export interface FindMatches {
  /** Ids in the order of the graph. */
  nodes: string[];
  edges: string[];
}

type Element = { node: GraphNode; edge: null } | { node: null; edge: GraphEdge };

export function findMatches(graph: Graph, expression: Expression): FindMatches {
  const around = surroundings(graph);
  const nodes = graph.nodes.filter((node) => judge(expression, { node, edge: null }, around) === true);
  const edges = graph.edges.filter((edge) => judge(expression, { node: null, edge }, around) === true);
  return { nodes: nodes.map(({ id }) => id), edges: edges.map(({ id }) => id) };
}

function judge(expression: Expression, element: Element, around: Surroundings): boolean | null {
  switch (expression.kind) {
    case 'and':
      return fold(expression.parts, element, around, false);
    case 'or':
      return fold(expression.parts, element, around, true);
    case 'not': {
      const value = judge(expression.part, element, around);
      return value === null ? null : !value;
    }
    case 'text':
      return element.node && element.node.kind !== 'restricted'
        ? haystack(element.node).includes(expression.text.toLowerCase())
        : element.node && false;
    case 'is': {
      const word = stateWords.get(expression.word);
      if (word === undefined) return null;
      return element.node ? word.node(element.node) : word.edge(element.edge);
    }
    case 'has':
      return element.node ? (hasBadge(expression.word)?.(element.node) ?? null) : null;
    case 'number': {
      const value = numberOf(fields.get(expression.field), element, around);
      return value === null || Number.isNaN(value)
        ? null
        : compare(value, expression.comparison, expression.value);
    }
    case 'compare': {
      const values = textsOf(fields.get(expression.field), element, around);
      if (values === null) return null;
      const { comparison } = expression;
      const like = comparison === '~' || comparison === '!~';
      const any = expression.values.some((wanted) => values.some((value) => alike(value, wanted, like)));
      return comparison === '!=' || comparison === '!~' ? !any : any;
    }
  }
}

/** `decisive` ends the matter; otherwise what is unknown stays unknown. */
function fold(
  parts: readonly Expression[],
  element: Element,
  around: Surroundings,
  decisive: boolean,
): boolean | null {
  let value: boolean | null = !decisive;
  for (const part of parts) {
    const one = judge(part, element, around);
    if (one === decisive) return decisive;
    if (one === null) value = null;
  }
  return value;
}

function numberOf(field: Field | undefined, element: Element, around: Surroundings): number | null {
  if (field?.type !== 'number') return null;
  return (element.node ? field.node?.(element.node, around) : field.edge?.(element.edge)) ?? null;
}

/** Null where the question does not apply; an element without any value is not equal to anything. */
function textsOf(field: Field | undefined, element: Element, around: Surroundings): readonly string[] | null {
  if (field?.type !== 'text' || element.node?.kind === 'restricted') return null;
  return (element.node ? field.node?.(element.node) : field.edge?.(element.edge, around)) ?? null;
}

function compare(value: number, comparison: Comparison, wanted: number): boolean {
  switch (comparison) {
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '!=':
      return value !== wanted;
    default:
      return value === wanted;
  }
}

/** Letter case does not count; `*` stands for any characters in `=`. */
function alike(value: string, wanted: string, contains: boolean): boolean {
  const text = value.toLowerCase();
  const sought = wanted.toLowerCase();
  if (contains) return text.includes(sought);
  return sought.includes('*') ? matchesGlob(text, sought.split('*')) : text === sought;
}

function matchesGlob(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

function haystack(node: GraphNode): string {
  const { name, namespace, app, version, workload, service, hosts } = node;
  return [name, namespace, app, version, workload, service, ...hosts].join('\n').toLowerCase();
}

function surroundings(graph: Graph): Surroundings {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const ranks = new Map<RankOrder, ReadonlyMap<string, number>>();
  return {
    nodes,
    rank: (order, id) => {
      const known = ranks.get(order) ?? ranking(graph, order);
      ranks.set(order, known);
      return known.get(id) ?? null;
    },
  };
}

/** Equal figures share a place; what has no figure, or nothing of it, has none. */
function ranking(graph: Graph, order: RankOrder): Map<string, number> {
  const callers = new Map<string, number>();
  if (order === 'callers') {
    for (const { source, target } of graph.edges) {
      if (source !== target) callers.set(target, (callers.get(target) ?? 0) + 1);
    }
  }
  const figure = (node: GraphNode): number => {
    const traffic = node.inbound ?? node.outbound;
    switch (order) {
      case 'rate':
        return traffic?.requestsPerSecond ?? 0;
      case 'errors':
        return (traffic?.errorRatio ?? 0) * (traffic?.requestsPerSecond ?? 0);
      case 'latency':
        return traffic?.p95Ms ?? traffic?.averageMs ?? 0;
      case 'callers':
        return callers.get(node.id) ?? 0;
    }
  };
  const ordered = graph.nodes
    .map((node) => ({ id: node.id, value: figure(node) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const places = new Map<string, number>();
  let place = 0;
  for (const [index, { id, value }] of ordered.entries()) {
    if (value !== ordered[index - 1]?.value) place = index + 1;
    places.set(id, place);
  }
  return places;
}
