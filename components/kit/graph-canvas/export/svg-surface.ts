/** A recorder with the face of a 2D canvas: what the text layer draws becomes SVG, as text that stays text. */
import type { MeasureText } from '../geometry/card-geometry.ts';
import { dataOf } from '../shapes/path-memory.ts';
import type { TextSurface } from '../text/text-surface.ts';

export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  // Control characters have no place in XML at all.
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '').replaceAll(/\p{Cc}/gu, '');
}

export const round = (value: number) => Math.round(value * 100) / 100;

const anchors: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };

interface Pose {
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** "600 12px 'Inter Variable', …" as attributes. With its length, so that another font than the page's takes no more room. */
export function textAttributes(text: string, font: string, measure: MeasureText): string {
  const match = /^(\d+) ([\d.]+)px (.*)$/.exec(font);
  if (!match) return '';
  const [, weight = '400', size = '12', family = ''] = match;
  const length = round(measure(text, { size: Number(size), weight: Number(weight) }));
  return `font-weight="${weight}" font-size="${size}" font-family="${escapeXml(family)}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
}

type State = Pick<
  TextSurface,
  | 'font'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'globalAlpha'
  | 'textAlign'
  | 'textBaseline'
  | 'textRendering'
>;

const fresh: State = {
  font: '',
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  lineJoin: 'miter',
  lineCap: 'butt',
  globalAlpha: 1,
  textAlign: 'left',
  textBaseline: 'alphabetic',
  textRendering: 'auto',
};

export interface SvgSurface extends TextSurface {
  /** What was drawn so far, lowest first. */
  read(): string;
}

export function createSvgSurface(measure: MeasureText): SvgSurface {
  const parts: string[] = [];
  const stack: { state: State; pose: Pose }[] = [];
  let pose: Pose = { x: 0, y: 0, scaleX: 1, scaleY: 1 };
  let path: string[] = [];

  const placed = () =>
    pose.x === 0 && pose.y === 0 && pose.scaleX === 1 && pose.scaleY === 1
      ? ''
      : ` transform="translate(${round(pose.x)} ${round(pose.y)}) scale(${pose.scaleX} ${pose.scaleY})"`;
  const faint = () => (surface.globalAlpha === 1 ? '' : ` opacity="${round(surface.globalAlpha)}"`);
  const colour = (style: TextSurface['fillStyle']) => (typeof style === 'string' ? style : 'none');
  const shape = (given: Path2D | undefined, look: string) => {
    const data = given ? dataOf(given) : path.join('');
    if (data !== '') parts.push(`<path d="${data}" ${look}${placed()}${faint()}/>`);
  };
  const keep = (): State => ({
    font: surface.font,
    fillStyle: surface.fillStyle,
    strokeStyle: surface.strokeStyle,
    lineWidth: surface.lineWidth,
    lineJoin: surface.lineJoin,
    lineCap: surface.lineCap,
    globalAlpha: surface.globalAlpha,
    textAlign: surface.textAlign,
    textBaseline: surface.textBaseline,
    textRendering: surface.textRendering,
  });

  const surface: SvgSurface = {
    ...fresh,
    read: () => parts.join(''),
    // A drawing begins empty: there is nothing to clear.
    clearRect() {},
    fillRect(x, y, width, height) {
      parts.push(
        `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour(surface.fillStyle)}"${placed()}${faint()}/>`,
      );
    },
    fillText(text, x, y) {
      const anchor = anchors[surface.textAlign];
      parts.push(
        `<text x="${round(x)}" y="${round(y)}" ${textAttributes(text, surface.font, measure)} fill="${colour(surface.fillStyle)}"${anchor ? ` text-anchor="${anchor}"` : ''}${placed()}${faint()}>${escapeXml(text)}</text>`,
      );
    },
    beginPath() {
      path = [];
    },
    moveTo: (x, y) => void path.push(`M${round(x)} ${round(y)}`),
    lineTo: (x, y) => void path.push(`L${round(x)} ${round(y)}`),
    arcTo: (x1, y1, x2, y2) => void path.push(`Q${round(x1)} ${round(y1)} ${round(x2)} ${round(y2)}`),
    closePath: () => void path.push('Z'),
    roundRect(x, y, width, height, radii) {
      const wanted = typeof radii === 'number' ? radii : 0;
      const r = round(Math.min(wanted, width / 2, height / 2));
      const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
      path.push(
        `M${round(x + r)} ${round(y)}h${round(width - 2 * r)}${arc(r, r)}v${round(height - 2 * r)}${arc(-r, r)}`,
        `h${round(2 * r - width)}${arc(-r, -r)}v${round(2 * r - height)}${arc(r, -r)}Z`,
      );
    },
    fill: (given) => shape(given, `fill="${colour(surface.fillStyle)}"`),
    stroke: (given) =>
      shape(
        given,
        `fill="none" stroke="${colour(surface.strokeStyle)}" stroke-width="${round(surface.lineWidth)}" stroke-linejoin="${surface.lineJoin}" stroke-linecap="${surface.lineCap}"`,
      ),
    save: () => void stack.push({ state: keep(), pose }),
    restore() {
      const before = stack.pop();
      if (!before) return;
      Object.assign(surface, before.state);
      pose = before.pose;
    },
    translate(x, y) {
      pose = { ...pose, x: pose.x + x * pose.scaleX, y: pose.y + y * pose.scaleY };
    },
    scale(x, y) {
      pose = { ...pose, scaleX: pose.scaleX * x, scaleY: pose.scaleY * y };
    },
  };
  return surface;
}
