/** In which order a group shows its fields. */

export interface Arrangement {
  /** Shown whether they are set or not. */
  first: readonly string[];
  /** Shown once they are set, and offered by name until then; all others follow them. */
  later: readonly string[];
}

/** Names with blanks between. */
export const arranged = (first: string, later = ''): Arrangement => ({
  first: first.split(' ').filter(Boolean),
  later: later.split(' ').filter(Boolean),
});
