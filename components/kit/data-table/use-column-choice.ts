'use client';
/** The reader's choice of columns: in the URL to be shared, and remembered in this browser for the next time. */
import { useEffect, useState } from 'react';
import { normalizeChoice, recallChoice, rememberChoice } from './column-choice.ts';
import type { DataColumn } from './data-column.ts';

export interface ColumnChoice {
  /** Null: the default. */
  chosen: readonly string[] | null;
  choose(chosen: readonly string[] | null): void;
}

export function useColumnChoice(
  table: string,
  columns: readonly Pick<DataColumn<never>, 'id' | 'extra' | 'control'>[],
  inUrl: readonly string[] | null,
  setInUrl: (chosen: string[] | null) => void,
): ColumnChoice {
  const [remembered, setRemembered] = useState<string[] | null>(null);
  useEffect(() => setRemembered(recallChoice(localStorage, table)), [table]);
  return {
    chosen: normalizeChoice(columns, inUrl ?? remembered),
    choose: (chosen) => {
      const next = normalizeChoice(columns, chosen);
      rememberChoice(localStorage, table, next);
      setRemembered(next);
      setInUrl(next);
    },
  };
}
