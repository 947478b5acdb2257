/**
 * What the canvas draws: boxes, cards with rows, and edges. It knows nothing of services or meshes: a feature maps its
 * data to this, with every text ready to show. Ids are unique over boxes, cards, rows and edges together.
 */
import type { IconName } from './icon-paths.ts';

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

export interface CanvasCard {
  readonly id: string;
  /** Id of the box around it; null stands free. */
  readonly box: string | null;
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
  readonly label: string;
}

export interface CanvasBox {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
}

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
  /** A mark on the line: open is a finding. */
  readonly lock?: 'closed' | 'open';
  /** What moving dots tell: how fast (0..1), and which share of them is a failure. */
  readonly flow?: { readonly speed: number; readonly failing: number };
  readonly label: string;
}

export interface CanvasModel {
  readonly boxes: readonly CanvasBox[];
  readonly cards: readonly CanvasCard[];
  readonly edges: readonly CanvasEdge[];
}

export const emptyModel: CanvasModel = { boxes: [], cards: [], edges: [] };
