/** A spot in the tree that holds a value: what stands there, behind which key or dash, and whether inside of { } or [ ]. */
import type { MapEntry, MapNode, SeqItem, SeqNode, YamlNode } from '../yaml/tree.ts';
import { columnOf, type Layout } from './layout.ts';

export interface Spot {
  node: YamlNode;
  /** Just after the colon or dash; null at the root and for items of [ ]. */
  after: number | null;
  /** Of the key or dash; -1 at the root. */
  column: number;
  /** Behind a dash, where a map may begin on the same line. */
  item: boolean;
  inFlow: boolean;
}

export function rootSpot(node: YamlNode): Spot {
  return { node, after: null, column: -1, item: false, inFlow: false };
}

export function entrySpot({ text }: Layout, map: MapNode, entry: MapEntry): Spot {
  return {
    node: entry.value,
    after: entry.colon + 1,
    column: columnOf(text, entry.start),
    item: false,
    inFlow: map.flow,
  };
}

export function itemSpot({ text }: Layout, seq: SeqNode, item: SeqItem): Spot {
  return {
    node: item.value,
    after: seq.flow ? null : item.start + 1,
    column: columnOf(text, item.start),
    item: true,
    inFlow: seq.flow,
  };
}

/** The spot and every spot below it, in the order of the text. */
export function* spotsBelow(layout: Layout, spot: Spot): Generator<Spot> {
  yield spot;
  const { node } = spot;
  if (node.kind === 'map') {
    for (const entry of node.entries) yield* spotsBelow(layout, entrySpot(layout, node, entry));
  } else if (node.kind === 'seq') {
    for (const item of node.items) yield* spotsBelow(layout, itemSpot(layout, node, item));
  }
}
