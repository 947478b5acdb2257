/** Measuring and cutting text in the page's own font, remembered, because both happen at every draw. */
import type { MeasureText, TextStyle } from '../geometry/card-geometry.ts';

export const fontFamily =
  "'Inter Variable', Inter, system-ui, -apple-system, 'Noto Sans SC', 'PingFang SC', sans-serif";

export function fontOf({ size, weight }: TextStyle, scale = 1): string {
  return `${weight} ${size * scale}px ${fontFamily}`;
}

/** Names are set smaller before they are cut: down to this, where letters can still be told apart. */
const leastSize = 10;

export interface FittedText {
  readonly text: string;
  readonly style: TextStyle;
}

export interface TextMeasure {
  readonly width: MeasureText;
  /** The text with … when it does not fit into so many pixels; empty when not even one letter does. */
  cut(text: string, style: TextStyle, room: number): string;
  /** The text as large as it fits whole, up to its own size; cut where the smallest letters do not suffice. */
  fit(text: string, style: TextStyle, room: number): FittedText;
  /** Widths change when the page's font has arrived. */
  forget(): void;
}

export function createTextMeasure(context: CanvasRenderingContext2D): TextMeasure {
  const widths = new Map<string, number>();
  const cuts = new Map<string, string>();
  const width: MeasureText = (text, style) => {
    const key = `${style.weight}/${style.size}/${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (widths.size > 20_000) widths.clear();
    context.save();
    context.font = fontOf(style);
    context.textRendering = 'geometricPrecision';
    const measured = context.measureText(text).width;
    context.restore();
    widths.set(key, measured);
    return measured;
  };
  const cut = (text: string, style: TextStyle, room: number) => {
    if (width(text, style) <= room) return text;
    const key = `${style.weight}/${style.size}/${Math.floor(room)}/${text}`;
    const known = cuts.get(key);
    if (known !== undefined) return known;
    if (cuts.size > 20_000) cuts.clear();
    // By characters: half an emoji is a box with a question mark.
    const letters = Array.from(text);
    const first = (count: number) => `${letters.slice(0, count).join('').trimEnd()}…`;
    let low = 0;
    let high = letters.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (width(first(middle), style) <= room) low = middle;
      else high = middle - 1;
    }
    const shortened = low === 0 ? '' : first(low);
    cuts.set(key, shortened);
    return shortened;
  };
  return {
    width,
    cut,
    fit(text, style, room) {
      const whole = width(text, style);
      if (whole <= room) return { text, style };
      // In half pixels, so that few fonts are made.
      const size = Math.max(leastSize, Math.floor((2 * style.size * room) / whole) / 2);
      const smaller = { ...style, size: Math.min(size, style.size) };
      return { text: cut(text, smaller, room), style: smaller };
    },
    forget() {
      widths.clear();
      cuts.clear();
    },
  };
}
