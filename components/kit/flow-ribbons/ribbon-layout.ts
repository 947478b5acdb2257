/** Where the bars and ribbons of a flow picture lie: three columns of stacked bars, all pictures on one scale. Pure geometry. */

export type FlowColumn = 'source' | 'rule' | 'end';

export interface FlowNode {
  id: string;
  column: FlowColumn;
}

export interface FlowLink {
  /** A node of the column before. */
  from: string;
  to: string;
  rate: number;
  /** What comes on top of what flowed before, as a ribbon of its own. */
  part?: 'moves';
}

export const linkId = ({ from, to, part }: FlowLink): string => `${from} ${to}${part ? ` ${part}` : ''}`;

export interface PlacedNode extends FlowNode {
  x: number;
  y: number;
  height: number;
  rate: number;
}

export interface PlacedLink extends FlowLink {
  id: string;
  path: string;
}

export interface FlowBox {
  width: number;
  height: number;
  /** Room for the names at both sides. */
  sides: number;
  /** At the right, where its names need more. */
  ends?: number;
  /** Room for a node's two lines of text. */
  gap: number;
  bar: number;
}

export interface Scale {
  pixelsPerRate: number;
}

const leastPixels = 1.5;
const order: readonly FlowColumn[] = ['source', 'rule', 'end'];

export function ratesOf(nodes: readonly FlowNode[], links: readonly FlowLink[]): Map<string, number> {
  const into = new Map<string, number>();
  const out = new Map<string, number>();
  for (const { from, to, rate } of links) {
    out.set(from, (out.get(from) ?? 0) + rate);
    into.set(to, (into.get(to) ?? 0) + rate);
  }
  return new Map(nodes.map(({ id }) => [id, Math.max(into.get(id) ?? 0, out.get(id) ?? 0)]));
}

/** The largest scale at which every column of every picture fits. */
export function commonScale(
  pictures: readonly { nodes: readonly FlowNode[]; links: readonly FlowLink[] }[],
  { height, gap }: Pick<FlowBox, 'height' | 'gap'>,
): Scale {
  let pixelsPerRate = Number.POSITIVE_INFINITY;
  for (const { nodes, links } of pictures) {
    const rates = ratesOf(nodes, links);
    for (const column of order) {
      const own = nodes.filter((node) => node.column === column);
      const total = own.reduce((sum, { id }) => sum + (rates.get(id) ?? 0), 0);
      if (total > 0) pixelsPerRate = Math.min(pixelsPerRate, Math.max(1, height - gap * own.length) / total);
    }
  }
  return { pixelsPerRate: Number.isFinite(pixelsPerRate) ? pixelsPerRate : 0 };
}

/** Room for the names at each side: on a small screen they get more, and the ribbons less. */
export function sidesOf(width: number, narrow: boolean): number {
  return Math.min(150, width * (narrow ? 0.36 : 0.28));
}

const wide = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;

/** As much of a name as there is room for, by what its letters take at 13 pixels; names are told in full in the table. */
export function fitting(name: string, pixels: number): string {
  const widthOf = (letter: string): number => (wide.test(letter) ? 13 : 7);
  const letters = [...name];
  let used = letters.reduce((sum, letter) => sum + widthOf(letter), 0);
  if (used <= pixels || letters.length === 1) return name;
  while (letters.length > 1 && used + 9 > pixels) used -= widthOf(letters.pop() ?? '');
  return `${letters.join('').trimEnd()}…`;
}

/** The height that the fullest column needs, so that no name covers another. */
export function heightFor(pictures: readonly { nodes: readonly FlowNode[] }[], gap: number): number {
  const most = Math.max(
    1,
    ...pictures.flatMap(({ nodes }) =>
      order.map((column) => nodes.filter((node) => node.column === column).length),
    ),
  );
  return Math.max(160, most * (gap + 14));
}

export function placeFlows(
  { nodes, links }: { nodes: readonly FlowNode[]; links: readonly FlowLink[] },
  { width, height, sides, ends = sides, gap, bar }: FlowBox,
  { pixelsPerRate }: Scale,
): { nodes: PlacedNode[]; links: PlacedLink[] } {
  const rates = ratesOf(nodes, links);
  const inner = Math.max(0, width - sides - ends - bar);
  const placed = order.flatMap((column, place) => {
    const own = nodes.filter((node) => node.column === column);
    const heights = own.map(({ id }) => Math.max(leastPixels, (rates.get(id) ?? 0) * pixelsPerRate));
    const used = heights.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, own.length - 1);
    let y = Math.max(0, (height - used) / 2);
    return own.map((node, index): PlacedNode => {
      const at = y;
      y += (heights[index] ?? 0) + gap;
      const x = sides + (inner * place) / (order.length - 1);
      return { ...node, x, y: at, height: heights[index] ?? 0, rate: rates.get(node.id) ?? 0 };
    });
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  const rank = new Map(placed.map((node, index) => [node.id, index]));
  const left = new Map<string, number>();
  const arrived = new Map<string, number>();
  const sorted = links
    .filter(({ rate }) => rate > 0)
    .sort(
      (a, b) =>
        (rank.get(a.from) ?? 0) - (rank.get(b.from) ?? 0) || (rank.get(a.to) ?? 0) - (rank.get(b.to) ?? 0),
    );
  return {
    nodes: placed,
    links: sorted.flatMap((link) => {
      const from = byId.get(link.from);
      const to = byId.get(link.to);
      if (from === undefined || to === undefined) return [];
      const thickness = link.rate * pixelsPerRate;
      const start = from.y + (left.get(from.id) ?? 0);
      const end = to.y + (arrived.get(to.id) ?? 0);
      left.set(from.id, (left.get(from.id) ?? 0) + thickness);
      arrived.set(to.id, (arrived.get(to.id) ?? 0) + thickness);
      const path = ribbon({ x: from.x + bar, y: start }, { x: to.x, y: end }, Math.max(1, thickness));
      return { ...link, id: linkId(link), path };
    }),
  };
}

interface Point {
  x: number;
  y: number;
}

function ribbon(from: Point, to: Point, thickness: number): string {
  const middle = (from.x + to.x) / 2;
  const at = (value: number) => Number(value.toFixed(1));
  return [
    `M${at(from.x)},${at(from.y)}`,
    `C${at(middle)},${at(from.y)} ${at(middle)},${at(to.y)} ${at(to.x)},${at(to.y)}`,
    `V${at(to.y + thickness)}`,
    `C${at(middle)},${at(to.y + thickness)} ${at(middle)},${at(from.y + thickness)} ${at(from.x)},${at(from.y + thickness)}`,
    'Z',
  ].join(' ');
}
