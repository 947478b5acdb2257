/**
 * What the canvas draws: boxes, cards with rows, and edges. It knows nothing of services or meshes: a feature maps its
 * data to this, with every text ready to show. Ids are unique over boxes, cards, rows and edges together.
 */
import type { IconName } from './shapes/icon-paths.ts';

/** `idle` is drawn dashed and dim; `ok` is drawn quietly. */
export type CanvasState = 'ok' | 'warn' | 'fail' | 'idle';

export const rowMarks = ['circle', 'diamond', 'square'] as const;
export type RowMark = (typeof rowMarks)[number];

export interface CanvasBadge {
  readonly icon: IconName;
  /** Drawn amber: the badge itself is the finding. */
  readonly warn: boolean;
}

export interface CanvasRow {
  readonly id: string;
  readonly mark: RowMark;
  readonly title: string;
  readonly detail: string;
  readonly state: CanvasState;
  /** What a screen reader says. */
  readonly label: string;
}

/** A box that is folded: drawn as one larger card with figures and a bar. */
export interface CanvasSummary {
  /** Under the title. The strong one is in the state's colour. */
  readonly lines: readonly { readonly left: string; readonly right: string; readonly strong: boolean }[];
  readonly bar: readonly { readonly state: CanvasState; readonly count: number }[];
  /** State of the card's line; the mark shows the card's own state, which may be worse. */
  readonly line: CanvasState;
  /** What was looked for and is inside; empty for nothing. */
  readonly matches: string;
  /** What a screen reader says of the button that unfolds it. */
  readonly unfold: string;
}

export interface CanvasCard {
  readonly id: string;
  /** Id of the box around it; null stands free. */
  readonly box: string | null;
  /** Id of the region around it; null for none. */
  readonly region: string | null;
  readonly icon: IconName;
  readonly title: string;
  /** Second line of a plain card, total in the head of a card with rows. */
  readonly detail: string;
  /** The longest detail expected here; the width is planned with it, so that numbers may grow without moving anything. */
  readonly detailReserve: string;
  readonly state: CanvasState;
  /** Dashed line: it lives outside of what is managed. */
  readonly outside: boolean;
  readonly badges: readonly CanvasBadge[];
  readonly rows: readonly CanvasRow[];
  /** Then it has no rows, and folding and unfolding keep its id: a folded box is a card with the box's id. */
  readonly summary: CanvasSummary | null;
  readonly label: string;
}

export interface CanvasBox {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** What a screen reader says of the button that folds it; null for a box that cannot be folded. */
  readonly fold: string | null;
  readonly label: string;
}

/** A frame around boxes: a title and a hairline. Drawn only where there are several; one that is folded is a card in its own region. */
export type CanvasRegion = CanvasBox;

/** What a chip tells when it is not the edge's state: a difference. */
export type ChipTone = 'worse' | 'better' | 'more' | 'less' | 'new' | 'gone';

export interface CanvasEdge {
  readonly id: string;
  /** A card's or a row's id. */
  readonly source: string;
  readonly target: string;
  /** A request ends in an arrow, a stream of bytes in a dot. */
  readonly line: 'request' | 'stream';
  readonly state: CanvasState;
  /** Line width in pixels, already quantised. */
  readonly width: number;
  /** Over and under the flat run before the target; empty shows nothing. */
  readonly above: string;
  readonly below: string;
  /** Sits on the line instead of both labels. */
  readonly chip: string | null;
  /** Left out: the chip is about the edge's state. */
  readonly chipTone?: ChipTone;
  /** A mark on the line: open is a finding. */
  readonly lock?: 'closed' | 'open';
  /** What moving dots tell: how fast (0..1), and which share of them is a failure. */
  readonly flow?: { readonly speed: number; readonly failing: number };
  readonly label: string;
}

export interface CanvasModel {
  readonly regions: readonly CanvasRegion[];
  readonly boxes: readonly CanvasBox[];
  readonly cards: readonly CanvasCard[];
  readonly edges: readonly CanvasEdge[];
}

export const emptyModel: CanvasModel = { regions: [], boxes: [], cards: [], edges: [] };
