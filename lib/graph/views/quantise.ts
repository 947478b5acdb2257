/**
 * The precision in which measured numbers leave the server, so that noise behind it is no change: rates, durations and values
 * keep three significant digits, ratios three of the smaller part (0.00123, 0.99877): one request in a thousand that fails, or is not
 * encrypted, never vanishes. Times, counts and thresholds are as they are. Full answers and deltas are both made of graphs that
 * went through here.
 */
import type { Graph } from '../../api/traffic/graph.ts';
import { finish, mapInSteps, type Steps } from '../../steps.ts';

const measured = /(PerSecond|Ms)$|^value$/;
const share = /(Ratio|Share)$|^(ratio|share)$/;
const digits = 3;
/** Powers of ten up to here are exact numbers, so that a division by one is rounded once. */
const mostPlaces = 22;

type Precision = (value: number) => number;

const asItIs: Precision = (value) => value;
/** The fields of a graph are few, its numbers tens of thousands. */
const precisions = new Map<string, Precision>();

function precisionOf(name: string): Precision {
  const known = precisions.get(name);
  if (known !== undefined) return known;
  const precision = measured.test(name) ? quantise : share.test(name) ? quantiseRatio : asItIs;
  precisions.set(name, precision);
  return precision;
}

/** As `Number(value.toPrecision(3))`, without making a text of it; what lies in the middle may go either way. */
export function quantise(value: number): number {
  if (value === 0) return 0;
  if (!Number.isFinite(value)) return value;
  const places = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  if (places < -mostPlaces || places > mostPlaces) return Number(value.toPrecision(digits));
  const scale = 10 ** Math.abs(places);
  return places < 0 ? Math.round(value / scale) * scale : Math.round(value * scale) / scale;
}

export function quantiseRatio(ratio: number): number {
  if (ratio <= 0.5 || ratio >= 1) return quantise(ratio);
  // The subtraction's own noise is far behind the digits that count.
  return Number((1 - quantise(1 - ratio)).toPrecision(12));
}

/** What is already in that precision stays the same object. */
export function quantiseGraph(graph: Graph): Graph {
  return finish(quantiseSteps(graph));
}

/** As `quantiseGraph`, with pauses. */
export function* quantiseSteps(graph: Graph): Steps<Graph> {
  const nodes = yield* mapInSteps(graph.nodes, quantiseItem);
  const edges = yield* mapInSteps(graph.edges, quantiseItem);
  return { ...graph, nodes, edges };
}

/** What stays the same object from one graph to the next stays so in this precision. */
const known = new WeakMap<object, object>();

function quantiseItem<T extends object>(item: T): T {
  let quantised = known.get(item) as T | undefined;
  if (quantised === undefined) {
    quantised = quantiseFields(item);
    known.set(item, quantised);
  }
  return quantised;
}

function quantiseFields<T extends object>(item: T): T {
  let changed: T | null = null;
  for (const name in item) {
    const value = item[name];
    const next = quantiseValue(name, value) as typeof value;
    if (Object.is(next, value)) continue;
    changed ??= { ...item };
    changed[name] = next;
  }
  return changed ?? item;
}

function quantiseValue(name: string, value: unknown): unknown {
  if (typeof value === 'number') return precisionOf(name)(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) return quantiseFields(value);
  let changed: unknown[] | null = null;
  for (const [index, one] of value.entries()) {
    const next = quantiseValue('', one);
    if (Object.is(next, one)) continue;
    changed ??= [...value];
    changed[index] = next;
  }
  return changed ?? value;
}
