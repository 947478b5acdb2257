/** Measuring and cutting text in the page's own font, remembered, because both happen at every draw. */
import type { MeasureText, TextStyle } from './card-geometry.ts';

export const fontFamily =
  "'Inter Variable', Inter, system-ui, -apple-system, 'Noto Sans SC', 'PingFang SC', sans-serif";

export function fontOf({ size, weight }: TextStyle, scale = 1): string {
  return `${weight} ${size * scale}px ${fontFamily}`;
}

export interface TextMeasure {
  readonly width: MeasureText;
  /** The text with … when it does not fit into so many pixels; empty when not even one letter does. */
  cut(text: string, style: TextStyle, room: number): string;
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
  return {
    width,
    cut(text, style, room) {
      if (width(text, style) <= room) return text;
      const key = `${style.weight}/${style.size}/${Math.floor(room)}/${text}`;
      const known = cuts.get(key);
      if (known !== undefined) return known;
      if (cuts.size > 20_000) cuts.clear();
      let low = 0;
      let high = text.length;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (width(`${text.slice(0, middle).trimEnd()}…`, style) <= room) low = middle;
        else high = middle - 1;
      }
      const cut = low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
      cuts.set(key, cut);
      return cut;
    },
    forget() {
      widths.clear();
      cuts.clear();
    },
  };
}
