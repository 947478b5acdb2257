import { expect, test } from 'vitest';
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { dueAt } from './due-of.ts';

const node = (id: string, due?: GraphNode['due'], group: string | null = null) =>
  ({ id, group, ...(due && { due }) }) as GraphNode;
const fault = { what: 'fault', at: 300, namespace: 'shop' } as const;
const step = { what: 'step', at: 200, namespace: 'shop' } as const;
const graph = {
  nodes: [node('v1', [fault, step], 'cart'), node('v2', [fault], 'cart'), node('page')],
  edges: [{ id: 'page→v1', source: 'page', target: 'v1' }],
} as Graph;

test.each<[string, unknown[]]>([
  // A card tells once what both of its versions have, soonest first.
  ['card:cart', [step, fault]],
  ['v2', [fault]],
  ['page', []],
  ['page→v1', []],
  ['gone', []],
])('%s', (id, told) => expect(dueAt(graph, id)).toEqual(told));
