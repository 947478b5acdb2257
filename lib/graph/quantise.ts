/**
 * The precision in which measured numbers leave the server, so that noise behind it is no change: rates, durations and values
 * keep three significant digits, ratios three of the smaller part (0.00123, 0.99877): one request in a thousand that fails, or is not
 * encrypted, never vanishes. Times, counts and thresholds are as they are. Full answers and deltas are both made of graphs that
 * went through here.
 */
import type { Graph } from '../api/graph.ts';

const measured = /(PerSecond|Ms)$|^value$/;
const share = /(Ratio|Share)$|^(ratio|share)$/;
const digits = 3;

export function quantise(value: number): number {
  return Number(value.toPrecision(digits));
}

export function quantiseRatio(ratio: number): number {
  if (ratio <= 0.5 || ratio >= 1) return quantise(ratio);
  // The subtraction's own noise is far behind the digits that count.
  return Number((1 - quantise(1 - ratio)).toPrecision(12));
}

/** What is already in that precision stays the same object. */
export function quantiseGraph(graph: Graph): Graph {
  return { ...graph, nodes: quantiseList(graph.nodes), edges: quantiseList(graph.edges) };
}

function quantiseList<T extends object>(items: T[]): T[] {
  return items.map(quantiseFields);
}

function quantiseFields<T extends object>(item: T): T {
  let changed: T | null = null;
  for (const name in item) {
    const value = item[name];
    const next = quantiseValue(name, value);
    if (Object.is(next, value)) continue;
    changed ??= { ...item };
    Object.assign(changed, { [name]: next });
  }
  return changed ?? item;
}

function quantiseValue(name: string, value: unknown): unknown {
  if (typeof value === 'number') {
    if (measured.test(name)) return quantise(value);
    return share.test(name) ? quantiseRatio(value) : value;
  }
  if (Array.isArray(value)) {
    const next = value.map((one: unknown) => quantiseValue('', one));
    return next.every((one, index) => Object.is(one, value[index])) ? value : next;
  }
  return typeof value === 'object' && value !== null ? quantiseFields(value) : value;
}
