/**
 * What goes into the graph's layout and what comes out; pixels, y grows downwards.
 * A folded box is a card like any other; `namespace` is the box that a card lies in, whatever that box is around.
 */

export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

export interface LayoutCard {
  id: string;
  /** The box that the card lies in; null for none: external hosts, unknown and restricted nodes, folded namespaces. */
  namespace: string | null;
  /** The frame around boxes and loose cards (a cluster); absent or null for none. Frames are drawn only where there are several. */
  region?: string | null;
  /** The least width; the card gets the width of its column. */
  width: number;
  height: number;
  /** Rows that edges start and end at, by their own ids (versions of a service); `y` is the row's top inside the card. */
  rows?: readonly { id: string; y: number; height: number }[];
}

export interface LayoutEdge {
  id: string;
  /** Id of a card or of a row. */
  source: string;
  target: string;
}

export interface TitleWords {
  /** How far down from the upper edge the letters go. */
  bottom: number;
  /** How far from the left edge they reach, by the id of the box or region. */
  reach: ReadonlyMap<string, number>;
}

export interface LayoutInput {
  cards: readonly LayoutCard[];
  edges: readonly LayoutEdge[];
  /** The words on boxes and regions: lines run along none, and cross none if there is another way. */
  titles?: TitleWords | null;
  /** Room to fill: spare width goes into the gaps between columns, spare height between rows. Null for the least gaps. */
  viewport: { width: number; height: number } | null;
  /** The least between columns where more has to fit than `layoutSizes.columnGap`: seen from afar, labels are larger than their places. */
  columnGap?: number;
  /** `cards` of an earlier result: they stay where they are, new ones take free places. Null or empty for a fresh layout. */
  previous: readonly PlacedCard[] | null;
  /** With `previous`: `edges` of earlier results. They keep their way, and those that are gone keep it free until they are back. */
  previousEdges?: readonly RoutedEdge[] | null;
  /** With `previous`: cards that were there before. They come back to where they were, if that is still free. */
  previousGone?: readonly PlacedCard[] | null;
  /** Without `previous`: where the picture stands from which boxes were opened to cards, or cards closed to boxes. */
  anchor?: LayoutAnchor | null;
}

/** A card that has a box's id is that box, folded. */
export type LayoutAnchor = Pick<LayoutResult, 'cards' | 'boxes' | 'regions'>;

export interface PlacedCard extends Rect {
  id: string;
}

export interface PlacedBox extends Rect {
  /** Unique; not the namespace's name when a namespace had to be continued elsewhere. */
  id: string;
  namespace: string;
}

export interface PlacedRegion extends Rect {
  id: string;
}

export interface RoutedEdge {
  id: string;
  /** Id of the card or row that it leaves: edges that share it share a trunk. */
  source: string;
  /** From the source's right side to the target's left side, with every bend; horizontal and vertical pieces in turn. */
  points: readonly Point[];
  /** Where the source's trunk runs. */
  trunkX: number;
  /** The flat run before the target: what a label has. */
  label: { x: number; y: number; width: number };
}

export interface LayoutResult {
  cards: PlacedCard[];
  boxes: PlacedBox[];
  /** Empty unless there are at least two. */
  regions: PlacedRegion[];
  edges: RoutedEdge[];
  /** Of everything, boxes and edges included. */
  bounds: Rect;
}

/** Sizes that the drawing and the layout agree on, in pixels. */
export const layoutSizes = {
  boxPadding: 10,
  boxTitle: 28,
  boxGap: 14,
  regionPadding: 12,
  regionTitle: 30,
  regionGap: 16,
  /** Between cards of neighbouring columns: carries a label. */
  columnGap: 64,
  widestColumnGap: 140,
  rowGap: 16,
  widestRowGap: 36,
  widestBoxGap: 36,
  trunkOffset: 8,
  /** Between the trunks of neighbouring sources. */
  trunkPitch: 6,
  /** Between the ends of edges into one card. */
  endPitch: 18,
  /** Height of the head of a card with rows. */
  cardHead: 30,
} as const;
