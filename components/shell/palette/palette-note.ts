/** What the palette says below its list. */
export type PaletteNote = 'failed' | 'searching' | 'nothing' | 'hint';

export interface PaletteState {
  /** As it stands in the box. */
  query: string;
  /** As it was asked for last: a moment behind the box. */
  asked: string;
  fetching: boolean;
  failed: boolean;
  /** Entries in the list. */
  found: number;
}

/** That nothing was found is known only once what stands in the box was asked for and answered. */
export function paletteNote({ query, asked, fetching, failed, found }: PaletteState): PaletteNote | null {
  const wanted = query.trim();
  if (wanted === '') return 'hint';
  if (wanted !== asked) return 'searching';
  if (failed) return 'failed';
  if (fetching) return 'searching';
  return found === 0 ? 'nothing' : null;
}
